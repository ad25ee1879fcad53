/** A media plane without media that knows what it was asked for, and says what it is told to say. */
import type { LiveMediaEvent } from '../../src/sfu/live-media.ts';
import type { MediaCommand, MediaReply } from '../../src/sfu/media-engine.ts';
import { MemoryMediaEngine } from '../../src/sfu/memory-media-engine.ts';

export class ToldEngine extends MemoryMediaEngine {
  readonly asked: MediaCommand[] = [];
  tell: (event: LiveMediaEvent) => void = () => undefined;

  override request<C extends MediaCommand>(command: C): Promise<MediaReply<C['type']>> {
    this.asked.push(command);
    return super.request(command);
  }

  override onLive(listener: (event: LiveMediaEvent) => void): void {
    this.tell = listener;
    super.onLive(listener);
  }
}
