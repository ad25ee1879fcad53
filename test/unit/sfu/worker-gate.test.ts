import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Lane, WorkerGate } from '../../../src/sfu/internal/worker-gate.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A gate whose tasks end when the test says so. */
function harness() {
  const gate = new WorkerGate();
  const started: string[] = [];
  const running: { readonly name: string; readonly end: () => void }[] = [];
  const submit = (lane: Lane, name: string, fails = false): Promise<string> =>
    gate.run(lane, () => {
      started.push(name);
      return new Promise((resolve, reject) => {
        running.push({ name, end: () => (fails ? reject(new Error(name)) : resolve(name)) });
      });
    });
  const endOne = async (index = 0): Promise<void> => {
    running.splice(index % Math.max(1, running.length), 1)[0]?.end();
    await settle();
  };
  return { started, running, submit, endOne };
}

test('[SF-17] commands overtake what waits in the background', async () => {
  const { started, running, submit, endOne } = harness();
  for (let index = 0; index < 20; index += 1) void submit('background', `b${index}`);
  expect(started).toHaveLength(8);
  for (let index = 0; index < 40; index += 1) void submit('command', `c${index}`);
  expect(started.slice(8)).toEqual(Array.from({ length: 24 }, (_, index) => `c${index}`));
  while (running.length > 0) await endOne();
  expect(started.slice(32, 48)).toEqual(Array.from({ length: 16 }, (_, index) => `c${index + 24}`));
  expect(started.slice(48)).toEqual(Array.from({ length: 12 }, (_, index) => `b${index + 8}`));
});

test('[SF-17] a task that throws or fails gives its place back', async () => {
  const gate = new WorkerGate();
  const boom = (): Promise<never> => {
    throw new Error('boom');
  };
  const failing = Array.from({ length: 50 }, () => gate.run('background', boom));
  const outcomes = await Promise.allSettled([...failing, gate.run('background', () => Promise.resolve('ok'))]);
  expect(outcomes.slice(0, 50).every(({ status }) => status === 'rejected')).toBe(true);
  expect(outcomes[50]).toEqual({ status: 'fulfilled', value: 'ok' });
});

test('[SF-17] whatever ends when: each task runs once, in the order of its lane, never more than allowed', async () => {
  const task = fc.record({ lane: fc.constantFrom<Lane>('command', 'background'), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(task, { maxLength: 100 }),
      fc.array(fc.nat({ max: 40 }), { maxLength: 60 }),
      async (tasks, ends) => {
        const { started, running, submit, endOne } = harness();
        const outcomes = Promise.allSettled(
          tasks.map(({ lane, fails }, index) => submit(lane, `${lane}-${index}`, fails)),
        );
        for (const index of ends) {
          expect(running.length).toBeLessThanOrEqual(32);
          await endOne(index);
        }
        while (running.length > 0) await endOne();
        const settled = await outcomes;
        expect(settled.map(({ status }) => status === 'rejected')).toEqual(tasks.map(({ fails }) => fails));
        for (const lane of ['command', 'background']) {
          const expected = tasks.flatMap((given, index) => (given.lane === lane ? [`${lane}-${index}`] : []));
          expect(started.filter((name) => name.startsWith(lane))).toEqual(expected);
        }
      },
    ),
    { numRuns: 50 },
  );
});
