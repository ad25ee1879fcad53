/** What a member sends, received from the media plane: opened, opened again when it ends, closed. */
import type { EgressFrame, LiveMediaEvent } from '../../../sfu/live-media.ts';
import type { MemberId, RoomId } from '../../../shared/ids.ts';
import type { BridgeOptions } from '../bridge-types.ts';
import { Retry } from './retry.ts';

export interface EgressLinkOptions extends Pick<BridgeOptions, 'engine' | 'clock' | 'random32'> {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
  /** VP8 comes too; otherwise it is refused. */
  readonly takesVp8: boolean;
  readonly onFrame: (frame: EgressFrame) => void;
  /** Frames that come next have another clock. */
  readonly onAnew: () => void;
  readonly onRetry: () => void;
}

export class EgressLink {
  readonly #options: EgressLinkOptions;
  readonly #retry: Retry;
  /** Of the one that is open or being opened; '' for none. */
  #egressId = '';
  #isOver = false;

  constructor(options: EgressLinkOptions) {
    this.#options = options;
    this.#retry = new Retry(options.clock, () => this.open());
  }

  /** Opens it unless it is open, or over. */
  open(): void {
    if (this.#egressId !== '' || this.#isOver) return;
    this.#retry.stop();
    const { engine, roomId, memberId, takesVp8, random32, onAnew } = this.#options;
    const egressId = `live-${random32().toString(36)}-${random32().toString(36)}`;
    this.#egressId = egressId;
    onAnew();
    engine.request({ type: 'openEgress', roomId, memberId, egressId, takesVp8 }).then(
      () => {
        this.#retry.succeeded();
        // The end may have come while it was being opened.
        if (this.#isOver) this.#close(egressId);
      },
      () => this.#ended(egressId),
    );
  }

  /** Asks the member for a key frame of its video. */
  refresh(): void {
    const { engine, roomId, memberId } = this.#options;
    const egressId = this.#egressId;
    // One that is gone, or not there yet, begins with a key frame.
    if (egressId !== '') engine.request({ type: 'refreshEgress', roomId, memberId, egressId }).catch(() => undefined);
  }

  onLive(event: LiveMediaEvent): void {
    if (!('egressId' in event) || event.egressId !== this.#egressId) return;
    if (event.type === 'egressFrame') this.#options.onFrame(event.frame);
    else if (event.type === 'egressClosed') this.#ended(event.egressId);
  }

  /** Ends it for good. Idempotent. */
  end(): void {
    this.#isOver = true;
    this.#retry.stop();
    if (this.#egressId !== '') this.#close(this.#egressId);
    this.#egressId = '';
  }

  #ended(egressId: string): void {
    if (this.#isOver || this.#egressId !== egressId) return;
    this.#egressId = '';
    this.#options.onRetry();
    this.#retry.later();
  }

  #close(egressId: string): void {
    const { engine, roomId, memberId } = this.#options;
    // It may be gone with its member by now.
    engine.request({ type: 'closeEgress', roomId, memberId, egressId }).catch(() => undefined);
  }
}
