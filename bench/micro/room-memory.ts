/**
 * How many bytes a member costs in a room's state: a program of the scenario `room-memory`. 10 000 members in rooms of
 * 100, by what the living heap grew; texts are flat strings that nothing else holds, as a decoder makes them.
 */
import { randomUUID } from 'node:crypto';
import { createRoomLog, type RoomLog } from '../../src/room-state/room-log.ts';
import type { RoomState } from '../../src/room-state/room-types.ts';
import { livingHeapBytes } from '../../test/support/heap.ts';
import { printFigures } from './figure.ts';
import { AT, carryOut, emptyRoom, freshMemberId, joinCommand, publish, received } from './room-fixture.ts';

const MEMBERS = 100;
const ROOMS = 100;
const MAX_PUBLISHERS = 50;
const LOG_LIMITS = { maxEvents: 1000, maxBytes: 2 ** 20 };

/** Members as they come in, and no more. */
function joinedRoom(index: number): RoomState {
  const state = emptyRoom(`bench-${index}`);
  for (let member = 0; member < MEMBERS; member += 1) carryOut(state, joinCommand(freshMemberId(), member));
  return state;
}

/** A room in full use: half of the members send audio and video, all have a hand raised and two attributes. */
function busyRoom(index: number): RoomState {
  const state = joinedRoom(index);
  let publishers = 0;
  for (const actor of [...state.members.keys()]) {
    if (publishers < MAX_PUBLISHERS) {
      publishers += 1;
      carryOut(state, publish(actor, 'audio'));
      carryOut(state, publish(actor, 'video'));
    }
    carryOut(state, { type: 'raiseHand', at: AT, actor, target: actor, raised: true });
    const attributes = ['seat', 'language'].map((key) => ({ key: received(key), value: randomUUID(), version: 0 }));
    carryOut(state, { type: 'setMemberAttributes', at: AT, actor, target: actor, attributes, force: true });
    const text = received('Good morning, everybody. Can you hear me?');
    carryOut(state, { type: 'sendChat', at: AT, actor, messageId: received(randomUUID()), text });
  }
  return state;
}

/** A full event log, as each room has one beside its state. */
function fullLog(index: number): RoomLog {
  const log = createRoomLog({ epoch: `e${index}`, ...LOG_LIMITS });
  for (let offset = 1; offset <= LOG_LIMITS.maxEvents; offset += 1) {
    const event = { type: 'handChanged', memberId: freshMemberId(), handRaisedAtMs: AT + offset } as const;
    log.append({ offset, at: AT, actor: event.memberId, causeId: offset, event });
  }
  return log;
}

/** Bytes of one of the things `make` makes. A few made before leave behind what the first ones cost the machine. */
function bytesOfOne(make: (index: number) => unknown): number {
  const warmUp = Array.from({ length: 5 }, (_, index) => make(index));
  const before = livingHeapBytes();
  const made = Array.from({ length: ROOMS }, (_, index) => make(index));
  const grown = livingHeapBytes() - before;
  if (warmUp.length + made.length !== ROOMS + 5) throw new Error('something was not made');
  return grown / ROOMS;
}

printFigures([
  { name: 'who has joined', value: bytesOfOne(joinedRoom) / MEMBERS },
  { name: 'in a busy room', value: bytesOfOne(busyRoom) / MEMBERS },
  { name: 'event log of a room, full', value: bytesOfOne(fullLog) },
]);
