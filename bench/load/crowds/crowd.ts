/** Rooms full of members on one server, whichever it is: what one member of a room says reaches all of that room. */

/** Members of `room` received the messages numbered `first` to `last`; numbers of a room have no gaps. */
export type OnReceived = (room: number, first: number, last: number) => void;

export interface Crowd {
  /** Set by whoever drives it. */
  onReceived: OnReceived;
  /** The first member of that room says so many things, in one write. */
  readonly send: (room: number, count: number) => void;
  /** Why it is of no use any more: a gap, a refusal, a lost connection. */
  readonly fault: () => string | undefined;
  readonly close: () => void;
}

export interface CrowdSize {
  readonly rooms: number;
  readonly membersPerRoom: number;
  /** Size of one message to a member, for protocols that can choose. */
  readonly messageBytes: number;
}

/** Connections being opened at the same time. */
export const OPEN_AT_ONCE = 64;
