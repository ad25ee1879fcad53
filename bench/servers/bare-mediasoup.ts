/**
 * The software limit for media: mediasoup with nothing on top, the same worker binary, one WebRtcServer. Driven over HTTP
 * (`POST /COMMAND` with a JSON body) by whoever measures; that costs nothing beside what it causes. Prints
 * `listening on PORT`.
 */
import { createServer } from 'node:http';
import { createWorker, type types } from 'mediasoup';
import { ROUTER_CODECS } from '../../src/sfu/internal/codecs.ts';
import { dtls, h264, opus } from '../../test/support/rtp-parameters.ts';

type Body = Readonly<Record<string, unknown>>;

const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
const worker = await createWorker(workerBin === undefined ? {} : { workerBin });
const webRtcServer = await worker.createWebRtcServer({
  listenInfos: [
    { protocol: 'udp', ip: '127.0.0.1', recvBufferSize: 4 * 2 ** 20 },
    { protocol: 'tcp', ip: '127.0.0.1' },
  ],
});
const router = await worker.createRouter({ mediaCodecs: structuredClone(ROUTER_CODECS) });
const transportById = new Map<string, types.WebRtcTransport>();
const producerIds: string[] = [];
const viewers: types.WebRtcTransport[] = [];

const openTransport = async (): Promise<types.WebRtcTransport> => {
  const transport = await router.createWebRtcTransport({
    webRtcServer,
    enableSctp: true,
    initialAvailableOutgoingBitrate: 1_000_000,
  });
  transportById.set(transport.id, transport);
  return transport;
};

function transportOf({ transportId }: Body): types.WebRtcTransport {
  const transport = transportById.get(String(transportId));
  if (transport === undefined) throw new Error('no such transport');
  return transport;
}

const consume = (transport: types.WebRtcTransport, producerId: string): Promise<types.Consumer> =>
  transport.consume({ producerId, rtpCapabilities: router.rtpCapabilities as types.RtpCapabilities, paused: true });

/** One viewer: what a browser makes a server do, with a connection that never comes. */
async function join(): Promise<void> {
  const transport = await openTransport();
  viewers.push(transport);
  await transport.connect({ dtlsParameters: dtls as unknown as types.DtlsParameters });
  await Promise.all(producerIds.map((producerId) => consume(transport, producerId)));
}

async function joins(count: number, parallel: number): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await join();
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
}

const COMMANDS: Readonly<Record<string, (body: Body) => Promise<unknown>>> = {
  open: async () => {
    const { id, iceParameters, iceCandidates } = await openTransport();
    return { transportId: id, iceParameters, iceCandidates };
  },
  connect: async (body) =>
    transportOf(body).connect({ dtlsParameters: body['dtlsParameters'] as unknown as types.DtlsParameters }),
  produce: async (body) => {
    const producer = await transportOf(body).produce({
      kind: body['kind'] as types.MediaKind,
      rtpParameters: body['rtpParameters'] as unknown as types.RtpParameters,
    });
    producerIds.push(producer.id);
    return {};
  },
  consume: async (body) => {
    const consumers: { readonly headerExtensions: unknown }[] = [];
    for (const producerId of producerIds) {
      const consumer = await consume(transportOf(body), producerId);
      await consumer.resume();
      consumers.push({ headerExtensions: consumer.rtpParameters.headerExtensions ?? [] });
    }
    return consumers;
  },
  /** Somebody who sends audio and video, for viewers to join. */
  publish: async () => {
    const transport = await openTransport();
    for (const [kind, rtpParameters] of [
      ['audio', opus()],
      ['video', h264()],
    ] as const) {
      const producer = await transport.produce({
        kind,
        rtpParameters: rtpParameters as unknown as types.RtpParameters,
      });
      producerIds.push(producer.id);
    }
    return {};
  },
  join: async ({ count, parallel }) => {
    await joins(Number(count), Number(parallel));
    return {};
  },
  /** All viewers are gone. */
  leave: async () => {
    for (const viewer of viewers.splice(0)) {
      transportById.delete(viewer.id);
      viewer.close();
    }
    return {};
  },
};

const http = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const command = COMMANDS[(request.url ?? '').slice(1)];
    const text = Buffer.concat(chunks).toString();
    const answer =
      command === undefined
        ? Promise.reject(new Error('no such command'))
        : command(text === '' ? {} : (JSON.parse(text) as Body));
    answer.then(
      (value) => response.end(JSON.stringify(value ?? {})),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
  });
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('cannot listen');
  console.log(`listening on ${address.port}`);
});
process.on('SIGTERM', () => {
  worker.close();
  process.exit(0);
});
