/**
 * One place for a worker: a process and its WebRtcServer on a fixed port. The process may die, the place stays and
 * fills itself again. A worker that does not answer is as good as dead and is killed.
 */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createWorker, workerBin as packagedWorkerBin, type types } from 'mediasoup';
import { AppError } from '../../shared/app-error.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import { MediaStartError, type ResolvedMediaOptions } from '../media-engine-options.ts';
import { bounded } from './worker-call.ts';
import { WorkerGate } from './worker-gate.ts';
import { WorkerLoad } from './worker-load.ts';

const SPAWN_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 2000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5000;
/**
 * All clients send to one socket, and each viewer of video reports ten times a second. The kernel's usual 208 KiB hold some
 * 110 datagrams, which a worker that is busy sending one packet to a hundred viewers lets overflow; what is lost then is
 * lost by a publisher, for everybody. The kernel gives at most net.core.rmem_max.
 */
const RECEIVE_BUFFER_BYTES = 4 * 2 ** 20;
/** A worker that lived this long starts the back-off anew. */
const STABLE_MS = 30_000;
/** Health checks without an answer, one after the other, that end a worker. */
const MAX_UNANSWERED = 2;

/** A running process. Objects made in it die with it. */
export interface LiveWorker {
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
  readonly gate: WorkerGate;
}

export interface WorkerSlotOptions {
  readonly index: number;
  readonly options: ResolvedMediaOptions;
  readonly clock: Clock;
  /** The process is gone, and everything in it. Called once for each process, before another one starts. */
  readonly onLost: (slot: WorkerSlot) => void;
}

export class WorkerSlot {
  readonly index: number;
  readonly #options: ResolvedMediaOptions;
  readonly #clock: Clock;
  readonly #onLost: (slot: WorkerSlot) => void;
  #live: LiveWorker | undefined;
  #load = new WorkerLoad();
  #closed = false;
  #failures = 0;
  #startedAtMs = 0;
  #unanswered = 0;
  #cancelTimer: CancelTimer = () => undefined;
  #respawning: Promise<void> = Promise.resolve();

  constructor({ index, options, clock, onLost }: WorkerSlotOptions) {
    this.index = index;
    this.#options = options;
    this.#clock = clock;
    this.#onLost = onLost;
  }

  get live(): LiveWorker | undefined {
    return this.#live;
  }

  get load(): WorkerLoad {
    return this.#load;
  }

  /** Starts the first process. @throws MediaStartError */
  async open(): Promise<void> {
    this.#adopt(await this.#launch());
  }

  /** Ends the process at once, as a crash would (SIGKILL). */
  kill(): void {
    if (this.#live !== undefined) process.kill(this.#live.worker.pid, 'SIGKILL');
  }

  /** Ends the process for good; resolves when it is gone. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer();
    const live = this.#live;
    this.#live = undefined;
    if (live !== undefined) await endWorker(live.worker);
    await this.#respawning;
  }

  async #launch(): Promise<LiveWorker> {
    const worker = await spawnWorker(this.#options.workerBin);
    try {
      const webRtcServer = await bounded(this.#listen(worker), SPAWN_TIMEOUT_MS);
      return { worker, webRtcServer, gate: new WorkerGate() };
    } catch (error) {
      await endWorker(worker);
      throw this.#listenError(error);
    }
  }

  #listen(worker: types.Worker): Promise<types.WebRtcServer> {
    const { listenIp, announcedAddress } = this.#options;
    const address = { ip: listenIp, ...(announcedAddress === '' ? {} : { announcedAddress }), port: this.#port() };
    return worker.createWebRtcServer({
      listenInfos: [
        { protocol: 'udp', ...address, recvBufferSize: RECEIVE_BUFFER_BYTES },
        { protocol: 'tcp', ...address },
      ],
    });
  }

  #port(): number {
    const { basePort } = this.#options;
    return basePort === 0 ? 0 : basePort + this.index;
  }

  #listenError(error: unknown): MediaStartError {
    const text = error instanceof Error ? error.message : String(error);
    const port = this.#port();
    const { listenIp } = this.#options;
    if (/in use/i.test(text)) {
      const message = `media port ${port} (UDP and TCP) on ${listenIp} is in use by another process`;
      return new MediaStartError('portBusy', message, { port, cause: error });
    }
    if (/not available|invalid ip/i.test(text)) {
      const message = `the media address ${listenIp} is not one of this machine`;
      return new MediaStartError('addressUnavailable', message, { port, cause: error });
    }
    return new MediaStartError('workerFailed', `media port ${port} could not be opened: ${text}`, {
      port,
      cause: error,
    });
  }

  #adopt(live: LiveWorker): void {
    this.#live = live;
    this.#load = new WorkerLoad();
    this.#unanswered = 0;
    this.#startedAtMs = this.#clock.now();
    // 'died' would miss a worker that mediasoup closes by itself, as it does when the process gets SIGTERM.
    live.worker.observer.once('close', () => this.#lost(live));
    if (live.worker.closed) this.#lost(live);
    else this.#checkLater(live);
  }

  #lost(live: LiveWorker): void {
    if (this.#live !== live) return;
    this.#live = undefined;
    this.#cancelTimer();
    if (this.#clock.now() - this.#startedAtMs > STABLE_MS) this.#failures = 0;
    this.#onLost(this);
    const respawn = (): void => this.#respawnLater();
    // The port is free only when the process is gone.
    if (live.worker.subprocessClosed) respawn();
    else live.worker.once('subprocessclose', respawn);
  }

  #respawnLater(): void {
    if (this.#closed) return;
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#failures += 1;
    this.#cancelTimer = this.#clock.after(delayMs, () => {
      this.#respawning = this.#respawn();
    });
  }

  async #respawn(): Promise<void> {
    try {
      const live = await this.#launch();
      if (this.#closed) return await endWorker(live.worker);
      this.#options.logger('warn', 'a media worker was started again', {
        worker: this.index,
        attempts: this.#failures,
      });
      this.#adopt(live);
    } catch (error) {
      this.#options.logger('error', 'a media worker could not be started', {
        worker: this.index,
        error: String(error),
      });
      this.#respawnLater();
    }
  }

  #checkLater(live: LiveWorker): void {
    this.#cancelTimer = this.#clock.after(this.#options.healthIntervalMs, () => void this.#check(live));
  }

  async #check(live: LiveWorker): Promise<void> {
    try {
      const usage = await bounded(live.worker.getResourceUsage(), this.#options.requestTimeoutMs);
      this.#unanswered = 0;
      this.#load.sampleCpu(usage.ru_utime + usage.ru_stime, this.#clock.now());
    } catch (error) {
      if (error instanceof AppError) this.#unanswered += 1;
    }
    if (this.#live !== live) return;
    if (this.#unanswered >= MAX_UNANSWERED) {
      this.#options.logger('error', 'a media worker does not answer and is killed', { worker: this.index });
      this.kill();
    } else {
      this.#checkLater(live);
    }
  }
}

async function spawnWorker(configuredBin: string): Promise<types.Worker> {
  const workerBin = configuredBin === '' ? packagedWorkerBin : configuredBin;
  try {
    await access(workerBin, constants.X_OK);
  } catch (error) {
    const message = `there is no executable media worker at ${workerBin}; set MEDIASOUP_WORKER_BIN or run the set-up`;
    throw new MediaStartError('workerBinaryMissing', message, { cause: error });
  }
  try {
    return await bounded(createWorker({ workerBin, logLevel: 'warn' }), SPAWN_TIMEOUT_MS, (late) => late.close());
  } catch (error) {
    throw new MediaStartError('workerFailed', `the media worker ${workerBin} could not be started: ${String(error)}`, {
      cause: error,
    });
  }
}

/** Closes a worker and waits until its process is gone; by force when it does not go by itself. */
async function endWorker(worker: types.Worker): Promise<void> {
  if (worker.subprocessClosed) return;
  const gone = new Promise<void>((resolve) => {
    worker.once('subprocessclose', resolve);
  });
  worker.close();
  await bounded(gone, CLOSE_TIMEOUT_MS).catch(() => {
    process.kill(worker.pid, 'SIGKILL');
    return gone;
  });
}
