/**
 * What a returning client must know about itself: where its belief differs from the room, and why. A client that
 * comes back unmuted in its own mind is told that a moderator muted it, and so on; the room's word holds.
 */
import {
  type Init,
  type SelfBelief,
  type SelfDifference,
  type SelfReport,
  Role as WireRole,
} from '../../wire/generated/messages.ts';
import type { GrantedRequest, RevokingRequest } from '../floor-control/floor-types.ts';
import { listFloors } from '../floor-control/floors.ts';
import { MEDIA, type MediumState, type RoomState } from '../room-state/room-types.ts';
import type { MemberId } from '../shared/ids.ts';
import { memberToWire, WIRE_MEDIUM, WIRE_ROLE } from './codec/to-wire.ts';

/** The report, or null when the member is not in the room. */
export function selfReport(state: RoomState, memberId: MemberId, belief: SelfBelief): Init<SelfReport> | null {
  const member = state.members.get(memberId);
  if (member === undefined) return null;
  const differences: Init<SelfDifference>[] = [];
  for (const medium of MEDIA) {
    const believed = belief.media.find((entry) => entry.medium === WIRE_MEDIUM[medium]);
    if (believed !== undefined) differences.push(...mediumDifferences(member.media[medium], believed));
  }
  if (belief.mediaGeneration !== 0 && belief.mediaGeneration !== state.mediaGeneration) {
    differences.push({ what: 'media', cause: 'mediaReset', atMs: 0 });
  }
  if (belief.pushGeneration !== 0 && belief.pushGeneration !== member.pushGeneration) {
    differences.push({ what: 'pushGeneration', cause: 'pushGenerationRaised', atMs: 0 });
  }
  const role = WIRE_ROLE[member.role];
  if (belief.role !== WireRole.ROLE_UNSPECIFIED && belief.role !== role) {
    differences.push({ what: 'role', cause: 'roleChanged', atMs: 0 });
  }
  differences.push(...floorDifferences(state, memberId, belief.heldFloors));
  return {
    roomId: state.roomId,
    self: memberToWire(member),
    differences,
    position: { epoch: state.epoch, offset: state.offset },
  };
}

function mediumDifferences(truth: MediumState, believed: SelfBelief['media'][number]): Init<SelfDifference>[] {
  const differences: Init<SelfDifference>[] = [];
  const differ = (what: string, cause: string): void => {
    differences.push({ what: `${truth.medium}.${what}`, cause, atMs: 0 });
  };
  if (truth.moderatorMuted !== believed.moderatorMuted) {
    differ('moderatorMuted', truth.moderatorMuted ? 'mutedByModerator' : 'muteLifted');
  }
  if (truth.selfMuted !== believed.selfMuted)
    differ('selfMuted', truth.selfMuted ? 'mutedMeanwhile' : 'unmutedMeanwhile');
  if (truth.published !== believed.published)
    differ('published', truth.published ? 'stillPublished' : 'producerClosed');
  return differences;
}

/** Floors lost while away, with the cause, and floors that came meanwhile (by a queue or a chair). */
function floorDifferences(state: RoomState, memberId: MemberId, believed: readonly string[]): Init<SelfDifference>[] {
  const held = new Map<string, GrantedRequest | RevokingRequest>();
  for (const { floorId, slots } of listFloors(state.floors)) {
    for (const slot of slots) if (slot.memberId === memberId && slot.status !== 'confirming') held.set(floorId, slot);
  }
  const endings = state.floorEndings.get(memberId) ?? [];
  const lost = [...new Set(believed)].filter((floorId) => !held.has(floorId));
  const came = [...held].filter(([floorId]) => !believed.includes(floorId));
  return [
    ...lost.map((floorId) => {
      const ending = endings.findLast(({ floorIds }) => floorIds.includes(floorId));
      return { what: `floor.${floorId}`, cause: ending?.cause ?? 'notHeld', atMs: ending?.endedAt ?? 0 };
    }),
    ...came.map(([floorId, { grantedAt }]) => ({ what: `floor.${floorId}`, cause: 'granted', atMs: grantedAt })),
  ];
}
