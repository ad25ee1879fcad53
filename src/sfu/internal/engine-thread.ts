/** Entry of the engine's thread: a `MediasoupEngine` behind messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { toAppError } from '../../shared/app-error.ts';
import { assert } from '../../shared/assert.ts';
import type { MediaCommand } from '../media-engine.ts';
import { MediaStartError } from '../media-engine-options.ts';
import { MediasoupEngine } from '../mediasoup-engine.ts';
import type { FromThread, ThreadSettings, ToThread } from './thread-messages.ts';

assert(parentPort !== null, 'the engine thread has a parent');
const port = parentPort;
const tell = (message: FromThread): void => port.postMessage(message);

/** Field values that survive the way; errors as their text. */
function plainFields(fields: Readonly<Record<string, unknown>>): Record<string, string | number | boolean> {
  const plain = (value: unknown): string | number | boolean => {
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    return value instanceof Error ? (value.stack ?? value.message) : String(value);
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]));
}

async function answer(engine: MediasoupEngine, id: number, command: MediaCommand): Promise<void> {
  try {
    tell({ type: 'reply', id, reply: await engine.request(command) });
  } catch (error) {
    const { errorName, detail } = toAppError(error);
    tell({ type: 'failure', id, errorName, detail: detail ?? null });
  }
}

async function run(): Promise<void> {
  const engine = await MediasoupEngine.start({
    ...(workerData as ThreadSettings),
    logger: (level, message, fields) => tell({ type: 'log', level, message, fields: plainFields(fields) }),
  });
  engine.onEvent((event) => tell({ type: 'event', event }));
  engine.onLive((event) => {
    const bytes = event.type === 'egressFrame' ? [event.frame.bytes.buffer] : [];
    // Before the bytes are given away.
    if (event.type === 'egressFrame') engine.backlog.gave(event.frame.bytes.length);
    port.postMessage({ type: 'live', event } satisfies FromThread, bytes);
  });
  port.on('message', (message: ToThread) => {
    if (message.type === 'request') {
      void answer(engine, message.id, message.command);
      return;
    }
    if (message.type === 'feed') {
      engine.feed(message.frame);
      tell({ type: 'fed', bytes: message.frame.bytes.length });
      return;
    }
    if (message.type === 'taken') {
      engine.backlog.taken(message.bytes);
      return;
    }
    void engine.close().then(() => {
      // Not port.close(): a timer that is still armed would keep the thread for its time.
      process.exit(0);
    });
  });
  tell({ type: 'started' });
}

run().catch((error: unknown) => {
  const known = error instanceof MediaStartError ? error : undefined;
  tell({
    type: 'notStarted',
    reason: known?.reason ?? null,
    message: error instanceof Error ? error.message : String(error),
    port: known?.port ?? null,
  });
  process.exit(0);
});
