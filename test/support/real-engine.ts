/** Real media engines for integration tests: two workers on free ports. */

import type { MediaEngineOptions } from '../../src/sfu/media-engine-options.ts';
import { MediasoupEngine } from '../../src/sfu/mediasoup-engine.ts';
import { ThreadedEngine } from '../../src/sfu/threaded-engine.ts';

/** The worker that set-up provides. Fails, rather than skips, when it is missing. */
export function workerBin(): string {
  const path = process.env['MEDIASOUP_WORKER_BIN'];
  if (path === undefined || path === '')
    throw new Error('MEDIASOUP_WORKER_BIN is not set: run the tests through "npm test"');
  return path;
}

export const realOptions = (more: Partial<MediaEngineOptions> = {}): MediaEngineOptions => ({
  workerBin: workerBin(),
  workers: 2,
  listenIp: '127.0.0.1',
  basePort: 0,
  ...more,
});

export const startReal = (more: Partial<MediaEngineOptions> = {}): Promise<MediasoupEngine> =>
  MediasoupEngine.start(realOptions(more));

export const startThreaded = (more: Partial<MediaEngineOptions> = {}): Promise<ThreadedEngine> =>
  ThreadedEngine.start(realOptions(more));
