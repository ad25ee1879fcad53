import type { Member } from '../room-types.ts';

type Rights = Pick<Member, 'role' | 'grants'>;

export const mayModerate = ({ grants }: Rights): boolean => grants.moderate;

/** What a chair may do even when its grants say nothing of moderation. */
export const mayRunRoom = ({ role, grants }: Rights): boolean => role === 'chair' || grants.moderate;

/** Nobody but a chair acts on a chair. */
export const mayActOn = (actor: Rights, target: Rights): boolean => target.role !== 'chair' || actor.role === 'chair';

/** Those whom "nobody may unmute" does not concern. */
export const isAboveLock = (member: Rights): boolean => mayRunRoom(member);
