/**
 * Servers at the same work, by turns: each round gives every contestant one slice, so that whatever else the machine does
 * meets all of them alike. Figures are medians over the rounds.
 */
import type { Effort } from './effort.ts';
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
  readonly slice: (durationMs: number) => Promise<Sample>;
  /** Rounds it takes part in, for what is many times slower than the others; default all. */
  readonly rounds?: number;
  /**
   * The load generator is known to be slower than this server, as every client is that has to make connections for bare
   * uWS to accept: then it is no refusal but a note. Never for ours.
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
/** A slice that the machine disturbed is measured again; one that is refused so often shows the load generator's limit. */
const TRIES = 3;

/** Why a slice says nothing about its server; undefined when it does. */
export function refusal({ units, serverMs, clientMs, elapsedMs }: Sample): string | undefined {
  if (units === 0 || serverMs === 0) return 'nothing was delivered';
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
      const sample = await honestSlice(contestant, isWarmUp ? warmUpMs : sliceMs, isWarmUp);
      if (isWarmUp) return;
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
    say(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    for (const contestant of contestants) {
      const isDone = failureByName.has(contestant.name) || round > (contestant.rounds ?? rounds);
      if (!isDone) await turn(contestant, round === 0);
    }
  }
  const found = standing(contestants, samplesByName, failureByName);
  return { ...found, notes: [...found.notes, ...[...idleByName].map(([name, why]) => `${name}: ${why}`)] };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function honestSlice(
  { slice, mayBeIdle = false }: Contestant,
  durationMs: number,
  isWarmUp: boolean,
): Promise<Sample> {
  for (let attempt = 1; ; attempt += 1) {
    const sample = await slice(durationMs);
    const why = refusal(sample);
    if (why === undefined || isWarmUp || (mayBeIdle && sample.units > 0)) return sample;
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
