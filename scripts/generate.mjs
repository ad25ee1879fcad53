// Generates what is derived from the schema in proto/: the protobuf codec (by protobufjs), and the
// types, enums and field descriptor used by everything else. `--check` fails when files are stale.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const protoDir = join(root, 'proto');
const outDir = join(root, 'wire/generated');
const protoFiles = readdirSync(join(protoDir, 'rtcroom/v1'))
  .filter((name) => name.endsWith('.proto'))
  .sort()
  .map((name) => join(protoDir, 'rtcroom/v1', name));

const pbjs = (args) =>
  execFileSync(process.execPath, [join(root, 'node_modules/protobufjs-cli/bin/pbjs'), ...args, '-p', protoDir, ...protoFiles], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });

const HEADER = '// Generated from proto/ by `npm run generate`. Do not edit.\n';
const BANNER_JS = '/* eslint-disable */\n// biome-ignore-all lint: generated\n// biome-ignore-all format: generated\n';

const descriptor = JSON.parse(pbjs(['-t', 'json'])).nested.rtcroom.nested.v1.nested;
const SCALARS = { string: 'string', bytes: 'Uint8Array', bool: 'boolean', uint32: 'number', int32: 'number', double: 'number', fixed32: 'number' };

/** All messages and enums by name; nested ones as `Outer.Inner`. */
const enums = new Map();
const messages = new Map();
const collect = (scope, prefix) => {
  for (const [name, type] of Object.entries(scope)) {
    if (type.values) enums.set(prefix + name, type.values);
    else {
      messages.set(prefix + name, type);
      if (type.nested) collect(type.nested, `${prefix}${name}.`);
    }
  }
};
collect(descriptor, '');
const resolve = (type, scope) => {
  if (SCALARS[type]) return type;
  for (const name of [`${scope}.${type}`, type]) if (messages.has(name) || enums.has(name)) return name;
  throw new Error(`unknown or unsupported type ${type} in ${scope}`);
};
const tsName = (name) => name.replaceAll('.', '');
const tsType = (name) => SCALARS[name] ?? tsName(name);

let ts = HEADER;
for (const [name, values] of enums) {
  ts += `\nexport const ${tsName(name)} = {\n${Object.entries(values)
    .map(([key, n]) => `  ${key}: ${n},`)
    .join('\n')}\n} as const;\n`;
  ts += `export type ${tsName(name)} = (typeof ${tsName(name)})[keyof typeof ${tsName(name)}];\n`;
}
const schema = {};
for (const [name, message] of messages) {
  const fields = Object.entries(message.fields ?? {});
  const oneofOf = new Map();
  for (const [oneof, { oneof: members }] of Object.entries(message.oneofs ?? {})) for (const member of members) oneofOf.set(member, oneof);
  ts += `\nexport interface ${tsName(name)} {\n`;
  for (const oneof of Object.keys(message.oneofs ?? {})) {
    const members = fields.filter(([field]) => oneofOf.get(field) === oneof).map(([field]) => `'${field}'`);
    ts += `  /** Which field of the oneof is set; undefined = none. Only on decoded messages. */\n  readonly ${oneof}: ${members.join(' | ')} | undefined;\n`;
  }
  schema[name] = [];
  for (const [field, spec] of fields) {
    const type = resolve(spec.type, name);
    const kind = SCALARS[type] ? 's' : enums.has(type) ? 'e' : 'm';
    let ts1 = tsType(type);
    if (spec.keyType) ts1 = `Record<string, ${ts1}>`;
    else if (spec.rule === 'repeated') ts1 = `${ts1}[]`;
    else if (kind === 'm') ts1 = `${ts1} | null`;
    ts += `  ${field}: ${ts1};\n`;
    const shape = spec.keyType ? 'map' : spec.rule === 'repeated' ? 'list' : 'one';
    schema[name].push([field, spec.id, type, kind, shape, oneofOf.get(field) ?? '']);
  }
  ts += '}\n';
}
ts += `
/** A message as given to the encoder: everything may be left out. */
export type Init<T> = T extends string | number | boolean | Uint8Array | null | undefined
  ? T
  : T extends readonly (infer U)[]
    ? readonly Init<U>[]
    : { readonly [K in keyof T]?: Init<T[K]> | undefined };

/** [camelCase name, field number, type, s(calar) | e(num) | m(essage), one | list | map, oneof name or '']. */
export type FieldDescriptor = readonly [name: string, id: number, type: string, kind: string, shape: string, oneof: string];

/** Fields of each message, for the JSON codec. */
export const MESSAGE_FIELDS: Readonly<Record<string, readonly FieldDescriptor[]>> = ${JSON.stringify(schema)};

/** Numbers of each enum by name, for the JSON codec. */
export const ENUM_VALUES: Readonly<Record<string, Readonly<Record<string, number>>>> = ${JSON.stringify(Object.fromEntries(enums))};
`;
const hash = createHash('sha256');
for (const file of protoFiles) hash.update(readFileSync(file));
ts += `\n/** SHA-256 of proto/**; pinned to the protocol version by a test. */\nexport const SCHEMA_HASH = '${hash.digest('hex')}';\n`;

const scratch = mkdtempSync(join(tmpdir(), 'rtcroom-generate-'));
try {
  const js = join(scratch, 'protobuf.js');
  pbjs([
    '-t',
    'static-module',
    '-w',
    'esm',
    '--es6',
    '--force-number',
    '--no-verify',
    '--no-convert',
    '--no-delimited',
    '--no-typeurl',
    '--no-create',
    '--no-comments',
    '--no-beautify',
    '-o',
    js,
  ]);
  const body = readFileSync(js, 'utf8').replace('"protobufjs/minimal.js"', "'protobufjs/minimal.js'");
  const dts = `${HEADER}import type { Reader, Writer } from 'protobufjs/minimal.js';
interface Codec {
  new (properties?: object): object;
  encode(message: object, writer?: Writer): Writer;
  decode(reader: Reader | Uint8Array, length?: number, end?: number, depth?: number, into?: object): object;
}
export const rtcroom: { readonly v1: Readonly<Record<string, Codec>> };
`;
  const files = { 'messages.ts': ts, 'protobuf.js': BANNER_JS + HEADER + body, 'protobuf.d.ts': dts };
  const stale = [];
  for (const [name, text] of Object.entries(files)) {
    const path = join(outDir, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    stale.push(`wire/generated/${name}`);
    if (!process.argv.includes('--check')) writeFileSync(path, text);
  }
  if (stale.length > 0) {
    console.log(process.argv.includes('--check') ? `stale: ${stale.join(', ')}; run \`npm run generate\`` : `wrote ${stale.join(', ')}`);
    if (process.argv.includes('--check')) process.exitCode = 1;
  } else console.log('generated files are fresh');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
