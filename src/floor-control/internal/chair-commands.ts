/** What chairs and moderators do: decide about requests, hand over the chair, configure floors. */
import { later, type MemberId } from '../../shared/ids.ts';
import type {
  Floor,
  FloorCommand,
  FloorRejection,
  FloorSettings,
  LiveRequest,
  WaitingRequest,
} from '../floor-types.ts';
import { POLICIES } from '../policies/registry.ts';
import type { Draft } from './draft.ts';
import { isDuration, isWaiting, mayDecide } from './requests.ts';

type Command<T extends FloorCommand['type']> = Extract<FloorCommand, { type: T }>;
/** null = accepted. */
type Outcome = FloorRejection | null;

export function decideFloor(draft: Draft, { actor, requestId, decision }: Command<'decideFloor'>): Outcome {
  const request = draft.find(requestId);
  if (request === undefined) return { rejected: 'requestNotFound' };
  const floors = draft.floorsOf(request).filter((floor) => mayDecide(floor, actor, draft.ctx));
  if (floors.length === 0) return { rejected: 'chairRequired' };
  switch (decision.kind) {
    case 'grant':
      return choose(draft, request, floors);
    case 'deny':
    case 'revoke':
      takeAway(draft, request);
      return null;
    case 'reorder':
      return reorder(draft, request, floors, decision.queuePosition);
  }
}

/** The request goes before those not chosen; it is granted when all its chairs chose it and there is room. */
function choose(draft: Draft, request: LiveRequest, floors: readonly Floor[]): Outcome {
  if (request.status === 'revoking') return { rejected: 'floorPolicyForbids', detail: 'being revoked' };
  if (!isWaiting(request)) return null;
  const added = floors.filter((floor) => !request.chosenOn.includes(floor.floorId));
  if (added.length === 0) return null;
  const chosenOn = [...request.chosenOn, ...added.map((floor) => floor.floorId)];
  const chosen: WaitingRequest = { ...request, chosenOn };
  draft.replaceWaiting(chosen);
  // Chosen ones are served in the order in which they were chosen: this one behind the last of them.
  for (const { floorId, queue } of added) {
    moveTo(draft, chosen, floorId, queue.filter((other) => other.chosenOn.includes(floorId)).length);
  }
  return null;
}

/** Deny and revoke both mean "not this one": which of them fits may have changed while the chair looked at it. */
function takeAway(draft: Draft, request: LiveRequest): void {
  if (request.status === 'granted') draft.revoke(request, 'byChair');
  else if (request.status !== 'revoking') draft.drop(request, 'byChair');
}

function reorder(draft: Draft, request: LiveRequest, floors: readonly Floor[], position: number): Outcome {
  if (!(Number.isInteger(position) && position >= 1)) return { rejected: 'invalidArgument', detail: 'queuePosition' };
  if (!isWaiting(request)) return { rejected: 'floorPolicyForbids', detail: 'not waiting' };
  const movable = floors.filter((floor) => POLICIES[floor.policy].canReorder);
  if (movable.length === 0) return { rejected: 'floorPolicyForbids', detail: 'the policy orders the queue' };
  for (const floor of movable) moveTo(draft, request, floor.floorId, position - 1);
  return null;
}

function moveTo(draft: Draft, request: WaitingRequest, floorId: string, index: number): void {
  const floor = draft.existing(floorId);
  const others = floor.queue.filter((other) => other.requestId !== request.requestId);
  draft.put({ ...floor, queue: others.toSpliced(index, 0, request) });
}

/** Creates a floor or replaces its settings; live requests stay where the new settings allow it. */
export function configureFloor(draft: Draft, { actor, settings }: Command<'configureFloor'>): Outcome {
  if (actor !== null && !draft.ctx.mayModerate(actor)) return { rejected: 'notAllowed' };
  const fault = settingsFault(draft, settings);
  if (fault !== null) return { rejected: 'invalidArgument', detail: fault };
  if (settings.chair !== null && !draft.ctx.isMember(settings.chair)) return { rejected: 'memberNotFound' };
  const old = draft.floor(settings.floorId);
  if (old === undefined) {
    if (draft.floors().length >= draft.limits.maxFloors) return { rejected: 'limitExceeded', detail: 'floors' };
    draft.put({ ...settings, isChairAbsent: false, slots: [], queue: [] });
  } else {
    // Another medium is another thing to ask for: nobody asked for that one.
    if (old.medium !== settings.medium) dropAll(draft, old);
    const { slots, queue, isChairAbsent } = draft.existing(settings.floorId);
    const floor: Floor = { ...settings, isChairAbsent, slots, queue };
    draft.put(floor);
    dropExcess(draft, floor);
  }
  watchChair(draft, settings.chair);
  return null;
}

const DURATIONS = ['turnMs', 'warnMs', 'graceMs', 'idleMs', 'confirmMs'] as const;

/** The name of the field that is not right; null = all are. */
function settingsFault(draft: Draft, settings: FloorSettings): string | null {
  if (!(Number.isInteger(settings.maxHolders) && settings.maxHolders >= 1)) return 'maxHolders';
  const badDuration = DURATIONS.find((name) => !isDuration(settings[name]));
  if (badDuration !== undefined) return badDuration;
  const { floorId, medium } = settings;
  const isGuarded = draft.floors().some((other) => other.medium === medium && other.floorId !== floorId);
  if (medium !== null && isGuarded) return 'medium';
  return POLICIES[settings.policy].settingsFault(settings);
}

function dropAll(draft: Draft, floor: Floor): void {
  for (const request of [...floor.slots, ...floor.queue]) draft.drop(request, 'policyChanged');
}

/** "Never more holders than maxHolders" has no grace: the newest lose the floor at once. */
function dropExcess(draft: Draft, floor: Floor): void {
  if (!POLICIES[floor.policy].limitsHolders) return;
  for (const slot of floor.slots.slice(floor.maxHolders).toReversed()) draft.drop(slot, 'policyChanged');
}

export function removeFloor(draft: Draft, { actor, floorId }: Command<'removeFloor'>): Outcome {
  if (actor !== null && !draft.ctx.mayModerate(actor)) return { rejected: 'notAllowed' };
  const floor = draft.floor(floorId);
  if (floor === undefined) return { rejected: 'floorNotFound' };
  dropAll(draft, floor);
  draft.remove(floorId);
  return null;
}

/** The chair hands over, or a moderator decides; null gives the floor back to the moderators. */
export function setFloorChair(draft: Draft, { actor, floorId, chair }: Command<'setFloorChair'>): Outcome {
  const floor = draft.floor(floorId);
  if (floor === undefined) return { rejected: 'floorNotFound' };
  if (!mayDecide(floor, actor, draft.ctx)) return { rejected: 'chairRequired' };
  if (chair !== null && !draft.ctx.isMember(chair)) return { rejected: 'memberNotFound' };
  if (chair === floor.chair) return null;
  draft.put({ ...floor, chair });
  watchChair(draft, chair);
  return null;
}

/** Absences are noted for holders and chairs only, so that of a new chair begins to count now. */
function watchChair(draft: Draft, chair: MemberId | null): void {
  if (chair === null || draft.ctx.isPresent(chair) || draft.away(chair) !== null) return;
  draft.setAway(chair, { until: later(draft.at, draft.limits.awayMs), isOver: false });
}
