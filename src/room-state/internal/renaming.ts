/** What a member is called, as long as it is there. */
import type { Decision, Member } from '../room-types.ts';
import { accept, type CommandOf } from './decisions.ts';

/** Says nothing when it is called so already. */
export function decideRename(actor: Member, { displayName, avatar }: CommandOf<'rename'>): Decision {
  if (displayName === actor.displayName && avatar === actor.avatar) return accept();
  return accept({ type: 'memberRenamed', member: { ...actor, displayName, avatar } });
}
