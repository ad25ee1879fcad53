/**
 * How many floor commands are decided and applied in a second of processor time with 100 requests queued, by policy: a
 * program of the scenario `room-core`. A cycle is a request by somebody new and a release by the holder, which grants
 * the next one, with `wakeAt` after each: two commands.
 */
import type { FloorCommand, FloorContext, FloorPolicy, FloorsState } from '../../src/floor-control/floor-types.ts';
import { createFloors, decide, defaultFloorSettings, evolve, holds, wakeAt } from '../../src/floor-control/floors.ts';
import { instantMs, type MemberId, memberId } from '../../src/shared/ids.ts';
import { perCpuSecond, printFigures } from './figure.ts';

const QUEUED = 100;
const CYCLES = 20_000;

const members: readonly MemberId[] = Array.from({ length: QUEUED + 2 }, (_, index) => memberId(`m${index}`));
const memberOf = (step: number): MemberId => members[step % members.length] ?? memberId('none');
const everybodyMay: FloorContext = {
  isMember: () => true,
  mayModerate: () => false,
  mayPublish: () => true,
  isPresent: () => true,
  isChairPresent: true,
};

function apply(state: FloorsState, command: FloorCommand): FloorsState {
  const decision = decide(state, command, everybodyMay);
  if ('rejected' in decision) throw new Error(`the bench was refused: ${decision.rejected}`);
  const next = decision.events.reduce(evolve, state);
  wakeAt(next);
  return next;
}

const request = (step: number): FloorCommand => ({
  type: 'requestFloor',
  at: instantMs(step),
  actor: memberOf(step),
  requestId: `r${step}`,
  floorIds: ['audio'],
  priority: 2,
  beneficiary: null,
  ttlMs: 0,
});
const releaseBy = (step: number, at: number): FloorCommand => ({
  type: 'releaseFloor',
  at: instantMs(at),
  actor: memberOf(step),
  target: { by: 'request', requestId: `r${step}` },
});

/** One holder and the queue behind. All of one priority and without speech, so that every policy is first come. */
function fullFloor(policy: FloorPolicy): FloorsState {
  const settings = { ...defaultFloorSettings('audio', 'audio'), policy, turnMs: 60_000 };
  let state = apply(createFloors(), { type: 'configureFloor', at: instantMs(0), actor: null, settings });
  for (let step = 0; step <= QUEUED; step += 1) state = apply(state, request(step));
  return state;
}

/** Commands per second of processor time. */
function measure(policy: FloorPolicy): number {
  let state = fullFloor(policy);
  let cycles = 0;
  const rate = perCpuSecond(CYCLES, (step) => {
    state = apply(state, request(QUEUED + 1 + step));
    state = apply(state, releaseBy(step, QUEUED + 1 + step));
    cycles += 1;
  });
  if (!holds(state, 'audio', memberOf(cycles))) throw new Error('the bench lost the floor');
  return 2 * rate;
}

const POLICIES = ['queue', 'priority', 'leastSpoken', 'turns'] as const;
printFigures(POLICIES.map((policy) => ({ name: policy, value: measure(policy) })));
