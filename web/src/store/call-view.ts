import type { FloorForm } from '../floor-form.ts';

/** What the call screen shows, as plain immutable data. Built from the room replica by `build-call-view.ts`. */
export type RoleView = 'chair' | 'speaker' | 'audience' | 'device';
export type PresenceView = 'online' | 'suspect' | 'background';
export type RtpMediumView = 'audio' | 'video' | 'screen';
/** Why a medium does not flow though the member might wish it. */
export type FlowBlock = 'notPublished' | 'noGrant' | 'moderator' | 'self' | 'away' | 'floor';

export interface MediumView {
  readonly granted: boolean;
  readonly published: boolean;
  readonly selfMuted: boolean;
  readonly moderatorMuted: boolean;
  readonly mayFlow: boolean;
  /** null = it flows. */
  readonly block: FlowBlock | null;
}

export interface MemberView {
  readonly memberId: string;
  /** URLs for RTMP and FLV of another generation are void. */
  readonly pushGeneration: number;
  readonly userId: string;
  readonly name: string;
  readonly initials: string;
  /** 0..359, from the user id: the colour of the avatar. */
  readonly hue: number;
  readonly isSelf: boolean;
  readonly role: RoleView;
  readonly presence: PresenceView;
  readonly isModerator: boolean;
  readonly media: Readonly<Record<RtpMediumView, MediumView>>;
  /** 1 = raised first; 0 = lowered. */
  readonly handOrder: number;
}

export interface ChatItem {
  readonly messageId: string;
  readonly memberId: string;
  readonly name: string;
  readonly hue: number;
  readonly text: string;
  readonly sentAtMs: number;
  readonly isOwn: boolean;
}

export interface LobbyItem {
  readonly userId: string;
  readonly name: string;
}

export type FloorState = 'confirming' | 'holding' | 'revoking' | 'waiting';
export interface FloorEntry {
  readonly requestId: string;
  readonly memberId: string;
  readonly name: string;
  readonly state: FloorState;
  /** 1 = next; 0 for holders. */
  readonly position: number;
  /** Server time when the turn ends; 0 = no end. */
  readonly expiresAtMs: number;
}
export interface FloorView {
  readonly floorId: string;
  /** Holders first, then the queue in order. */
  readonly entries: readonly FloorEntry[];
  readonly mine: FloorEntry | null;
  /** Self chairs this floor or moderates the room. */
  readonly canDecide: boolean;
}

export interface CallView {
  readonly roomId: string;
  readonly epoch: string;
  readonly offset: number;
  readonly createdAtMs: number;
  /** In join order, self included. */
  readonly members: readonly MemberView[];
  readonly self: MemberView | null;
  readonly canModerate: boolean;
  readonly canChat: boolean;
  /** Members that the replica does not list one by one. */
  readonly audienceCount: number;
  readonly locked: boolean;
  /** True when people wait at the door until a moderator lets them in. */
  readonly lobbyOn: boolean;
  /** True when members may not lift "mute all" themselves and self is not excepted. */
  readonly audioUnmuteLocked: boolean;
  readonly chat: readonly ChatItem[];
  readonly lobby: readonly LobbyItem[];
  readonly floors: readonly FloorView[];
  readonly microphoneFloor: FloorForm;
}

/** One tile on the stage: a member's camera (or avatar), or a shared screen. */
export interface TileView {
  /** Stable: the tile keeps its video element while it moves. */
  readonly key: string;
  readonly kind: 'camera' | 'screen';
  readonly member: MemberView;
}

/** Key of a track in the track store. */
export const trackKey = (memberId: string, medium: RtpMediumView): string => `${memberId}/${medium}`;

/** All tiles in order: shared screens first, then the members. */
export function tilesOf(members: readonly MemberView[]): readonly TileView[] {
  const screens = members
    .filter((member) => member.media.screen.published && member.media.screen.mayFlow)
    .map((member): TileView => ({ key: trackKey(member.memberId, 'screen'), kind: 'screen', member }));
  const cameras = members.map((member): TileView => ({ key: member.memberId, kind: 'camera', member }));
  return [...screens, ...cameras];
}
