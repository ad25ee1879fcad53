/**
 * The walls between folders, stated once: who may import what, which globals a core may not touch, how long a file may
 * be. A new folder of src/ or a new library has to be entered here before anything may import it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const MAX_LINES = 400;

const CORES = ['src/room-state', 'src/floor-control', 'src/push-pull-urls'];
/** Pure parts inside shells. */
const PURE_PARTS = ['src/sfu/jitter-buffer', 'miniprogram/src/model'];
const FLOOR_CONTROL = 'src/floor-control';
const ROOM_STATE = 'src/room-state';
const SHARED = 'src/shared';
const WIRE = 'wire';

/** What each folder may import besides itself and src/shared. `src` is what lies directly in it: main and composition. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  src: ['*'],
  [SHARED]: [],
  [ROOM_STATE]: [FLOOR_CONTROL],
  [FLOOR_CONTROL]: [],
  'src/push-pull-urls': [],
  'src/config': [ROOM_STATE, 'src/push-pull-urls'],
  'src/identity': [ROOM_STATE, 'src/config'],
  'src/observability': [ROOM_STATE, WIRE],
  'src/sfu': [ROOM_STATE],
  'src/room-host': [...CORES, 'src/sfu', WIRE],
  'src/live-gateway': [...CORES, 'src/sfu', 'src/room-host'],
  // A way of signalling of its own, on the HTTP of the other one.
  'src/whip': [...CORES, 'src/sfu', 'src/room-host', 'src/identity', 'src/signaling'],
  'src/cluster': [...CORES, 'src/room-host', WIRE],
  'src/signaling': [...CORES, 'src/sfu', 'src/room-host', 'src/identity', 'src/cluster', WIRE],
  'src/room-service': [
    ...CORES,
    'src/room-host',
    'src/identity',
    'src/config',
    'src/live-gateway',
    // Its plain HTTP types and answers, and the token bucket.
    'src/signaling',
  ],
  wire: [],
  client: [WIRE],
  // src/shared has no dependencies; the page checks ids by the server's own rule.
  web: ['client', WIRE, SHARED],
  miniprogram: ['client', WIRE],
};

/** The only folders that may import a library. */
const LIBRARY_HOMES: Readonly<Record<string, readonly string[]>> = {
  mediasoup: ['src/sfu'],
  'uWebSockets.js': ['src/signaling'],
  'prom-client': ['src/observability'],
  pino: ['src/observability'],
  protobufjs: [WIRE],
  'fast-jwt': ['src/identity'],
  valibot: ['src/config', 'src/identity', 'src/sfu', 'src/signaling'],
  yaml: ['src/config'],
  ioredis: ['src/cluster'],
  'node-media-server': ['src/live-gateway'],
  'sdp-transform': ['src/whip'],
  'mediasoup-client': ['client/media', 'web'],
  preact: ['web'],
  '@preact/signals': ['web'],
  vite: ['web'],
};

/** A core's results depend on its arguments alone. */
const NOT_IN_CORES =
  /\b(Date\.now|new Date|Math\.random|set(Timeout|Interval|Immediate)|performance\.|crypto\b|process\.|console\.|async |await |new Promise|fetch\()/;
const BROWSER_GLOBALS =
  /\b(window|document|navigator|localStorage|sessionStorage|RTCPeerConnection|XMLHttpRequest)\b|\bnew WebSocket\b/;
const NODE_GLOBALS = /\b(process|Buffer|__dirname|setImmediate|require)\b/;
/** Adapters of the client's ports; the core and the replica are everything else in client/. */
const CLIENT_ADAPTER = /^client\/(adapters\/|(browser|node|weapp)-)/;

interface Import {
  /** As written. */
  readonly specifier: string;
  /** Path from the root, or the package's name. */
  readonly target: string;
  readonly isLocal: boolean;
  readonly isTypeOnly: boolean;
}
interface Source {
  readonly path: string;
  readonly folder: string;
  readonly lines: number;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*\s{},$]+?\sfrom\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Comments blanked out. Texts with `//` in them (URLs) are left alone: the slashes follow a colon or a quote. */
const withoutComments = (code: string): string =>
  code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function folderOf(path: string): string {
  const parts = path.split('/');
  return parts[0] === 'src' ? parts.slice(0, Math.min(2, parts.length - 1)).join('/') : (parts[0] ?? '');
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const code = withoutComments(text);
  const imports = [...code.matchAll(IMPORT)].map(([, typeOnly, from, dynamic]): Import => {
    const specifier = from ?? dynamic ?? '';
    const isLocal = specifier.startsWith('.');
    const target = isLocal ? normalize(join(dirname(path), specifier)) : packageName(specifier);
    return { specifier, target, isLocal, isTypeOnly: typeOnly !== undefined };
  });
  return { path, folder: folderOf(path), lines: text.trimEnd().split('\n').length, code, imports };
}

const sources: readonly Source[] = ['src', 'wire', 'client', 'web', 'miniprogram'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .map((name) => `${top}/${name}`)
    .filter(
      (path) => /\.tsx?$/.test(path) && !/(^|\/)(node_modules|dist|generated)\//.test(path) && !/\.d\.ts$/.test(path),
    )
    .map(readSource),
);

const inFolder = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
const isPure = ({ path }: Source): boolean => [...CORES, ...PURE_PARTS].some((folder) => inFolder(path, folder));

/** `file imports target` for each import that breaks the rule. */
function offences(breaks: (source: Source, imported: Import) => boolean): string[] {
  return sources.flatMap((source) =>
    source.imports.filter((one) => breaks(source, one)).map((one) => `${source.path} imports ${one.specifier}`),
  );
}

const matching = (pattern: RegExp, within: (source: Source) => boolean): string[] =>
  sources.flatMap((source) => {
    const found = within(source) ? pattern.exec(source.code) : null;
    return found === null ? [] : [`${source.path}: ${found[0]}`];
  });

describe('walls', () => {
  test('the reader of imports reads imports', () => {
    const codec = sources.find(({ path }) => path === 'wire/protobuf-codec.ts');
    expect(codec?.imports.map(({ target }) => target)).toEqual([
      'protobufjs',
      'wire/codec.ts',
      'wire/generated/messages.ts',
      'wire/generated/protobuf.js',
      'wire/message-shape.ts',
      'wire/wire-error.ts',
    ]);
    expect(codec?.imports.map(({ isTypeOnly }) => isTypeOnly)).toEqual([false, true, true, false, false, false]);
    expect(sources.length).toBeGreaterThan(30);
  });

  test('each folder is known here', () => {
    expect([...new Set(sources.map(({ folder }) => folder))].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });

  test('folders import only what they may', () => {
    const isAllowed = (source: Source, { target, isLocal }: Import): boolean => {
      if (!isLocal) return true;
      const allowed = MAY_IMPORT[source.folder] ?? [];
      const to = folderOf(target);
      const isShared = to === SHARED && source.folder.startsWith('src');
      return allowed.includes('*') || to === source.folder || isShared || allowed.includes(to);
    };
    expect(offences((source, one) => !isAllowed(source, one))).toEqual([]);
  });

  test('libraries are imported at home only', () => {
    expect(
      offences((source, { target, isLocal }) => {
        if (isLocal || target.startsWith('node:')) return false;
        return !(LIBRARY_HOMES[target] ?? []).some((home) => inFolder(source.path, home));
      }),
    ).toEqual([]);
  });

  test('nobody reaches into the internal/ of another folder', () => {
    expect(
      offences((source, { target }) => {
        const at = target.indexOf('/internal/');
        return at !== -1 && !inFolder(source.path, target.slice(0, at));
      }),
    ).toEqual([]);
  });

  test('nothing imports in a circle', () => {
    const targets = new Map(
      sources.map(({ path, imports }) => [path, imports.filter((one) => one.isLocal && !one.isTypeOnly)]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, above: readonly string[]): void => {
      if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(' -> '));
      else if (!done.has(path)) for (const { target } of targets.get(path) ?? []) visit(target, [...above, path]);
      done.add(path);
    };
    for (const path of targets.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });
});

describe('globals', () => {
  test('cores know no time, chance, process or promise', () => {
    expect(matching(NOT_IN_CORES, isPure)).toEqual([]);
    expect(offences((source, { target, isLocal }) => isPure(source) && !isLocal && target !== '')).toEqual([]);
  });

  test('process.env is read in src/config only', () => {
    expect(matching(/\bprocess\.env\b|\benv\b.*from 'node:process'/, ({ folder }) => folder !== 'src/config')).toEqual(
      [],
    );
  });

  test('client, wire and mini program run in any host: no Node, no browser', () => {
    const anywhere = ({ path, folder }: Source): boolean =>
      (folder === 'client' && !CLIENT_ADAPTER.test(path)) || folder === WIRE || folder === 'miniprogram';
    expect(matching(BROWSER_GLOBALS, anywhere)).toEqual([]);
    expect(matching(NODE_GLOBALS, anywhere)).toEqual([]);
    expect(offences((source, { target }) => anywhere(source) && target.startsWith('node:'))).toEqual([]);
  });
});

describe('files', () => {
  test(`none is longer than ${MAX_LINES} lines`, () => {
    expect(sources.filter(({ lines }) => lines > MAX_LINES).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test('imports are relative with their ending, or of a package', () => {
    expect(
      offences((_, { specifier, isLocal }) => isLocal && !/\.(ts|tsx|js|css|json|svg)(\?\w+)?$/.test(specifier)),
    ).toEqual([]);
  });
});
