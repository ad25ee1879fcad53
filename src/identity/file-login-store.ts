/**
 * The memory store, kept in a JSON file. Written whole, to a second file that then takes the place of the first, so that
 * a crash leaves the old or the new one; in pieces, so that a large one does not hold up the rooms. For one process: two
 * on the same file would overwrite each other.
 */
import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import * as v from 'valibot';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import { parseUserId, type UserId } from '../shared/ids.ts';
import { type IdentityKey, type LoginStore, MemoryLoginStore } from './login-store.ts';

const VERSION = 1;
/** From a change to its writing: at most so much is lost in a crash. */
const WRITE_DELAY_MS = 5000;
const ENTRIES_PER_PIECE = 500;

export interface FileLoginStoreOptions {
  readonly path: string;
  readonly maxEntries: number;
  readonly clock: Pick<Clock, 'after'>;
  /** The file could not be written; it is tried again after a while. */
  readonly onFault: (error: unknown) => void;
}

const KEY = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const FILE = v.object({ version: v.literal(VERSION), users: v.array(v.tuple([KEY, v.string()])) });

export class FileLoginStore implements LoginStore {
  readonly #options: FileLoginStoreOptions;
  readonly #memory: MemoryLoginStore;
  #isDirty = false;
  #isClosed = false;
  #cancelTimer: CancelTimer | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(options: FileLoginStoreOptions, memory: MemoryLoginStore) {
    this.#options = options;
    this.#memory = memory;
  }

  /** Reads the file if there is one. Rejects when it cannot be read or is not ours: it is not to be overwritten then. */
  static async open(options: FileLoginStoreOptions): Promise<FileLoginStore> {
    const memory = new MemoryLoginStore(options.maxEntries);
    for (const [key, userId] of await readUsers(options.path)) await memory.move(key, userId);
    return new FileLoginStore(options, memory);
  }

  async find(key: IdentityKey): Promise<UserId | undefined> {
    return await this.#memory.find(key);
  }

  async claim(key: IdentityKey, userId: UserId): Promise<UserId> {
    const isKnown = (await this.#memory.find(key)) !== undefined;
    const holder = await this.#memory.claim(key, userId);
    if (!isKnown) this.#changed();
    return holder;
  }

  async move(key: IdentityKey, userId: UserId): Promise<void> {
    await this.#memory.move(key, userId);
    this.#changed();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    await this.#writing;
    if (this.#isDirty) await this.#write();
  }

  #changed(): void {
    this.#isDirty = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isClosed || this.#cancelTimer !== undefined) return;
    this.#cancelTimer = this.#options.clock.after(WRITE_DELAY_MS, () => {
      this.#cancelTimer = undefined;
      this.#writing = this.#writing.then(() => this.#write());
    });
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    this.#isDirty = false;
    const { path, onFault } = this.#options;
    const next = `${path}.new`;
    try {
      const file = await open(next, 'w', 0o600);
      try {
        await writeUsers(file, this.#memory);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(next, path);
    } catch (error) {
      this.#isDirty = true;
      onFault(error);
      this.#schedule();
    }
  }
}

async function writeUsers(file: FileHandle, memory: MemoryLoginStore): Promise<void> {
  await file.writeFile(`{"version":${VERSION},"users":[\n`);
  const keys = memory.keys();
  let separator = '';
  for (let start = 0; start < keys.length; start += ENTRIES_PER_PIECE) {
    const lines = keys.slice(start, start + ENTRIES_PER_PIECE).flatMap((key) => {
      const userId = memory.peek(key);
      // Forgotten since the writing began.
      return userId === undefined ? [] : JSON.stringify([key, userId]);
    });
    if (lines.length === 0) continue;
    await file.writeFile(`${separator}${lines.join(',\n')}`);
    separator = ',\n';
  }
  await file.writeFile('\n]}\n');
}

async function readUsers(path: string): Promise<(readonly [IdentityKey, UserId])[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`login.storeFile: ${path} cannot be read`, { cause: error });
  }
  const notOurs = (cause?: unknown): Error => new Error(`login.storeFile: ${path} is not a file of logins`, { cause });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw notOurs(error);
  }
  const parsed = v.safeParse(FILE, json);
  if (!parsed.success) throw notOurs();
  return parsed.output.users.map(([key, id]) => {
    const userId = parseUserId(id);
    if (userId === undefined) throw notOurs();
    return [key, userId];
  });
}
