import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Checkout, RUNNING_WORKER } from './checkout.ts';

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

/** What the stand-in for main.ts was given: the worker and the arguments. */
const seenByMain = (stdout: string): string[] => JSON.parse(stdout);

/** Makes mediasoup's install script leave `binary` where its prebuilt worker belongs. */
function offerPrebuilt(binary: string): void {
  const scripts = { postinstall: 'sh install.sh' };
  checkout.write(
    'node_modules/mediasoup/package.json',
    JSON.stringify({ name: 'mediasoup', version: '9.9.9', scripts }),
  );
  const install = `mkdir -p worker/out/Release && printf '%s' '${binary}' >worker/out/Release/mediasoup-worker && chmod +x worker/out/Release/mediasoup-worker`;
  checkout.write('node_modules/mediasoup/install.sh', install);
}

/** Everything a build needs, and a recipe that takes no time. */
function offerBuild(worker = RUNNING_WORKER): void {
  for (const tool of ['g++', 'meson', 'ninja', 'flatc', 'pkg-config', 'dpkg-source'])
    checkout.tool(tool, '#!/bin/sh\n');
  checkout.write('scripts/worker-build/srtp-openssl.sh', 'mkdir -p "$1"');
  checkout.write(
    'scripts/worker-build/build.sh',
    `echo '[1/2] Compiling'\nprintf '%s' '${worker}' >"$2" && chmod +x "$2"`,
  );
}

describe('a worker named by MEDIASOUP_WORKER_BIN', () => {
  test('is used', async () => {
    const worker = checkout.write('my-worker', 'anything', 0o755);
    const { stdout, code } = await checkout.start(['--port', '1 2'], { MEDIASOUP_WORKER_BIN: worker });
    expect(seenByMain(stdout)).toEqual([worker, '--port', '1 2']);
    expect(code).toBe(0);
    expect(existsSync(checkout.cacheDir)).toBe(false);
  });

  test.for([
    ['that does not exist', undefined],
    ['that is not executable', 0o644],
  ] as const)('%s stops the start with a clear message', async ([, mode]) => {
    if (mode) checkout.write('my-worker', 'anything', mode);
    const { code, stdout, stderr } = await checkout.start([], { MEDIASOUP_WORKER_BIN: 'my-worker' });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('MEDIASOUP_WORKER_BIN is set to my-worker, which is not an executable file.');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('without a worker in the cache', () => {
  test('the prebuilt one is taken and kept', async () => {
    offerPrebuilt(RUNNING_WORKER);
    const first = await checkout.start();
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('mediasoup worker, prebuilt … done') });
    const [worker] = seenByMain(first.stdout);
    expect(worker?.startsWith(join(checkout.cacheDir, 'worker/9.9.9-'))).toBe(true);
    expect(readFileSync(join(worker ?? '', '../how'), 'utf8')).toBe('prebuilt\n');

    const second = await checkout.start();
    expect(second).toMatchObject({ code: 0, stdout: first.stdout, stderr: '' });
  });

  test('one is built when the prebuilt one does not run here', async () => {
    offerPrebuilt('#!/bin/sh\nexit 127\n');
    offerBuild();
    const { code, stdout, stderr } = await checkout.start();
    expect(stderr).toContain('mediasoup worker, prebuilt … not available here');
    expect(stderr).toContain('building mediasoup worker … 1/2\n');
    expect(code).toBe(0);
    expect(existsSync(seenByMain(stdout)[0] ?? '')).toBe(true);
    expect(readdirSync(join(checkout.cacheDir, 'worker'))).toHaveLength(1); // no lock is left
  });

  test('two starts at once build one', async () => {
    offerBuild();
    const log = join(checkout.dir, 'builds');
    checkout.write(
      'scripts/worker-build/build.sh',
      `echo built >>${log}; printf '%s' '${RUNNING_WORKER}' >"$2" && chmod +x "$2"`,
    );
    const both = await Promise.all([checkout.start(), checkout.start()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('built\n');
  });

  test('a worker that was built and does not run is not kept', async () => {
    offerBuild('#!/bin/sh\nexit 1\n');
    const { code, stderr } = await checkout.start();
    expect(code).toBe(1);
    expect(stderr).toContain('was built but does not run here');
    expect(existsSync(join(checkout.cacheDir, 'worker')) && readdirSync(join(checkout.cacheDir, 'worker'))).toEqual([]);
  });

  test('a failed build says why and where its log is', async () => {
    offerBuild();
    checkout.write('scripts/worker-build/build.sh', 'echo "foo.cpp:1: error: no such thing"; exit 3');
    const { code, stderr } = await checkout.start();
    expect(code).toBe(1);
    expect(stderr).toContain('foo.cpp:1: error: no such thing');
    expect(stderr).toContain(join(checkout.dir, '.cache/worker-build.log'));
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('and without a compiler or the right to install one, the packages to install are named', async () => {
    checkout.linkTool('sh');
    const { code, stderr } = await checkout.start([], { PATH: checkout.toolDir });
    expect(code).toBe(1);
    expect(stderr).toMatch(/apt-get install --no-install-recommends g\+\+ meson ninja-build .*libuv1-dev/);
  });
});

describe('the web page', () => {
  beforeEach(() => {
    offerPrebuilt(RUNNING_WORKER);
    checkout.write('web/index.html', 'source');
    const build = "import { mkdirSync, writeFileSync } from 'node:fs'; mkdirSync('web/dist', { recursive: true });";
    checkout.write('node_modules/vite/package.json', '{ "type": "module" }');
    checkout.write('node_modules/vite/bin/vite.js', `${build} writeFileSync('web/dist/index.html', 'built');`);
  });

  test('is built once, and again after a change', async () => {
    expect(await checkout.start()).toMatchObject({ code: 0, stderr: expect.stringContaining('web page … done') });
    expect(await checkout.start()).toMatchObject({ code: 0, stderr: '' });
    checkout.write('client/client.ts', 'changed');
    expect(await checkout.start()).toMatchObject({ code: 0, stderr: expect.stringContaining('web page … done') });
  });

  test('that cannot be built stops the start and shows what the builder said', async () => {
    checkout.write('node_modules/vite/bin/vite.js', "console.error('no such import'); process.exit(1);");
    const { code, stderr } = await checkout.start();
    expect(code).toBe(1);
    expect(stderr).toContain('the web page could not be built:\n  no such import');
  });
});

describe('the started program', () => {
  beforeEach(() => offerPrebuilt(RUNNING_WORKER));

  test('gives its exit code', async () => {
    checkout.write('src/main.ts', 'process.exit(7);');
    expect(await checkout.start()).toMatchObject({ code: 7 });
  });

  test.for(['SIGINT', 'SIGTERM'] as const)('gets %s', async (signal) => {
    checkout.write(
      'src/main.ts',
      `process.on('${signal}', () => process.exit(9)); setInterval(() => {}, 1000); process.kill(process.ppid, '${signal}');`,
    );
    expect(await checkout.start()).toMatchObject({ code: 9 });
  });

  test('shows by its exit code that a signal ended it', async () => {
    checkout.write('src/main.ts', "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);");
    expect(await checkout.start()).toMatchObject({ code: 137 });
  });
});
