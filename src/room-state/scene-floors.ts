/** The floors a room has from the beginning. Moderators configure the rest. */
import type { FloorContext, FloorLimits, FloorSettings, FloorsState } from '../floor-control/floor-types.ts';
import { createFloors, decide, defaultFloorSettings, evolve } from '../floor-control/floors.ts';
import { assert } from '../shared/assert.ts';
import type { InstantMs } from '../shared/ids.ts';
import type { RoomConfig, Scene } from './room-types.ts';

/** Remote control: one at a time moves the device, in turns, and whoever comes up says to be there. */
const CONTROL: FloorSettings = {
  ...defaultFloorSettings('control', 'data'),
  policy: 'turns',
  turnMs: 30_000,
  confirmMs: 5000,
};

const FLOORS_OF_SCENE: Readonly<Record<Scene, readonly FloorSettings[]>> = {
  call: [],
  conference: [],
  live: [],
  remote: [CONTROL],
};

const NOBODY: FloorContext = {
  isMember: () => false,
  mayModerate: () => false,
  mayPublish: () => false,
  isPresent: () => false,
  isChairPresent: false,
};

const limitsOf = (config: RoomConfig): FloorLimits => ({
  maxFloors: config.maxFloors,
  maxRequestsPerFloor: config.maxFloorRequests,
  maxRequestsPerMember: config.maxFloorRequestsPerMember,
  awayMs: config.floorAwayMs,
});

/** The floors of a new room of that scene, held by nobody. */
export function initialFloors(scene: Scene, config: RoomConfig, at: InstantMs): FloorsState {
  return FLOORS_OF_SCENE[scene].reduce(
    (floors, settings) => {
      const decision = decide(floors, { type: 'configureFloor', at, actor: null, settings }, NOBODY);
      assert(!('rejected' in decision), 'a scene has floors that can be');
      return decision.events.reduce(evolve, floors);
    },
    createFloors(limitsOf(config)),
  );
}
