/** One medium of a member fed into the media plane: opened, opened again when it ends, closed. */
import type { LiveMediaEvent } from '../../../sfu/live-media.ts';
import type { MemberId, RoomId } from '../../../shared/ids.ts';
import type { BridgeOptions } from '../bridge-types.ts';
import { Retry } from './retry.ts';

type State =
  | { readonly status: 'closed' | 'opening' | 'ended' }
  | { readonly status: 'open'; readonly producerId: string };

export interface IngestLinkOptions extends Pick<BridgeOptions, 'engine' | 'clock' | 'touch' | 'random32'> {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
  readonly medium: 'audio' | 'video';
  readonly mayFlow: () => boolean;
  readonly onOpened: () => void;
  readonly onRetry: () => void;
}

export class IngestLink {
  readonly #options: IngestLinkOptions;
  readonly #retry: Retry;
  #state: State = { status: 'closed' };
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(options: IngestLinkOptions) {
    this.#options = options;
    this.#retry = new Retry(options.clock, () => this.open());
  }

  get isOpen(): boolean {
    return this.#state.status === 'open';
  }

  /** Opens it unless it is open, or over. */
  open(): void {
    if (this.#state.status !== 'closed') return;
    this.#retry.stop();
    this.#state = { status: 'opening' };
    const { engine, roomId, memberId, medium, mayFlow, touch, random32 } = this.#options;
    touch(roomId);
    const ssrc = Math.max(1, random32() >>> 0);
    engine.request({ type: 'openIngest', roomId, memberId, medium, ssrc, mayFlow: mayFlow() }).then(
      ({ producerId }) => this.#opened(producerId),
      () => this.#failed(),
    );
  }

  /** Times grow, whatever the source says. */
  feed(timestampMs: number, isKeyFrame: boolean, bytes: Uint8Array<ArrayBuffer>, levelDbov?: number): void {
    if (this.#state.status !== 'open') return;
    const { engine, roomId, memberId, medium } = this.#options;
    const isAnew = timestampMs < this.#lastMs - 1000;
    this.#lastMs = isAnew ? timestampMs : Math.max(timestampMs, this.#lastMs + 0.1);
    const level = levelDbov === undefined ? {} : { levelDbov };
    engine.feed({ roomId, memberId, medium, timestampMs: this.#lastMs, isKeyFrame, bytes, ...level });
  }

  onClosed({ producerId }: Extract<LiveMediaEvent, { type: 'ingestClosed' }>): void {
    if (this.#state.status !== 'open' || this.#state.producerId !== producerId) return;
    this.#state = { status: 'closed' };
    this.#options.onRetry();
    this.#retry.later();
  }

  /** Ends it for good. Idempotent. */
  end(): void {
    const state = this.#state;
    this.#state = { status: 'ended' };
    this.#retry.stop();
    if (state.status === 'open') this.#close(state.producerId);
  }

  #opened(producerId: string): void {
    if (this.#state.status === 'ended') {
      this.#close(producerId);
      return;
    }
    this.#state = { status: 'open', producerId };
    this.#retry.succeeded();
    this.#options.onOpened();
  }

  #failed(): void {
    if (this.#state.status === 'ended') return;
    this.#state = { status: 'closed' };
    this.#options.onRetry();
    this.#retry.later();
  }

  #close(producerId: string): void {
    const { engine, roomId, memberId } = this.#options;
    // It may be gone with its member by now.
    engine.request({ type: 'closeProducer', roomId, memberId, producerId }).catch(() => undefined);
  }
}
