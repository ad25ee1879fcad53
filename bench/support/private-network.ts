/**
 * A program of the bench in a network of its own, with an interface beside the loopback one: some servers take no part of
 * WebRTC on loopback alone. The network belongs to the program's processes, which the kernel ends with the first of them:
 * nothing of either can be left behind, however the bench ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STOP_TIMEOUT_MS = 10_000;
const MAX_KEPT_OUTPUT = 4000;

/** Of the interface that is not loopback. Packets to it take the same way through the kernel as those to 127.0.0.1. */
export const PRIVATE_ADDRESS = '127.9.9.9';

const INTERFACES = [
  'ip link set lo up',
  'ip link add bench0 type veth peer name bench1',
  `ip addr add ${PRIVATE_ADDRESS}/32 dev bench0`,
  'ip link set bench0 up',
  'ip link set bench1 up',
  'exec "$0" "$@"',
].join(' && ');

/** What the program answers to each request; it also says so once when it is ready. */
export type ProgramAnswer = { readonly value: unknown } | { readonly failure: string };

export class PrivateProgram {
  readonly #child: ChildProcess;
  #output = '';
  #ended: string | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    const keep = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-MAX_KEPT_OUTPUT);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const endWithUs = (): void => {
      child.kill('SIGKILL');
    };
    process.once('exit', endWithUs);
    child.once('error', (error) => {
      this.#ended = error.message;
    });
    child.once('exit', (code, signal) => {
      this.#ended = `it ended with ${code ?? signal}`;
      process.off('exit', endWithUs);
    });
  }

  /** Runs a program of the bench and waits until it is ready. @throws Error with what it said when it does not get there */
  static async start(args: readonly string[], timeoutMs: number): Promise<PrivateProgram> {
    // Without root the network can be had inside a user namespace, where the system allows those.
    const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
    const namespaces = [...asRoot, '--net', '--mount-proc', '--pid', '--fork', '--kill-child'];
    const child = spawn('unshare', [...namespaces, 'sh', '-c', INTERFACES, process.execPath, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const program = new PrivateProgram(child);
    try {
      await program.#answer(timeoutMs);
      return program;
    } catch (error) {
      await program.stop();
      throw error;
    }
  }

  /** One at a time. @throws Error with what the program answered when it failed */
  async request(message: object, timeoutMs: number): Promise<unknown> {
    this.#child.send(message);
    return this.#answer(timeoutMs);
  }

  /** Lets the program close what it has; ends it when it does not. */
  async stop(): Promise<void> {
    if (this.#ended !== undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      this.#child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      if (this.#child.connected) this.#child.disconnect();
    });
  }

  async #answer(timeoutMs: number): Promise<unknown> {
    const child = this.#child;
    const { promise, resolve, reject } = Promise.withResolvers<ProgramAnswer>();
    const onEnd = (): void => reject(new Error(`${this.#ended}; it printed:\n${this.#output}`));
    const onMessage = (message: unknown): void => resolve(message as ProgramAnswer);
    const timer = setTimeout(() => reject(new Error(`no answer in time; it printed:\n${this.#output}`)), timeoutMs);
    child.on('message', onMessage);
    child.on('close', onEnd);
    try {
      if (this.#ended !== undefined) onEnd();
      const answer = await promise;
      if ('failure' in answer) throw new Error(answer.failure);
      return answer.value;
    } finally {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('close', onEnd);
    }
  }
}
