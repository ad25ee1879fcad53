/** Kinds of options: each knows how its value is checked, read from an environment variable and documented. */
import * as v from 'valibot';

/** One option of the configuration. Everything an operator is told about it is here. */
export interface Option<T> {
  /** What it is, in one or two sentences. */
  readonly doc: string;
  readonly default: T;
  /** "ms", "bytes", ...; '' for what has none. */
  readonly unit: string;
  /** Accepted values, in words. */
  readonly bounds: string;
  /** What a greater or other value costs; '' when nothing worth saying. */
  readonly cost: string;
  readonly schema: v.GenericSchema<unknown, T>;
  /** The value as an environment variable carries it; undefined = the text cannot be one. */
  readonly fromText: (text: string) => unknown;
}

interface Words {
  readonly doc: string;
  readonly cost?: string;
}

/** A shared API key: signs tokens and admin requests. */
export interface ApiKey {
  readonly keyId: string;
  readonly secret: string;
}

/** A mini program, as mp.weixin.qq.com knows it. */
export interface WechatApp {
  readonly appid: string;
  readonly secret: string;
}

/** A STUN or TURN server that clients are told to use. */
export interface IceServerConfig {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

/** A whole number of `unit`s. */
export function integer(options: Words & { default: number; min: number; max: number; unit: string }): Option<number> {
  const { doc, cost = '', unit, min, max } = options;
  const bounds = `${min} to ${max}`;
  const schema = v.pipe(
    v.number(`a whole number from ${bounds} expected`),
    v.integer(`a whole number from ${bounds} expected`),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );
  const fromText = (text: string): unknown => (/^-?\d+$/.test(text) ? Number(text) : undefined);
  return { doc, cost, unit, bounds, default: options.default, schema, fromText };
}

/** An IP address or host name. */
export const HOST = /^[0-9A-Za-z:.-]{1,253}$/;

/** A TCP or UDP port. */
export const port = (options: Words & { default: number; min?: number }): Option<number> =>
  integer({ min: 0, max: 65_535, unit: 'port number', ...options });

/** true or false. */
export function flag(options: Words & { default: boolean }): Option<boolean> {
  const { doc, cost = '' } = options;
  const fromText = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : undefined);
  const schema = v.boolean('true or false expected');
  return { doc, cost, unit: '', bounds: 'true or false', default: options.default, schema, fromText };
}

/** Text; `pattern` must match all of it. */
export function text(
  options: Words & { default: string; bounds: string; pattern: RegExp; maxLength?: number },
): Option<string> {
  const { doc, cost = '', bounds, pattern, maxLength = 1024 } = options;
  const expected = `${bounds} expected`;
  const schema = v.pipe(v.string(expected), v.maxLength(maxLength, expected), v.regex(pattern, expected));
  return { doc, cost, unit: '', bounds, default: options.default, schema, fromText: (given) => given };
}

/** One of a closed set. */
export function choice<const T extends string>(options: Words & { default: NoInfer<T>; of: readonly T[] }): Option<T> {
  const { doc, cost = '', of } = options;
  const bounds = of.join(' | ');
  const schema = v.picklist(of, `one of ${bounds} expected`) as unknown as v.GenericSchema<unknown, T>;
  return { doc, cost, unit: '', bounds, default: options.default, schema, fromText: (given) => given };
}

/** A list of texts; comma-separated in the environment. */
export function textList(options: Words & { bounds: string; pattern: RegExp }): Option<readonly string[]> {
  const { doc, cost = '', bounds, pattern } = options;
  const expected = `${bounds} expected`;
  const item = v.pipe(v.string(expected), v.regex(pattern, expected));
  const schema = v.pipe(v.array(item, `a list (${bounds}) expected`), v.maxLength(100, 'at most 100 entries'));
  const fromText = (given: string): unknown => (given === '' ? [] : given.split(',').map((part) => part.trim()));
  return { doc, cost, unit: '', bounds: `list: ${bounds}`, default: [], schema, fromText };
}

/** `name:secret,name2:secret2`; undefined when a part has no colon. */
function namedSecrets(given: string): (readonly [string, string])[] | undefined {
  const parts = given.split(',').map((part) => /^\s*([^:]+):(.+?)\s*$/.exec(part));
  return parts.every((part) => part !== null) ? parts.map(([, name = '', secret = '']) => [name, secret]) : undefined;
}

/** Mini programs; `appid:secret,appid2:secret2` in the environment. */
export function wechatAppList(options: Words): Option<readonly WechatApp[]> {
  const appid = v.pipe(
    v.string('text expected'),
    v.regex(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, - and _ expected'),
  );
  const secret = v.pipe(
    v.string('text expected (put quotes around it)'),
    v.minLength(8, 'at least 8 characters'),
    v.maxLength(512, 'at most 512 characters'),
  );
  return {
    doc: options.doc,
    cost: options.cost ?? '',
    unit: '',
    bounds: 'list of {appid, secret}, at most 32',
    default: [],
    schema: v.pipe(
      v.array(v.strictObject({ appid, secret }), 'a list of {appid, secret} expected'),
      v.maxLength(32, 'at most 32 mini programs'),
    ),
    fromText: (given) => namedSecrets(given)?.map(([id, key]) => ({ appid: id, secret: key })),
  };
}

/** API keys; `keyId:secret,keyId2:secret2` in the environment. */
export function apiKeyList(options: Words): Option<readonly ApiKey[]> {
  const keyId = v.pipe(
    v.string('text expected'),
    v.regex(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, - and _ expected'),
  );
  const secret = v.pipe(
    v.string('text expected (put quotes around it)'),
    v.minLength(8, 'at least 8 characters'),
    v.maxLength(512, 'at most 512 characters'),
  );
  const fromText = (given: string): unknown => namedSecrets(given)?.map(([keyId, secret]) => ({ keyId, secret }));
  return {
    doc: options.doc,
    cost: options.cost ?? '',
    unit: '',
    bounds: 'list of {keyId, secret}, at most 16',
    default: [],
    schema: v.pipe(
      v.array(v.strictObject({ keyId, secret }), 'a list of {keyId, secret} expected'),
      v.maxLength(16, 'at most 16 keys'),
    ),
    fromText,
  };
}

/** STUN and TURN servers; JSON in the environment. */
export function iceServerList(options: Words): Option<readonly IceServerConfig[]> {
  const url = v.pipe(
    v.string(),
    v.regex(/^(stun|stuns|turn|turns):\S+$/, 'a stun:, stuns:, turn: or turns: URL expected'),
  );
  const server = v.strictObject({
    urls: v.pipe(v.array(url, 'a list of URLs expected'), v.minLength(1, 'at least one URL'), v.maxLength(8)),
    username: v.optional(v.string(), ''),
    credential: v.optional(v.string(), ''),
  });
  const fromText = (given: string): unknown => {
    try {
      return JSON.parse(given);
    } catch {
      return undefined;
    }
  };
  return {
    doc: options.doc,
    cost: options.cost ?? '',
    unit: '',
    bounds: 'list of {urls, username?, credential?}, at most 16',
    default: [],
    schema: v.pipe(v.array(server, 'a list of {urls, username, credential} expected'), v.maxLength(16)),
    fromText,
  };
}
