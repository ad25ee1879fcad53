/** What a figure was measured on: without it, it cannot be compared with another. */
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { canPin } from './pinning.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** Servers and load generator had a core each. */
  readonly pinned: boolean;
  /** Load average of the last minute when the report was made; the bench itself accounts for up to 2. */
  readonly loadAverage: number;
}

const PEERS = ['ws', 'socket.io', '@colyseus/core', '@colyseus/ws-transport'] as const;

/** Names only what others can have too: no host name, no paths. */
export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    pinned: canPin,
    loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** Versions of what was measured and of what it stands on. */
export function describeVersions(): Readonly<Record<string, string>> {
  return {
    rtcroom: versionOf('../../package.json'),
    node: process.versions.node,
    'uWebSockets.js': versionOf('../../node_modules/uWebSockets.js/package.json'),
    mediasoup: versionOf('../../node_modules/mediasoup/package.json'),
    'node-media-server': versionOf('../../node_modules/node-media-server/package.json'),
    ...peerVersions(),
  };
}

/** As pinned for the bench, whether they are installed or not. */
function peerVersions(): Readonly<Record<string, string>> {
  const { dependencies } = JSON.parse(readFileSync(new URL('../peers/package.json', import.meta.url), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  return Object.fromEntries(PEERS.map((name) => [name, dependencies[name] ?? 'unknown']));
}

function versionOf(file: string): string {
  const { version } = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as { version: string };
  return version;
}
