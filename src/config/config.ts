/** The configuration as everything else sees it: one deep-frozen value, made once at start. */
import type { Option } from './option-kinds.ts';
import type { OPTIONS } from './options.ts';

type ValuesOf<T> = {
  readonly [K in keyof T]: T[K] extends Option<infer V> ? V : ValuesOf<T[K]>;
};

/** Deep-frozen. Units are in the names; bounds and meaning are in options.ts and config.sample.yaml. */
export type Config = ValuesOf<typeof OPTIONS>;

/** What is wrong with the configuration: one sentence per problem, each naming the option. Ends the start. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: { cause?: unknown }) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`, options);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
