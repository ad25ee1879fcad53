/**
 * Who speaks in a room, and how loud. The worker measures levels from the audio-level header extension and finds the
 * dominant speaker (Volfin and Cohen's algorithm); here both become one lossy message. A mute silences at once: levels
 * that are on their way from the worker are not shown any more, or the "talking" mark of a muted member would stay.
 */
import type { types } from 'mediasoup';
import type { MemberId } from '../../shared/ids.ts';
import type { RtpSource } from './media-context.ts';

/** Levels below are silence, in dBov (0 is the loudest there is). Speech is at -20 to -40. */
const SILENCE_DBOV = -60;
const MAX_SPEAKERS = 16;

/** 0 (silent) to 100 from dBov. */
export function levelFromDbov(dbov: number): number {
  return Math.round(Math.min(1, Math.max(0, 1 - dbov / SILENCE_DBOV)) * 100);
}

export interface SpeakerLevel {
  readonly memberId: MemberId;
  readonly level: number;
}

export interface SpeakersOptions {
  readonly intervalMs: number;
  readonly isAudible: (memberId: MemberId) => boolean;
  readonly onChange: (speakers: readonly SpeakerLevel[], dominant: MemberId | null) => void;
  readonly onFault: (error: unknown) => void;
}

interface Observers {
  readonly levels: types.AudioLevelObserver;
  readonly dominant: types.ActiveSpeakerObserver;
}

export class Speakers {
  readonly #options: SpeakersOptions;
  #observers: Promise<Observers> | undefined;
  #speaking: readonly SpeakerLevel[] = [];
  #dominant: MemberId | null = null;
  #closed = false;

  constructor(options: SpeakersOptions) {
    this.#options = options;
  }

  /** Listens to an audio producer until it closes. Never rejects: without levels a room still works. */
  async add(source: RtpSource, router: Promise<types.Router>): Promise<void> {
    try {
      this.#observers ??= this.#observe(router);
      const { levels, dominant } = await this.#observers;
      if (source.closed || this.#closed) return;
      const producerId = source.id;
      await Promise.all([levels.addProducer({ producerId }), dominant.addProducer({ producerId })]);
    } catch (error) {
      if (!this.#closed && !source.closed) this.#options.onFault(error);
    }
  }

  /** The member was muted: it does not speak, from now on. */
  muted(memberId: MemberId): void {
    if (!this.#speaking.some((speaker) => speaker.memberId === memberId)) return;
    this.#tell(this.#speaking.filter((speaker) => speaker.memberId !== memberId));
  }

  /** The member's audio is gone. */
  left(memberId: MemberId): void {
    if (this.#dominant === memberId) this.#dominant = null;
    this.muted(memberId);
  }

  /** The observers end with their router. */
  close(): void {
    this.#closed = true;
  }

  async #observe(routerPromise: Promise<types.Router>): Promise<Observers> {
    const router = await routerPromise;
    const { intervalMs } = this.#options;
    const [levels, dominant] = await Promise.all([
      router.createAudioLevelObserver({ maxEntries: MAX_SPEAKERS, threshold: SILENCE_DBOV, interval: intervalMs }),
      router.createActiveSpeakerObserver({ interval: intervalMs }),
    ]);
    levels.on('volumes', (volumes) => this.#measured(volumes));
    levels.on('silence', () => this.#measured([]));
    dominant.on('dominantspeaker', ({ producer }) => {
      this.#dominant = (producer as RtpSource).appData.memberId;
    });
    return { levels, dominant };
  }

  #measured(volumes: readonly types.AudioLevelObserverVolume[]): void {
    const speaking = volumes.flatMap(({ producer, volume }) => {
      const { memberId } = (producer as RtpSource).appData;
      return this.#options.isAudible(memberId) ? [{ memberId, level: levelFromDbov(volume) }] : [];
    });
    if (speaking.length > 0 || this.#speaking.length > 0) this.#tell(speaking);
  }

  #tell(speaking: readonly SpeakerLevel[]): void {
    this.#speaking = speaking;
    if (this.#closed) return;
    const { isAudible, onChange } = this.#options;
    onChange(speaking, this.#dominant !== null && isAudible(this.#dominant) ? this.#dominant : null);
  }
}
