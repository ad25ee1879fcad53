/**
 * One clock for the frames of an egress. The RTP clocks of two media have nothing in common; sender reports say how
 * they lie to each other. The medium that came first leads; the other one is moved to where the reports say, at once
 * before its first frame and later in small steps, so that time never jumps in a player.
 */
export type EgressMedium = 'audio' | 'video';

/** A medium is moved by a tenth of the way with each frame, by so much at least and at most: in place within a second or two. */
const LEAST_STEP_MS = 1;
const MOST_STEP_MS = 12;
const STEP_SHARE = 0.1;
/** Further off than this, small steps would take too long. */
const FAR_MS = 500;
const OTHER = { audio: 'video', video: 'audio' } as const;

interface Track {
  readonly ticksPerMs: number;
  /** Clock time of tick 0; NaN before the first frame. */
  offsetMs: number;
  /** Wall-clock time of tick 0 by the sender's reports; NaN before the first. */
  originMs: number;
}

export class EgressClock {
  readonly #tracks: Readonly<Record<EgressMedium, Track>> = {
    audio: { ticksPerMs: 48, offsetMs: Number.NaN, originMs: Number.NaN },
    video: { ticksPerMs: 90, offsetMs: Number.NaN, originMs: Number.NaN },
  };
  readonly #lastMs = { audio: Number.NEGATIVE_INFINITY, video: Number.NEGATIVE_INFINITY };
  #leader: EgressMedium | undefined;

  /** A sender report: this tick of the medium is that time of the sender's wall clock. */
  report(medium: EgressMedium, ticks: number, wallMs: number): void {
    const track = this.#tracks[medium];
    track.originMs = wallMs - ticks / track.ticksPerMs;
  }

  /** The medium comes from another source now, with other ticks. Its time goes on. */
  forget(medium: EgressMedium): void {
    this.#tracks[medium].offsetMs = Number.NaN;
    this.#tracks[medium].originMs = Number.NaN;
    if (this.#leader === medium)
      this.#leader = Number.isNaN(this.#tracks[OTHER[medium]].offsetMs) ? undefined : OTHER[medium];
  }

  /**
   * The time of a frame. `dueMs` is when it leaves the jitter buffer: where a medium begins of which no report has come.
   * Grows within a medium.
   */
  timestampMs(medium: EgressMedium, ticks: number, dueMs: number): number {
    const track = this.#tracks[medium];
    const elapsedMs = ticks / track.ticksPerMs;
    this.#leader ??= medium;
    const wantedMs = this.#wantedOffset(medium);
    if (Number.isNaN(track.offsetMs)) track.offsetMs = Number.isNaN(wantedMs) ? dueMs - elapsedMs : wantedMs;
    else if (!Number.isNaN(wantedMs)) track.offsetMs += step(wantedMs - track.offsetMs);
    const timeMs = Math.max(track.offsetMs + elapsedMs, this.#lastMs[medium] + 1 / track.ticksPerMs);
    this.#lastMs[medium] = timeMs;
    return timeMs;
  }

  /** Where tick 0 ought to be, by the reports of both; NaN for the leader, or when a report is missing. */
  #wantedOffset(medium: EgressMedium): number {
    if (medium === this.#leader) return Number.NaN;
    const track = this.#tracks[medium];
    const leader = this.#tracks[OTHER[medium]];
    return leader.offsetMs + track.originMs - leader.originMs;
  }
}

function step(distanceMs: number): number {
  if (Math.abs(distanceMs) > FAR_MS) return distanceMs;
  const size = Math.min(MOST_STEP_MS, Math.max(LEAST_STEP_MS, Math.abs(distanceMs) * STEP_SHARE));
  return Math.sign(distanceMs) * Math.min(size, Math.abs(distanceMs));
}
