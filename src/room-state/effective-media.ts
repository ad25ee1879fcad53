/**
 * The one place that says what may flow. The media plane is made to follow it (`MediumState.mayFlow`), so a mute
 * cannot leak by a forgotten case: every change of an input goes through here again.
 */
import { mayPublish } from './role-grants.ts';
import type { Medium, Member } from './room-types.ts';

/** What the answer depends on beside the member itself. */
export interface MediaContext {
  /** Members in the background may go on speaking. */
  readonly backgroundAudio: boolean;
  /** Whether that member holds the floor of that medium; true for a medium without a floor. */
  readonly floorHeld: (medium: Medium, memberId: Member['memberId']) => boolean;
}

/** A room without floors: everybody holds every one. */
export const everybodyHolds: MediaContext['floorHeld'] = () => true;

/**
 * granted, floor held, muted by nobody, present. A suspect member counts as present (it may only have lost its
 * socket); one in the background does not, except for audio where the room allows that. O(1).
 */
export function effectiveMedia(member: Member, medium: Medium, context: MediaContext): boolean {
  const { selfMuted, moderatorMuted } = member.media[medium];
  return (
    !selfMuted &&
    !moderatorMuted &&
    mayPublish(member.grants, medium) &&
    (member.presence !== 'background' || (medium === 'audio' && context.backgroundAudio)) &&
    context.floorHeld(medium, member.memberId)
  );
}
