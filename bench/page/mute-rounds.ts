/** Runs inside the moderator's page: mutes and unmutes a member, and sees when its sound stops and comes back. */
import type { AudioFrameNotes } from './note-audio-frames.ts';

export interface MuteRoundsOptions {
  readonly memberId: string;
  /** `Medium.AUDIO` of the wire; the page's modules cannot be reached from here. */
  readonly audio: number;
  readonly rounds: number;
  /** No frame for that long is silence. */
  readonly silenceMs: number;
  readonly timeoutMs: number;
}

export interface MuteRound {
  /** From sending the command to the last frame that still came; 0 when none did. */
  readonly muteToSilenceMs: number;
  /** From sending the command to the first frame. */
  readonly unmuteToSoundMs: number;
}

export interface MuteRoundsOutcome {
  readonly rounds: readonly MuteRound[];
  /** See `AudioFrameNotes`. */
  readonly smallestLagMs: number;
}

/** The parts of the page's globals that are used. */
interface BenchPage {
  readonly benchAudio: AudioFrameNotes;
  readonly rtcroom: {
    readonly room: { setModeratorMute(memberId: string, medium: number, muted: boolean): Promise<number> } | null;
  };
}

/**
 * Self-contained: its text is sent to the page. @throws Error when sound does not stop or does not come back in time.
 */
export async function runMuteRounds(options: MuteRoundsOptions): Promise<MuteRoundsOutcome> {
  const { benchAudio, rtcroom } = globalThis as unknown as BenchPage;
  const { memberId, audio, silenceMs, timeoutMs } = options;
  const { room } = rtcroom;
  if (room === null) throw new Error('the page is in no room');
  const { frames } = benchAudio;
  const now = (): number => performance.timeOrigin + performance.now();
  const lastFrame = (): number => frames.at(-1) ?? 0;
  const until = async (what: string, holds: () => boolean): Promise<void> => {
    const deadline = now() + timeoutMs;
    while (!holds()) {
      if (now() > deadline) throw new Error(`waited in vain for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  const rounds: MuteRound[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    // Sound must have been flowing for a while, and the command must not keep step with the 20 ms of the frames.
    const from = frames.length;
    await until('sound', () => frames.length >= from + 15);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
    const mutedAt = now();
    await room.setModeratorMute(memberId, audio, true);
    await until('silence', () => now() - Math.max(lastFrame(), mutedAt) > silenceMs);
    const muteToSilenceMs = Math.max(0, lastFrame() - mutedAt);
    const silentFrames = frames.length;
    const unmutedAt = now();
    await room.setModeratorMute(memberId, audio, false);
    await until('sound after unmuting', () => frames.length > silentFrames);
    const unmuteToSoundMs = (frames[silentFrames] ?? unmutedAt) - unmutedAt;
    rounds.push({ muteToSilenceMs, unmuteToSoundMs });
  }
  return { rounds, smallestLagMs: benchAudio.smallestLagMs };
}
