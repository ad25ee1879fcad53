/** One room, 100 and 1000 members: what a change of state costs that all must know (goals P1 and P2). */
import type { PeerTarget, Scenario } from '../scenario.ts';
import { OTHER_SERVERS } from '../support/contestants.ts';
import { type BroadcastCase, measureBroadcast } from './broadcast.ts';

const { rawUws, rawUwsLoop, socketIoUws, nchan, ws, colyseus, socketIo } = OTHER_SERVERS;
const OTHERS = [rawUws, rawUwsLoop, socketIoUws, nchan, ws, colyseus, socketIo];

const atLeast = (peer: { readonly name: string }, value: number): PeerTarget => ({
  peer: peer.name,
  is: 'at least',
  value,
});

const ALONE: BroadcastCase = {
  goal: 'P1',
  window: 1,
  target: 0.9,
  peerTargets: [atLeast(socketIoUws, 1.05), atLeast(nchan, 1.1), atLeast(socketIo, 1.7)],
};
const BURST: BroadcastCase = {
  goal: 'P2',
  window: 8,
  target: 0.95,
  peerTargets: [atLeast(socketIoUws, 1.15), atLeast(nchan, 4), atLeast(socketIo, 10), atLeast(colyseus, 10)],
};

/** Goals P1 and P2 at 100 members. */
export const fanOut: Scenario = {
  name: 'fan-out-100',
  goals: ['P1', 'P2'],
  short: true,
  run: (context) =>
    measureBroadcast(
      { name: 'fan-out-100', rooms: 1, membersPerRoom: 100, cases: [ALONE, BURST], others: OTHERS },
      context,
    ),
};

/** Peers that send one by one are far behind at 100 members already; their targets are judged there. */
const LARGE_BURST: BroadcastCase = { goal: 'P2', window: 8, target: 0.95, peerTargets: [atLeast(socketIoUws, 1.15)] };

/** Goals P1 and P2 at 1000 members. */
export const fanOutLarge: Scenario = {
  name: 'fan-out-1000',
  goals: ['P1', 'P2'],
  run: (context) =>
    measureBroadcast(
      { name: 'fan-out-1000', rooms: 1, membersPerRoom: 1000, cases: [ALONE, LARGE_BURST], others: OTHERS },
      context,
    ),
};
