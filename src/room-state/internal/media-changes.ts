/** From a member that changed to the `mediumChanged` events that make others see it. */
import { holds } from '../../floor-control/floors.ts';
import { effectiveMedia, everybodyHolds, type MediaContext } from '../effective-media.ts';
import { MEDIA, type Medium, type MediumState, type Member, type RoomEvent, type RoomState } from '../room-types.ts';

/** What effective media depends on in that room, with floors as they are. */
export function mediaContext({ config, floors }: Pick<RoomState, 'config' | 'floors'>): MediaContext {
  const { backgroundAudio } = config;
  if (floors.records.size === 0) return { backgroundAudio, floorHeld: everybodyHolds };
  return { backgroundAudio, floorHeld: (medium, memberId) => holds(floors, medium, memberId) };
}

/** The member with each medium as `change` makes it; `mayFlow` is not touched. */
export function withMedia(member: Member, change: (state: MediumState) => MediumState): Member {
  const { audio, video, screen, data } = member.media;
  const media = { audio: change(audio), video: change(video), screen: change(screen), data: change(data) };
  return { ...member, media };
}

/** The member with one medium changed; `mayFlow` is not touched. */
export function withMedium(member: Member, medium: Medium, patch: Partial<MediumState>): Member {
  return { ...member, media: { ...member.media, [medium]: { ...member.media[medium], ...patch } } };
}

/** The medium with `mayFlow` as it must be. */
function settledMedium(member: Member, medium: Medium, context: MediaContext): MediumState {
  const state = member.media[medium];
  const mayFlow = effectiveMedia(member, medium, context);
  return state.mayFlow === mayFlow ? state : { ...state, mayFlow };
}

/** The member with `mayFlow` of each medium as it must be. */
export function settled(member: Member, context: MediaContext): Member {
  return withMedia(member, ({ medium }) => settledMedium(member, medium, context));
}

/** Whether nothing of a medium differs. */
export const isSameMedium = (a: MediumState, b: MediumState): boolean =>
  a.selfMuted === b.selfMuted &&
  a.moderatorMuted === b.moderatorMuted &&
  a.mutedByLock === b.mutedByLock &&
  a.published === b.published &&
  a.source === b.source &&
  a.producerId === b.producerId &&
  a.mayFlow === b.mayFlow;

/** One event for each medium that differs between `before` and the settled `after`. */
export function mediaEvents(state: RoomState, before: Member, after: Member): RoomEvent[] {
  const context = mediaContext(state);
  const events: RoomEvent[] = [];
  for (const medium of MEDIA) {
    const next = settledMedium(after, medium, context);
    if (isSameMedium(before.media[medium], next)) continue;
    events.push({ type: 'mediumChanged', memberId: before.memberId, state: next });
  }
  return events;
}

/** The events of a change to one medium of one member; none when nothing changes. */
export function mediumEvents(
  state: RoomState,
  member: Member,
  medium: Medium,
  patch: Partial<MediumState>,
): readonly RoomEvent[] {
  return mediaEvents(state, member, withMedium(member, medium, patch));
}
