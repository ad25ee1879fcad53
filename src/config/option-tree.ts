/** Walks the option table: a flat list of options, their environment variables, and the valibot schema. */
import * as v from 'valibot';
import type { Option } from './option-kinds.ts';
import { OPTIONS } from './options.ts';

/** An option of any type. */
export type AnyOption = Option<unknown>;
type Table = { readonly [key: string]: AnyOption | Table };

export interface LocatedOption {
  /** ["http", "port"]. */
  readonly path: readonly string[];
  /** "RTCROOM_PORT". */
  readonly env: string;
  readonly option: AnyOption;
}

/** Shorter or established names of some variables. */
const ENV_ALIASES: Readonly<Record<string, string>> = {
  'http.port': 'RTCROOM_PORT',
  'rtc.basePort': 'RTCROOM_RTC_PORT',
  'rtc.workerBinary': 'MEDIASOUP_WORKER_BIN',
};

const isOption = (entry: AnyOption | Table): entry is AnyOption => typeof entry['fromText'] === 'function';

const envName = (path: readonly string[]): string =>
  ENV_ALIASES[path.join('.')] ??
  `RTCROOM_${path.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join('_')}`;

function* walk(table: Table, path: readonly string[]): Generator<LocatedOption> {
  for (const [key, entry] of Object.entries(table)) {
    const here = [...path, key];
    if (isOption(entry)) yield { path: here, env: envName(here), option: entry };
    else yield* walk(entry, here);
  }
}

/** All options, in the order of the table. */
export const ALL_OPTIONS: readonly LocatedOption[] = [...walk(OPTIONS as unknown as Table, [])];

function schemaOf(table: Table): v.GenericSchema {
  const entries: Record<string, v.GenericSchema> = {};
  for (const [key, entry] of Object.entries(table)) {
    // null is what YAML makes of "key:" with nothing after it: not given.
    if (isOption(entry)) entries[key] = v.nullish(entry.schema, entry.default);
    else entries[key] = v.nullish(schemaOf(entry), {});
  }
  return v.strictObject(entries, (issue) => (issue.expected === 'never' ? 'unknown option' : 'a section expected'));
}

/** Checks a whole configuration and fills in the defaults; unknown keys are issues of type `strict_object`. */
export const CONFIG_SCHEMA: v.GenericSchema = schemaOf(OPTIONS as unknown as Table);
