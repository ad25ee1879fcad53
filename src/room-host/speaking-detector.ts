/**
 * From audio levels to "speaks" and "is silent". Levels jump with every syllable and every cough; floors want stretches
 * of speech. So speech begins with the second loud report in a row and ends after a second of silence. Pure: instants
 * come in, the next deadline goes out.
 */
import { type InstantMs, later, type MemberId } from '../shared/ids.ts';

/** Levels run from 0 (silent) to 100; 25 is -45 dBov, well below speech (-40 to -20) and above a room's hum. */
export const SPEECH_LEVEL = 25;
const LOUD_REPORTS = 2;
export const SILENCE_MS = 1000;

export interface SpeechChange {
  readonly memberId: MemberId;
  readonly speaking: boolean;
}

interface Voice {
  loudReports: number;
  isSpeaking: boolean;
  /** null = the last report was loud. */
  silentSince: InstantMs | null;
}

export class SpeakingDetector {
  readonly #voiceByMember = new Map<MemberId, Voice>();

  /** Takes one report: those not listed, or listed below `SPEECH_LEVEL`, are silent. O(listed + known). */
  report(at: InstantMs, levels: readonly { readonly memberId: MemberId; readonly level: number }[]): SpeechChange[] {
    const loud = new Set(levels.filter(({ level }) => level >= SPEECH_LEVEL).map(({ memberId }) => memberId));
    const changes: SpeechChange[] = [];
    for (const memberId of loud) {
      const voice = this.#voiceByMember.get(memberId) ?? { loudReports: 0, isSpeaking: false, silentSince: null };
      this.#voiceByMember.set(memberId, voice);
      voice.loudReports += 1;
      voice.silentSince = null;
      if (voice.isSpeaking || voice.loudReports < LOUD_REPORTS) continue;
      voice.isSpeaking = true;
      changes.push({ memberId, speaking: true });
    }
    for (const [memberId, voice] of this.#voiceByMember) {
      if (loud.has(memberId)) continue;
      if (voice.isSpeaking) voice.silentSince ??= at;
      else this.#voiceByMember.delete(memberId);
    }
    return [...changes, ...this.wake(at)];
  }

  /** Ends speech whose silence has lasted long enough. */
  wake(at: InstantMs): SpeechChange[] {
    const changes: SpeechChange[] = [];
    for (const [memberId, { silentSince }] of this.#voiceByMember) {
      if (silentSince === null || later(silentSince, SILENCE_MS) > at) continue;
      this.#voiceByMember.delete(memberId);
      changes.push({ memberId, speaking: false });
    }
    return changes;
  }

  /** When `wake` has something to do if no report comes; null = never. */
  get wakeAt(): InstantMs | null {
    let wakeAt: InstantMs | null = null;
    for (const { silentSince } of this.#voiceByMember.values()) {
      if (silentSince === null) continue;
      const at = later(silentSince, SILENCE_MS);
      if (wakeAt === null || at < wakeAt) wakeAt = at;
    }
    return wakeAt;
  }

  /** Nobody speaks, as far as is known. */
  get isEmpty(): boolean {
    return this.#voiceByMember.size === 0;
  }
}
