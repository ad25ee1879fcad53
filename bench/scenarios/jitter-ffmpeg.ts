/** ffmpeg's reorder queue in real time, beside our jitter buffer and the model of the queue (part of goal P13). */
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { runProgram } from '../support/child-program.ts';

const NAME = 'jitter-ffmpeg';
const GOAL = 'P13';
const SECONDS = { tiny: 3, short: 20, full: 60 } as const;
/** Timers later than this make other arrivals of the trace than were meant. */
const REPLAY_LIMIT_MS = 5;

async function run({ say, effort }: ScenarioContext): Promise<readonly Result[]> {
  const seconds = SECONDS[effort.name];
  say(`${NAME}: ${seconds} seconds of audio on each network, in real time`);
  const figures = await runProgram('bench/micro/jitter-ffmpeg.ts', ['--json', '--seconds', String(seconds)]);
  const of = (name: string): number => figures.get(name) ?? Number.NaN;
  const replayMs = of('replay behind the trace, p99');
  const common = { goal: GOAL, scenario: NAME };
  const networks = [...figures.keys()].flatMap((name) => (name.startsWith('agreement: ') ? [name.slice(11)] : []));
  const rows = networks.flatMap((network) => {
    const [delay, late] = ['delay', 'late'].map((what) => (who: string) => of(`${who}, ${what}: ${network}`));
    if (delay === undefined || late === undefined) return [];
    const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
    const dropped = `${network}: ffmpeg drops ${percent(late('ffmpeg'))}, its model ${percent(late('model'))}`;
    const agreement = `they agree on ${percent(of(`agreement: ${network}`))} of the packets`;
    const peers = { ffmpeg: delay('ffmpeg'), 'model of ffmpeg': delay('model') };
    return [
      result({ ...common, metric: `delay: ${network}`, unit: 'ms', ours: delay('ours'), peers }),
      result({
        ...common,
        metric: `late: ${network}`,
        unit: 'share',
        ours: late('ours'),
        notes: [`${dropped}; ${agreement}`],
      }),
    ];
  });
  const notes = replayNotes(replayMs);
  return [...rows, result({ ...common, metric: 'replay behind the trace, p99', unit: 'ms', ours: replayMs, notes })];
}

function replayNotes(replayMs: number): readonly string[] {
  if (replayMs <= REPLAY_LIMIT_MS) return [];
  return [
    `the replay was ${replayMs.toFixed(0)} ms behind the trace at p99: the network was worse than the trace, for all three`,
  ];
}

/** Goal P13, ffmpeg beside the jitter buffer. */
export const jitterFfmpeg: Scenario = { name: NAME, goals: [GOAL], run };
