import { describe, expect, test } from 'vitest';
import type { RtcRoomError } from '../../../client/client-errors.ts';
import { Retry } from '../../../wire/generated/messages.ts';
import { PROTOCOL_VERSION } from '../../../wire/version.ts';
import { ScriptedServer, WELCOME } from './scripted-server.ts';
import { settle } from './virtual-clock.ts';

/** How a promise ended, without waiting for it. */
function watch(promise: Promise<unknown>): { value?: unknown; error?: RtcRoomError } {
  const result: { value?: unknown; error?: RtcRoomError } = {};
  promise.then(
    (value) => {
      result.value = value;
    },
    (error: RtcRoomError) => {
      result.error = error;
    },
  );
  return result;
}

describe('connecting', () => {
  test('[CL-1] says Hello first and nothing else before Welcome', async () => {
    const server = new ScriptedServer();
    const connecting = watch(server.client.connect());
    const joining = watch(server.client.join({ roomId: 'r1' }));
    await settle();
    expect(server.client.status).toBe('connecting');
    server.socket.open();
    await settle();
    expect(server.socket.frames.map(({ body }) => body)).toEqual(['hello']);
    expect(server.socket.one('hello').hello).toMatchObject({
      token: 'token-1',
      protocol: PROTOCOL_VERSION,
      client: 'test/1',
      resumeToken: '',
    });
    server.socket.reply(server.socket.one('hello'), { welcome: WELCOME });
    await settle();
    expect(server.client.status).toBe('connected');
    expect(connecting).toEqual({ value: undefined });
    expect(joining).toEqual({});
    expect(server.socket.frames.map(({ body }) => body)).toEqual(['hello', 'joinRoom']);
  });

  test('[CL-1] pushes before Welcome are ignored', async () => {
    const server = new ScriptedServer();
    const connecting = watch(server.client.connect());
    await settle();
    server.socket.open();
    server.socket.send({ ping: { sentAtMs: 1 } });
    await settle();
    expect(server.socket.all('pong')).toEqual([]);
    expect(connecting).toEqual({});
  });

  test('[CL-2] a failed first attempt rejects and may be repeated', async () => {
    const server = new ScriptedServer();
    const first = watch(server.client.connect());
    await settle();
    server.socket.close(1006);
    await settle();
    expect(first.error?.errorName).toBe('connectionLost');
    expect(server.client.status).toBe('idle');
    const second = watch(server.client.connect());
    await server.welcome();
    expect(second).toEqual({ value: undefined });
    expect(server.client.toJSON()).toMatchObject({ status: 'connected', sessionId: 's1', userId: 'u1', node: 'n1' });
  });

  test('[CL-2] a server that does not answer is given up after the connect timeout', async () => {
    const server = new ScriptedServer({ connectTimeoutMs: 500 });
    const connecting = watch(server.client.connect());
    await settle();
    server.socket.open();
    await server.clock.pass(501);
    expect(connecting.error?.errorName).toBe('connectTimeout');
    expect(server.socket.closedByClient).toBeDefined();
  });

  test('[CL-2] connecting twice is refused', async () => {
    const server = await ScriptedServer.connected();
    await expect(server.client.connect()).rejects.toMatchObject({ errorName: 'alreadyConnecting' });
  });

  test('[CL-2] a token that cannot be got rejects', async () => {
    const server = new ScriptedServer({ getToken: () => Promise.reject(new Error('login down')) });
    await expect(server.client.connect()).rejects.toMatchObject({ errorName: 'tokenFailed', retry: 'reconnect' });
  });
});

describe('reconnecting', () => {
  test('[CL-3] backs off by 1.7 with jitter up to the maximum', async () => {
    const server = await ScriptedServer.connected({ reconnectFirstMs: 400, reconnectMaxMs: 1000 });
    const delays: number[] = [];
    server.client.on('reconnecting', ({ inMs }) => delays.push(inMs));
    server.socket.close(1006);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await server.clock.pass(1000);
      server.socket.close(1006);
    }
    // Three quarters (random = 0.5) of 400, 680, 1000, 1000, 1000.
    expect(delays).toEqual([300, 510, 750, 750, 750]);
    expect(server.client.status).toBe('reconnecting');
  });

  test('[CL-3] a connection that held starts the back-off anew, one that broke at once does not', async () => {
    const server = await ScriptedServer.connected();
    const delays: number[] = [];
    server.client.on('reconnecting', ({ inMs }) => delays.push(inMs));
    await server.drop();
    await server.welcome({ resumed: true });
    await server.drop();
    await server.welcome({ resumed: true });
    await server.clock.pass(5000);
    await server.drop();
    expect(delays).toEqual([225, 383, 225]);
  });

  test('[CL-4] resumes with the token of the last Welcome and the token it has', async () => {
    const server = await ScriptedServer.connected();
    await server.drop();
    await server.welcome({ resumed: true, resumeToken: 'resume-2' });
    expect(server.socket.one('hello').hello).toMatchObject({ resumeToken: 'resume-1', token: 'token-1' });
    await server.drop();
    await server.welcome({ resumed: true });
    expect(server.socket.one('hello').hello?.resumeToken).toBe('resume-2');
    expect(server.client.toJSON()).toMatchObject({ reconnectCount: 2, resumedCount: 2 });
  });

  test('[CL-5] unanswered commands go out again under the same id, in order, before newer ones', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const first = watch(room.sendChat('one'));
    const second = watch(room.sendChat('two'));
    await settle();
    const sent = server.socket.all('sendChat');
    server.socket.close(1006);
    const third = watch(room.sendChat('three'));
    await server.clock.pass(300);
    await server.welcome({ resumed: true });
    const again = server.socket.all('sendChat');
    expect(again.map(({ sendChat }) => sendChat?.text)).toEqual(['one', 'two', 'three']);
    expect(again.slice(0, 2).map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
    expect(server.socket.frames.map(({ body }) => body)).toEqual([
      'hello',
      'joinRoom',
      'sendChat',
      'sendChat',
      'sendChat',
    ]);
    for (const frame of again) server.socket.reply(frame, { ack: { offset: frame.id } });
    await settle();
    expect([first, second, third]).toEqual(again.map(({ id }) => ({ value: id })));
  });

  test('[CL-6] in a new session unanswered commands are rejected, unsent ones wait for the rooms', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const lost = watch(room.sendChat('lost'));
    await settle();
    server.socket.close(1006);
    const kept = watch(room.sendChat('kept'));
    await server.clock.pass(300);
    const socket = await server.welcome({ sessionId: 's2', resumed: false });
    expect(lost.error).toMatchObject({ errorName: 'sessionLost', retry: 'rejoin' });
    expect(socket.frames.map(({ body }) => body)).toEqual(['hello', 'joinRoom']);
    socket.reply(socket.one('joinRoom'), {
      joined: { roomId: 'r1', memberId: 'm9', position: { epoch: 'e1', offset: 10 }, recovered: true },
    });
    await settle();
    expect(socket.one('sendChat').sendChat?.text).toBe('kept');
    socket.reply(socket.one('sendChat'), { ack: { offset: 11 } });
    await settle();
    expect(kept).toEqual({ value: 11 });
  });

  test('[CL-7] a terminal close code ends client, rooms and commands with a typed error', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const command = watch(room.sendChat('x'));
    const closed: unknown[] = [];
    const ended: unknown[] = [];
    server.client.on('closed', ({ error }) => closed.push(error?.errorName));
    room.on('ended', ({ error }) => ended.push(error?.errorName));
    await settle();
    server.socket.send({ error: { code: 1102, name: 'tokenRevoked', message: 'no', retry: Retry.NEVER } });
    server.socket.close(4512, 'tokenRevoked');
    await server.clock.pass(60_000);
    expect(server.client.status).toBe('closed');
    expect(server.sockets).toHaveLength(1);
    expect(command.error).toMatchObject({ code: 1102, errorName: 'tokenRevoked', retry: 'never' });
    expect([closed, ended, room.status]).toEqual([['tokenRevoked'], ['tokenRevoked'], 'ended']);
    expect(server.clock.pending).toBe(0);
    await expect(server.client.join({ roomId: 'r2' })).rejects.toMatchObject({ errorName: 'clientClosed' });
  });

  test('[CL-8] an expired token is replaced at once; the third in a row is final', async () => {
    const server = await ScriptedServer.connected();
    const statuses: string[] = [];
    server.client.on('status', ({ status }) => statuses.push(status));
    server.socket.close(4511, 'tokenExpired');
    await settle();
    server.socket.open();
    expect(server.socket.one('hello').hello).toMatchObject({ token: 'token-2', resumeToken: 'resume-1' });
    server.socket.close(4511, 'tokenExpired');
    await settle();
    server.socket.open();
    expect(server.socket.one('hello').hello?.token).toBe('token-3');
    server.socket.close(4511, 'tokenExpired');
    await settle();
    expect(statuses).toEqual(['reconnecting', 'closed']);
    expect(server.tokens).toHaveLength(3);
  });

  test('[CL-8] a Welcome makes the next expiry the first again', async () => {
    const server = await ScriptedServer.connected();
    for (let round = 0; round < 4; round += 1) {
      server.socket.close(4511, 'tokenExpired');
      await server.welcome({ resumed: true });
    }
    expect(server.client.status).toBe('connected');
  });

  test('[CL-11] reconnects after the time that GoingAway names', async () => {
    const server = await ScriptedServer.connected();
    const going: number[] = [];
    server.client.on('goingAway', ({ reconnectAfterMs }) => going.push(reconnectAfterMs));
    server.socket.send({ goingAway: { reconnectAfterMs: 2000 } });
    server.socket.close(4005, 'shuttingDown');
    await server.clock.pass(1999);
    expect(server.sockets).toHaveLength(1);
    await server.clock.pass(300);
    expect(server.sockets).toHaveLength(2);
    expect(going).toEqual([2000]);
  });

  test('[CL-11] leaves by itself when the server does not close', async () => {
    const server = await ScriptedServer.connected();
    server.socket.send({ goingAway: { reconnectAfterMs: 1000 } });
    await server.clock.pass(1001);
    expect(server.client.status).toBe('reconnecting');
    expect(server.sockets[0]?.closedByClient).toBeDefined();
  });

  test('[CL-12] late events of an abandoned socket change nothing', async () => {
    const server = await ScriptedServer.connected();
    const old = server.socket;
    await server.clock.pass(60_000);
    expect(server.sockets.length).toBeGreaterThan(1);
    await server.welcome({ resumed: true });
    old.closedByClient = undefined;
    old.close(4512, 'tokenRevoked');
    old.sendRaw('not a frame');
    await settle();
    expect(server.client.status).toBe('connected');
  });

  test('[CL-17] bytes that are no frame lead to a resume', async () => {
    const server = await ScriptedServer.connected();
    server.socket.sendRaw('{');
    await server.clock.pass(300);
    await server.welcome({ resumed: true });
    expect(server.sockets).toHaveLength(2);
    expect(server.client.status).toBe('connected');
  });

  test('[CL-19] nudge ends the wait, and probes a socket that looks open', async () => {
    const server = await ScriptedServer.connected();
    server.socket.close(1006);
    await settle();
    server.client.nudge();
    await server.welcome({ resumed: true });
    expect(server.client.status).toBe('connected');
    server.client.nudge();
    await server.clock.pass(2001);
    expect(server.socket.all('ping')).toHaveLength(1);
    expect(server.client.status).toBe('reconnecting');
  });
});
