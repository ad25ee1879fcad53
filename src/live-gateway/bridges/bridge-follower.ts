/** Tells bridges what rooms decide: who pushes over RTMP, who publishes over WebRTC. */
import type { RoomRegistry } from '../../room-host/room-registry.ts';
import type { LoggedEvent } from '../../room-host/room-turn.ts';
import type { Medium, MediumState, RoomState } from '../../room-state/room-types.ts';
import type { MemberId, RoomId } from '../../shared/ids.ts';
import type { StreamKey } from '../live-ports.ts';
import type { Bridges } from './bridges.ts';

type Told = Pick<Bridges, 'onRtmpPublished' | 'onRtmpEnded' | 'onWebrtcPublished'>;

/** Follows the events of all rooms; see `RoomFollower`. Commands no room. */
export class BridgeFollower {
  readonly #bridges: () => Told;
  /** Who pushes what: at most two media for each member that has an RTMP publication. */
  readonly #pushedByRoom = new Map<RoomId, Map<MemberId, Set<Medium>>>();

  constructor(bridges: () => Told) {
    this.#bridges = bridges;
  }

  onRoomEvent({ event }: LoggedEvent, { roomId }: RoomState): void {
    if (event.type === 'mediumChanged') this.#changed({ roomId, memberId: event.memberId }, event.state);
    else if (event.type === 'memberLeft') this.#ended(roomId, event.memberId);
    else if (event.type === 'roomClosed') this.onRoomBroken(roomId);
  }

  onRoomBroken(roomId: RoomId): void {
    for (const memberId of [...(this.#pushedByRoom.get(roomId)?.keys() ?? [])]) this.#ended(roomId, memberId);
  }

  onMediaEvent(): void {
    // Links to the media plane tell of their end by themselves.
  }

  #changed(key: { readonly roomId: RoomId; readonly memberId: MemberId }, state: MediumState): void {
    const { roomId, memberId } = key;
    const { medium, published, source } = state;
    if (published && source === 'rtmp') {
      const pushed = this.#pushedByRoom.get(roomId) ?? new Map<MemberId, Set<Medium>>();
      this.#pushedByRoom.set(roomId, pushed);
      const media = pushed.get(memberId) ?? new Set();
      pushed.set(memberId, media.add(medium));
      // Also for the second medium and every mute: a bridge that is there stays.
      this.#bridges().onRtmpPublished(key);
      return;
    }
    const media = this.#pushedByRoom.get(roomId)?.get(memberId);
    if (media?.delete(medium) === true && media.size === 0) this.#ended(roomId, memberId);
    if (published) this.#bridges().onWebrtcPublished(key);
  }

  #ended(roomId: RoomId, memberId: MemberId): void {
    const pushed = this.#pushedByRoom.get(roomId);
    if (pushed?.delete(memberId) !== true) return;
    if (pushed.size === 0) this.#pushedByRoom.delete(roomId);
    this.#bridges().onRtmpEnded({ roomId, memberId });
  }
}

/** Whether what the member pushes may flow, by the room as it is. */
export function mayPushedFlow(
  rooms: RoomRegistry,
  { roomId, memberId }: StreamKey,
  medium: 'audio' | 'video',
): boolean {
  const member = memberId === null ? undefined : rooms.get(roomId)?.state.members.get(memberId);
  const state = member?.media[medium];
  return state?.published === true && state.source === 'rtmp' && state.mayFlow;
}

/** Whether pictures that the member publishes over WebRTC flow, by the room as it is. */
export function showsPictures(rooms: RoomRegistry, { roomId, memberId }: StreamKey): boolean {
  const media = memberId === null ? undefined : rooms.get(roomId)?.state.members.get(memberId)?.media;
  return [media?.video, media?.screen].some((state) => state?.published && state.source === 'webrtc' && state.mayFlow);
}
