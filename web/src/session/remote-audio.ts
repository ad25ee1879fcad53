import type { Store } from '../store/store.ts';

type SinkElement = HTMLAudioElement & { setSinkId?: (deviceId: string) => Promise<void> };

/**
 * Plays each remote audio track in an element of its own, outside the component tree: sound must not stop because
 * something was drawn anew. Tells through `blocked` when the browser wants a click first.
 */
export class RemoteAudio {
  readonly #elementById = new Map<string, SinkElement>();
  readonly #onBlocked: (blocked: boolean) => void;
  readonly #speaker: () => string;

  constructor(speaker: Store<{ readonly speakerId: string }>, onBlocked: (blocked: boolean) => void) {
    this.#onBlocked = onBlocked;
    this.#speaker = () => speaker.get().speakerId;
  }

  /** Plays `track`; `id` is the consumer's. */
  add(id: string, track: MediaStreamTrack): void {
    this.remove(id);
    const element: SinkElement = document.createElement('audio');
    element.autoplay = true;
    element.dataset['consumerId'] = id;
    element.srcObject = new MediaStream([track]);
    element.hidden = true;
    document.body.append(element);
    this.#elementById.set(id, element);
    this.#route(element);
    void this.#play(element);
  }

  /** Stops playing. */
  remove(id: string): void {
    const element = this.#elementById.get(id);
    if (element === undefined) return;
    element.srcObject = null;
    element.remove();
    this.#elementById.delete(id);
  }

  /** Tries all elements again; call it from a click. */
  async resume(): Promise<void> {
    this.#onBlocked(false);
    await Promise.all([...this.#elementById.values()].map((element) => this.#play(element)));
  }

  /** Sends the sound to the speaker that is now chosen. */
  reroute(): void {
    for (const element of this.#elementById.values()) this.#route(element);
  }

  close(): void {
    for (const id of [...this.#elementById.keys()]) this.remove(id);
    this.#onBlocked(false);
  }

  #route(element: SinkElement): void {
    // A speaker that was unplugged leaves the sound at the system's default.
    element.setSinkId?.(this.#speaker()).catch(() => undefined);
  }

  async #play(element: SinkElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#onBlocked(true);
    }
  }
}
