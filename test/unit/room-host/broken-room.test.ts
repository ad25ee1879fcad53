import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { createRoomNode } from '../../../src/room-node.ts';
import { MemoryMediaEngine } from '../../../src/sfu/memory-media-engine.ts';
import { MemorySocketServer } from '../../../src/signaling/memory-socket-server.ts';
import type { ClientFrame, Init, ServerFrame } from '../../../wire/generated/messages.ts';
import { protobufCodec } from '../../../wire/protobuf-codec.ts';
import { PROTOCOL_VERSION } from '../../../wire/version.ts';
import { asRoom, asUser } from '../../support/rooms.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { waitFor } from '../../support/wait-for.ts';

test('[RH-5] a broken room ends for its members, with its media; they can join anew', async () => {
  const clock = new VirtualClock();
  const server = new MemorySocketServer({ maxBackpressureBytes: 1 << 20 });
  const engine = new MemoryMediaEngine();
  const broken: unknown[] = [];
  const ignore = (): void => undefined;
  let ids = 0;
  const node = createRoomNode({
    clock,
    config: loadConfig({ argv: [], env: {} }),
    nodeId: 'n',
    engine,
    publisher: server,
    verifyToken: async (token) => ({
      userId: asUser(token),
      displayName: token,
      avatar: '',
      role: undefined,
      grants: {},
      issuedAt: clock.now(),
      expiresAt: clock.now(),
      allowsRoom: () => true,
    }),
    revoke: ignore,
    newSecret: () => `secret-${++ids}`,
    newId: (prefix) => `${prefix}${++ids}`,
    deriveRoomId: () => asRoom('r'),
    urlProvider: () => ({ type: 'selfHosted', rtmpBase: 'rtmp://n/live', flvBase: 'http://n/live', secrets: ['s'] }),
    onStreamOver: ignore,
    observer: {
      gateway: {
        onSocketOpened: ignore,
        onSocketClosed: ignore,
        onSessionResumed: ignore,
        onFrameIn: ignore,
        onError: ignore,
      },
      onRoomEvent: ignore,
      onTurn: ignore,
      onBroken: (_roomId, error) => broken.push(error),
      onRecovered: ignore,
      onHashMismatch: ignore,
      onWorkerLost: ignore,
      onRepair: ignore,
      onEnforced: ignore,
      onFault: ignore,
      onUrlIssued: ignore,
      onRefused: ignore,
      onMediumRefused: ignore,
    },
  });
  server.listen(node.gateway);
  const client = server.connect('proto');
  const frames: ServerFrame[] = [];
  const read = (): ServerFrame[] => {
    clock.endTurn();
    frames.push(...client.read().map((data) => protobufCodec.decodeServerFrame(data)));
    return frames;
  };
  let frameId = 0;
  const send = (body: Init<ClientFrame>): void =>
    client.send(protobufCodec.encodeClientFrame({ ...body, id: ++frameId }));
  send({ hello: { token: 'ann', protocol: PROTOCOL_VERSION } });
  await waitFor('Welcome', () => read().some(({ welcome }) => welcome !== null));
  send({ joinRoom: { roomId: 'r' } });
  await waitFor('Joined', () => read().some(({ joined }) => joined !== null));
  send({ createTransport: { roomId: 'r', direction: 1 } });
  await waitFor('a transport', () => read().some(({ transportCreated }) => transportCreated !== null));

  node.rooms.get(asRoom('r'))?.execute(null as never);
  const ended = await waitFor('the end', () => read().find(({ roomEnded }) => roomEnded !== null)?.roomEnded);
  expect(broken).toHaveLength(1);
  expect(ended.error?.name).toBe('internal');
  expect(node.sessions.memberCount).toBe(0);
  expect((await engine.request({ type: 'getCounts' })).transports).toBe(0);
  const joinedBefore = read().filter(({ joined }) => joined !== null).length;
  send({ joinRoom: { roomId: 'r' } });
  await waitFor('Joined again', () => read().filter(({ joined }) => joined !== null).length > joinedBefore);
});
