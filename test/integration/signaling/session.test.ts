import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LeaveReason, Medium, Presence } from '../../../wire/generated/messages.ts';
import { protobufCodec } from '../../../wire/protobuf-codec.ts';
import { PROTOCOL_VERSION } from '../../../wire/version.ts';
import { RawClient } from '../../support/raw-client.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({
    env: {
      RTCROOM_SIGNALING_PING_INTERVAL_MS: '300',
      RTCROOM_SIGNALING_HELLO_TIMEOUT_MS: '500',
      RTCROOM_ROOMS_SUSPECT_GRACE_MS: '2000',
    },
  });
});
afterAll(async () => {
  await node.stop();
});

const hello = (token: string, more: object = {}) => ({
  hello: { token, protocol: PROTOCOL_VERSION, client: 'test', ...more },
});

describe.each(['proto', 'json'] as const)('over %s', (encoding) => {
  test('[SG-4] Welcome comes first and carries what a client needs', async () => {
    const client = await node.client('ann', { encoding });
    expect(client.frames[0]?.welcome).toMatchObject({
      resumed: false,
      pingIntervalMs: 300,
      userId: 'ann',
      limits: { maxFrameBytes: 65_536, maxRoomsPerSession: 10, maxFramesPerSecond: 50 },
    });
    expect(client.welcome.resumeToken.length).toBeGreaterThan(16);
    client.close();
  });

  test('[SG-9] Ping is answered with its own time', async () => {
    const client = await node.client('ann', { encoding });
    const { pong } = await client.ok({ ping: { sentAtMs: 12_345.5 } });
    expect(pong?.sentAtMs).toBe(12_345.5);
    client.close();
  });

  test('[SG-30] joining gives the room as a snapshot, with oneself in it', async () => {
    const client = await node.client('ann', { encoding });
    const joined = await client.join(`room-${encoding}`);
    expect(joined.recovered).toBe(false);
    expect(joined.snapshot?.members.map((member) => member.memberId)).toEqual([joined.memberId]);
    expect(joined.position).toEqual({ epoch: joined.snapshot?.epoch, offset: joined.snapshot?.offset });
    client.close();
  });
});

test('[SG-1] anything before Hello is refused', async () => {
  const client = await RawClient.connect({ url: node.wsUrl });
  client.send({ joinRoom: { roomId: 'r' } });
  expect(await client.closeCode()).toBe(4502);
  expect(client.frames[0]?.error?.name).toBe('helloRequired');
});

test('[SG-2] a socket that says nothing is closed', async () => {
  const client = await RawClient.connect({ url: node.wsUrl });
  expect(await client.closeCode()).toBe(4000);
});

test.for([
  { name: 'rubbish', token: () => 'rubbish', code: 4510 },
  { name: 'an empty one', token: () => '', code: 4510 },
  {
    name: 'another key',
    token: () => `${btoa('{"alg":"HS256"}')}.${btoa('{"sub":"eve","iat":1,"exp":9999999999}')}.c2lnbmF0dXJl`,
    code: 4510,
  },
  {
    name: 'alg none',
    token: () => `${btoa('{"alg":"none"}')}.${btoa('{"sub":"eve","iat":1,"exp":9999999999}')}.`,
    code: 4510,
  },
])('[SG-3] a token that is not ours is refused: $name', async ({ token, code }) => {
  const client = await RawClient.connect({ url: node.wsUrl });
  client.send(hello(token()));
  expect(await client.closeCode()).toBe(code);
  expect(client.frames.map((frame) => frame.error?.name)).toEqual(['tokenInvalid']);
});

test('[SG-5] an unknown protocol version is refused', async () => {
  const client = await RawClient.connect({ url: node.wsUrl });
  client.send({ hello: { token: await node.token('ann'), protocol: 999 } });
  expect(await client.closeCode()).toBe(4503);
});

describe('resuming', () => {
  test('[SG-6] [SG-34] the session, its room and its member id live on; deltas are exact', async () => {
    const ann = await node.client('ann');
    const bob = await node.client('bob');
    const joined = await ann.join('resume');
    await bob.join('resume');
    const seen = await ann.frame('bob', (frame) => frame.roomDelta !== null);
    const { resumeToken, sessionId } = ann.welcome;
    ann.close();
    await waitFor('ann to be suspect', () =>
      bob.frames.some((frame) =>
        frame.roomDelta?.events.some((event) => event.change?.presenceChanged?.presence === Presence.SUSPECT),
      ),
    );
    await bob.ok({ sendChat: { roomId: 'resume', text: 'while you were out' } });

    const again = await node.client('ann', {});
    again.close();
    const back = await RawClient.hello({ url: node.wsUrl, token: await node.token('ann'), resumeToken });
    expect(back.welcome).toMatchObject({ resumed: true, sessionId });
    const rejoined = await back.join('resume', {
      since: { epoch: joined.position?.epoch ?? '', offset: seen.roomDelta?.offset ?? 0 },
    });
    expect(rejoined).toMatchObject({ memberId: joined.memberId, resumed: true, recovered: true, snapshot: null });
    const changes = rejoined.deltas.flatMap((delta) => delta.events.map((event) => event.change?.body));
    expect(changes).toContain('chatSent');
    back.close();
    bob.close();
  });

  test('[SG-43] a membership that ended meanwhile is not revived; the client is told how it ended', async () => {
    const ann = await node.client('ann');
    const bob = await node.client('bob');
    await bob.join('ended');
    const joined = await ann.join('ended');
    const { resumeToken } = ann.welcome;
    ann.close();
    await bob.frame(
      'ann to be gone',
      (frame) => frame.roomDelta?.events.some(({ change }) => change?.memberLeft != null) ?? false,
    );

    const back = await RawClient.hello({ url: node.wsUrl, token: await node.token('ann'), resumeToken });
    expect(back.welcome.resumed).toBe(true);
    const since = { epoch: joined.position?.epoch ?? '', offset: joined.position?.offset ?? 0 };
    expect(await back.errorOf({ joinRoom: { roomId: 'ended', since } })).toBe('timedOut');
    const told = back.frames.find((frame) => frame.roomEnded !== null)?.roomEnded;
    expect(told).toMatchObject({ roomId: 'ended', reason: LeaveReason.TIMED_OUT, error: { name: 'timedOut' } });
    const anew = await back.join('ended');
    expect(anew).toMatchObject({ resumed: false });
    expect(anew.memberId).not.toBe(joined.memberId);
    back.close();
    bob.close();
  });

  test('[SG-6] somebody else’s resume token opens a new session, not theirs', async () => {
    const ann = await node.client('ann');
    const eve = await RawClient.hello({
      url: node.wsUrl,
      token: await node.token('eve'),
      resumeToken: ann.welcome.resumeToken,
    });
    expect(eve.welcome.resumed).toBe(false);
    expect(eve.welcome.sessionId).not.toBe(ann.welcome.sessionId);
    ann.close();
    eve.close();
  });

  test('[SG-7] a resume takes over from a socket that still looks open', async () => {
    const ann = await node.client('ann');
    await ann.join('takeover');
    const { resumeToken } = ann.welcome;
    const back = await RawClient.hello({ url: node.wsUrl, token: await node.token('ann'), resumeToken });
    expect(back.welcome.resumed).toBe(true);
    expect(await ann.closeCode()).toBe(4504);
    back.close();
  });

  test('[SG-8] a repeated command is answered again and carried out once', async () => {
    const ann = await node.client('ann');
    await ann.join('repeat');
    const first = await ann.ok({ id: 1000, sendChat: { roomId: 'repeat', text: 'once' } });
    const { resumeToken } = ann.welcome;
    ann.close();
    const back = await RawClient.hello({ url: node.wsUrl, token: await node.token('ann'), resumeToken });
    await back.join('repeat');
    const second = await back.ok({ id: 1000, sendChat: { roomId: 'repeat', text: 'once' } });
    expect(second.ack).toEqual(first.ack);
    const { snapshotResult } = await back.ok({ getSnapshot: { roomId: 'repeat' } });
    expect(snapshotResult?.snapshot?.chat.map((message) => message.text)).toEqual(['once']);
    back.close();
  });
});

test('[SG-10] [SG-11] silence is shown as suspect, then the socket is closed; a frame in between heals', async () => {
  const ann = await node.client('ann');
  const bob = await node.client('bob');
  ann.answersPings = false;
  await ann.join('silence');
  await bob.join('silence');
  const presences = () =>
    bob.frames.flatMap(
      (frame) => frame.roomDelta?.events.map((event) => event.change?.presenceChanged?.presence ?? 0) ?? [],
    );
  await waitFor('suspect', () => presences().includes(Presence.SUSPECT));
  await ann.ok({ ping: { sentAtMs: 1 } });
  await waitFor('online again', () => presences().includes(Presence.ONLINE));
  expect(await ann.closeCode()).toBe(4001);
  bob.close();
});

describe('frames that are not right', () => {
  test.for([
    { name: 'random bytes', bytes: new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x01]) },
    { name: 'text on a binary socket', bytes: '{"id": 1' },
    { name: 'a truncated frame', bytes: (protobufCodec.encodeClientFrame(hello('x')) as Uint8Array).slice(0, 5) },
  ])('[SG-20] $name', async ({ bytes }) => {
    const client = await node.client('ann');
    client.sendRaw(bytes);
    expect(await client.closeCode()).toBe(4500);
    expect(client.frames.at(-1)?.error?.name).toBe('malformedFrame');
    const other = await node.client('bob');
    expect((await other.ok({ ping: {} })).pong).not.toBeNull();
    other.close();
  });

  test('[SG-21] an oversized frame', async () => {
    const client = await node.client('ann');
    await client.join('big');
    client.send({ sendChat: { roomId: 'big', text: 'x'.repeat(70_000) } });
    expect(await client.closeCode()).toBe(4501);
    expect(client.frames.at(-1)?.error?.name).toBe('frameTooLarge');
  });

  test('[SG-22] an unknown message type leaves the socket open', async () => {
    const client = await node.client('ann');
    // Field 1 (id) = 77, then field 999 as an empty message.
    client.sendRaw(new Uint8Array([0x08, 77, 0xba, 0x3e, 0x00]));
    const reply = await client.frame('the refusal', (frame) => frame.replyTo === 77);
    expect(reply.error?.name).toBe('unknownMessage');
    expect((await client.ok({ ping: {} })).pong).not.toBeNull();
    client.close();
  });

  test('[SG-23] frame id 0', async () => {
    const client = await node.client('ann');
    client.send({ id: 0, ping: {} });
    const reply = await client.frame('the refusal', (frame) => frame.error !== null);
    expect(reply.error?.name).toBe('invalidFrameId');
    client.close();
  });

  test('[SG-24] too many frames', async () => {
    const client = await node.client('ann');
    for (let i = 0; i < 150; i += 1) client.send({ ping: {} });
    const reply = await client.frame('the refusal', (frame) => frame.error?.name === 'rateLimited');
    expect(reply.error?.retryAfterMs).toBeGreaterThan(0);
    for (let i = 0; i < 400; i += 1) client.send({ ping: {} });
    expect(await client.closeCode()).toBe(4003);
  });

  test('[SG-26] a second Hello, and a command without its room', async () => {
    const client = await node.client('ann');
    expect(await client.errorOf(hello('x'))).toBe('duplicateHello');
    expect(await client.errorOf({ joinRoom: {} })).toBe('invalidArgument');
    expect(await client.errorOf({ joinRoom: { roomId: '../etc' } })).toBe('invalidArgument');
    expect(await client.errorOf({ simulate: { fault: 0 } })).toBe('invalidArgument');
    client.close();
  });

  test('[SG-25] commands for rooms one is not in', async () => {
    const client = await node.client('ann');
    const other = await node.client('bob');
    await other.join('private');
    for (const frame of [
      { sendChat: { roomId: 'private', text: 'hi' } },
      { setSelfMute: { roomId: 'private', medium: Medium.AUDIO, muted: true } },
      { getRtpCapabilities: { roomId: 'private' } },
      { getSnapshot: { roomId: 'private' } },
      { kick: { roomId: 'private', memberId: 'x' } },
      { listMembers: { roomId: 'private' } },
    ]) {
      expect(await client.errorOf(frame)).toBe('notMember');
    }
    client.close();
    other.close();
  });
});

test('[SG-14] sockets beyond the limit are sent away, also before any Hello', async () => {
  const small = await startTestNode({ env: { RTCROOM_SIGNALING_MAX_SESSIONS: '2' } });
  try {
    const ann = await small.client('ann');
    const silent = await RawClient.connect({ url: small.wsUrl });
    const third = await RawClient.connect({ url: small.wsUrl });
    expect(await third.closeCode()).toBe(4004);
    expect(third.frames.at(-1)?.error?.name).toBe('tooManySessions');
    expect((await ann.ok({ ping: {} })).pong).not.toBeNull();
    silent.close();
    ann.close();
  } finally {
    await small.stop();
  }
});

test('[SG-27] a client that does not read is closed, not skipped', async () => {
  const small = await startTestNode({
    env: {
      RTCROOM_SIGNALING_MAX_BACKPRESSURE_BYTES: '65536',
      RTCROOM_SIGNALING_MAX_FRAMES_PER_SECOND: '10000',
      RTCROOM_SIGNALING_FRAME_BURST: '20000',
    },
  });
  try {
    const { SlowReader } = await import('../../support/slow-reader.ts');
    const slow = await SlowReader.join(small.port, await small.token('slow'), 'r');
    const writer = await small.client('writer');
    await writer.join('r');
    const text = 'x'.repeat(3000);
    const connected = async (): Promise<number> => (await small.counts()).sockets;
    // What the kernel's buffers take (some megabytes) is not unread yet; far beyond that the reader must be gone.
    for (let round = 0; round < 200 && (await connected()) === 2; round += 1) {
      for (let i = 0; i < 50; i += 1) await writer.ok({ sendChat: { roomId: 'r', text } });
    }
    await waitFor('the slow reader to be cut off', async () => (await connected()) === 1);
    expect((await writer.ok({ ping: {} })).pong).not.toBeNull();
    writer.close();
    slow.close();
  } finally {
    await small.stop();
  }
});
