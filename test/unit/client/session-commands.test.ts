import { describe, expect, test } from 'vitest';
import type { RtcRoomError } from '../../../client/client-errors.ts';
import { Medium, Retry } from '../../../wire/generated/messages.ts';
import { ScriptedServer } from './scripted-server.ts';
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

describe('heartbeat', () => {
  test('[CL-9] two pings without any frame in return are a dead socket', async () => {
    const server = await ScriptedServer.connected();
    await server.clock.pass(7499);
    expect(server.socket.all('ping')).toHaveLength(2);
    expect(server.client.status).toBe('connected');
    await server.clock.pass(1);
    expect(server.client.status).toBe('reconnecting');
    expect(server.sockets[0]?.closedByClient).toBeDefined();
  });

  test('[CL-9] any frame counts as an answer', async () => {
    const server = await ScriptedServer.connected();
    for (let round = 0; round < 10; round += 1) {
      await server.clock.pass(3000);
      server.socket.send({ speakersChanged: { roomId: 'other' } });
    }
    expect(server.client.status).toBe('connected');
    expect(server.socket.all('ping')).toHaveLength(10);
  });

  test('[CL-10] answers pings and measures round trip and server time', async () => {
    const server = await ScriptedServer.connected();
    server.socket.send({ ping: { sentAtMs: 77 } });
    const { id, pong } = server.socket.one('pong');
    expect([id > 0, pong?.sentAtMs]).toEqual([true, 77]);
    await server.clock.pass(3000);
    const ping = server.socket.one('ping');
    await server.clock.pass(40);
    server.socket.reply(ping, { pong: { sentAtMs: ping.ping?.sentAtMs ?? 0, serverTimeMs: 6_000_000 } });
    expect(server.client.rttMs).toBe(40);
    expect(server.client.serverNow()).toBe(6_000_020);
  });
});

describe('commands', () => {
  test('[CL-13] a command without an answer times out; its late answer is ignored', async () => {
    const server = await ScriptedServer.connected({ requestTimeoutMs: 1000 });
    const room = await server.join();
    const command = watch(room.raiseHand(true));
    await settle();
    const frame = server.socket.one('raiseHand');
    await server.clock.pass(1001);
    expect(command.error?.errorName).toBe('requestTimeout');
    server.socket.reply(frame, { ack: { offset: 1 } });
    server.socket.reply(frame, { error: { code: 1901, name: 'internal' } });
    await settle();
    expect(server.client.status).toBe('connected');
  });

  test('[CL-14] keeps fewer unanswered than the server remembers and within its rate', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const commands = Array.from({ length: 60 }, (_, index) => watch(room.sendChat(`${index}`)));
    await settle();
    expect(server.socket.all('sendChat')).toHaveLength(48);
    for (const frame of server.socket.all('sendChat')) server.socket.reply(frame, { ack: {} });
    await settle();
    expect(server.socket.all('sendChat')).toHaveLength(60);
    expect(commands.filter((command) => 'value' in command)).toHaveLength(48);
  });

  test('[CL-14] spreads commands over the rate that Welcome names', async () => {
    const server = new ScriptedServer();
    const connecting = server.client.connect();
    await server.welcome({ limits: { maxFramesPerSecond: 12, maxFrameBytes: 1000, maxRoomsPerSession: 1 } });
    await connecting;
    const room = await server.join();
    for (let index = 0; index < 30; index += 1) watch(room.sendChat(`${index}`));
    await settle();
    expect(server.socket.all('sendChat').length).toBeLessThanOrEqual(10);
    await server.clock.pass(1000);
    const afterOne = server.socket.all('sendChat').length;
    expect(afterOne).toBeGreaterThan(15);
    expect(afterOne).toBeLessThanOrEqual(21);
    await server.clock.pass(1500);
    expect(server.socket.all('sendChat')).toHaveLength(30);
  });

  test('[CL-14] refuses more than it can hold', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const commands = Array.from({ length: 48 + 1024 + 1 }, () => watch(room.lowerAllHands()));
    await settle();
    expect(commands.at(-1)?.error?.errorName).toBe('outboxFull');
    expect(commands.at(-2)?.error).toBeUndefined();
  });

  test('[CL-15] what the rate limit refused goes again under the same id', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const command = watch(room.sendChat('x'));
    await settle();
    const frame = server.socket.one('sendChat');
    server.socket.reply(frame, {
      error: { code: 1600, name: 'rateLimited', retry: Retry.SAME_SOCKET, retryAfterMs: 70 },
    });
    await server.clock.pass(69);
    expect(server.socket.all('sendChat')).toHaveLength(1);
    await server.clock.pass(1);
    expect(server.socket.all('sendChat').map(({ id }) => id)).toEqual([frame.id, frame.id]);
    server.socket.reply(frame, { ack: { offset: 5 } });
    await settle();
    expect(command).toEqual({ value: 5 });
  });

  test('[CL-16] a command that is too large is rejected and harms nothing', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    await expect(room.sendChat('x'.repeat(70_000))).rejects.toMatchObject({ errorName: 'cannotEncode' });
    expect(server.client.status).toBe('connected');
    expect(server.socket.all('sendChat')).toEqual([]);
  });

  test('[CL-16] a typed error of the server is the rejection', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const command = watch(room.setSelfMute(Medium.AUDIO, false));
    await settle();
    const frame = server.socket.one('setSelfMute');
    expect(frame.setSelfMute).toMatchObject({ roomId: 'r1', medium: Medium.AUDIO, muted: false });
    server.socket.reply(frame, { error: { code: 1301, name: 'unmuteNotAllowed', message: 'no', retry: Retry.NEVER } });
    await settle();
    expect(command.error).toMatchObject({ code: 1301, errorName: 'unmuteNotAllowed', retry: 'never', message: 'no' });
  });

  test('[CL-18] a throwing listener is reported and breaks nobody', async () => {
    const server = await ScriptedServer.connected();
    const heard: string[] = [];
    server.client.on('rtt', () => {
      throw new Error('listener');
    });
    const unlisten = server.client.on('rtt', () => heard.push('second'));
    server.socket.send({ pong: { sentAtMs: 1 } });
    unlisten();
    server.socket.send({ pong: { sentAtMs: 1 } });
    expect(heard).toEqual(['second']);
    expect(server.listenerErrors).toHaveLength(2);
  });

  test('[CL-20] close leaves the rooms, closes the socket and leaves no timer', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const command = watch(room.sendChat('x'));
    server.client.close();
    server.client.close();
    await settle();
    expect(server.socket.one('leaveRoom').leaveRoom?.roomId).toBe('r1');
    expect(server.socket.closedByClient).toBe(1000);
    expect(command.error?.errorName).toBe('clientClosed');
    expect([server.client.status, room.status, server.clock.pending]).toEqual(['closed', 'ended', 0]);
    await server.clock.pass(60_000);
    expect(server.sockets).toHaveLength(1);
  });
});
