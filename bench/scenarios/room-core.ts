/**
 * What one core of the pure rules carries: a room of 100 members and a floor with 100 requests waiting, in a process of
 * their own without sockets. Shows how far the rules are from being what limits a server.
 */
import { type Result, result, type Scenario, type ScenarioContext } from '../scenario.ts';
import { runProgram } from '../support/child-program.ts';

const NAME = 'room-core';
const GOAL = 'P13';
const TARGET = { is: 'at least', value: 200_000 } as const;
/** What a goal is set for; the rest is watched. */
const isGoal = (name: string): boolean => name === 'mix: decide, evolve, encode' || name === 'mix: decide, evolve';

async function run({ say }: ScenarioContext): Promise<readonly Result[]> {
  say(`${NAME}: a room of 100 members`);
  const room = await runProgram('bench/micro/room-core.ts');
  say(`${NAME}: a floor with 100 requests waiting`);
  const floors = await runProgram('bench/micro/floor-control.ts');
  const unit = 'per CPU-second';
  return [
    ...[...room].map(([name, ours]) => {
      return result({ goal: GOAL, scenario: NAME, metric: name, unit, ours, target: isGoal(name) ? TARGET : null });
    }),
    ...[...floors].map(([policy, ours]) => {
      return result({ goal: GOAL, scenario: NAME, metric: `floor commands, ${policy}`, unit, ours, target: TARGET });
    }),
  ];
}

/** Goal P13, cores: at least 200 000 commands per second. */
export const roomCore: Scenario = { name: NAME, goals: [GOAL], run };
