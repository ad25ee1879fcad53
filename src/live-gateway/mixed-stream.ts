/** How the mixed stream of a room is named where members name streams: in URLs. */
import { type MemberId, memberId } from '../shared/ids.ts';
import type { StreamKey } from './live-ports.ts';

/** In the place of a member's id. Ids of members are longer, so it is never one. */
export const MIXED_STREAM_ID: MemberId = memberId('mix');

/** The mixed stream belongs to the room, not to anybody whose rights could be withdrawn. */
export const MIXED_STREAM_GENERATION = 1;

/** The stream that a URL names. */
export const streamKeyOf = (stream: {
  readonly roomId: StreamKey['roomId'];
  readonly memberId: MemberId;
}): StreamKey => (stream.memberId === MIXED_STREAM_ID ? { roomId: stream.roomId, memberId: null } : stream);
