/** What is packed and what opens in WeChat's developer tools: sizes, freshness, templates, references. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { textsFor } from '../../../miniprogram/src/component/texts.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const demo = join(root, 'miniprogram/demo');
const component = join(demo, 'components/rtc-room');
const KIB = 1024;

const read = (path: string): string => readFileSync(path, 'utf8');
const json = <T>(path: string): T => JSON.parse(read(path)) as T;
const demoFiles = (ending: string): string[] =>
  readdirSync(demo, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(demo, name));

const require = createRequire(import.meta.url);
/** WeChat's own compilers, as the simulator brings them. */
const compiler = createRequire(require.resolve('miniprogram-simulate'))('miniprogram-compiler') as {
  wxmlToJs(folder: string): string;
  wxssToJs(folder: string): string;
};

describe('the built component', () => {
  const scripts = ['rtc-app.js', 'index.js'].map((name) => [name, read(join(component, name))] as const);

  test('[MP-60] fits: 60 KiB for the client, 100 KiB in all', () => {
    const packed = readdirSync(component).filter((name) => !name.endsWith('.d.ts'));
    expect(packed.sort()).toEqual(['index.js', 'index.json', 'index.wxml', 'index.wxss', 'rtc-app.js']);
    const sizeOf = (name: string): number => readFileSync(join(component, name)).length;
    const total = packed.reduce((sum, name) => sum + sizeOf(name), 0);
    console.log(
      `mini program: ${(sizeOf('rtc-app.js') / KIB).toFixed(1)} + ${((total - sizeOf('rtc-app.js')) / KIB).toFixed(1)} KiB`,
    );
    expect(sizeOf('rtc-app.js')).toBeLessThanOrEqual(60 * KIB);
    expect(total).toBeLessThanOrEqual(100 * KIB);
  });

  test('[MP-60] makes no code at run time, and asks for nothing but its other half', () => {
    for (const [name, code] of scripts) {
      expect(code, name).not.toMatch(/\beval\b|\bFunction\s*\(|\bimport\s*\(/);
      expect(code, name).not.toMatch(/\b(process|Buffer|window|document|XMLHttpRequest)\b\.?/);
      const required = [...code.matchAll(/\brequire\((.*?)\)/g)].map(([, path]) => path);
      expect(required).toEqual(name === 'index.js' ? ['"./rtc-app.js"'] : []);
    }
  });

  test('[MP-60] is JavaScript that older phones read: no private members, no class fields', () => {
    for (const [name, code] of scripts) {
      // Texts have no # followed by a letter.
      expect(code.match(/#[A-Za-z_$]\w*/g) ?? [], name).toEqual([]);
      expect(code, name).not.toMatch(/\?\?=|\|\|=|&&=|static\s*\{/);
    }
  });

  test('[MP-60] what is committed is what is built', () => {
    const script = join(root, 'scripts/build-miniprogram.mjs');
    const told = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(told).toContain('is fresh');
  });
});

describe('the demo', () => {
  const { pages, sitemapLocation } = json<{ pages: string[]; sitemapLocation: string }>(join(demo, 'app.json'));

  test("[MP-61] WeChat's compilers take every template and style, and refuse a broken one", () => {
    const templates = compiler.wxmlToJs(demo);
    for (const path of demoFiles('.wxml')) expect(templates).toContain(relative(demo, path));
    expect(compiler.wxssToJs(demo)).toContain('rtc-room');
    const folder = mkdtempSync(join(tmpdir(), 'rtcroom-wxml-'));
    try {
      writeFileSync(join(folder, 'broken.wxml'), '<view><text></view>');
      expect(() => compiler.wxmlToJs(folder)).toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('[MP-62] pages and components that are named exist, whole', () => {
    expect(pages).toHaveLength(6);
    for (const page of [...pages, 'components/rtc-room/index'])
      for (const ending of ['.js', '.json', '.wxml', '.wxss'])
        expect(existsSync(join(demo, page + ending)), page + ending).toBe(true);
    expect(existsSync(join(demo, sitemapLocation))).toBe(true);
    for (const page of pages) {
      const { usingComponents = {} } = json<{ usingComponents?: Record<string, string> }>(join(demo, `${page}.json`));
      for (const path of Object.values(usingComponents))
        expect(existsSync(`${resolve(dirname(join(demo, page)), path)}.wxml`), path).toBe(true);
    }
    expect(json<{ appid: string }>(join(demo, 'project.config.json')).appid).toBe('touristappid');
  });

  test('[MP-62] what scripts require, and where they go, exists', () => {
    const scripts = demoFiles('.js').filter((path) => !path.startsWith(component));
    expect(scripts.length).toBeGreaterThan(8);
    for (const path of scripts) {
      const code = read(path);
      for (const [, name = ''] of code.matchAll(/require\('(\.[^']+)'\)/g))
        expect(existsSync(`${resolve(dirname(path), name)}.js`), `${path}: ${name}`).toBe(true);
      for (const [, page = ''] of code.matchAll(/url: ['`]\/(pages\/[\w/]+)['`?]/g)) expect(pages).toContain(page);
    }
    const lobby = read(join(demo, 'pages/lobby/index.js'));
    for (const [, scene = ''] of lobby.matchAll(/scene: '(\w+)'/g)) expect(pages).toContain(`pages/${scene}/index`);
  });

  test('[MP-62] every event has its handler', () => {
    const shared = read(join(demo, 'lib/room-page.js'));
    const source = read(join(root, 'miniprogram/src/component/index.ts'));
    for (const path of demoFiles('.wxml')) {
      const code = path.startsWith(component) ? source : read(path.replace(/wxml$/, 'js')) + shared;
      const handlers = [...read(path).matchAll(/\b(?:bind|catch)\w+="(\w+)"/g)].map(([, name = '']) => name);
      for (const name of handlers) expect(code, `${path}: ${name}`).toMatch(new RegExp(`\\b${name}\\(`));
    }
  });

  test('[MP-62] pages give <rtc-room> properties, listen to events and use slots that it has', () => {
    const source = read(join(root, 'miniprogram/src/component/index.ts'));
    const told = ['room-events', 'call-session', 'rtc-room-controller', 'index']
      .map((name) => read(join(root, `miniprogram/src/component/${name}.ts`)))
      .join('');
    const template = read(join(root, 'miniprogram/src/component/index.wxml'));
    const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const calls = demoFiles('.wxml').flatMap((path) =>
      [...read(path).matchAll(/<rtc-room([\s\S]*?)\/?>\s/g)].map(([, text = '']) => text),
    );
    expect(calls).toHaveLength(4);
    for (const [, name = ''] of calls.join('\n').matchAll(/^\s+([a-z][\w:-]*)=/gm)) {
      if (['id', 'class', 'wx:if'].includes(name)) continue;
      const event = /^bind(\w+)$/.exec(name)?.[1];
      if (event === undefined) expect(source, name).toMatch(new RegExp(`^ {4}${camel(name)}: \\{ type:`, 'm'));
      else expect(told, name).toContain(`'${event}'`);
    }
    for (const path of demoFiles('.wxml'))
      for (const [, slot = ''] of read(path).matchAll(/slot="(\w+)"/g))
        expect(template).toContain(`<slot name="${slot}" />`);
  });

  test('[MP-62] words: the same in both languages, and those that pages use', () => {
    const { EN, ZH } = require(join(demo, 'lib/texts.js')) as Record<'EN' | 'ZH', Record<string, string>>;
    const sets = [
      [EN, ZH, demoFiles('.wxml').filter((path) => !path.startsWith(component))],
      [textsFor('en'), textsFor('zh_CN'), [join(root, 'miniprogram/src/component/index.wxml')]],
    ] as const;
    for (const [english, chinese, templates] of sets) {
      expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
      for (const [key, text] of [...Object.entries(english), ...Object.entries(chinese)])
        expect(text, key).not.toBe('');
      for (const text of Object.values(chinese)) expect(text).toMatch(/[\u4e00-\u9fff]/);
      for (const path of templates)
        for (const [, key = ''] of read(path).matchAll(/\btexts\.(\w+)/g))
          expect(english, `${path}: ${key}`).toHaveProperty(key);
    }
    expect(textsFor('fr')).toBe(textsFor('en'));
  });
});
