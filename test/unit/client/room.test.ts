import { describe, expect, test } from 'vitest';
import type { ClientRoom } from '../../../client/client-room.ts';
import { type Change, type Init, Presence, Retry, type ServerFrame } from '../../../wire/generated/messages.ts';
import { stateHash } from '../../../wire/state-hash.ts';
import { joinedFrame, member, presenceDelta, ScriptedServer, SNAPSHOT } from './scripted-server.ts';
import { settle } from './virtual-clock.ts';

/** Names and payloads of everything a room tells, in order. */
function record(room: ClientRoom): string[] {
  const told: string[] = [];
  room.on('change', ({ type, offset }) => told.push(`${type}@${offset}`));
  room.on('state', ({ offset }) => told.push(`state@${offset}`));
  room.on('snapshot', ({ cause }) => told.push(`snapshot:${cause}`));
  room.on('status', ({ status }) => told.push(status));
  room.on('rejoined', ({ sameMember, recovered }) => told.push(`rejoined:${sameMember}:${recovered}`));
  room.on('ended', ({ reason, error }) => told.push(`ended:${reason}:${error?.errorName ?? ''}`));
  room.on('selfReport', ({ differences }) => told.push(`self:${differences.map(({ what }) => what).join()}`));
  return told;
}

const presenceOf = (room: ClientRoom, memberId: string): Presence | undefined =>
  room.state.members.find((other) => other.memberId === memberId)?.presence;

describe('replica', () => {
  test('[CL-30] a join gives the snapshot, and deltas right behind the reply are not lost', async () => {
    const server = await ScriptedServer.connected();
    const joining = server.client.join({
      room: { type: 'class', params: { id: '7' } },
      profile: { displayName: 'Ann' },
    });
    await settle();
    const frame = server.socket.one('joinRoom');
    expect(frame.joinRoom).toMatchObject({ roomId: '', room: { type: 'class' }, profile: { displayName: 'Ann' } });
    expect(frame.joinRoom?.room?.params['id']).toBe('7');
    server.socket.reply(frame, { joined: joinedFrame(SNAPSHOT) });
    server.socket.send(presenceDelta(10, 11));
    const room = await joining;
    expect([room.roomId, room.memberId, room.state.offset, presenceOf(room, 'm2')]).toEqual([
      'r1',
      'm1',
      11,
      Presence.SUSPECT,
    ]);
    expect(room.self?.memberId).toBe('m1');
    expect(server.client.rooms).toEqual([room]);
  });

  test("[CL-30] the server's refusal of a join is the rejection", async () => {
    const server = await ScriptedServer.connected();
    const joining = server.client.join({ roomId: 'r1' });
    await settle();
    const frame = server.socket.one('joinRoom');
    server.socket.reply(frame, { error: { code: 1203, name: 'roomFull', retry: Retry.NEVER } });
    await expect(joining).rejects.toMatchObject({ errorName: 'roomFull' });
    expect(server.client.rooms).toEqual([]);
  });

  test('[CL-30] a join whose socket is lost is sent again, and joining twice gives the same room', async () => {
    const server = await ScriptedServer.connected();
    const joining = server.client.join({ roomId: 'r1' });
    await settle();
    await server.drop();
    await server.welcome({ resumed: true });
    server.socket.reply(server.socket.one('joinRoom'), { joined: joinedFrame(SNAPSHOT, { resumed: true }) });
    const room = await joining;
    expect(await server.join()).toBe(room);
    expect(server.client.rooms).toHaveLength(1);
  });

  test('[CL-31] deltas are applied, stale ones counted, what concerns others skipped', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const told = record(room);
    server.socket.send(presenceDelta(8, 12));
    server.socket.send(presenceDelta(8, 12));
    server.socket.send({ roomDelta: { roomId: 'r1', epoch: 'e1', prevOffset: 12, offset: 20, events: [] } });
    expect(told).toEqual(['presenceChanged@12', 'state@12', 'state@20']);
    expect(room.counters).toMatchObject({ staleCount: 1, gapCount: 0 });
  });

  test('[CL-31] events at or before the own offset are skipped: a snapshot may lie within a turn', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const told = record(room);
    const event = (offset: number, presence: Presence) => ({
      offset,
      change: { presenceChanged: { memberId: 'm2', presence } },
    });
    const events = [event(10, Presence.BACKGROUND), event(11, Presence.SUSPECT)];
    server.socket.send({ roomDelta: { roomId: 'r1', epoch: 'e1', prevOffset: 9, offset: 11, events } });
    expect(told).toEqual(['presenceChanged@11', 'state@11']);
  });

  test('[CL-32] a gap asks for a snapshot once, and the snapshot replaces everything', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const told = record(room);
    server.socket.send(presenceDelta(12, 13));
    server.socket.send(presenceDelta(13, 14));
    await settle();
    const asked = server.socket.one('getSnapshot');
    expect(asked.getSnapshot).toMatchObject({ roomId: 'r1', hashMismatch: false });
    server.socket.reply(asked, { snapshotResult: { snapshot: { ...SNAPSHOT, offset: 14, members: [member('m1')] } } });
    server.socket.send(presenceDelta(16, 17));
    await settle();
    expect(room.state.members.map(({ memberId }) => memberId)).toEqual(['m1']);
    expect(told).toEqual(['snapshot:gap', 'state@14']);
    expect(room.counters).toMatchObject({ gapCount: 2, snapshotCount: 1 });
    expect(server.socket.all('getSnapshot')).toHaveLength(2);
  });

  test('[CL-32] another epoch is a gap, and an answer that was overtaken is dropped', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    server.socket.send({ roomDelta: { roomId: 'r1', epoch: 'e2', prevOffset: 10, offset: 11, events: [] } });
    await settle();
    server.socket.send(presenceDelta(10, 11));
    server.socket.reply(server.socket.one('getSnapshot'), { snapshotResult: { snapshot: SNAPSHOT } });
    await settle();
    expect(room.state).toMatchObject({ epoch: 'e1', offset: 11 });
    expect(room.counters.snapshotCount).toBe(0);
  });

  test('[CL-32] a snapshot that is refused is asked for again', async () => {
    const server = await ScriptedServer.connected();
    await server.join();
    server.socket.send(presenceDelta(12, 13));
    await settle();
    server.socket.reply(server.socket.one('getSnapshot'), { error: { code: 1901, name: 'internal' } });
    await server.clock.pass(1001);
    expect(server.socket.all('getSnapshot')).toHaveLength(2);
  });

  test('[CL-33] a replica whose hash differs reports it and takes a snapshot', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const right = stateHash({ ...SNAPSHOT, members: [member('m1'), member('m2', { presence: Presence.SUSPECT })] });
    server.socket.send(presenceDelta(10, 11, right));
    await settle();
    expect(server.socket.all('getSnapshot')).toEqual([]);
    server.socket.send(presenceDelta(11, 12, right === 1 ? 2 : right - 1));
    await settle();
    expect(server.socket.one('getSnapshot').getSnapshot?.hashMismatch).toBe(true);
    server.socket.reply(server.socket.one('getSnapshot'), {
      snapshotResult: { snapshot: { ...SNAPSHOT, offset: 12 } },
    });
    await settle();
    expect(room.counters).toMatchObject({ hashMismatchCount: 1, snapshotCount: 1 });
    expect(presenceOf(room, 'm2')).toBe(Presence.ONLINE);
  });

  test('[CL-40] directed data is told once, by push or by the deltas of a resume', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const heard: string[] = [];
    room.on('data', ({ topic, payload, lossy }) => heard.push(`${topic}:${payload[0]}:${lossy}`));
    const payload = new Uint8Array([5]);
    server.socket.send({ lossyData: { roomId: 'r1', memberId: 'm2', topic: 'a', payload } });
    server.socket.send({ lossyData: { roomId: 'r1', memberId: 'm2', topic: 'b', payload, offset: 11 } });
    await server.drop();
    await server.welcome({ resumed: true });
    const sent = (offset: number, topic: string, to: string[]) => ({
      offset,
      change: { dataSent: { memberId: 'm2', topic, payload, to } },
    });
    const events = [sent(11, 'b', ['m1']), sent(12, 'c', ['m1']), sent(13, 'd', [])];
    server.socket.reply(server.socket.one('joinRoom'), {
      joined: {
        roomId: 'r1',
        memberId: 'm1',
        resumed: true,
        recovered: true,
        position: { epoch: 'e1', offset: 13 },
        deltas: [{ roomId: 'r1', epoch: 'e1', prevOffset: 10, offset: 13, events }],
      },
    });
    expect(heard).toEqual(['a:5:true', 'b:5:false', 'c:5:false', 'd:5:false']);
    expect(room.counters.recoveredCount).toBe(1);
  });

  test('[CL-43] a choice of topics is kept over reconnects; the default is left to the server', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    server.socket.send({ subscribed: { topics: ['chat', 'moderation'], snapshot: { ...SNAPSHOT, offset: 11 } } });
    expect(room.state.offset).toBe(11);
    const subscribing = room.subscribe(['data:x']);
    await settle();
    expect(server.socket.one('subscribe').subscribe?.topics).toEqual(['data:x']);
    server.socket.reply(server.socket.one('subscribe'), {
      subscribed: { topics: ['chat', 'data:x'], snapshot: { ...SNAPSHOT, offset: 12 } },
    });
    expect(await subscribing).toEqual(['chat', 'data:x']);
    expect([room.state.offset, room.counters.snapshotCount]).toEqual([12, 2]);
    await server.drop();
    await server.welcome({ resumed: true });
    expect(server.socket.one('joinRoom').joinRoom?.subscribe).toEqual(['chat', 'data:x']);
  });
});

describe('pushes', () => {
  test('[CL-44] lossy pushes reach the room they name and no other', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const heard: string[] = [];
    room.on('speakers', ({ dominantMemberId }) => heard.push(dominantMemberId));
    room.on('quality', ({ members }) => heard.push(`${members[0]?.score}`));
    room.on('consumerOpened', ({ consumerId }) => heard.push(consumerId));
    room.on('selfReport', ({ roomId }) => heard.push(roomId));
    const pushes: Init<ServerFrame>[] = [
      { speakersChanged: { roomId: 'r1', dominantMemberId: 'm2' } },
      { speakersChanged: { roomId: 'r9', dominantMemberId: 'm9' } },
      { connectionQuality: { roomId: 'r1', members: [{ memberId: 'm1', score: 9 }] } },
      { consumerOpened: { roomId: 'r1', consumerId: 'c1' } },
      { selfReport: { roomId: 'r1' } },
    ];
    for (const push of pushes) server.socket.send(push);
    expect(heard).toEqual(['m2', '9', 'c1', 'r1']);
  });
});

test('[CL-52] another name of who is there is a change of the state, and nobody joining', async () => {
  const server = await ScriptedServer.connected();
  const room = await server.join({ ...SNAPSHOT, members: [member('m1'), member('m2')] });
  const told = record(room);
  const joined: string[] = [];
  room.on('memberJoined', ({ member: { memberId } }) => joined.push(memberId));
  for (const [offset, memberId, displayName] of [
    [11, 'm2', 'other'],
    [12, 'm3', 'new'],
  ] as const) {
    const change = { memberJoined: { member: member(memberId, { displayName }) } };
    server.socket.send({
      roomDelta: { roomId: 'r1', epoch: 'e1', prevOffset: offset - 1, offset, events: [{ offset, change }] },
    });
  }
  expect(joined).toEqual(['m3']);
  expect(told.filter((words) => words.startsWith('state'))).toEqual(['state@11', 'state@12']);
  expect(room.state.members.map(({ displayName }) => displayName)).toEqual(['m1', 'other', 'new']);
});

test('[CL-49] the own member is known also when nobody is shown it', async () => {
  const server = await ScriptedServer.connected();
  const unlisted = { ...SNAPSHOT, members: [member('m2')] };
  const room = await server.join(unlisted, { self: member('m1', { displayName: 'first' }) });
  expect(room.self?.displayName).toBe('first');
  const told = record(room);
  room.on('selfChanged', ({ self }) => told.push(self.displayName));
  server.socket.send({ selfChanged: { roomId: 'r1', self: member('m1', { displayName: 'second' }) } });
  server.socket.send({ selfChanged: { roomId: 'r1', self: member('m2', { displayName: 'another' }) } });
  server.socket.send({ selfChanged: { roomId: 'r1' } });
  expect(told).toEqual(['second', 'state@10']);
  expect(room.self?.displayName).toBe('second');
  expect(room.belief()?.media).toEqual(room.self?.media);

  const delta = (offset: number, change: Init<Change>): Init<ServerFrame> => ({
    roomDelta: { roomId: 'r1', epoch: 'e1', prevOffset: offset - 1, offset, events: [{ offset, change }] },
  });
  server.socket.send(delta(11, { memberJoined: { member: member('m1', { displayName: 'listed' }) } }));
  expect(room.self?.displayName).toBe('listed');
  server.socket.send({ selfChanged: { roomId: 'r1', self: member('m1', { displayName: 'third' }) } });
  server.socket.send(delta(12, { memberLeft: { memberId: 'm1' } }));
  expect(room.self?.displayName).toBe('third');
  expect(room.status).toBe('joined');
});
