/**
 * From command line, file and environment to `Config`. The only reader of process.env in src/ is the caller that
 * passes it here: `loadProcessConfig`.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { parseDocument } from 'yaml';
import { checkConfig } from './check-config.ts';
import { type Config, ConfigError } from './config.ts';
import { nearestName } from './nearest-name.ts';
import { ALL_OPTIONS, CONFIG_SCHEMA, type LocatedOption } from './option-tree.ts';

type Raw = Record<string, unknown>;

/** Read by the set-up scripts, which hand their environment on to the server. */
const SET_UP_VARIABLES: readonly string[] = ['RTCROOM_CACHE_DIR'];

export interface ConfigSources {
  /** Arguments after the program's name: `--config file.yaml` or nothing. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The defaults, then the file, then the environment. Unknown keys, unknown RTCROOM_* variables and values out of
 * bounds are all collected and thrown as one `ConfigError`.
 */
export function loadConfig({ argv, env }: ConfigSources): Config {
  const file = configFile(argv);
  const raw = file === undefined ? {} : readYaml(file);
  const { byPath, problems } = readEnvironment(env);
  for (const { option, value } of byPath.values()) setAt(raw, option.path, value, problems);
  const parsed = v.safeParse(CONFIG_SCHEMA, raw);
  if (!parsed.success) {
    for (const issue of parsed.issues) problems.push(describeIssue(issue, byPath));
    throw new ConfigError(problems);
  }
  const config = deepFreeze(parsed.output) as Config;
  problems.push(...checkConfig(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** `loadConfig` of this process. */
export function loadProcessConfig(): Config {
  return loadConfig({ argv: process.argv.slice(2), env: process.env });
}

function configFile(argv: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...argv], options: { config: { type: 'string' } } }).values.config;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`command line: ${reason} Usage: [--config file.yaml]`], { cause: error });
  }
}

function readYaml(file: string): Raw {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([`${file} cannot be read`], { cause: error });
  }
  const document = parseDocument(source, { uniqueKeys: true });
  const problems = [...document.errors, ...document.warnings].map(({ message }) => `${file}: ${message}`);
  if (problems.length > 0) throw new ConfigError(problems);
  const value: unknown = document.toJS({ maxAliasCount: 0 }) ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new ConfigError([`${file}: sections expected`]);
  return value as Raw;
}

interface FromEnvironment {
  readonly byPath: ReadonlyMap<string, { option: LocatedOption; value: unknown }>;
  readonly problems: string[];
}

function readEnvironment(env: ConfigSources['env']): FromEnvironment {
  const optionByEnv = new Map(ALL_OPTIONS.map((option) => [option.env, option]));
  const byPath = new Map<string, { option: LocatedOption; value: unknown }>();
  const problems: string[] = [];
  for (const [name, text] of Object.entries(env)) {
    const option = optionByEnv.get(name);
    if (option !== undefined && text !== undefined) {
      const value = option.option.fromText(text);
      if (value === undefined) problems.push(`${name}: ${option.option.bounds} expected`);
      else byPath.set(option.path.join('.'), { option, value });
    } else if (option === undefined && name.startsWith('RTCROOM_') && !SET_UP_VARIABLES.includes(name)) {
      problems.push(`${name}: unknown variable${suggestion(name, [...optionByEnv.keys()])}`);
    }
  }
  return { byPath, problems };
}

function setAt(raw: Raw, path: readonly string[], value: unknown, problems: string[]): void {
  let section = raw;
  for (const key of path.slice(0, -1)) {
    const next = section[key] ?? {};
    section[key] = next;
    if (typeof next !== 'object') {
      problems.push(`${key}: a section expected`);
      return;
    }
    section = next as Raw;
  }
  section[path.at(-1) ?? ''] = value;
}

function describeIssue(issue: v.BaseIssue<unknown>, byPath: FromEnvironment['byPath']): string {
  const path = v.getDotPath(issue) ?? '(file)';
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `${path}: unknown option${suggestion(
      path,
      ALL_OPTIONS.map((option) => option.path.join('.')),
    )}`;
  }
  const source = byPath.get(path);
  return `${path}${source === undefined ? '' : ` (from ${source.option.env})`}: ${issue.message}`;
}

function suggestion(given: string, known: readonly string[]): string {
  const meant = nearestName(given, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

function deepFreeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

/** Folders in which programs are looked for, as the process was started with. */
export const programFolders = (): string => process.env['PATH'] ?? '';
