/** Floors in the client library: what is told, what is believed, what is asked. */
import { describe, expect, test } from 'vitest';
import {
  FloorCause,
  FloorDecision,
  FloorRequestStatus,
  type Init,
  Role,
  type ServerFrame,
} from '../../../wire/generated/messages.ts';
import { member, ScriptedServer, SNAPSHOT } from './scripted-server.ts';
import { settle } from './virtual-clock.ts';

const REQUEST = { requestId: 'q', memberId: 'm1', floorIds: ['mic'] };
const WITH_FLOOR = {
  ...SNAPSHOT,
  floors: [{ floorId: 'mic', maxHolders: 1, requests: [{ ...REQUEST, status: FloorRequestStatus.GRANTED }] }],
};
const REVOKED = { ...REQUEST, status: FloorRequestStatus.REVOKED, cause: FloorCause.TURN_OVER };

const ended: Init<ServerFrame> = {
  roomDelta: {
    roomId: 'r1',
    epoch: 'e1',
    prevOffset: 10,
    offset: 12,
    events: [
      { offset: 11, change: { floorRequestEnded: { request: REVOKED } } },
      { offset: 12, change: { floorChanged: { floor: { floorId: 'mic', maxHolders: 1, requests: [] } } } },
    ],
  },
};

describe('floors', () => {
  test('[CL-48] the end of a request is told with its cause, then the floor without it', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join(WITH_FLOOR);
    const told: unknown[] = [];
    room.on('floorRequestEnded', ({ request }) => told.push([request.memberId, request.status, request.cause]));
    room.on('floorChanged', ({ floor, previous }) => told.push([previous?.requests.length, floor.requests.length]));
    server.socket.send(ended);
    await settle();
    expect(told).toEqual([
      ['m1', FloorRequestStatus.REVOKED, FloorCause.TURN_OVER],
      [1, 0],
    ]);
    expect(room.state.floors[0]?.requests).toEqual([]);
    expect(room.state.offset).toBe(12);
  });

  test('[CL-34] the belief names floors and role, and follows what ended', async () => {
    const server = await ScriptedServer.connected();
    const members = [member('m1', { role: Role.SPEAKER }), member('m2')];
    const room = await server.join({ ...WITH_FLOOR, members });
    expect(room.belief()).toMatchObject({ heldFloors: ['mic'], role: Role.SPEAKER });
    server.socket.send(ended);
    await settle();
    expect(room.belief()).toMatchObject({ heldFloors: [] });
  });

  test('[CL-16] each floor command is one frame, answered or refused', async () => {
    const server = await ScriptedServer.connected();
    const room = await server.join(WITH_FLOOR);
    const pending = [
      room.cancelFloorRequest('q'),
      room.releaseFloor({ floorId: 'mic' }),
      room.decideFloor('q', FloorDecision.REORDER, 2),
      room.confirmFloor('q'),
      room.setFloorChair('mic', 'm2'),
      room.removeFloor('mic'),
    ];
    await settle();
    const frames = server.socket.frames.slice(-pending.length);
    expect(frames.map((frame) => (frame.body === undefined ? null : frame[frame.body]))).toMatchObject([
      { requestId: 'q' },
      { requestId: '', floorId: 'mic' },
      { requestId: 'q', decision: FloorDecision.REORDER, queuePosition: 2 },
      { requestId: 'q' },
      { roomId: 'r1', floorId: 'mic', memberId: 'm2' },
      { remove: true, floor: { floorId: 'mic' } },
    ]);
    for (const [index, frame] of frames.entries()) server.socket.reply(frame, { ack: { offset: 20 + index } });
    expect(await Promise.all(pending)).toEqual([20, 21, 22, 23, 24, 25]);

    const asking = room.requestFloor(['mic'], { ttlMs: 5 });
    await settle();
    const frame = server.socket.one('requestFloor');
    expect(frame.requestFloor).toMatchObject({ floorIds: ['mic'], priority: 2, ttlMs: 5 });
    server.socket.reply(frame, {
      floorRequested: { requestId: 'q2', status: FloorRequestStatus.ACCEPTED, queuePosition: 3 },
    });
    expect(await asking).toMatchObject({ requestId: 'q2', queuePosition: 3 });
  });
});
