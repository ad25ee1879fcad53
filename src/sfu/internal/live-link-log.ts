/** Which links to the live gateway are open in the engine's thread, for the case that it dies. */
import type { LiveMediaEvent } from '../live-media.ts';
import type { MediaCommand, MediaReplies } from '../media-engine.ts';

type Ended = Extract<LiveMediaEvent, { readonly type: 'ingestClosed' | 'egressClosed' }>;

export class LiveLinkLog {
  /** By producer or egress. */
  readonly #endedById = new Map<string, Ended>();

  /** A command succeeded. */
  opened(command: MediaCommand, reply: unknown): void {
    if (command.type === 'openIngest') {
      const { roomId, memberId, medium } = command;
      const { producerId } = reply as MediaReplies['openIngest'];
      this.#endedById.set(producerId, { type: 'ingestClosed', roomId, memberId, medium, producerId });
    } else if (command.type === 'openEgress') {
      const { roomId, memberId, egressId } = command;
      this.#endedById.set(egressId, { type: 'egressClosed', roomId, memberId, egressId });
    }
  }

  heard(event: LiveMediaEvent): void {
    if (event.type === 'ingestClosed') this.#endedById.delete(event.producerId);
    else if (event.type === 'egressClosed') this.#endedById.delete(event.egressId);
  }

  /** What is to be told of all that were open; none is any more. */
  takeAll(): readonly LiveMediaEvent[] {
    const ended = [...this.#endedById.values()];
    this.#endedById.clear();
    return ended;
  }
}
