/** Push and play URLs in the client library. */
import { describe, expect, test } from 'vitest';
import { member, ScriptedServer, SNAPSHOT } from './scripted-server.ts';
import { settle } from './virtual-clock.ts';

const raise = (offset: number, memberId: string, pushGeneration: number) => ({
  roomDelta: {
    roomId: 'r1',
    epoch: 'e1',
    prevOffset: offset - 1,
    offset,
    events: [{ offset, change: { pushGenerationRaised: { memberId, pushGeneration } } }],
  },
});

describe('URLs for RTMP and FLV', () => {
  test('[CL-50] are asked for by one command each, and come as the server gave them', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const push = room.getPushUrl();
    const play = room.getPlayUrls('m2');
    const refused = room.getPlayUrls('nobody');
    await settle();
    const { socket } = server;
    const [forM2, forNobody] = socket.all('getPlayUrls');
    expect(socket.one('getPushUrl').getPushUrl).toEqual({ roomId: 'r1' });
    expect(forM2?.getPlayUrls).toEqual({ roomId: 'r1', memberId: 'm2' });
    socket.reply(socket.one('getPushUrl'), { pushUrl: { url: 'rtmp://x/live/a', expiresAtMs: 7, generation: 2 } });
    if (forM2 !== undefined) socket.reply(forM2, { playUrls: { rtmp: 'rtmp://x/live/b', flv: 'https://x/b.flv' } });
    if (forNobody !== undefined) socket.reply(forNobody, { error: { code: 1202, name: 'memberNotFound' } });
    expect(await push).toEqual({ url: 'rtmp://x/live/a', expiresAtMs: 7, generation: 2 });
    expect(await play).toMatchObject({ rtmp: 'rtmp://x/live/b', flv: 'https://x/b.flv', wsFlv: '', webrtc: '' });
    await expect(refused).rejects.toMatchObject({ errorName: 'memberNotFound' });
  });

  test('[CL-51] a raised generation is in the replica, told, and believed', async () => {
    const server = await ScriptedServer.connected();
    const members = [member('m1', { pushGeneration: 1 }), member('m2', { pushGeneration: 1 })];
    const room = await server.join({ ...SNAPSHOT, members });
    const told: unknown[] = [];
    room.on('pushGenerationRaised', ({ memberId, pushGeneration }) => told.push([memberId, pushGeneration]));
    expect(room.belief()).toMatchObject({ pushGeneration: 1 });
    server.socket.send(raise(11, 'm1', 2));
    server.socket.send(raise(12, 'stranger', 2));
    await settle();
    expect(told).toEqual([['m1', 2]]);
    expect(room.state.members.map(({ pushGeneration }) => pushGeneration)).toEqual([2, 1]);
    expect(room.belief()).toMatchObject({ pushGeneration: 2 });
  });
});
