import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../', import.meta.url));

/** The exit code by which a mediasoup worker shows that it runs. */
export const RUNNING_WORKER = '#!/bin/sh\nexit 41\n';
const LOCK = { packages: { '': {}, 'node_modules/mediasoup': { version: '9.9.9' } } };

/** How a script ended and what it said. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout in a temporary directory with this repository's scripts and stand-ins for everything slow or big. */
export class Checkout {
  readonly dir = mkdtempSync(join(tmpdir(), 'rtcroom-setup-'));
  readonly cacheDir = join(this.dir, 'cache');
  readonly toolDir = join(this.dir, 'tools');

  constructor() {
    cpSync(join(source, 'scripts'), join(this.dir, 'scripts'), { recursive: true });
    cpSync(join(source, '.ci'), join(this.dir, '.ci'), { recursive: true });
    this.write('package.json', '{ "name": "checkout", "type": "module", "allowScripts": { "mediasoup": true } }');
    this.write('package-lock.json', JSON.stringify(LOCK));
    this.write('node_modules/.package-lock.json', JSON.stringify(LOCK));
    this.write('node_modules/mediasoup/package.json', '{ "name": "mediasoup", "version": "9.9.9" }');
    this.write(
      'src/main.ts',
      'console.log(JSON.stringify([process.env.MEDIASOUP_WORKER_BIN, ...process.argv.slice(2)]));',
    );
    this.tool('ffmpeg', '#!/bin/sh\n');
  }

  write(path: string, text: string, mode = 0o644): string {
    const file = join(this.dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  /** A program that is first on the PATH. */
  tool(name: string, script: string): void {
    this.write(`tools/${name}`, script, 0o755);
  }

  /** A program of this machine in `toolDir`, for scripts that see no other directory on the PATH. */
  linkTool(name: string): void {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    symlinkSync(stdout.trim(), join(this.toolDir, name));
  }

  env(changes: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
    const { MEDIASOUP_WORKER_BIN: _, NODE_OPTIONS: __, ...inherited } = process.env;
    const PATH = [this.toolDir, dirname(process.execPath), inherited['PATH']].join(delimiter);
    return { ...inherited, PATH, RTCROOM_CACHE_DIR: this.cacheDir, ...changes };
  }

  /** Runs a program in the checkout to its end. */
  run(command: string, args: readonly string[], env = this.env()): Promise<Outcome> {
    const child = spawn(command, args, { cwd: this.dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  start(args: readonly string[] = [], changes: Readonly<Record<string, string | undefined>> = {}): Promise<Outcome> {
    return this.run(process.execPath, ['scripts/start.mjs', ...args], this.env(changes));
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
