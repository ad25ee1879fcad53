/**
 * `npm run bench`: measures the server on this machine. Options: `--scenario NAME` (repeatable), `--goal P1`
 * (repeatable), `--json`. Ends with 1 when something could not be measured honestly; a missed target is a result.
 */
import { parseArgs } from 'node:util';
import type { Result, Scenario } from './scenario.ts';
import { fanOut } from './scenarios/fan-out.ts';
import { flvFanOut } from './scenarios/flv-fan-out.ts';
import { joinLatency } from './scenarios/join-latency.ts';
import { muteToSilence } from './scenarios/mute-to-silence.ts';
import { resumeStorm } from './scenarios/resume-storm.ts';
import { roomCore } from './scenarios/room-core.ts';
import { roomMemory } from './scenarios/room-memory.ts';
import { weappHeartbeats } from './scenarios/weapp-heartbeats.ts';
import { describeMachine, describeVersions } from './support/machine.ts';
import { reportAsJson, reportAsTable } from './support/report.ts';

const SCENARIOS: readonly Scenario[] = [
  joinLatency,
  fanOut,
  resumeStorm,
  roomCore,
  roomMemory,
  muteToSilence,
  flvFanOut,
  weappHeartbeats,
];

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** @throws Error that says which names exist. */
function chooseScenarios(names: readonly string[], goals: readonly string[]): readonly Scenario[] {
  const knownNames = SCENARIOS.map(({ name }) => name);
  const knownGoals = SCENARIOS.flatMap((scenario) => scenario.goals);
  const unknown = [
    ...names.filter((name) => !knownNames.includes(name)),
    ...goals.filter((goal) => !knownGoals.includes(goal)),
  ];
  if (unknown.length > 0) {
    const advice = `scenarios: ${knownNames.join(', ')}; goals: ${knownGoals.join(', ')}`;
    throw new Error(`not known: ${unknown.join(', ')} (${advice})`);
  }
  if (names.length + goals.length === 0) return SCENARIOS;
  return SCENARIOS.filter(
    (scenario) => names.includes(scenario.name) || scenario.goals.some((goal) => goals.includes(goal)),
  );
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', multiple: true, default: [] },
      goal: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    },
  });
  const results: Result[] = [];
  let failures = 0;
  for (const scenario of chooseScenarios(values.scenario, values.goal)) {
    try {
      const found = await scenario.run({ say });
      const wanted = ({ goal }: Result): boolean =>
        values.goal.length === 0 || values.scenario.length > 0 || (goal !== null && values.goal.includes(goal));
      results.push(...found.filter(wanted));
    } catch (error) {
      failures += 1;
      say(`${scenario.name}: could not be measured`);
      console.error(error);
    }
  }
  const report = { machine: describeMachine(), versions: describeVersions(), results };
  process.stdout.write(values.json ? reportAsJson(report) : `\n${reportAsTable(report)}`);
  return failures === 0 ? 0 : 1;
}

// Ending through `exit` ends the servers too.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  },
);
