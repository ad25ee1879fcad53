/** What a member costs in the memory of a room's state, and what a room's event log costs beside it. */
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { runProgram } from '../support/child-program.ts';

const NAME = 'room-memory';
const GOAL = 'P13';
const TARGET = { is: 'at most', value: 2048 } as const;
const LOG = 'event log of a room, full';

async function run({ say }: ScenarioContext): Promise<readonly Result[]> {
  say(`${NAME}: 100 rooms of 100 members`);
  const figures = await runProgram('bench/micro/room-memory.ts');
  return [...figures].map(([name, ours]) => {
    const isLog = name === LOG;
    const metric = isLog ? name : `a member ${name}`;
    return result({ goal: GOAL, scenario: NAME, metric, unit: 'bytes', ours, target: isLog ? null : TARGET });
  });
}

/** Goal P13, cores, the other half: at most 2 KiB of state per member. */
export const roomMemory: Scenario = { name: NAME, goals: [GOAL], run };
