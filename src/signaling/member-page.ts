/** Members page by page: the only way to see who is in a crowd that deltas merely count. */
import type { Init, ListMembers, MemberPage } from '../../wire/generated/messages.ts';
import type { Member, RoomState } from '../room-state/room-types.ts';
import { memberToWire } from './codec/to-wire.ts';

const MAX_PAGE = 200;

const byId = (a: Member, b: Member): number => (a.memberId < b.memberId ? -1 : 1);

/**
 * One page of all members, audience included, by member id: a page goes on where the one before ended, whoever came or
 * left meanwhile. Hidden members only for moderators. O(members log members).
 */
export function memberPage(
  { members }: RoomState,
  viewer: Member,
  { afterMemberId, limit }: ListMembers,
): Init<MemberPage> {
  const shown = [...members.values()].filter(({ grants }) => viewer.grants.moderate || !grants.hidden);
  const rest = shown.filter(({ memberId }) => memberId > afterMemberId).sort(byId);
  const page = rest.slice(0, Math.min(limit === 0 ? MAX_PAGE : limit, MAX_PAGE));
  return { members: page.map(memberToWire), total: shown.length, more: rest.length > page.length };
}
