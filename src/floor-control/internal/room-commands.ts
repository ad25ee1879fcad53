/** What happens to members, and what it means for floors: away, back, gone, grants lost, speech heard. */
import { later } from '../../shared/ids.ts';
import type { Floor, FloorAccount, FloorCommand } from '../floor-types.ts';
import { silenced } from './accounts.ts';
import type { Draft } from './draft.ts';
import { isHolding, isWaiting } from './requests.ts';

type Command<T extends FloorCommand['type']> = Extract<FloorCommand, { type: T }>;

/** Starts the timer of a holder or chair. Who waits keeps the place and is passed over meanwhile. */
export function memberAway(draft: Draft, { memberId }: Command<'memberAway'>): void {
  const requests = draft.requestsOf(memberId);
  for (const request of requests) draft.touch(request);
  if (draft.away(memberId) !== null) return;
  const hasSlot = requests.some((request) => !isWaiting(request));
  if (!hasSlot && !draft.floors().some((floor) => floor.chair === memberId)) return;
  draft.setAway(memberId, { until: later(draft.at, draft.limits.awayMs), isOver: false });
}

export function memberBack(draft: Draft, { memberId }: Command<'memberBack'>): void {
  if (draft.away(memberId) !== null) draft.setAway(memberId, null);
  for (const request of draft.requestsOf(memberId)) draft.touch(request);
  for (const floor of draft.floors()) if (floor.chair === memberId) draft.touched.add(floor.floorId);
}

/** Nothing of a gone member stays: requests, accounts, chairs, timers. */
export function memberGone(draft: Draft, { memberId }: Command<'memberGone'>): void {
  for (const request of draft.requestsOf(memberId)) {
    draft.end(request, isHolding(request) ? 'revoked' : 'cancelled', 'memberLeft');
  }
  for (const floor of draft.floors()) {
    if (draft.account(floor.floorId, memberId) !== null) draft.setAccount(floor.floorId, memberId, null);
    if (floor.chair === memberId) draft.put({ ...floor, chair: null });
  }
  if (draft.away(memberId) !== null) draft.setAway(memberId, null);
}

/** Nothing flows without the right to, so there is no grace; queued requests have become pointless. */
export function grantLost(draft: Draft, { memberId, medium }: Command<'grantLost'>): void {
  for (const request of draft.requestsOf(memberId)) {
    if (draft.floorsOf(request).some((floor) => floor.medium === medium)) draft.drop(request, 'noGrant');
  }
}

/** Only activity of those who hold the floor counts; saying again what is known changes nothing. */
export function mediaActivity(draft: Draft, { memberId, on, speaking }: Command<'mediaActivity'>): void {
  const floor = 'medium' in on ? draft.floors().find(({ medium }) => medium === on.medium) : draft.floor(on.floorId);
  if (floor === undefined || !holdsSlot(floor, memberId)) return;
  const { floorId } = floor;
  const known = draft.account(floorId, memberId) ?? { spokenMs: 0, speakingSince: null, activeAt: draft.at };
  if ((known.speakingSince !== null) === speaking) return;
  const account: FloorAccount = speaking
    ? { ...known, speakingSince: draft.at, activeAt: draft.at }
    : silenced(known, draft.at);
  draft.setAccount(floorId, memberId, account);
}

const holdsSlot = (floor: Floor, memberId: Command<'memberAway'>['memberId']): boolean =>
  floor.slots.some((slot) => slot.memberId === memberId && isHolding(slot));
