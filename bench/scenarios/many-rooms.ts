/** 100 rooms of 10 members, all at the same time: what a room costs when there is little to share (goal P3). */
import type { Scenario } from '../scenario.ts';
import { OTHER_SERVERS } from '../support/contestants.ts';
import { measureBroadcast } from './broadcast.ts';

const NAME = 'many-rooms';
const { rawUws, rawUwsLoop, socketIoUws, socketIo, ws } = OTHER_SERVERS;

/** Goal P3. */
export const manyRooms: Scenario = {
  name: NAME,
  goals: ['P3'],
  run: (context) =>
    measureBroadcast(
      {
        name: NAME,
        rooms: 100,
        membersPerRoom: 10,
        // Reading a thousand sockets in small pieces costs the load generator more than writing to them costs bare uWS.
        floorsMayBeIdle: true,
        others: [rawUws, rawUwsLoop, socketIoUws, ws, socketIo],
        cases: [1, 4].map((window) => ({
          goal: 'P3',
          window,
          target: 0.9,
          peerTargets: [{ peer: socketIoUws.name, is: 'at least', value: window === 1 ? 1.1 : 1.5 }],
        })),
      },
      context,
    ),
};
