/** Rooms for the benches of the room core: made as the node makes them, by the core's own commands. */
import { randomUUID } from 'node:crypto';
import { DEFAULT_ROOM_CONFIG } from '../../src/room-state/default-config.ts';
import { defaultGrants } from '../../src/room-state/role-grants.ts';
import { createRoom, decide, evolve } from '../../src/room-state/room.ts';
import type { RoomCommand, RoomEvent, RoomState } from '../../src/room-state/room-types.ts';
import { type InstantMs, instantMs, type MemberId, memberId, parseRoomId, parseUserId } from '../../src/shared/ids.ts';

/** The instant of every command: the core reads no clock, and deadlines are not what is measured. */
export const AT: InstantMs = instantMs(1_795_000_000_000);

/** Members who publish audio in `fullRoom`: rooms have more members than speakers. */
const PUBLISHERS = 20;

/** Text as it comes from a decoder: flat and shared with nothing, unlike the pieces of a template. */
export const received = (text: string): string => Buffer.from(text).toString();

/** An id as long as the node makes them: a letter and twelve more. */
export const freshMemberId = (): MemberId => memberId(received(`m${randomUUID().replaceAll('-', '').slice(0, 12)}`));

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the bench made an id that is none');
  return value;
}

/** Decides and applies; the events. @throws Error when the room refuses: the bench would measure something else. */
export function carryOut(state: RoomState, command: RoomCommand): readonly RoomEvent[] {
  const decision = decide(state, command);
  if ('rejected' in decision) throw new Error(`the bench was refused: ${decision.rejected}`);
  for (const event of decision.events) evolve(state, event);
  return decision.events;
}

/** A room nobody is in yet, with the default limits. */
export function emptyRoom(name: string): RoomState {
  const roomId = required(parseRoomId(name));
  return createRoom({ roomId, scene: 'conference', epoch: received('e1'), config: DEFAULT_ROOM_CONFIG, at: AT });
}

/** User number `index` joins with that id; number 0 is the chair. */
export function joinCommand(id: MemberId, index: number): RoomCommand {
  const role = index === 0 ? 'chair' : 'speaker';
  const userId = required(parseUserId(received(`user-${index}`)));
  // A copy, as joins make one of the role's grants and those of the token.
  const grants = { ...defaultGrants(role) };
  const identity = { userId, displayName: received(`Display name ${index}`), avatar: '', role, grants } as const;
  return { type: 'join', at: AT, memberId: id, identity, attributes: [] };
}

export interface FullRoom {
  readonly state: RoomState;
  /** In join order; the first is the chair. */
  readonly ids: readonly MemberId[];
}

/** A room with that many members, 20 of whom publish audio. */
export function fullRoom(members: number): FullRoom {
  const state = emptyRoom('bench');
  const ids = Array.from({ length: members }, freshMemberId);
  ids.forEach((id, index) => {
    carryOut(state, joinCommand(id, index));
  });
  for (const actor of ids.slice(0, PUBLISHERS)) carryOut(state, publish(actor, 'audio'));
  return { state, ids };
}

/** The media plane reports that a member publishes. */
export function publish(actor: MemberId, medium: 'audio' | 'video'): RoomCommand {
  return { type: 'published', at: AT, actor, medium, source: 'webrtc', producerId: received(randomUUID()) };
}
