import type { MediaEngine } from './media-engine.ts';
import type { MediaEngineOptions } from './media-engine-options.ts';
import { MediasoupEngine } from './mediasoup-engine.ts';
import { ThreadedEngine } from './threaded-engine.ts';

/**
 * Starts the media plane; `thread` puts its control into a thread of its own. Rejects with `MediaStartError`, whose
 * message says what to mend, when a port is busy, the address is not this machine's, or the worker cannot be run.
 */
export async function startMediaEngine(
  options: MediaEngineOptions,
  { thread }: { readonly thread: boolean },
): Promise<MediaEngine> {
  return thread ? await ThreadedEngine.start(options) : await MediasoupEngine.start(options);
}
