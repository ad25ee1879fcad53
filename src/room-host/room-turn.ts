import type { RoomEvent } from '../room-state/room-types.ts';
import type { Sight } from '../room-state/visibility.ts';
import type { InstantMs, MemberId, RoomId } from '../shared/ids.ts';

/** Who caused an event: a member by one of its frames, or the server (`actor` null, `causeId` 0). */
export interface Cause {
  readonly actor: MemberId | null;
  /** `ClientFrame.id` of the command; 0 = none. */
  readonly causeId: number;
}

export const SERVER_CAUSE: Cause = { actor: null, causeId: 0 };

/** An event with its place in the room's history. */
export interface LoggedEvent extends Cause {
  readonly offset: number;
  readonly at: InstantMs;
  readonly event: RoomEvent;
  /** How others see it; absent = as it is. Kept with the event, since a later resume must see it as it was then. */
  readonly sight?: Sight;
}

/** The events of one room that leave together: everything decided in one turn of the event loop. */
export interface RoomTurn {
  readonly roomId: RoomId;
  readonly epoch: string;
  readonly events: readonly LoggedEvent[];
}
