/** Drives a crowd in a closed loop: in every room a fixed number of messages is in flight, as fast as all have them. */
import type { ChildServer } from '../support/child-server.ts';
import type { Effort } from '../support/effort.ts';
import { measured } from '../support/measured.ts';
import { type Sample, warmedUp } from '../support/rounds.ts';
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

const WARM_UP_MESSAGES = 8000;
/** Messages in flight while a server is brought to speed: the same code as with one, but sooner. */
const WARM_UP_WINDOW = 8;

/**
 * Brings a server to its speed before anything is measured. What counts is how often its code has run, not how long: our
 * node needs some 4000 changes until V8 has optimised what they take, which with one in flight is seconds, and more on a
 * machine that others use. Measured before that, it is a third slower than after.
 */
export async function warmUpByMessages(run: Omit<BroadcastRun, 'window'>, { warmUpMs }: Effort): Promise<void> {
  const slice = (durationMs: number): Promise<Sample> => broadcastSlice({ ...run, window: WARM_UP_WINDOW }, durationMs);
  await warmedUp({ slice, warmUpUnits: WARM_UP_MESSAGES * run.membersPerRoom }, warmUpMs);
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
