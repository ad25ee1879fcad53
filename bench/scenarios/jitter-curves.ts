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
  const rows = [...figures].filter(([name]) => !name.startsWith('best fixed'));
  return rows.map(([name, ours]) => {
    const common = { goal: GOAL, scenario: NAME, metric: name, ours };
    if (name.startsWith('delay')) {
      const floor = figures.get(name.replace('delay', 'best fixed')) ?? null;
      return result({ ...common, unit: 'ms', floor, target: { is: 'at most', value: RATIO_TARGET } });
    }
    if (name.startsWith('CPU'))
      return result({ ...common, unit: 'us', target: { is: 'at most', value: PACKET_TARGET_US } });
    return result({ ...common, unit: 'bytes' });
  });
}

/** Goal P13, jitter buffer. */
export const jitterCurves: Scenario = { name: NAME, goals: [GOAL], run };
