/** Frames about floors, as room commands. What floor control checks itself (times, policies, rights) is not checked here. */
import {
  type ClientFrame,
  ChairFallback as WireChairFallback,
  type Floor as WireFloor,
  FloorDecision as WireFloorDecision,
  Medium as WireMedium,
} from '../../../wire/generated/messages.ts';
import type { ChairDecision, ChairFallback, FloorPolicy, FloorSettings } from '../../floor-control/floor-types.ts';
import type { FloorRoomCommand } from '../../room-state/room-types.ts';
import { AppError } from '../../shared/app-error.ts';
import { WIRE_CHAIR_FALLBACK, WIRE_FLOOR_POLICY } from './floors-to-wire.ts';
import { type CommandContext, requireMedium, requireMemberId } from './wire-words.ts';

const FLOOR_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;
/** More floors than a room has cannot be asked for; the room itself refuses ids that are not there. */
const MAX_FLOOR_IDS = 256;

const inverse = <D extends string>(record: Readonly<Record<D, number>>): ReadonlyMap<number, D> =>
  new Map(Object.entries(record).map(([word, number]) => [number as number, word as D]));
const POLICY: ReadonlyMap<number, FloorPolicy> = inverse<FloorPolicy>(WIRE_FLOOR_POLICY);
const FALLBACK: ReadonlyMap<number, ChairFallback> = inverse<ChairFallback>(WIRE_CHAIR_FALLBACK);

const invalid = (detail: string): AppError => new AppError('invalidArgument', detail);

function requireFloorId(text: string): string {
  if (!FLOOR_ID.test(text)) throw invalid('floorId');
  return text;
}

const memberOrNull = (text: string, field: string) => (text === '' ? null : requireMemberId(text, field));

/** The command of a frame about floors; undefined for other frames. @throws AppError invalidArgument */
export function floorCommandFromWire(frame: ClientFrame, context: CommandContext): FloorRoomCommand | undefined {
  const { actor, at, newId } = context;
  if (frame.requestFloor !== null) {
    const { floorIds, priority, beneficiary, ttlMs } = frame.requestFloor;
    if (floorIds.length > MAX_FLOOR_IDS) throw invalid('floorIds');
    return {
      type: 'requestFloor',
      at,
      actor,
      requestId: newId(),
      floorIds: floorIds.map(requireFloorId),
      priority,
      beneficiary: memberOrNull(beneficiary, 'beneficiary'),
      ttlMs,
    };
  }
  if (frame.cancelFloorRequest !== null) {
    return { type: 'cancelFloorRequest', at, actor, requestId: frame.cancelFloorRequest.requestId };
  }
  if (frame.releaseFloor !== null)
    return { type: 'releaseFloor', at, actor, target: releaseTarget(frame.releaseFloor) };
  if (frame.confirmFloor !== null) {
    return { type: 'confirmFloor', at, actor, requestId: frame.confirmFloor.requestId };
  }
  return chairCommand(frame, context);
}

function chairCommand(frame: ClientFrame, { actor, at }: CommandContext): FloorRoomCommand | undefined {
  if (frame.decideFloor !== null) {
    const { requestId, decision, queuePosition } = frame.decideFloor;
    return { type: 'decideFloor', at, actor, requestId, decision: chairDecision(decision, queuePosition) };
  }
  if (frame.setFloorChair !== null) {
    const { floorId, memberId } = frame.setFloorChair;
    return { type: 'setFloorChair', at, actor, floorId, chair: memberOrNull(memberId, 'memberId') };
  }
  if (frame.configureFloor !== null) {
    const { floor, remove } = frame.configureFloor;
    if (floor === null) throw invalid('floor');
    if (remove) return { type: 'removeFloor', at, actor, floorId: floor.floorId };
    return { type: 'configureFloor', at, actor, settings: floorSettings(floor) };
  }
  return undefined;
}

function releaseTarget({ requestId, floorId }: NonNullable<ClientFrame['releaseFloor']>) {
  if (requestId !== '') return { by: 'request', requestId } as const;
  return floorId === '' ? ({ by: 'all' } as const) : ({ by: 'floor', floorId } as const);
}

function chairDecision(decision: WireFloorDecision, queuePosition: number): ChairDecision {
  switch (decision) {
    case WireFloorDecision.GRANT:
      return { kind: 'grant' };
    case WireFloorDecision.DENY:
      return { kind: 'deny' };
    case WireFloorDecision.REVOKE:
      return { kind: 'revoke' };
    case WireFloorDecision.REORDER:
      return { kind: 'reorder', queuePosition };
    default:
      throw invalid('decision');
  }
}

/** What is not said has the plainest meaning: one holder, no times, moderators decide, and wait for them. */
function floorSettings(floor: WireFloor): FloorSettings {
  const { maxHolders, chairMemberId, turnMs, warnMs, graceMs, idleMs, confirmMs, medium } = floor;
  const policy = POLICY.get(floor.policy);
  if (policy === undefined) throw invalid('policy');
  const isUnsaid = floor.chairFallback === WireChairFallback.CHAIR_FALLBACK_UNSPECIFIED;
  const chairFallback = isUnsaid ? 'wait' : FALLBACK.get(floor.chairFallback);
  if (chairFallback === undefined) throw invalid('chairFallback');
  return {
    floorId: requireFloorId(floor.floorId),
    medium: medium === WireMedium.MEDIUM_UNSPECIFIED ? null : requireMedium(medium),
    policy,
    maxHolders: maxHolders === 0 ? 1 : maxHolders,
    chair: memberOrNull(chairMemberId, 'chairMemberId'),
    chairFallback,
    turnMs,
    warnMs,
    graceMs,
    idleMs,
    confirmMs,
  };
}
