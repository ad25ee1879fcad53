/**
 * Janus and those who load it, in a network of their own (see bench/support/private-network.ts): `janus-program.ts KIND
 * VIEWERS WINDOW EVENT_LOOPS`. Each request is `{ durationMs }` and is answered with what that slice cost.
 */
import { startJanus } from '../peers/janus.ts';
import { Closing } from '../support/closing.ts';
import { measured } from '../support/measured.ts';
import { PRIVATE_ADDRESS, type ProgramAnswer } from '../support/private-network.ts';
import { openJanusCrowd } from './janus-crowd.ts';
import { localDtls } from './media-peer.ts';
import { sfuLoop } from './sfu-loop.ts';

const [kind = '', viewers, window, eventLoops] = process.argv.slice(2);
const closing = new Closing();

const answer = (message: ProgramAnswer): void => {
  process.send?.(message);
};
const failed = (error: unknown): void => answer({ failure: error instanceof Error ? error.message : String(error) });

async function open(): Promise<(durationMs: number) => Promise<unknown>> {
  const server = await startJanus(PRIVATE_ADDRESS, Number(eventLoops));
  closing.add(() => server.stop());
  const medium = kind === 'audio' ? 'audio' : 'video';
  const room = { port: server.port, address: PRIVATE_ADDRESS };
  const crowd = await openJanusCrowd(room, medium, Number(viewers), await localDtls());
  closing.add(crowd.close);
  return (durationMs) => measured(server, () => sfuLoop(crowd, Number(window), durationMs));
}

// The bench is gone, or has had enough.
process.once('disconnect', () => {
  closing.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});

open().then((slice) => {
  process.on('message', (message) => {
    const { durationMs } = message as { readonly durationMs: number };
    slice(durationMs).then((value) => answer({ value }), failed);
  });
  answer({ value: null });
}, failed);
