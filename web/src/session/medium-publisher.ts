/** The part of the media library that sends one medium. */
export interface MediumSender<Track> {
  publish(track: Track): Promise<unknown>;
  replaceTrack(track: Track): Promise<unknown>;
  unpublish(): Promise<unknown>;
}

/**
 * Keeps what is sent of one medium equal to what is wanted. Wishes may come faster than they can be carried out: one
 * step runs at a time, and then only the latest wish counts.
 */
export class MediumPublisher<Track> {
  readonly #sender: MediumSender<Track>;
  readonly #onError: (error: unknown) => void;
  #wanted: Track | null = null;
  #sent: Track | null = null;
  #isRunning = false;
  #isClosed = false;

  constructor(sender: MediumSender<Track>, onError: (error: unknown) => void) {
    this.#sender = sender;
    this.#onError = onError;
  }

  /** The track to send from now on; null = none. */
  want(track: Track | null): void {
    this.#wanted = track;
    if (!this.#isRunning) void this.#run();
  }

  /** The library stopped sending by itself. */
  forget(): void {
    this.#sent = null;
  }

  /** Takes no further step. */
  close(): void {
    this.#isClosed = true;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (!this.#isClosed && this.#sent !== this.#wanted) await this.#step(this.#wanted);
    } catch (error) {
      // What failed is not tried again by itself: the next wish does, which is the user's next click.
      this.#sent = this.#wanted = null;
      if (!this.#isClosed) this.#onError(error);
    } finally {
      this.#isRunning = false;
    }
  }

  async #step(track: Track | null): Promise<void> {
    if (track === null) await this.#sender.unpublish();
    else if (this.#sent === null) await this.#sender.publish(track);
    else await this.#sender.replaceTrack(track);
    this.#sent = track;
  }
}
