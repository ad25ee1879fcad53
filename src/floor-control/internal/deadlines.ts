/** What time alone changes: turns, warnings, graces, confirmations, idleness, lapsed requests, long absences. */
import { type InstantMs, instantMs, later, type MemberId } from '../../shared/ids.ts';
import type { Floor, FloorAccount, FloorRecord, GrantedRequest, LiveRequest, SlotRequest } from '../floor-types.ts';
import { refreshChair } from './arrange.ts';
import type { Draft } from './draft.ts';
import { isOpen, isWaiting } from './requests.ts';

/** The next instant at which time alone changes this floor; null = never. O(requests of the floor). */
export function floorWakeAt(floor: Floor, accounts: FloorRecord['accounts']): InstantMs | null {
  let wakeAt = Number.POSITIVE_INFINITY;
  for (const request of floor.queue) wakeAt = Math.min(wakeAt, request.expiresAt ?? wakeAt);
  for (const slot of floor.slots)
    wakeAt = Math.min(wakeAt, slotWakeAt(floor, slot, accounts.get(slot.memberId) ?? null));
  return wakeAt === Number.POSITIVE_INFINITY ? null : instantMs(wakeAt);
}

function slotWakeAt(floor: Floor, slot: SlotRequest, account: FloorAccount | null): number {
  if (slot.status !== 'granted') return slot.expiresAt;
  return Math.min(
    slot.expiresAt ?? Number.POSITIVE_INFINITY,
    warnAt(floor, slot) ?? Number.POSITIVE_INFINITY,
    idleAt(floor, slot, account) ?? Number.POSITIVE_INFINITY,
  );
}

function warnAt(floor: Floor, slot: GrantedRequest): InstantMs | null {
  if (slot.warned || slot.expiresAt === null || floor.warnMs === 0) return null;
  return later(slot.expiresAt, -floor.warnMs);
}

/** An open floor is nobody's to lose, so nobody is idle on it. */
function idleAt(floor: Floor, slot: GrantedRequest, account: FloorAccount | null): InstantMs | null {
  if (floor.idleMs === 0 || isOpen(floor)) return null;
  if (account === null) return later(slot.grantedAt, floor.idleMs);
  if (account.speakingSince !== null) return null;
  return later(instantMs(Math.max(slot.grantedAt, account.activeAt)), floor.idleMs);
}

/** Does everything whose deadline is at or before the draft's instant. Nothing of it is due again afterwards. */
export function settleDue(draft: Draft): void {
  for (const [memberId, note] of draft.absences) {
    if (!note.isOver && note.until <= draft.at) countAsAbsent(draft, memberId);
  }
  for (const { floor, wakeAt } of draft.records.values()) {
    if (wakeAt !== null && wakeAt <= draft.at) settleFloor(draft, floor.floorId);
  }
}

/** Away for too long: slots go on at once, since nothing flows from who is away; queue places stay. */
function countAsAbsent(draft: Draft, memberId: MemberId): void {
  draft.setAway(memberId, { until: draft.at, isOver: true });
  for (const request of draft.requestsOf(memberId)) if (!isWaiting(request)) draft.drop(request, 'memberAway');
  for (const floor of draft.floors()) if (floor.chair === memberId) refreshChair(draft, floor);
}

function settleFloor(draft: Draft, floorId: string): void {
  const floor = draft.existing(floorId);
  // What changes on the way is this one request, so the lists as they were are still right for the others.
  for (const request of [...floor.slots, ...floor.queue]) {
    if (request.expiresAt !== null && request.expiresAt <= draft.at) lapse(draft, request);
    else if (request.status === 'granted') settleGrant(draft, floor, request);
  }
}

function lapse(draft: Draft, request: LiveRequest): void {
  if (request.status === 'granted') draft.revoke(request, 'turnOver');
  else if (request.status === 'revoking') draft.drop(request, request.cause);
  else if (request.status === 'confirming') draft.drop(request, 'notConfirmed');
  else draft.end(request, 'cancelled', 'requestExpired');
}

function settleGrant(draft: Draft, floor: Floor, request: GrantedRequest): void {
  const idle = idleAt(floor, request, draft.account(floor.floorId, request.memberId));
  const warn = warnAt(floor, request);
  if (idle !== null && idle <= draft.at) draft.revoke(request, 'idle');
  else if (warn !== null && warn <= draft.at) draft.replaceSlot({ ...request, warned: true });
}
