/** The set against a naive model: whatever comes while sinks are opening, in the end exactly the wanted ones are open. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConsumerSet } from '../../../src/sfu/internal/consumer-set.ts';
import { AppError } from '../../../src/shared/app-error.ts';

class FakeSink {
  readonly id: string;
  closed = false;

  constructor(id: string) {
    this.id = id;
  }

  close(): void {
    this.closed = true;
  }
}

interface Source {
  readonly id: string;
}

interface Opening {
  readonly source: Source;
  readonly gone: () => void;
  readonly finish: (result: FakeSink | AppError) => void;
}

function harness(maxSinks = 100) {
  const openings: Opening[] = [];
  const made: FakeSink[] = [];
  const told: string[] = [];
  const goneOf = new Map<string, () => void>();
  const set = new ConsumerSet<Source, FakeSink>({
    maxSinks,
    open: (source, gone) =>
      new Promise((resolve, reject) => {
        const finish = (result: FakeSink | AppError): void => {
          if (result instanceof AppError) {
            reject(result);
            return;
          }
          made.push(result);
          goneOf.set(result.id, gone);
          resolve(result);
        };
        openings.push({ source, gone, finish });
      }),
    onOpened: (sink) => told.push(`+${sink.id}`),
    onClosed: (sink) => told.push(`-${sink.id}`),
    onRefused: (source, error) => told.push(`!${source.id} ${(error as AppError).errorName}`),
  });
  let serial = 0;
  /** Lets the opening number `index` of those under way succeed, or fail. */
  const finish = async (index = 0, failure?: AppError): Promise<void> => {
    const [opening] = openings.splice(index % Math.max(1, openings.length), 1);
    serial += 1;
    opening?.finish(failure ?? new FakeSink(`${opening.source.id}#${serial}`));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { set, openings, made, told, goneOf, finish };
}

const source = (id: string): Source => ({ id });

test('[SF-22] a source dropped while it opens is closed unseen', async () => {
  const { set, told, made, finish } = harness();
  set.add(source('a'));
  set.reconcile([]);
  await finish();
  expect(told).toEqual([]);
  expect(made.map(({ closed }) => closed)).toEqual([true]);
  expect(set.size).toBe(0);
});

test('[SF-22] dropped and wanted again while it opens, it is opened once more and shown once', async () => {
  const { set, told, finish } = harness();
  set.add(source('a'));
  set.reconcile([]);
  set.reconcile([source('a')]);
  await finish();
  await finish();
  expect(told).toEqual(['+a#2']);
  expect(set.of('a')?.id).toBe('a#2');
});

test('[SF-24] what cannot be received is not tried again until all is reset', async () => {
  const { set, openings, told, finish } = harness();
  set.add(source('a'));
  await finish(0, new AppError('cannotConsume'));
  set.reconcile([source('a')]);
  expect(openings).toHaveLength(0);
  set.reset();
  set.reconcile([source('a')]);
  await finish();
  expect(told).toEqual(['!a cannotConsume', '+a#2']);
});

test('[SF-16] what failed otherwise is tried again with the next wishes', async () => {
  const { set, openings, finish } = harness();
  set.add(source('a'));
  await finish(0, new AppError('mediaUnavailable'));
  set.reconcile([source('a')]);
  expect(openings).toHaveLength(1);
});

test('[SF-25] sources beyond the limit are refused', () => {
  const { set, openings, told } = harness(2);
  set.reconcile(['a', 'b', 'c'].map(source));
  expect(openings).toHaveLength(2);
  expect(told).toEqual(['!c limitExceeded']);
});

test('[SF-22] a sink that ends by itself is told and can be opened anew; closing is silent', async () => {
  const { set, told, goneOf, finish } = harness();
  set.add(source('a'));
  await finish();
  goneOf.get('a#1')?.();
  set.add(source('a'));
  await finish();
  set.close();
  set.add(source('b'));
  goneOf.get('a#2')?.();
  expect(told).toEqual(['+a#1', '-a#1', '+a#2']);
});

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('reconcile' as const), ids: fc.subarray(['a', 'b', 'c', 'd']) }),
    fc.record({ do: fc.constant('add' as const), id: fc.constantFrom('a', 'b', 'c', 'd') }),
    fc.record({ do: fc.constant('finish' as const), index: fc.nat({ max: 5 }) }),
    fc.record({ do: fc.constant('reset' as const) }),
  ),
  { maxLength: 40 },
);

test('[SF-20] [SF-22] in the end exactly the wanted sources are open, and the events say so', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const { set, openings, made, told, finish } = harness();
      let wanted = new Set<string>();
      for (const step of list) {
        if (step.do === 'reconcile') {
          set.reconcile(step.ids.map(source));
          wanted = new Set(step.ids);
        } else if (step.do === 'add') {
          set.add(source(step.id));
          wanted.add(step.id);
        } else if (step.do === 'reset') {
          set.reset();
          wanted.clear();
        } else {
          await finish(step.index);
        }
      }
      while (openings.length > 0) await finish();
      const open = made.filter(({ closed }) => !closed).map(({ id }) => id);
      expect(new Set(open.map((id) => id.slice(0, 1)))).toEqual(wanted);
      expect(open).toHaveLength(wanted.size);
      const shown = new Set<string>();
      for (const word of told) {
        if (word.startsWith('+')) shown.add(word.slice(1));
        else expect(shown.delete(word.slice(1))).toBe(true);
      }
      expect(shown).toEqual(new Set(open));
    }),
    { numRuns: 200 },
  );
});
