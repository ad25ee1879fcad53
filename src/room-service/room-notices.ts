import type { RoomId, UserId } from '../shared/ids.ts';

/** What somebody wrote to everybody. */
export interface SaidMessage {
  readonly userId: UserId;
  readonly name: string;
  readonly avatar: string;
  readonly text: string;
}

/** Port: tells the clients of a room that something changed. Must not throw and must not call back. */
export interface RoomNotices {
  opened(roomId: RoomId): void;
  /** Pushers came, went, or push elsewhere: look again. */
  changed(roomId: RoomId): void;
  closed(roomId: RoomId): void;
  /** Was kicked or banned: hears nothing more until it is let in anew. */
  expelled(roomId: RoomId, userId: UserId): void;
  /** A member that is no client of this API wrote to everybody. */
  said(roomId: RoomId, message: SaidMessage): void;
}
