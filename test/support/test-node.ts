/** A real node on a free port, for integration tests: real sockets, real HTTP; media in memory or real, as asked. */
import { type RunningNode, startNode } from '../../src/composition.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { LiveAdmission } from '../../src/live-gateway/live-ports.ts';
import type { NodeCounts } from '../../src/node-report.ts';
import { createLogger, silentLogger } from '../../src/observability/logger.ts';
import type { MediaEngine } from '../../src/sfu/media-engine.ts';
import { MemoryMediaEngine } from '../../src/sfu/memory-media-engine.ts';
import { startMediaEngine } from '../../src/sfu/start-media-engine.ts';
import { RawClient, type RawClientOptions } from './raw-client.ts';
import { waitFor } from './wait-for.ts';

export interface TestNode extends RunningNode {
  readonly engine: MediaEngine;
  readonly httpUrl: string;
  readonly wsUrl: string;
  /** A development token. */
  token(user: string, more?: Readonly<Record<string, string>>): Promise<string>;
  /** A client that has said Hello. */
  client(user: string, more?: Partial<RawClientOptions> & Readonly<Record<string, string>>): Promise<RawClient>;
  /** Waits until nothing but the node itself is left. */
  untilIdle(): Promise<void>;
}

export interface TestNodeOptions {
  /** RTCROOM_* variables over the defaults of a test. */
  readonly env?: Readonly<Record<string, string>>;
  readonly media?: 'memory' | 'real';
  /** Real media are in a thread of their own; default true. */
  readonly thread?: boolean;
  readonly siteFolder?: string;
  readonly liveAdmission?: LiveAdmission;
}

/** Media ports for tests: away from those of a node that somebody runs by hand, and from those that outgoing connections get. */
const TEST_RTC_PORT = 27_000;

export async function startTestNode({
  env = {},
  media = 'memory',
  thread = true,
  siteFolder = 'web/dist',
  liveAdmission,
}: TestNodeOptions = {}): Promise<TestNode> {
  const config = loadConfig({
    argv: [],
    env: { RTCROOM_PORT: '0', RTCROOM_RTMP_PORT: '0', RTCROOM_LOG_LEVEL: 'silent', RTCROOM_TEST_MODE: 'true', ...env },
  });
  const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
  const engine =
    media === 'memory'
      ? new MemoryMediaEngine()
      : await startMediaEngine(
          {
            ...(workerBin === undefined ? {} : { workerBin }),
            workers: 2,
            listenIp: '127.0.0.1',
            basePort: TEST_RTC_PORT,
          },
          { thread },
        );
  const logger = config.log.level === 'silent' ? silentLogger : createLogger(config.log);
  const node = await startNode({
    config,
    logger,
    engine,
    siteFolder,
    ...(liveAdmission === undefined ? {} : { liveAdmission }),
  });
  const httpUrl = `http://127.0.0.1:${node.port}`;
  const token = async (user: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const response = await fetch(`${httpUrl}/v1/sessions`, {
      method: 'POST',
      body: JSON.stringify({ user, name: user, ...more }),
    });
    const body = (await response.json()) as { token?: string };
    if (body.token === undefined) throw new Error(`no token: ${JSON.stringify(body)}`);
    return body.token;
  };
  const wsUrl = `ws://127.0.0.1:${node.port}/v1/ws`;
  return {
    ...node,
    engine,
    httpUrl,
    wsUrl,
    token,
    client: async (user, { encoding, ...more } = {}) =>
      await RawClient.hello({
        url: wsUrl,
        token: await token(user, more),
        ...(encoding === undefined ? {} : { encoding }),
      }),
    untilIdle: async () => {
      let seen: unknown;
      await waitFor(
        'the node to be idle',
        async () => {
          const all = await node.counts();
          seen = all;
          return isNothingOpen(all);
        },
        20_000,
        () => seen,
      );
    },
  };
}

/** The workers stay. */
function isNothingOpen({ media: { workers: _, workerPids: __, ...media }, ...counts }: NodeCounts): boolean {
  const isZero = (value: unknown): boolean =>
    typeof value === 'object' && value !== null ? Object.values(value).every(isZero) : value === 0;
  return isZero(media) && isZero(counts);
}
