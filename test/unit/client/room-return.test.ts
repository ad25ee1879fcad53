import { describe, expect, test } from 'vitest';
import type { RtcRoomError } from '../../../client/client-errors.ts';
import type { ClientRoom } from '../../../client/client-room.ts';
import { FloorRequestStatus, LeaveReason, Retry } from '../../../wire/generated/messages.ts';
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

describe('coming back', () => {
  const held = {
    ...SNAPSHOT,
    floors: [{ floorId: 'audio', requests: [{ requestId: 'q', memberId: 'm1', status: FloorRequestStatus.GRANTED }] }],
  };

  test('[CL-34] joins again from its position with what it believes, and recovers by exact deltas', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join(held);
    const told = record(room);
    await server.drop();
    const socket = await server.welcome({ resumed: true });
    expect(socket.one('joinRoom').joinRoom).toMatchObject({
      roomId: 'r1',
      since: { epoch: 'e1', offset: 10 },
      belief: { heldFloors: ['audio'], mediaGeneration: 1 },
    });
    const { roomDelta } = presenceDelta(10, 11);
    const report = { roomId: 'r1', differences: [{ what: 'audio.moderatorMuted', cause: 'mutedByModerator' }] };
    socket.reply(socket.one('joinRoom'), {
      joined: {
        roomId: 'r1',
        memberId: 'm1',
        resumed: true,
        recovered: true,
        position: { epoch: 'e1', offset: 15 },
        deltas: roomDelta ? [roomDelta] : [],
        selfReport: report,
      },
    });
    expect(told).toEqual([
      'recovering',
      'presenceChanged@11',
      'state@11',
      'state@15',
      'joined',
      'rejoined:true:true',
      'self:audio.moderatorMuted',
    ]);
    expect(room.counters).toMatchObject({ recoveredCount: 1, snapshotCount: 0 });
  });

  test('[CL-35] takes a snapshot instead, replacing and never merging', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join(held);
    await server.drop();
    await server.welcome({ resumed: true });
    const told = record(room);
    const snapshot = { ...SNAPSHOT, epoch: 'e2', offset: 3, members: [member('m1')] };
    server.socket.reply(server.socket.one('joinRoom'), { joined: joinedFrame(snapshot, { resumed: true }) });
    expect(room.state).toMatchObject({ epoch: 'e2', offset: 3, floors: [] });
    expect(room.state.members).toHaveLength(1);
    expect(told).toEqual(['snapshot:resume', 'state@3', 'joined', 'rejoined:true:false']);
  });

  test('[CL-35] deltas that do not fit lead to a snapshot', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    await server.drop();
    await server.welcome({ resumed: true });
    const { roomDelta } = presenceDelta(12, 13);
    server.socket.reply(server.socket.one('joinRoom'), {
      joined: { roomId: 'r1', memberId: 'm1', recovered: true, deltas: roomDelta ? [roomDelta] : [] },
    });
    await settle();
    expect(server.socket.all('getSnapshot')).toHaveLength(1);
    expect(room.counters.recoveredCount).toBe(0);
  });

  test('[CL-36] a new membership is told as such', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const told = record(room);
    await server.drop();
    await server.welcome({ sessionId: 's2' });
    const snapshot = { ...SNAPSHOT, offset: 20, members: [member('m2'), member('m7')] };
    server.socket.reply(server.socket.one('joinRoom'), { joined: joinedFrame(snapshot, { memberId: 'm7' }) });
    expect(told.at(-1)).toBe('rejoined:false:false');
    expect([room.memberId, room.self?.memberId]).toEqual(['m7', 'm7']);
  });

  test('[CL-37] a final refusal ends the room with its reason', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const told = record(room);
    await server.drop();
    await server.welcome();
    server.socket.reply(server.socket.one('joinRoom'), { error: { code: 1206, name: 'banned', retry: Retry.NEVER } });
    await settle();
    expect(told).toEqual(['recovering', 'ended', 'ended:0:banned']);
    expect(server.client.rooms).toEqual([]);
    await expect(room.sendChat('x')).rejects.toMatchObject({ errorName: 'roomEnded' });
  });

  test('[CL-37] a refusal that passes is tried again', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    await server.drop();
    await server.welcome();
    const error = { code: 1901, name: 'internal', retry: Retry.RECONNECT };
    server.socket.reply(server.socket.one('joinRoom'), { error });
    await server.clock.pass(1001);
    const [, second] = server.socket.all('joinRoom');
    if (second === undefined) throw new Error('not tried again');
    server.socket.reply(second, { joined: joinedFrame(SNAPSHOT) });
    expect(room.status).toBe('joined');
  });

  test('[CL-46] several rooms share the socket and come back together', async () => {
    const server = await ScriptedServer.connected();
    const first = await server.join();
    const second = await server.join({ ...SNAPSHOT, roomId: 'r2' });
    server.socket.send(presenceDelta(10, 11));
    expect([first.state.offset, second.state.offset]).toEqual([11, 10]);
    await server.drop();
    await server.welcome({ resumed: true });
    const joins = server.socket.all('joinRoom').map(({ joinRoom }) => [joinRoom?.roomId, joinRoom?.since?.offset]);
    expect(joins).toEqual([
      ['r1', 11],
      ['r2', 10],
    ]);
  });
});

describe('lobby and end', () => {
  test('[CL-38] a join waits in the lobby and settles on admission', async () => {
    const server = await ScriptedServer.connected();
    const waiting: string[] = [];
    const joining = server.client.join({ roomId: 'r1', onLobby: ({ roomId }) => waiting.push(roomId) });
    await settle();
    const frame = server.socket.one('joinRoom');
    server.socket.reply(frame, { lobbyWaiting: { roomId: 'r1' } });
    await server.clock.pass(2500);
    expect(waiting).toEqual(['r1']);
    server.socket.reply(frame, { joined: joinedFrame(SNAPSHOT) });
    expect((await joining).status).toBe('joined');
  });

  test('[CL-38] waits on over a reconnect, and a denial is the rejection', async () => {
    const server = await ScriptedServer.connected();
    const waiting: string[] = [];
    const joining = server.client.join({ roomId: 'r1', onLobby: ({ roomId }) => waiting.push(roomId) });
    const outcome = joining.catch((error: RtcRoomError) => error.errorName);
    await settle();
    server.socket.reply(server.socket.one('joinRoom'), { lobbyWaiting: { roomId: 'r1' } });
    await settle();
    await server.drop();
    await server.welcome({ resumed: true });
    server.socket.reply(server.socket.one('joinRoom'), { lobbyWaiting: { roomId: 'r1' } });
    const error = { code: 1211, name: 'lobbyDenied', retry: Retry.NEVER };
    server.socket.send({ roomEnded: { roomId: 'r1', reason: LeaveReason.KICKED, error } });
    expect(await outcome).toBe('lobbyDenied');
    expect(waiting).toEqual(['r1']);
  });

  test('[CL-38] an admission after giving up is answered by leaving', async () => {
    const server = await ScriptedServer.connected();
    const joining = server.client.join({ roomId: 'r1', onLobby: ({ cancel }) => cancel() });
    const outcome = joining.catch((error: RtcRoomError) => error.errorName);
    await settle();
    const frame = server.socket.one('joinRoom');
    server.socket.reply(frame, { lobbyWaiting: { roomId: 'r1' } });
    expect(await outcome).toBe('lobbyCancelled');
    server.socket.reply(frame, { joined: joinedFrame(SNAPSHOT) });
    await settle();
    expect(server.socket.one('leaveRoom').leaveRoom?.roomId).toBe('r1');
    expect(server.client.rooms).toEqual([]);
  });

  test('[CL-38] a return that must wait is admitted by a later Joined', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const told = record(room);
    await server.drop();
    await server.welcome();
    server.socket.reply(server.socket.one('joinRoom'), { lobbyWaiting: { roomId: 'r1' } });
    server.socket.send({ joined: joinedFrame({ ...SNAPSHOT, offset: 30 }, { memberId: 'm8' }) });
    expect(told).toEqual(['recovering', 'lobby', 'snapshot:resume', 'state@30', 'joined', 'rejoined:false:false']);
  });

  test('[CL-39] RoomEnded ends the room with its typed reason; nothing more comes', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const told = record(room);
    const error = { code: 1209, name: 'removed', retry: Retry.NEVER };
    server.socket.send({ roomEnded: { roomId: 'r1', reason: LeaveReason.KICKED, error } });
    server.socket.send(presenceDelta(10, 11));
    expect(told).toEqual(['ended', `ended:${LeaveReason.KICKED}:removed`]);
    expect(room.state.offset).toBe(10);
  });

  test('[CL-41] leaving ends the room at once and tells the server', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    const told = record(room);
    const leaving = room.leave();
    expect(told).toEqual(['ended', `ended:${LeaveReason.LEFT}:`]);
    await settle();
    server.socket.reply(server.socket.one('leaveRoom'), { ack: {} });
    await leaving;
    expect(server.client.room('r1')).toBeUndefined();
  });

  test('[CL-42] toJSON shows client, rooms and counters as plain data', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join();
    room.attachMedia(() => ({ published: [] }));
    const json = JSON.parse(JSON.stringify(server.client));
    expect(json).toMatchObject({
      status: 'connected',
      encoding: 'rtcroom.v1.json',
      rooms: {
        r1: {
          offset: 10,
          selfMemberId: 'm1',
          recoveredCount: 0,
          snapshotCount: 0,
          status: 'joined',
          media: { published: [] },
        },
      },
    });
    expect(json.rooms.r1.members[0].memberId).toBe('m1');
  });
});
