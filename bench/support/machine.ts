/** What a figure was measured on: without it, it cannot be compared with another. */
import { readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { canPin } from './pinning.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** Servers and load generator had a core each. */
  readonly pinned: boolean;
}

/** Names only what others can have too: no host name, no paths. */
export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    pinned: canPin,
  };
}

/** Versions of what was measured and of what it stands on. */
export function describeVersions(): Readonly<Record<string, string>> {
  return {
    rtcroom: versionOf('../../package.json'),
    node: process.versions.node,
    'uWebSockets.js': versionOf('../../node_modules/uWebSockets.js/package.json'),
    mediasoup: versionOf('../../node_modules/mediasoup/package.json'),
  };
}

function versionOf(file: string): string {
  const { version } = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as { version: string };
  return version;
}
