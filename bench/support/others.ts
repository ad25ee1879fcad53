/** Starting what is beside ours, with the ways in which that may fail told and not hidden. */
import type { ChildServer } from './child-server.ts';
import type { Closing } from './closing.ts';
import { type OtherServer, startOther } from './contestants.ts';

export interface StartedOther<T> {
  readonly other: OtherServer;
  readonly server: ChildServer;
  readonly given: T;
}

export interface StartedOthers<T> {
  readonly started: readonly StartedOther<T>[];
  /** Peers that did not start, as results show them. */
  readonly missing: Readonly<Record<string, null>>;
  readonly notes: readonly string[];
}

/**
 * Starts them and prepares each, to be closed with `closing`; peers only `withPeers`. A peer that fails is noted.
 * @throws Error when a floor fails: without it nothing can be compared
 */
export async function startOthers<T>(
  others: readonly OtherServer[],
  withPeers: boolean,
  closing: Closing,
  prepare: (other: OtherServer, server: ChildServer) => Promise<T>,
): Promise<StartedOthers<T>> {
  const started: StartedOther<T>[] = [];
  const missing: Record<string, null> = {};
  const notes: string[] = [];
  for (const other of others) {
    if (other.role === 'peer' && !withPeers) continue;
    try {
      const server = await startOther(other);
      closing.add(() => server.stop());
      started.push({ other, server, given: await prepare(other, server) });
    } catch (error) {
      if (other.role === 'floor') throw error;
      missing[other.name] = null;
      notes.push(didNotRun(other.name, error));
    }
  }
  return { started, missing, notes };
}

/** What a report says about a peer that failed. */
export const didNotRun = (name: string, error: unknown): string =>
  `${name} did not run: ${error instanceof Error ? error.message : String(error)}`;
