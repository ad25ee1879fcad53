/** What leaves the buffer, decided for audio and for video in their own ways. */
import type { JitterCounters, JitterFrame } from '../jitter-buffer-types.ts';
import type { PacketRing } from './packet-ring.ts';
import type { RepairTime } from './repair-time.ts';
import type { Schedule } from './schedule.ts';

/** `JitterFrame`, writable by its only owner. */
export type FrameSlot = { -readonly [Key in keyof JitterFrame]: JitterFrame[Key] };

export interface PlayoutParts {
  readonly ring: PacketRing;
  readonly schedule: Schedule;
  readonly repair: RepairTime;
  readonly counters: JitterCounters;
  readonly frame: FrameSlot;
}

/** Deadline of something that only a packet can bring about. */
export const NEVER = Number.POSITIVE_INFINITY;

export interface Playout {
  /** After `next` found nothing: when to try again. */
  readonly wakeAt: number;
  /** The source is to be asked for a key frame; set back by whoever asks. */
  isKeyFrameWanted: boolean;
  /** Writes the next frame that is due into the frame slot; false when there is none. */
  next(at: number): boolean;
  /** Packets at the head were dropped without leaving. */
  headDropped(at: number): void;
}

export function createFrameSlot(): FrameSlot {
  return {
    type: 'media',
    timestampTicks: 0,
    durationTicks: 0,
    data: new Uint8Array(0),
    start: 0,
    end: 0,
    isKeyFrame: false,
    isAfterLoss: false,
  };
}
