/** Drives a crowd in a closed loop: in every room a fixed number of messages is in flight, as fast as all have them. */
import type { ChildServer } from '../support/child-server.ts';
import { measured } from '../support/measured.ts';
import type { Sample } from '../support/rounds.ts';
import { ClosedLoop, type LoopOutcome } from './closed-loop.ts';
import type { Crowd } from './crowds/crowd.ts';

export interface BroadcastRun {
  readonly server: ChildServer;
  readonly crowd: Crowd;
  readonly rooms: number;
  readonly membersPerRoom: number;
  /** Messages in flight per room. */
  readonly window: number;
  /** How long to wait at the end for what is in flight; see `ClosedLoop`. */
  readonly drainTimeoutMs?: number;
  /** Told the number of each message that was received. */
  readonly onLast?: (number: number) => void;
}

/** Runs for that long. @throws Error when not each message arrived at each member, once and in order */
export async function broadcastSlice(run: BroadcastRun, durationMs: number): Promise<Sample> {
  const { server, crowd, rooms, membersPerRoom: members, window, onLast, drainTimeoutMs } = run;
  const loops = Array.from(
    { length: rooms },
    (_, room) =>
      new ClosedLoop({
        members,
        window,
        send: (count) => crowd.send(room, count),
        ...(drainTimeoutMs === undefined ? {} : { drainTimeoutMs }),
      }),
  );
  crowd.onReceived = (room, first, last) => {
    loops[room]?.received(first, last);
    onLast?.(last);
  };
  return measured(server, async () => {
    const outcomes = await Promise.all(loops.map((loop) => loop.run(durationMs)));
    crowd.onReceived = () => undefined;
    const fault = crowd.fault();
    if (fault !== undefined) throw new Error(fault);
    return deliveries(outcomes, members);
  });
}

/** Speed counts only when everything arrived. */
function deliveries(outcomes: readonly LoopOutcome[], members: number): number {
  let units = 0;
  for (const { sent, delivered } of outcomes) {
    if (delivered !== sent * members || sent === 0) {
      throw new Error(`${delivered} deliveries of ${sent} messages to ${members} members`);
    }
    units += delivered;
  }
  return units;
}
