/** Members as the wire tells them, for tests of what a mini program makes of them. */
import { Medium, type MediumState, type Member, Presence, Role } from '../../wire/generated/messages.ts';

type MediumChange = Partial<Omit<MediumState, 'medium'>>;

export interface MemberChange {
  readonly role?: Role;
  readonly presence?: Presence;
  readonly hand?: number;
  readonly mayPublish?: boolean;
  readonly moderate?: boolean;
  readonly generation?: number;
  readonly audio?: MediumChange;
  readonly video?: MediumChange;
  readonly screen?: MediumChange;
}

/** A speaker that publishes nothing; what may flow does. */
export function member(memberId: string, change: MemberChange = {}): Member {
  const { role = Role.SPEAKER, presence = Presence.ONLINE, hand = 0, generation = 1, moderate = false } = change;
  const mayPublish = change.mayPublish ?? role !== Role.AUDIENCE;
  const medium = (kind: Medium, more: MediumChange = {}): MediumState => ({
    medium: kind,
    selfMuted: false,
    moderatorMuted: false,
    published: false,
    source: 0,
    producerId: '',
    mayFlow: mayPublish,
    ...more,
  });
  return {
    memberId,
    userId: `user-${memberId}`,
    displayName: memberId.toUpperCase(),
    avatar: '',
    role,
    presence,
    grants: {
      publishAudio: mayPublish,
      publishVideo: mayPublish,
      publishScreen: mayPublish,
      publishData: mayPublish,
      subscribe: true,
      chat: true,
      moderate,
      bypassLobby: false,
      hidden: false,
    },
    media: [
      medium(Medium.AUDIO, change.audio),
      medium(Medium.VIDEO, change.video),
      medium(Medium.SCREEN, change.screen),
      medium(Medium.DATA),
    ],
    handRaisedAtMs: hand,
    attributes: [],
    joinedAtMs: 1,
    pushGeneration: generation,
  };
}

/** A member whose sound and picture are there. */
export function publisher(memberId: string, change: MemberChange = {}): Member {
  return member(memberId, { ...change, audio: { published: true }, video: { published: true } });
}
