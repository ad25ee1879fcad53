/**
 * Servers at the same work, by turns: each round gives every contestant one slice, so that whatever else the machine does
 * meets all of them alike. Figures are medians over the rounds.
 */
import type { Effort } from './effort.ts';
import { profileAfterWarmUp } from './profiles.ts';
import { numberText } from './report.ts';
import { median } from './statistics.ts';

/** What one slice of a contestant cost and gave. */
export interface Sample {
  /** What arrived where it should: deliveries, answers, joins. */
  readonly units: number;
  /** Processor time of the server's processes and of the load generator. */
  readonly serverMs: number;
  readonly clientMs: number;
  readonly elapsedMs: number;
}

export interface Contestant {
  readonly name: string;
  readonly role: 'ours' | 'floor' | 'peer';
  /** Does the work for about that long. Rejects when not exactly what should arrive arrived. */
  readonly slice: (durationMs: number, isWarmUp: boolean) => Promise<Sample>;
  /**
   * Units that it must have done before it is as fast as it gets, because V8 optimises what was called often. Slices of
   * warm-up are repeated until then, within bounds; default one slice.
   */
  readonly warmUpUnits?: number;
  /** Rounds it takes part in, for what is many times slower than the others; default all. */
  readonly rounds?: number;
  /**
   * The load generator is known to be slower than this server, as every client is that has to make connections: then it
   * is no refusal but a note. For ours only where the floor is idler still: a server that often waits does less with
   * each wake-up, so both look worse than they are, the floor more.
   */
  readonly mayBeIdle?: boolean;
}

export interface Standing {
  /** Medians of units per second of the server's processor time; null with a reason in `notes`. */
  readonly rateByName: ReadonlyMap<string, number | null>;
  readonly ours: number;
  /** The best floor; null when there is none. */
  readonly floor: number | null;
  readonly peers: Readonly<Record<string, number | null>>;
  /** Units per second of processor time that the load generator took from the server that does nothing else. */
  readonly clientCeiling: number;
  readonly notes: readonly string[];
}

const CLIENT_SATURATED = 0.97;
const SERVER_SATURATED = 0.9;
/** Warm-up ends after so many times its length of the server's processor time, or of the time on the clock. */
const MAX_WARM_UP = { server: 8, clock: 40 };
/** A slice that the machine disturbed is measured again; one that is refused so often shows the load generator's limit. */
const TRIES = 3;

/** Why a slice says nothing about its server; undefined when it does. */
export function refusal({ units, serverMs, clientMs, elapsedMs }: Sample): string | undefined {
  if (units === 0) return 'nothing was delivered';
  // A thread that ends takes its time along.
  if (serverMs <= 0) return 'the server took no processor time';
  const client = clientMs / elapsedMs;
  const server = serverMs / elapsedMs;
  if (client > CLIENT_SATURATED && server < SERVER_SATURATED) {
    return `the load generator was the limit (it ${percent(client)}, the server ${percent(server)} busy)`;
  }
  return undefined;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const perServerSecond = ({ units, serverMs }: Sample): number => (units * 1000) / serverMs;
const perClientSecond = ({ units, clientMs }: Sample): number => (units * 1000) / clientMs;

/**
 * Measures all contestants. A peer that fails or cannot be judged is left out from there on, with a note.
 * @throws Error when ours or a floor fails, or the load generator was the limit in their slices
 */
export async function inRounds(
  contestants: readonly Contestant[],
  { rounds, sliceMs, warmUpMs }: Pick<Effort, 'rounds' | 'sliceMs' | 'warmUpMs'>,
  say: (line: string) => void,
): Promise<Standing> {
  const samplesByName = new Map(contestants.map(({ name }) => [name, [] as Sample[]]));
  const failureByName = new Map<string, string>();
  const idleByName = new Map<string, string>();
  const turn = async (contestant: Contestant, isWarmUp: boolean): Promise<void> => {
    const { name, role } = contestant;
    try {
      if (isWarmUp) {
        await warmedUp(contestant, warmUpMs);
        return;
      }
      const sample = await honestSlice(contestant, sliceMs);
      samplesByName.get(name)?.push(sample);
      const why = refusal(sample);
      if (why !== undefined) idleByName.set(name, why);
    } catch (error) {
      const why = messageOf(error);
      if (role !== 'peer') throw new Error(`${name}: ${why}`, { cause: error });
      say(`${name}: ${why}`);
      failureByName.set(name, why);
    }
  };
  for (let round = 0; round <= rounds; round += 1) {
    const isPartOf = ({ name, rounds: theirs = rounds }: Contestant): boolean =>
      !failureByName.has(name) && round <= theirs;
    say(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    for (const contestant of contestants.filter(isPartOf)) await turn(contestant, round === 0);
    if (round === 0) {
      profileAfterWarmUp();
      continue;
    }
    const last = contestants
      .filter(isPartOf)
      .map(({ name }) => `${name} ${sampleText(samplesByName.get(name)?.at(-1))}`);
    say(`  ${last.join(', ')}`);
  }
  const found = standing(contestants, samplesByName, failureByName);
  return { ...found, notes: [...found.notes, ...[...idleByName].map(([name, why]) => `${name}: ${why}`)] };
}

/** What a slice gave, for whoever watches. */
const sampleText = (sample: Sample | undefined): string =>
  sample === undefined ? '-' : `${numberText(perServerSecond(sample))} (${(sample.elapsedMs / 1000).toFixed(1)} s)`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One contestant's warm-up: slices until it has done its units, within bounds. */
export async function warmedUp(
  { slice, warmUpUnits = 0 }: Pick<Contestant, 'slice' | 'warmUpUnits'>,
  warmUpMs: number,
): Promise<void> {
  let units = 0;
  let serverMs = 0;
  let elapsedMs = 0;
  do {
    const sample = await slice(warmUpMs, true);
    units += sample.units;
    serverMs += sample.serverMs;
    elapsedMs += sample.elapsedMs;
  } while (units < warmUpUnits && serverMs < MAX_WARM_UP.server * warmUpMs && elapsedMs < MAX_WARM_UP.clock * warmUpMs);
}

async function honestSlice({ slice, mayBeIdle = false }: Contestant, durationMs: number): Promise<Sample> {
  for (let attempt = 1; ; attempt += 1) {
    const sample = await slice(durationMs, false);
    const why = refusal(sample);
    if (why === undefined || (mayBeIdle && sample.units > 0 && sample.serverMs > 0)) return sample;
    if (attempt === TRIES) throw new Error(why);
  }
}

function standing(
  contestants: readonly Contestant[],
  samplesByName: ReadonlyMap<string, readonly Sample[]>,
  failureByName: ReadonlyMap<string, string>,
): Standing {
  const samplesOf = (name: string): readonly Sample[] => samplesByName.get(name) ?? [];
  const rateByName = new Map(
    contestants.map(({ name }) => {
      const rate = failureByName.has(name) ? null : median(samplesOf(name).map(perServerSecond));
      return [name, rate] as const;
    }),
  );
  const withRole = (role: Contestant['role']): readonly string[] =>
    contestants.filter((one) => one.role === role).map(({ name }) => name);
  const rates = (names: readonly string[]): readonly number[] => names.map((name) => rateByName.get(name) ?? 0);
  const floors = withRole('floor');
  const lightest = floors.length > 0 ? floors : withRole('ours');
  return {
    rateByName,
    ours: Math.max(...rates(withRole('ours'))),
    floor: floors.length === 0 ? null : Math.max(...rates(floors)),
    peers: Object.fromEntries(withRole('peer').map((name) => [name, rateByName.get(name) ?? null])),
    clientCeiling: Math.max(...lightest.map((name) => median(samplesOf(name).map(perClientSecond)))),
    notes: [...failureByName].map(([name, why]) => `${name} did not run: ${why}`),
  };
}
