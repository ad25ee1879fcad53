/** What a joining user is in the room: the token decides, the profile only fills what the token leaves open. */
import type { Profile } from '../../wire/generated/messages.ts';
import type { Identity } from '../identity/tokens.ts';
import { defaultGrants } from '../room-state/role-grants.ts';
import type { JoinIdentity, Role, RoomState } from '../room-state/room-types.ts';
import type { UserId } from '../shared/ids.ts';

const MAX_NAME_CHARS = 64;
const MAX_AVATAR_CHARS = 512;

/** Somebody else is the chair. The user's own earlier membership does not count: a reload must not cost the chair. */
const hasOtherChair = (state: RoomState, userId: UserId): boolean => {
  for (const member of state.members.values()) if (member.role === 'chair' && member.userId !== userId) return true;
  return false;
};

/**
 * @param firstMemberIsChair in a room without a chair, a user whose token says no role becomes the chair
 */
export function joinIdentity(
  identity: Identity,
  profile: Profile | null,
  state: RoomState,
  firstMemberIsChair: boolean,
): JoinIdentity {
  const fallback: Role = firstMemberIsChair && !hasOtherChair(state, identity.userId) ? 'chair' : 'speaker';
  const role = identity.role ?? fallback;
  const displayName = identity.displayName || profile?.displayName.trim() || identity.userId;
  const avatar = identity.avatar || profile?.avatar || '';
  return {
    userId: identity.userId,
    displayName: displayName.slice(0, MAX_NAME_CHARS),
    avatar: avatar.slice(0, MAX_AVATAR_CHARS),
    role,
    grants: { ...defaultGrants(role), ...identity.grants },
  };
}
