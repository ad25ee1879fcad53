/** What signalling needs of who issues URLs for RTMP and FLV. Instants are of the server's clock. */
import type { PlayUrls, PushUrl } from '../push-pull-urls/url-types.ts';
import type { RoomHost } from '../room-host/room-host.ts';
import type { Cause } from '../room-host/room-turn.ts';
import type { MemberId } from '../shared/ids.ts';

export interface IssuedPlayUrls extends PlayUrls {
  /** FLV over a WebSocket, where there is such a thing. */
  readonly wsFlv?: string;
}

export interface LiveUrlIssuer {
  /** For that member to push to; may change its push generation. @throws AppError notMember, notAllowed, roomClosed */
  pushUrl(host: RoomHost, memberId: MemberId, cause?: Cause): PushUrl;
  /**
   * To play that member's stream (null: the room's mixed one), by that member (null: by whoever holds them).
   * @throws AppError memberNotFound, notMember, notAllowed
   */
  playUrls(host: RoomHost, memberId: MemberId | null, viewerId: MemberId | null): IssuedPlayUrls;
}
