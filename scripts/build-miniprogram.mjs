// Builds the mini program's component into the demo, where WeChat's tools find it: `npm run build:miniprogram`.
// `--check` fails when what is committed is not what would be built; `--out <folder>` builds elsewhere.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, minifySync, transformWithOxc } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'miniprogram/src');
const argument = (name) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
};
const target = resolve(argument('--out') ?? join(root, 'miniprogram/demo/components/rtc-room'));

// Classes without private members and fields, which phones and older developer tools do not read.
const LANGUAGE = 'es2020';
const BANNER = '/* Built from miniprogram/src by `npm run build:miniprogram`. Do not edit. */\n';

/**
 * Private members become plain ones with short names. Translated the usual way each would be a WeakMap: slower, and a
 * fifth more code than the limit allows. Commands for WebRTC are left out.
 */
const plainClasses = () => {
  return {
    name: 'plain-classes',
    enforce: 'post',
    transform(code, id) {
      if (!id.startsWith(root)) return undefined;
      const names = new Map();
      const edits = [];
      // A class and the one it extends share an object.
      const prefix = /\bclass \w+ extends (?!Error\b)/.test(code) ? '$$' : '$';
      walk(this.parse(code), (node) => {
        // A declaration without a value would set it to undefined once more.
        if (node.type === 'PropertyDefinition' && node.value === null) {
          edits.push({ start: node.start, end: node.end, text: '' });
          return false;
        }
        if (node.type === 'PrivateIdentifier') {
          if (!names.has(node.name)) names.set(node.name, prefix + names.size.toString(36));
          edits.push({ start: node.start, end: node.end, text: names.get(node.name) });
        }
        if (node.type === 'MethodDefinition' && NOT_HERE.has(node.key.name)) {
          edits.push({ start: node.start, end: node.end, text: '' });
          return false;
        }
        return true;
      });
      let text = code;
      for (const edit of edits.sort((one, other) => other.start - one.start)) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
      return { code: text, map: null };
    },
  };
};

function walk(node, visit) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
    return;
  }
  if (typeof node.type === 'string' && !visit(node)) return;
  for (const value of Object.values(node)) walk(value, visit);
}

/** Commands and pushes that only WebRTC and tests need; a mini program ignores them as it does all it does not know. */
const NOT_HERE = new Set(
  `getRtpCapabilities createTransport connectTransport restartIce produce closeProducer setSubscriptions resumeConsumer
  pauseConsumer setPreferredLayers requestKeyFrame produceData closeDataProducer consumeData getMediaStats simulate
  rtpCapabilities transportCreated iceRestarted produced consumerOpened consumerClosed layersChanged dataProduced
  dataConsumerOpened dataConsumerClosed mediaStats`.split(/\s+/),
);

/**
 * The schema as one text instead of rows of JSON, and enums once instead of twice: a third of the size. It is taken
 * apart when the module is loaded.
 */
const packedSchema = () => ({
  name: 'packed-schema',
  enforce: 'post',
  async transform(code, id) {
    if (id !== join(root, 'wire/generated/messages.ts')) return undefined;
    const { MESSAGE_FIELDS } = await import(id);
    const fieldsOf = (name) => MESSAGE_FIELDS[name].filter(([field]) => !name.endsWith('Frame') || !NOT_HERE.has(field));
    const wanted = new Set(['ClientFrame', 'ServerFrame']);
    for (const name of wanted) for (const [, , type, kind] of fieldsOf(name)) if (kind === 'm') wanted.add(type);
    const scalars = [...new Set([...wanted].flatMap((name) => fieldsOf(name).flatMap(([, , type, kind]) => (kind === 's' ? [type] : []))))];
    // `name type`: a scalar as a digit, an enum as !Name, a message as Name; then * for a list, % for a map; then the oneof.
    const row = ([field, , type, kind, shape, oneof]) => {
      const kindOfType = kind === 's' ? scalars.indexOf(type) : kind === 'e' ? `!${type}` : type;
      return `${field} ${kindOfType}${shape === 'list' ? '*' : shape === 'map' ? '%' : ''} ${oneof}`.trim();
    };
    const text = [...wanted].map((name) => [name, ...fieldsOf(name).map(row)].join()).join(';');
    const enums = new Set([...wanted].flatMap((name) => fieldsOf(name).flatMap(([, , type, kind]) => (kind === 'e' ? [type] : []))));
    const values = {
      MESSAGE_FIELDS: `/* @__PURE__ */ ((text, scalars) => Object.fromEntries(text.split(';').map((message) => {
        const [name, ...rows] = message.split(',');
        return [name, rows.map((row) => {
          const [, field, mark, type, end, oneof] = /^(\\w+) (!?)([\\w.]+)([*%]?) ?(\\w*)$/.exec(row);
          const scalar = scalars[type];
          return [field, 0, scalar || type, scalar ? 's' : mark ? 'e' : 'm', end === '*' ? 'list' : end ? 'map' : 'one', oneof];
        })];
      })))(${JSON.stringify(text)}, ${JSON.stringify(scalars)})`,
      ENUM_VALUES: `{ ${[...enums].map((name) => `${JSON.stringify(name)}: ${name.replaceAll('.', '')}`).join(', ')} }`,
    };
    let packed = code;
    for (const { declaration } of this.parse(code).body.reverse()) {
      const [declarator] = declaration?.declarations ?? [];
      const value = values[declarator?.id.name];
      if (value !== undefined) packed = packed.slice(0, declarator.init.start) + value + packed.slice(declarator.init.end);
    }
    return { code: packed, map: null };
  },
});

/** Both scripts in one build: what the app's script has is not in the component's again. */
async function bundle() {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    oxc: { typescript: { removeClassFieldsWithoutInitializer: true } },
    build: {
      write: false,
      target: 'esnext',
      minify: false,
      rollupOptions: {
        input: { 'rtc-app': join(source, 'app/rtc-app.ts'), index: join(source, 'component/index.ts') },
        preserveEntrySignatures: 'allow-extension',
        output: { format: 'cjs', entryFileNames: '[name].js', exports: 'named' },
      },
    },
    plugins: [plainClasses(), packedSchema()],
  });
  const { output } = Array.isArray(result) ? result[0] : result;
  const scripts = await Promise.all(output.map(async ({ fileName, code }) => [fileName, await finish(fileName, code)]));
  if (process.argv.includes('--modules')) for (const { fileName, modules } of output) printModules(fileName, modules);
  return Object.fromEntries(scripts);
}

function printModules(fileName, modules) {
  for (const [id, { renderedLength }] of Object.entries(modules)) console.log(fileName, renderedLength, id.slice(root.length));
}

async function finish(fileName, code) {
  const assumptions = { setPublicClassFields: true };
  const plain = await transformWithOxc(code, fileName, { target: LANGUAGE, sourcemap: false, assumptions });
  const options = { compress: { target: LANGUAGE }, mangle: { toplevel: true } };
  return BANNER + minifySync(fileName, plain.code, options).code;
}

const files = await bundle();
const written = (name) => readFileSync(join(source, 'component', name), 'utf8');
// Line breaks between attributes and tags say nothing; those inside of texts there are none.
files['index.wxml'] = `${written('index.wxml')
  .replace(/\s*\n\s*/g, ' ')
  .replace(/> </g, '><')
  .trim()}\n`;
files['index.wxss'] = `${written('index.wxss')
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/\s+/g, ' ')
  .replace(/ ?([{};:,]) ?/g, '$1')
  .replace(/;}/g, '}')
  .trim()}\n`;
files['index.json'] = `${JSON.stringify(JSON.parse(written('index.json')))}\n`;

if (Object.keys(files).sort().join() !== 'index.js,index.json,index.wxml,index.wxss,rtc-app.js') throw new Error(`built ${Object.keys(files)} instead of two scripts`);
const kib = (text) => (Buffer.byteLength(text) / 1024).toFixed(1);
const sizes = `${kib(files['rtc-app.js'])} KiB client, ${kib(Object.values(files).join(''))} KiB in all`;
// For editors; packOptions of the project leave it out of the package.
files['rtc-app.d.ts'] = readFileSync(join(source, 'rtc-app.d.ts'), 'utf8');

const isCheck = process.argv.includes('--check');
const stale = [];
for (const [name, text] of Object.entries(files)) {
  const path = join(target, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale.push(name);
  if (isCheck) continue;
  mkdirSync(target, { recursive: true });
  writeFileSync(path, text);
}
if (stale.length === 0) console.log(`the component is fresh (${sizes})`);
else if (isCheck) {
  console.log(`stale: ${stale.join(', ')}; run \`npm run build:miniprogram\``);
  process.exitCode = 1;
} else console.log(`built ${stale.join(', ')} (${sizes})`);
