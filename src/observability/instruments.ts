/**
 * Typed counters, gauges and histograms. A label has a closed set of values, all of which exist from the start: no id
 * can become a label, and a rate that was never other than zero is still there to be queried.
 */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Label names, each with all of its values. */
export type LabelSets = Readonly<Record<string, readonly string[]>>;
/** One value for each label. */
export type LabelsOf<S extends LabelSets> = { readonly [K in keyof S]: S[K][number] };

export interface CounterOf<S extends LabelSets> {
  /** Adds `by` (default 1). */
  increment(labels: LabelsOf<S>, by?: number): void;
}
export interface GaugeOf<S extends LabelSets> {
  set(labels: LabelsOf<S>, value: number): void;
}
export interface HistogramOf<S extends LabelSets> {
  /** In the instrument's unit; durations take `observeMs` and are stored in seconds. */
  observe(labels: LabelsOf<S>, value: number): void;
  observeMs(labels: LabelsOf<S>, durationMs: number): void;
}

export interface InstrumentWords<S extends LabelSets> {
  /** `room_<module>_<thing>_<unit>`. */
  readonly name: string;
  readonly help: string;
  readonly labels: S;
}

/** Every combination of label values. */
function combinations(labels: LabelSets): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(labels)) {
    all = all.flatMap((partial) => values.map((value) => ({ ...partial, [name]: value })));
  }
  return all;
}

interface Count {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
}

/** What was counted since it was last handed over, by the values of the labels. */
class Tally {
  readonly #names: readonly string[];
  readonly #countByKey = new Map<string, Count>();

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  add(labels: Readonly<Record<string, string>>, by: number): void {
    let key = '';
    for (const name of this.#names) key = key === '' ? (labels[name] ?? '') : `${key} ${labels[name]}`;
    const known = this.#countByKey.get(key);
    if (known === undefined) this.#countByKey.set(key, { labels, count: by });
    else known.count += by;
  }

  drain(hand: (labels: Readonly<Record<string, string>>, by: number) => void): void {
    for (const entry of this.#countByKey.values()) {
      if (entry.count !== 0) hand(entry.labels, entry.count);
      entry.count = 0;
    }
  }
}

/** Makes the instruments of one registry. */
export class InstrumentFactory {
  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  counter<const S extends LabelSets>({ name, help, labels }: InstrumentWords<S>): CounterOf<S> {
    // Counting is on the path of each frame: what was counted is handed over when somebody reads.
    const tally = new Tally(Object.keys(labels));
    const counter = new Counter({
      name,
      help,
      labelNames: Object.keys(labels),
      registers: [this.#registry],
      collect: () => tally.drain((given, by) => counter.inc({ ...given }, by)),
    });
    for (const combination of combinations(labels)) counter.inc(combination, 0);
    return { increment: (given, by = 1) => tally.add(given, by) };
  }

  gauge<const S extends LabelSets>({ name, help, labels }: InstrumentWords<S>): GaugeOf<S> {
    const gauge = new Gauge({ name, help, labelNames: Object.keys(labels), registers: [this.#registry] });
    for (const combination of combinations(labels)) gauge.set(combination, 0);
    return { set: (given, value) => gauge.set({ ...given }, value) };
  }

  histogram<const S extends LabelSets>(
    words: InstrumentWords<S> & { readonly buckets: readonly number[] },
  ): HistogramOf<S> {
    const { name, help, labels } = words;
    const histogram = new Histogram({
      name,
      help,
      labelNames: Object.keys(labels),
      buckets: [...words.buckets],
      registers: [this.#registry],
    });
    for (const combination of combinations(labels)) histogram.zero(combination);
    return {
      observe: (given, value) => histogram.observe({ ...given }, value),
      observeMs: (given, durationMs) => histogram.observe({ ...given }, durationMs / 1000),
    };
  }
}
