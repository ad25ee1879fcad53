/** All recordings of a node: how many, how long, where, and how much room the disk has. */
import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeId } from '../../push-pull-urls/stream-names.ts';
import { AppError } from '../../shared/app-error.ts';
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import type { InstantMs, MemberId, RoomId, UserId } from '../../shared/ids.ts';
import type { LiveStreams } from '../live-ports.ts';
import type { RunMediaProgram } from '../media-program.ts';
import { Recorder, type RecordingEnd, type RecordingFormat } from './recorder.ts';

export interface RecordingsOptions {
  readonly clock: Clock;
  readonly streams: LiveStreams;
  readonly run: RunMediaProgram;
  /** '' = recording is off. */
  readonly folder: string;
  /** At once, on this node. */
  readonly maxRecordings: number;
  readonly maxDurationMs: number;
  /** Media bytes of one recording. */
  readonly maxBytes: number;
  /** Below it no recording begins, and those under way end. */
  readonly minFreeBytes: number;
  /** An id that no recording had before. */
  readonly newId: () => string;
  readonly onEnded: (recording: RecordingInfo, why: RecordingEnded) => void;
  readonly onFault: (what: string, words: string) => void;
}

export type RecordingEnded = RecordingEnd | 'tooLong' | 'diskFull' | 'memberLeft' | 'roomClosed';

export interface RecordingRequest {
  readonly roomId: RoomId;
  /** null = the room's mixed stream. */
  readonly member: { readonly memberId: MemberId; readonly userId: UserId } | null;
  readonly format: RecordingFormat;
}

export interface RecordingInfo {
  readonly recordingId: string;
  readonly roomId: RoomId;
  /** '' = the mixed stream. */
  readonly memberId: string;
  readonly userId: string;
  readonly format: RecordingFormat;
  readonly startedAtMs: InstantMs;
  /** Relative to the recordings' folder; the part that is written is the last one. */
  readonly files: readonly string[];
  readonly bytes: number;
}

interface Recording {
  readonly request: RecordingRequest;
  readonly recordingId: string;
  readonly startedAtMs: InstantMs;
  readonly recorder: Recorder;
  readonly nameOf: (part: number) => string;
  readonly cancelLimit: CancelTimer;
}

const DISK_CHECK_MS = 10_000;
const MAX_PARTS = 100;

export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #recordingById = new Map<string, Recording>();
  /** Asked for and not begun yet; counted, so that many at once do not pass the bound. */
  #beginning = 0;
  #cancelDiskCheck: CancelTimer | undefined;
  readonly #finishing = new Set<Promise<void>>();
  #isClosed = false;

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#recordingById.size;
  }

  /**
   * Begins one. Until the stream has a source there is no file.
   * @throws AppError notFound (recording is off), limitExceeded (too many, or the disk is full), storageUnavailable
   */
  async start(request: RecordingRequest): Promise<RecordingInfo> {
    const { folder, maxRecordings, newId } = this.#options;
    if (folder === '' || this.#isClosed) throw new AppError('notFound', 'recording is not configured');
    if (this.#recordingById.size + this.#beginning >= maxRecordings) throw new AppError('limitExceeded', 'recordings');
    this.#beginning += 1;
    try {
      await this.#makeFolder(join(folder, escapeId(request.roomId)));
      if (!(await this.#hasSpace())) throw new AppError('limitExceeded', 'disk space for recordings');
    } finally {
      this.#beginning -= 1;
    }
    if (this.#isClosed) throw new AppError('notFound', 'recording is not configured');
    const recording = this.#begin(request, newId());
    return this.#infoOf(recording);
  }

  /** Resolves with what there is when its files are closed. @throws AppError notFound */
  async stop(roomId: RoomId, recordingId: string): Promise<RecordingInfo> {
    const recording = this.#recordingById.get(recordingId);
    if (recording?.request.roomId !== roomId) throw new AppError('notFound', 'recording');
    await this.#end(recording, 'stopped');
    return this.#infoOf(recording);
  }

  /** Those under way in that room. */
  list(roomId: RoomId): readonly RecordingInfo[] {
    return [...this.#recordingById.values()]
      .filter(({ request }) => request.roomId === roomId)
      .map((recording) => this.#infoOf(recording));
  }

  onMemberLeft(roomId: RoomId, memberId: MemberId): void {
    this.#endWhere(({ request }) => request.roomId === roomId && request.member?.memberId === memberId, 'memberLeft');
  }

  onRoomClosed(roomId: RoomId): void {
    this.#endWhere(({ request }) => request.roomId === roomId, 'roomClosed');
  }

  /** Ends all; resolves when their files are closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#endWhere(() => true, 'stopped');
    await Promise.all(this.#finishing);
  }

  #begin(request: RecordingRequest, recordingId: string): Recording {
    const { clock, streams, run, folder, maxBytes, maxDurationMs, onFault } = this.#options;
    const { roomId, member, format } = request;
    const startedAtMs = clock.now();
    const when = new Date(startedAtMs).toISOString().replace(/[:.]/g, '-');
    const who = member === null ? 'mixed' : escapeId(member.userId);
    const nameOf = (part: number): string =>
      join(escapeId(roomId), `${when}_${who}_${recordingId}${part === 1 ? '' : `_${part}`}.${format}`);
    const recorder = new Recorder({
      clock,
      streams,
      key: { roomId, memberId: member?.memberId ?? null },
      format,
      run,
      pathOf: (part) => join(folder, nameOf(part)),
      maxBytes,
      maxParts: MAX_PARTS,
      onEnd: (why, finished) => this.#forget(recording, why, finished),
      onFault: (words) => onFault('recorder', words),
    });
    const cancelLimit = clock.after(maxDurationMs, () => void this.#end(recording, 'tooLong'));
    const recording: Recording = { request, recordingId, startedAtMs, recorder, nameOf, cancelLimit };
    this.#recordingById.set(recordingId, recording);
    this.#cancelDiskCheck ??= clock.after(DISK_CHECK_MS, () => void this.#checkDisk());
    recorder.start();
    return recording;
  }

  async #end(recording: Recording, why: RecordingEnded): Promise<void> {
    if (!this.#recordingById.has(recording.recordingId)) return;
    const finished = recording.recorder.stop();
    this.#forget(recording, why, finished);
    await finished;
  }

  #forget(recording: Recording, why: RecordingEnded, finished: Promise<void>): void {
    this.#recordingById.delete(recording.recordingId);
    recording.cancelLimit();
    if (this.#recordingById.size === 0) {
      this.#cancelDiskCheck?.();
      this.#cancelDiskCheck = undefined;
    }
    const told = finished
      .then(() => this.#options.onEnded(this.#infoOf(recording), why))
      .finally(() => this.#finishing.delete(told));
    this.#finishing.add(told);
  }

  #endWhere(isMeant: (recording: Recording) => boolean, why: RecordingEnded): void {
    for (const recording of [...this.#recordingById.values()]) if (isMeant(recording)) void this.#end(recording, why);
  }

  async #checkDisk(): Promise<void> {
    this.#cancelDiskCheck = undefined;
    if (!(await this.#hasSpace())) this.#endWhere(() => true, 'diskFull');
    if (this.#recordingById.size === 0) return;
    this.#cancelDiskCheck ??= this.#options.clock.after(DISK_CHECK_MS, () => void this.#checkDisk());
  }

  /** Nothing at all where the folder is gone: unmounted, removed. */
  async #hasSpace(): Promise<boolean> {
    const { folder, minFreeBytes, onFault } = this.#options;
    try {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize >= minFreeBytes;
    } catch (error) {
      onFault('folder', String(error));
      return false;
    }
  }

  /** What is wrong with it is for the operator; whoever asks learns that it is not theirs to mend. */
  async #makeFolder(path: string): Promise<void> {
    try {
      await mkdir(path, { recursive: true });
    } catch (error) {
      this.#options.onFault('folder', String(error));
      throw new AppError('storageUnavailable', undefined, { cause: error });
    }
  }

  #infoOf({ request, recordingId, startedAtMs, recorder, nameOf }: Recording): RecordingInfo {
    return {
      recordingId,
      roomId: request.roomId,
      memberId: request.member?.memberId ?? '',
      userId: request.member?.userId ?? '',
      format: request.format,
      startedAtMs,
      files: Array.from({ length: recorder.parts }, (_, index) => nameOf(index + 1)),
      bytes: recorder.bytes,
    };
  }
}
