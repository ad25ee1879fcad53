/**
 * Records the traces beside it: RTP of a real Chromium as the egress of a real node receives it, through a network that
 * loses and delays. `node bench/traces/record.ts`; needs Chromium and MEDIASOUP_WORKER_BIN, and takes two minutes.
 *
 * A file has a packet a line, in the order of arrival: sequence number, timestamp and instant of arrival in tenths of a
 * millisecond, each as the difference to the line before, in decimal. The first line has the values themselves.
 */
import { writeFileSync } from 'node:fs';
import { observer, type types } from 'mediasoup';
import { launchBrowser } from '../../test/support/browser.ts';
import { CallPages } from '../../test/support/call-pages.ts';
import { FlvClient } from '../../test/support/flv-client.ts';
import { type BadNetwork, LossyUdpNetwork } from '../../test/support/lossy-udp-network.ts';
import { startTestNode } from '../../test/support/test-node.ts';
import { waitFor } from '../../test/support/wait-for.ts';

const NETWORKS: Readonly<Record<string, BadNetwork>> = {
  clean: { loss: 0, jitterMs: 0 },
  fair: { loss: 0.01, jitterMs: 20 },
  bad: { loss: 0.05, jitterMs: 50 },
};
const SECONDS = 30;
const CODEC_OF = { audio: 'opus', video: 'h264' } as const;

interface Arrival {
  readonly ssrc: number;
  readonly values: readonly [number, number, number];
}

const arrivals: Record<'audio' | 'video', Arrival[]> = { audio: [], video: [] };

function note(kind: 'audio' | 'video', packet: Buffer): void {
  const tenths = Math.round(performance.now() * 10);
  const values = [packet.readUInt16BE(2), packet.readUInt32BE(4), tenths] as const;
  arrivals[kind].push({ ssrc: packet.readUInt32BE(8), values });
}

/** Every consumer of a direct transport belongs to an egress. */
function listen(transport: types.Transport): void {
  transport.observer.on('newconsumer', (consumer) => {
    if (transport.type === 'direct') consumer.on('rtp', (packet: Buffer) => note(consumer.kind, packet));
  });
}

function write(name: string, kind: 'audio' | 'video'): void {
  const all = arrivals[kind];
  const lines = all.map(({ values }, index) => {
    const before = all[index - 1]?.values ?? [0, 0, 0];
    return values.map((value, at) => value - (before[at] ?? 0)).join();
  });
  writeFileSync(new URL(`./${name}-${CODEC_OF[kind]}.csv`, import.meta.url), `${lines.join('\n')}\n`);
  console.log(`${name} ${kind}: ${all.length} packets, ${new Set(all.map(({ ssrc }) => ssrc)).size} source(s)`);
}

observer.on('newworker', (worker) =>
  worker.observer.on('newrouter', (router) => router.observer.on('newtransport', listen)),
);
const node = await startTestNode({ media: 'real', thread: false });
const browser = await launchBrowser();
const pages = new CallPages(browser, node.httpUrl);
try {
  for (const [name, bad] of Object.entries(NETWORKS)) {
    const network = new LossyUdpNetwork(7);
    await pages.enter('eve', name, '', { prepare: (page) => network.lead(page) });
    const headers = { authorization: `Bearer ${await node.token('eve')}` };
    const url = `${node.httpUrl}/v1/rooms/${name}/members/eve/play-urls`;
    const { flv } = await waitFor('the address', async () => {
      const response = await fetch(url, { headers });
      return response.ok ? ((await response.json()) as { flv: string }) : undefined;
    });
    const { port, pathname, search } = new URL(flv);
    const client = new FlvClient(Number(port), pathname + search);
    await waitFor('pictures', () => client.flv.pictures.length > 20, 60_000);
    network.worsen(bad);
    for (const kind of ['audio', 'video'] as const) arrivals[kind] = [];
    await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
    for (const kind of ['audio', 'video'] as const) write(name, kind);
    client.close();
    await pages.closeAll();
    network.close();
  }
} finally {
  await pages.closeAll();
  await browser.close();
  await node.stop();
}
