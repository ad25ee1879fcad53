/** Links of the live gateway in the in-memory engine: what is fed comes out of the egresses of the same member. */
import { AppError } from '../../shared/app-error.ts';
import type { MemberId, RoomId } from '../../shared/ids.ts';
import type { FedFrame, LiveMediaEvent } from '../live-media.ts';
import type { CommandOf } from './command-types.ts';
import { ingestParameters } from './ingest-parameters.ts';
import { MAX_EGRESSES, MAX_FED_BYTES, requireSsrc } from './media-limits.ts';
import { type MemoryMember, type MemoryProducer, rtpRecord } from './memory-member.ts';

interface LinkedRoom {
  readonly roomId: RoomId;
  readonly members: ReadonlyMap<MemberId, MemoryMember>;
}

/** @throws AppError invalidArgument, limitExceeded */
export function openMemoryEgress({ egressIds }: MemoryMember, egressId: string): void {
  if (egressIds.has(egressId)) throw new AppError('invalidArgument', 'egressId is in use');
  if (egressIds.size >= MAX_EGRESSES) throw new AppError('limitExceeded', 'egresses');
  egressIds.add(egressId);
}

/** The producer of an ingest. @throws AppError mediaParametersInvalid */
export function ingestRecord({ medium, ssrc, memberId, mayFlow }: CommandOf<'openIngest'>) {
  requireSsrc(ssrc);
  return rtpRecord({ medium, rtpParameters: ingestParameters(medium, ssrc, memberId), mayFlow }, '');
}

/** What a producer's end means for its ingest. */
export function ingestEnd(roomId: RoomId, member: MemoryMember, producer: MemoryProducer): readonly LiveMediaEvent[] {
  const { medium, producerId } = producer;
  if (medium === 'data' || !member.ingests.delete(medium)) return [];
  return [{ type: 'ingestClosed', roomId, memberId: member.memberId, medium, producerId }];
}

/** What a member's end means for its links. */
export function linkEnds(roomId: RoomId, member: MemoryMember): readonly LiveMediaEvent[] {
  const { memberId } = member;
  const ends = [...member.producers.values()].flatMap((producer) => ingestEnd(roomId, member, producer));
  const closed = [...member.egressIds].map(
    (egressId): LiveMediaEvent => ({ type: 'egressClosed', roomId, memberId, egressId }),
  );
  member.egressIds.clear();
  return [...ends, ...closed];
}

/** The same of a whole room. */
export function roomLinkEnds(room: LinkedRoom | undefined): readonly LiveMediaEvent[] {
  if (room === undefined) return [];
  return [...room.members.values()].flatMap((member) => linkEnds(room.roomId, member));
}

/** Closes one egress. */
export function egressEnd(
  { roomId, memberId, egressId }: { roomId: RoomId; memberId: MemberId; egressId: string },
  member: MemoryMember | undefined,
): readonly LiveMediaEvent[] {
  return member?.egressIds.delete(egressId) === true ? [{ type: 'egressClosed', roomId, memberId, egressId }] : [];
}

/** A frame of an open ingest that may flow, as each egress hands it out. */
export function framesOut(frame: FedFrame, member: MemoryMember): readonly LiveMediaEvent[] {
  const { roomId, memberId, medium, timestampMs, isKeyFrame, bytes } = frame;
  const isFlowing = member.ingests.has(medium) && member.producers.get(medium)?.mayFlow === true;
  // The screen stands in while there is no camera.
  const isShown = medium !== 'screen' || !member.producers.has('video');
  if (!isFlowing || !isShown || bytes.length === 0 || bytes.length > MAX_FED_BYTES) return [];
  const kind = medium === 'audio' ? 'audio' : 'video';
  return [...member.egressIds].map((egressId) => ({
    type: 'egressFrame',
    roomId,
    memberId,
    egressId,
    frame: {
      medium: kind,
      codec: kind === 'audio' ? 'opus' : 'h264',
      isGap: false,
      timestampMs,
      durationMs: kind === 'audio' ? 20 : 0,
      isKeyFrame,
      bytes: bytes.slice(),
    },
  }));
}
