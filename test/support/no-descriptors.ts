/** Run under a low limit of descriptors: starts a media program when none is left, and tells what came of it. */
import { closeSync, openSync } from 'node:fs';
import { runFfmpeg } from '../../src/live-gateway/media-program.ts';

// What is loaded when it is first needed would not find a descriptor either.
await new Promise((resolve) => setImmediate(resolve));
const taken: number[] = [];
try {
  for (;;) taken.push(openSync('/dev/null', 'r'));
} catch {
  // Now there is none.
}
const words = await new Promise<string>((resolve) => {
  const program = runFfmpeg({
    args: ['-version'],
    inputFds: [0],
    maxQueuedBytes: 1000,
    onOutput: () => undefined,
    onExit: (lastWords) => {
      program.close();
      resolve(lastWords);
    },
  });
  program.write(0, Buffer.of(1));
});
for (const fd of taken) closeSync(fd);
console.log(words);
