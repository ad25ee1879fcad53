/**
 * One ffmpeg, watched: bytes go in and come out, and whatever goes wrong is noticed, counted and mended. A child that
 * dies is started again, one that takes input and gives nothing, or gives far too much, is killed first; pauses between
 * starts grow, and there are few starts a minute. Room state knows nothing of it.
 *
 * What a dead child had taken is lost. `onStarted` says that a new one begins, from nothing.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { CancelTimer, Clock } from '../../shared/clock.ts';

export type FfmpegFault =
  /** It ended by itself, or could not be started. */
  | 'exited'
  /** It took input and gave nothing. */
  | 'hung'
  /** It gave more than it may. */
  | 'flooded'
  /** It was started too often; it rests. */
  | 'exhausted'
  /** Its input was full: the oldest of it was dropped. */
  | 'inputDropped';

export interface FfmpegOptions {
  /** Program and arguments. */
  readonly command: string;
  readonly args: readonly string[];
  readonly clock: Clock;
  /** Bytes it gave; valid for the call only. */
  readonly onOutput: (chunk: Buffer) => void;
  /** The same of its descriptor 3, which it has only then. It counts as output, but is no sign of life. */
  readonly onSideOutput?: (chunk: Buffer) => void;
  /** A child begins; what is returned is written to it first. */
  readonly onStarted: () => Buffer | undefined;
  /** The bytes of a piece of input, when its turn has come; undefined to leave it out. `tag` as given to `write`. */
  readonly render: (tag: number) => Buffer | undefined;
  /** A piece that will not be rendered. */
  readonly onDropped: (tag: number) => void;
  readonly onFault: (fault: FfmpegFault) => void;
  /** What it said, cut to a line; for the debug log. */
  readonly onSaid: (line: string) => void;
  readonly limits?: Partial<FfmpegLimits>;
}

export interface FfmpegLimits {
  /** Input that may wait for a child; beyond it the oldest is dropped. Default 256 KiB. */
  readonly maxQueuedBytes: number;
  /** Input that has waited for so long is old news when a child begins. Default 500. */
  readonly maxQueuedMs: number;
  /** Input without output for so long is a hang. Default 5000. */
  readonly hangMs: number;
  /** Output in a second; more is a flood. Default 1 MiB. */
  readonly maxOutputBytesPerS: number;
  /** Starts in a minute. Default 12. */
  readonly maxStartsPerMinute: number;
}

const DEFAULT_LIMITS: FfmpegLimits = {
  maxQueuedBytes: 256 * 1024,
  maxQueuedMs: 500,
  hangMs: 5000,
  maxOutputBytesPerS: 1024 * 1024,
  maxStartsPerMinute: 12,
};
const WATCH_INTERVAL_MS = 250;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 5000;
/** A child that lived so long was well; pauses begin anew. */
const WELL_MS = 10_000;
const MAX_LINE_CHARS = 300;
const MAX_LINES_PER_S = 10;

interface Piece {
  readonly bytes: number;
  readonly tag: number;
  readonly at: number;
}

interface Child {
  readonly process: ChildProcess;
  readonly startedAt: number;
  isFull: boolean;
  /** Since when it has had input and given nothing. */
  silentSince: number | undefined;
  outputBytes: number;
  lines: number;
  countedFrom: number;
  ended: boolean;
}

export class FfmpegProcess {
  readonly #options: FfmpegOptions;
  readonly #limits: FfmpegLimits;
  readonly #queue: Piece[] = [];
  #queuedBytes = 0;
  #child: Child | undefined;
  #starts: number[] = [];
  #failures = 0;
  #cancelWatch: CancelTimer = () => undefined;
  #cancelRestart: CancelTimer = () => undefined;
  #closing: Promise<void> | undefined;
  /** Resolves those that wait for the last child to be gone. */
  #onGone: (() => void) | undefined;

  constructor(options: FfmpegOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#start();
  }

  /** Process id of the present child; undefined between two. For tests and the inspector. */
  get pid(): number | undefined {
    return this.#child?.process.pid;
  }

  /** Gives it a piece of input of about so many bytes, to be rendered when its turn has come. Never waits. */
  write(tag: number, bytes: number): void {
    if (this.#closing !== undefined) return;
    this.#queue.push({ bytes, tag, at: this.#options.clock.now() });
    this.#queuedBytes += bytes;
    while (this.#queuedBytes > this.#limits.maxQueuedBytes && this.#queue.length > 1) this.#dropOldest();
    this.#flush();
  }

  #dropOldest(): void {
    const oldest = this.#queue.shift();
    if (oldest === undefined) return;
    this.#queuedBytes -= oldest.bytes;
    this.#options.onDropped(oldest.tag);
    this.#options.onFault('inputDropped');
  }

  /** Kills it. Resolves when the process is gone and its pipes are closed. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#cancelWatch();
      this.#cancelRestart();
      this.#queue.length = 0;
      this.#queuedBytes = 0;
      if (this.#child === undefined) resolve();
      else {
        this.#onGone = resolve;
        this.#child.process.kill('SIGKILL');
      }
    });
    return this.#closing;
  }

  #start(): void {
    const { command, args, clock, onSaid, onSideOutput } = this.#options;
    const now = clock.now();
    this.#starts = [...this.#starts.filter((at) => now - at < MINUTE_MS), now];
    const side = onSideOutput === undefined ? [] : (['pipe'] as const);
    const process = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe', ...side] });
    const child: Child = {
      process,
      startedAt: now,
      isFull: false,
      silentSince: undefined,
      outputBytes: 0,
      lines: 0,
      countedFrom: now,
      ended: false,
    };
    this.#child = child;
    // A pipe whose other end is gone tells so by `close` as well.
    process.stdin?.on('error', () => undefined);
    process.stdin?.on('drain', () => {
      child.isFull = false;
      this.#flush();
    });
    process.stdout?.on('data', (chunk: Buffer) => this.#took(child, chunk));
    process.stderr?.on('data', (chunk: Buffer) => this.#said(child, chunk));
    process.stdio[3]?.on('data', (chunk: Buffer) => this.#tookAside(child, chunk));
    process.on('error', (error) => {
      onSaid(String(error).slice(0, MAX_LINE_CHARS));
      // Without a process there will be no `close`.
      if (process.pid === undefined) this.#gone(child);
    });
    process.on('close', () => this.#gone(child));
    const first = this.#options.onStarted();
    if (first !== undefined && process.stdin?.writable === true) process.stdin.write(first);
    // The first child takes what waited for it, however long it took to start.
    if (this.#starts.length > 1) {
      for (
        let piece = this.#queue[0];
        piece !== undefined && now - piece.at > this.#limits.maxQueuedMs;
        piece = this.#queue[0]
      )
        this.#dropOldest();
    }
    this.#watchLater(child);
    this.#flush();
  }

  #flush(): void {
    const child = this.#child;
    const stdin = child?.process.stdin;
    while (child !== undefined && !child.ended && !child.isFull && stdin?.writable === true) {
      const piece = this.#queue.shift();
      if (piece === undefined) return;
      this.#queuedBytes -= piece.bytes;
      const rendered = this.#options.render(piece.tag);
      if (rendered === undefined) continue;
      child.silentSince ??= this.#options.clock.now();
      child.isFull = !stdin.write(rendered);
    }
  }

  #took(child: Child, chunk: Buffer): void {
    if (child.ended || this.#closing !== undefined) return;
    child.silentSince = undefined;
    if (this.#isWithinBounds(child, chunk)) this.#options.onOutput(chunk);
  }

  #tookAside(child: Child, chunk: Buffer): void {
    if (child.ended || this.#closing !== undefined) return;
    if (this.#isWithinBounds(child, chunk)) this.#options.onSideOutput?.(chunk);
  }

  /** Counts what came; kills who gives too much. */
  #isWithinBounds(child: Child, chunk: Buffer): boolean {
    this.#countFrom(child);
    child.outputBytes += chunk.length;
    const isWithin = child.outputBytes <= this.#limits.maxOutputBytesPerS;
    if (!isWithin) this.#kill(child, 'flooded');
    return isWithin;
  }

  #said(child: Child, chunk: Buffer): void {
    // What it complains about is output, too.
    this.#isWithinBounds(child, chunk);
    if (child.lines >= MAX_LINES_PER_S) return;
    child.lines += 1;
    this.#options.onSaid(chunk.toString('utf8', 0, MAX_LINE_CHARS).trimEnd());
  }

  #countFrom(child: Child): void {
    const now = this.#options.clock.now();
    if (now - child.countedFrom < SECOND_MS) return;
    child.countedFrom = now;
    child.outputBytes = 0;
    child.lines = 0;
  }

  #watchLater(child: Child): void {
    this.#cancelWatch = this.#options.clock.after(WATCH_INTERVAL_MS, () => {
      const { silentSince } = child;
      const isHung = silentSince !== undefined && this.#options.clock.now() - silentSince > this.#limits.hangMs;
      if (isHung) this.#kill(child, 'hung');
      else this.#watchLater(child);
    });
  }

  #kill(child: Child, fault: FfmpegFault): void {
    if (child.ended || this.#closing !== undefined) return;
    child.ended = true;
    this.#options.onFault(fault);
    child.process.kill('SIGKILL');
  }

  /** The process is gone, its pipes are closed. */
  #gone(child: Child): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#cancelWatch();
    if (this.#closing !== undefined) {
      this.#onGone?.();
      return;
    }
    if (!child.ended) this.#options.onFault('exited');
    child.ended = true;
    const now = this.#options.clock.now();
    this.#failures = now - child.startedAt >= WELL_MS ? 1 : this.#failures + 1;
    this.#cancelRestart = this.#options.clock.after(this.#pauseMs(now), () => this.#start());
  }

  #pauseMs(now: number): number {
    const pauseMs = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1));
    const recent = this.#starts.filter((at) => now - at < MINUTE_MS);
    if (recent.length < this.#limits.maxStartsPerMinute) return pauseMs;
    this.#options.onFault('exhausted');
    return Math.max(pauseMs, (recent[0] ?? now) + MINUTE_MS - now);
  }
}
