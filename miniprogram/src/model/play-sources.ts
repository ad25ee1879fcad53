/** Who of a room is played when there are more members than players. Pure. */
import { Medium, type Member, Presence, Role } from '../../../wire/generated/messages.ts';
import type { PlaySource } from './players-model.ts';

/** More players than this on one page make phones hot and pictures black. */
export const MAX_PLAYERS = 9;

export interface PlayChoice {
  readonly selfId: string;
  /** In the order of the room. */
  readonly members: readonly Member[];
  readonly maxPlayers: number;
  /** '' = none. */
  readonly pinnedMemberId: string;
  /** Loudest first. */
  readonly speakerIds: readonly string[];
  /** Played now: they stay rather than others of the same rank. */
  readonly playedIds: readonly string[];
}

const isPublished = (member: Member, medium: Medium): boolean =>
  member.media.some((state) => state.medium === medium && state.published);

/** Sends something that can be played. Who is away and may send nothing is not worth a player. */
function isPlayable(member: Member): boolean {
  const published = member.media.filter(({ medium, published: is }) => is && medium !== Medium.DATA);
  if (published.length === 0) return false;
  return member.presence !== Presence.BACKGROUND || published.some(({ mayFlow }) => mayFlow);
}

/** Smaller = more worth seeing. */
function rankOf(member: Member, choice: PlayChoice): number {
  if (member.memberId === choice.pinnedMemberId) return 0;
  if (isPublished(member, Medium.SCREEN)) return 1;
  if (member.role === Role.CHAIR || member.role === Role.DEVICE) return 2;
  if (choice.speakerIds[0] === member.memberId) return 3;
  if (choice.playedIds.includes(member.memberId)) return 4;
  return choice.speakerIds.includes(member.memberId) ? 5 : 6;
}

/** At most `maxPlayers` members other than self, in the order of the room. O(n log n). */
export function choosePlaySources(choice: PlayChoice): readonly PlaySource[] {
  const playable = choice.members.filter((member) => member.memberId !== choice.selfId && isPlayable(member));
  const limit = Math.max(0, Math.min(MAX_PLAYERS, choice.maxPlayers));
  const chosen =
    playable.length <= limit
      ? playable
      : playable
          .map((member, order) => ({ member, order, rank: rankOf(member, choice) }))
          .sort((one, other) => one.rank - other.rank || one.order - other.order)
          .slice(0, limit)
          .sort((one, other) => one.order - other.order)
          .map(({ member }) => member);
  return chosen.map(({ memberId, pushGeneration }) => ({ memberId, generation: pushGeneration }));
}
