/**
 * One stream to many players of one format.
 *
 * **The problem.** Writing each frame to each player costs a system call per frame and player, which is nearly all that
 * serving a stream costs. **Ours**: frames are written once into bytes that all players share, and leave together: after
 * a window that grows with the number of players, up to `mergeMs`. Few players get every frame at once; with a hundred
 * and more, ten writes a second serve each. Key frames and the first frames of a stream do not wait.
 */
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import type { ByteBudget } from '../internal/gop-cache.ts';
import type { LiveFrame, LiveFrameKind } from '../live-frame.ts';
import type { LiveEnd, LiveWatcher, StreamKey } from '../live-ports.ts';
import type { NodeLiveStreams } from '../live-streams.ts';
import type { LiveFormat } from './live-format.ts';
import { type Batch, PlayerFeed, type PlayerSink } from './player-feed.ts';

export interface BroadcastLimits {
  /** Longest wait for frames that leave together. */
  readonly mergeMs: number;
  /** Bytes that wait for one player; beyond, it skips to a key frame. */
  readonly playerBufferBytes: number;
  readonly playerStallMs: number;
  /** How long players wait for a source. */
  readonly sourceWaitMs: number;
  /** Of the group of pictures kept for newcomers. */
  readonly gopMaxBytes: number;
}

export interface BroadcastOptions {
  readonly clock: Clock;
  readonly streams: NodeLiveStreams;
  readonly key: StreamKey;
  readonly format: LiveFormat;
  readonly limits: BroadcastLimits;
  readonly budget: ByteBudget;
  readonly onSkip: () => void;
  readonly onSent: (bytes: number) => void;
  /** The last player went; the broadcast has ended. */
  readonly onEmpty: () => void;
}

/** A player's end of it. */
export interface LivePlayer {
  /** The sink takes more. */
  drained(): void;
  setPaused(isPaused: boolean): void;
  /** The player is gone. Idempotent; `onEnd` is not called. */
  close(): void;
}

interface Member {
  readonly feed: PlayerFeed;
  readonly onEnd: (why: LiveEnd) => void;
}

/** Players at which the window reaches `mergeMs`. */
const FULL_WINDOW_PLAYERS = 100;
/** A shorter window is none: the end of the turn. */
const MIN_WINDOW_MS = 5;
/** From the first frame until a stream is taken to have one medium only. */
const OPENING_HOLD_MS = 300;
/** Waiting frames leave at this size, whatever the window. */
const MAX_PENDING_BYTES = 512 * 1024;

const CONFIG_ORDER: readonly LiveFrameKind[] = ['metadata', 'audio', 'video'];

export class Broadcast implements LiveWatcher {
  readonly #options: BroadcastOptions;
  readonly #members = new Set<Member>();
  readonly #configByKind = new Map<LiveFrameKind, LiveFrame>();
  #lastMs = 0;
  #pending: LiveFrame[] = [];
  #pendingBytes = 0;
  /** Everything since the last key frame, as it left. Empty = newcomers wait for the next one. */
  #group: Batch[] = [];
  #groupBytes = 0;
  #groupStartMs = 0;
  #isOpen = false;
  readonly #configsNow = (): Uint8Array => this.#configs(this.#lastMs);
  #cancelFlush: CancelTimer | undefined;
  #isTurnFlushSet = false;
  #cancelHold: CancelTimer | undefined;
  #cancelSourceWait: CancelTimer | undefined;
  #stopWatching: (() => void) | undefined;
  #hasEnded = false;

  constructor(options: BroadcastOptions) {
    this.#options = options;
  }

  get playerCount(): number {
    return this.#members.size;
  }

  /** `onEnd` is called at most once, perhaps before this returns, when the player has to go. */
  add(sink: PlayerSink, onEnd: (why: LiveEnd) => void): LivePlayer {
    const { clock, limits, onSkip } = this.#options;
    const feed = new PlayerFeed({
      clock,
      sink,
      maxQueuedBytes: limits.playerBufferBytes,
      stallMs: limits.playerStallMs,
      onSkip,
      onEnd: (why) => {
        if (this.#remove(member)) onEnd(why);
      },
    });
    const member: Member = { feed, onEnd };
    // What waits is for those who are here; the newcomer gets it with the group.
    this.#stopWatching ??= this.#options.streams.watch(this.#options.key, this);
    this.#flush();
    this.#members.add(member);
    if (this.#isOpen) this.#start(member);
    if (!this.#options.streams.isPublished(this.#options.key)) this.#waitForSource();
    return {
      drained: () => feed.drained(),
      setPaused: (isPaused) => feed.setPaused(isPaused),
      close: () => {
        this.#remove(member);
      },
    };
  }

  onFrame(frame: LiveFrame): void {
    this.#cancelSourceWait?.();
    this.#cancelSourceWait = undefined;
    if (frame.kind !== 'metadata') this.#lastMs = frame.timestampMs;
    if (frame.isConfig || frame.kind === 'metadata') {
      this.#configByKind.set(frame.kind, frame);
    }
    if (frame.isKeyFrame) {
      this.#flush();
      this.#dropGroup();
      this.#groupStartMs = frame.timestampMs;
    }
    this.#pending.push(frame);
    this.#pendingBytes += this.#options.format.frameBytes(frame);
    if (!this.#isOpen) this.#open();
    if (this.#pendingBytes > MAX_PENDING_BYTES) this.#flush();
    else this.#scheduleFlush(frame.isKeyFrame);
  }

  onForget(): void {
    this.#flush();
    this.#dropGroup();
  }

  onSourceEnd(): void {
    this.#flush();
    this.#dropGroup();
    this.#configByKind.clear();
    this.#close();
    for (const { feed } of this.#members) feed.restart();
    this.#waitForSource();
  }

  onEnd(why: LiveEnd): void {
    this.#flush();
    this.#endAll(why);
  }

  /** Frames of a source that is no more have nobody to be opened for. */
  #close(): void {
    this.#isOpen = false;
    this.#cancelHold?.();
    this.#cancelHold = undefined;
  }

  /** Says what is in the stream, once that is known: both media, or one for a while. */
  #open(): void {
    const isComplete = this.#configByKind.has('audio') && this.#configByKind.has('video');
    if (!isComplete) {
      this.#cancelHold ??= this.#options.clock.after(OPENING_HOLD_MS, () => {
        this.#cancelHold = undefined;
        this.#openNow();
      });
      return;
    }
    this.#openNow();
  }

  #openNow(): void {
    this.#close();
    this.#flush();
    this.#isOpen = true;
    for (const member of [...this.#members]) if (!member.feed.hasStarted) this.#start(member);
  }

  #start({ feed }: Member): void {
    const { format, streams, key } = this.#options;
    const has = { audio: this.#configByKind.has('audio'), video: this.#configByKind.has('video') };
    const group = streams.mayReplay(key) ? this.#group : [];
    const opening = Buffer.concat([
      format.opening(has),
      this.#configs(group.length > 0 ? this.#groupStartMs : this.#lastMs),
    ]);
    feed.start(opening, group);
    this.#options.onSent(opening.length + group.reduce((sum, { bytes }) => sum + bytes.length, 0));
  }

  /** In time with what follows: players take the first time they see for the beginning. */
  #configs(timestampMs: number): Buffer {
    const frames = CONFIG_ORDER.flatMap((kind) => this.#configByKind.get(kind) ?? []);
    return this.#write(frames.map((frame) => (frame.kind === 'metadata' ? frame : { ...frame, timestampMs })));
  }

  #write(frames: readonly LiveFrame[]): Buffer {
    const { format } = this.#options;
    const bytes = Buffer.allocUnsafeSlow(frames.reduce((sum, frame) => sum + format.frameBytes(frame), 0));
    let at = 0;
    for (const frame of frames) at = format.writeFrame(frame, bytes, at);
    return bytes;
  }

  #scheduleFlush(isKeyFrame: boolean): void {
    if (this.#isTurnFlushSet) return;
    const { clock, limits } = this.#options;
    const windowMs = (limits.mergeMs * Math.min(this.#members.size, FULL_WINDOW_PLAYERS)) / FULL_WINDOW_PLAYERS;
    if (isKeyFrame || windowMs < MIN_WINDOW_MS) {
      this.#isTurnFlushSet = true;
      clock.turnEnd(() => {
        this.#isTurnFlushSet = false;
        this.#flush();
      });
      return;
    }
    this.#cancelFlush ??= clock.after(windowMs, () => this.#flush());
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    const frames = this.#pending;
    if (frames.length === 0 || this.#hasEnded) return;
    this.#pending = [];
    this.#pendingBytes = 0;
    const batch: Batch = {
      bytes: this.#write(frames),
      startsWithKeyFrame: frames[0]?.isKeyFrame === true,
      hasConfigs: frames.some(({ isConfig }) => isConfig),
      hasVideo: frames.some(({ kind, isConfig }) => kind === 'video' && !isConfig),
    };
    this.#keep(batch);
    let players = 0;
    for (const { feed } of this.#members) {
      if (!feed.hasStarted) continue;
      feed.push(batch, this.#configsNow);
      players += 1;
    }
    this.#options.onSent(batch.bytes.length * players);
  }

  #keep(batch: Batch): void {
    if (!batch.startsWithKeyFrame && this.#group.length === 0) return;
    const { length } = batch.bytes;
    if (this.#groupBytes + length > this.#options.limits.gopMaxBytes || !this.#options.budget.take(length)) {
      this.#dropGroup();
      return;
    }
    this.#group.push(batch);
    this.#groupBytes += length;
  }

  #dropGroup(): void {
    this.#options.budget.give(this.#groupBytes);
    this.#group = [];
    this.#groupBytes = 0;
  }

  /** Anew for each newcomer, so that everybody may wait as long. */
  #waitForSource(): void {
    this.#cancelSourceWait?.();
    this.#cancelSourceWait = this.#options.clock.after(this.#options.limits.sourceWaitMs, () =>
      this.#endAll('sourceEnded'),
    );
  }

  #endAll(why: LiveEnd): void {
    const members = [...this.#members];
    this.#members.clear();
    this.#end();
    for (const { onEnd } of members) onEnd(why);
  }

  #remove(member: Member): boolean {
    if (!this.#members.delete(member)) return false;
    if (this.#members.size === 0) this.#end();
    return true;
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#dropGroup();
    this.#close();
    this.#cancelFlush?.();
    this.#cancelSourceWait?.();
    this.#stopWatching?.();
    this.#options.onEmpty();
  }
}
