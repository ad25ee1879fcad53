/** Sockets of strangers: silent, rude, or faster than allowed. Whatever they do, nobody else may notice. */
import { jsonCodec } from '../../wire/json-codec.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { PROTOCOL_VERSION } from '../../wire/version.ts';
import type { Link } from './network.ts';
import type { Operation } from './operations.ts';
import type { World } from './world.ts';

/** More than a burst and the violations that are forgiven. */
const FLOOD_FRAMES = 330;

/** Opens a socket that behaves badly, in a way that `op.x` chooses. */
export function intrude(world: World, op: Operation): void {
  const isText = op.y % 2 === 0;
  const codec = isText ? jsonCodec : protobufCodec;
  const token = world.newToken(world.userAt(op.who));
  let link: Link | undefined;
  const hello = { token, protocol: PROTOCOL_VERSION, client: 'intruder' };
  const greet = (): void => link?.send(codec.encodeClientFrame({ id: 1, hello }));
  const manners: readonly (() => void)[] = [
    // Says nothing at all.
    () => undefined,
    () => link?.send(isText ? '{"id":' : Uint8Array.of(255, 255, 255, op.x & 255)),
    () => link?.send(isText ? ' '.repeat(80_000) : new Uint8Array(80_000)),
    () => link?.send(codec.encodeClientFrame({ id: 1, ping: { sentAtMs: 1 } })),
    () => link?.send(codec.encodeClientFrame({ id: 1, hello: { ...hello, token: 'forged' } })),
    () => link?.send(codec.encodeClientFrame({ id: 1, hello: { ...hello, protocol: 99 } })),
    () => {
      greet();
      link?.send(codec.encodeClientFrame({ id: 0, ping: { sentAtMs: 1 } }));
    },
    () => {
      const roomId = world.roomIds[0] ?? '';
      greet();
      world.clock.after(500, () => {
        link?.send(codec.encodeClientFrame({ id: 2, joinRoom: { roomId } }));
        for (let id = 3; id < FLOOD_FRAMES; id += 1) {
          link?.send(codec.encodeClientFrame({ id, raiseHand: { roomId, raised: id % 2 === 0, memberId: '' } }));
        }
      });
    },
  ];
  const behave = manners[op.x % manners.length] ?? (() => undefined);
  const open = world.network.opener(isText ? 'json' : 'proto', world.random.fork(`intruder ${op.x}`), (opened) => {
    link = opened;
  });
  open('sim://node', codec.subprotocol, { onOpen: behave, onMessage: () => undefined, onClose: () => undefined });
}
