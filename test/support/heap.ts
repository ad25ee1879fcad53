import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of living objects on this thread's heap, after a full collection. */
export function livingHeapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
