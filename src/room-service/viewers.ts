/** Port: who watches. Answered by the live gateway, which sees the players; synchronous, must not throw. */
import type { ViewingUser } from '../push-pull-urls/url-types.ts';
import type { RoomId, UserId } from '../shared/ids.ts';

export interface Viewers {
  /** Whom play URLs are issued to: the user, until it is out of the room next. */
  viewerOf(roomId: RoomId, userId: UserId): ViewingUser;
  /** Whether the user plays something of that room just now. */
  isWatching(roomId: RoomId, userId: UserId): boolean;
}
