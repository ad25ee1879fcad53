/** The jitter buffer beside fixed ones on recorded kinds of networks, and what a packet costs (part of goal P13). */
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { runProgram } from '../support/child-program.ts';

const NAME = 'jitter-buffer';
const GOAL = 'P13';
const RATIO_TARGET = 0.6;
const PACKET_TARGET_US = 1;

async function run({ say }: ScenarioContext): Promise<readonly Result[]> {
  say(`${NAME}: twenty minutes of audio on each network, then ten million packets`);
  const figures = await runProgram('bench/micro/jitter-buffer.ts', ['--json']);
  const rows = [...figures].filter(([name]) => !/^(best fixed|bound)/.test(name));
  return rows.map(([name, ours]) => {
    const common = { goal: GOAL, scenario: NAME, metric: name, ours };
    if (name.startsWith('delay')) {
      const floor = figures.get(name.replace('delay', 'best fixed')) ?? null;
      return result({
        ...common,
        unit: 'ms',
        floor,
        target: { is: 'at most', value: RATIO_TARGET },
        notes: bounds(figures, name),
      });
    }
    if (name.startsWith('CPU'))
      return result({ ...common, unit: 'us', target: { is: 'at most', value: PACKET_TARGET_US } });
    return result({ ...common, unit: 'bytes' });
  });
}

/** What no buffer can do better on the same network. */
function bounds(figures: ReadonlyMap<string, number>, name: string): readonly string[] {
  const network = name.slice(name.indexOf(': '));
  return [...figures].flatMap(([bound, ms]) =>
    bound.startsWith('bound') && bound.endsWith(network)
      ? [`${bound.slice(0, -network.length)}: at least ${ms.toFixed(1)} ms`]
      : [],
  );
}

/** Goal P13, jitter buffer. */
export const jitterCurves: Scenario = { name: NAME, goals: [GOAL], run };
