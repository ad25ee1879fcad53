/**
 * Notices by the IM of Tencent Cloud instead of our own: groups are made and ended, and notices sent, by its REST API.
 * Rooms never wait for it: what is to be said waits in line, one line for each room, and what cannot be said after a few
 * tries is given up and reported.
 */
import type { Clock } from '../shared/clock.ts';
import { parseUserId, type RoomId, type UserId } from '../shared/ids.ts';
import { PUSHER_CHANGE } from './im-groups.ts';
import type { RoomNotices } from './room-notices.ts';
import type { UserSigs } from './user-sig.ts';

const TIMEOUT_MS = 5_000;
const MAX_TRIES = 3;
const RETRY_MS = 1_000;
const MAX_IN_FLIGHT = 16;
/** Rooms that wait to say something; beyond, new ones go unheard. */
const MAX_LINES = 10_000;
const MAX_ANSWER_BYTES = 65_536;
const SIG_TTL_S = 3600;
/** A group that is there already is as good as made, one that is gone as good as ended. */
const FINE_CODES: readonly unknown[] = [0, 10_025, 10_010, 10_015];

type Saying = 'create_group' | 'send_group_system_notification' | 'destroy_group';

export interface CloudImOptions {
  readonly clock: Clock;
  /** `https://console.tim.qq.com` */
  readonly baseUrl: string;
  readonly sdkAppId: number;
  readonly admin: string;
  readonly sigs: UserSigs;
  /** What could not be said, and why. */
  readonly onFault: (saying: string, error: unknown) => void;
}

export class CloudIm implements RoomNotices {
  readonly #options: CloudImOptions;
  readonly #admin: UserId;
  /** What each room has still to say; the first is being said. */
  readonly #lineByRoom = new Map<RoomId, Saying[]>();
  readonly #waiting: (() => void)[] = [];
  #inFlight = 0;
  readonly #stop = new AbortController();

  /** @throws Error when the administrator's name cannot be a user id */
  constructor(options: CloudImOptions) {
    this.#options = options;
    const admin = parseUserId(options.admin);
    if (admin === undefined) throw new Error('roomService.cloudImAdmin is not a user id');
    this.#admin = admin;
  }

  /** Rooms that have something to say. */
  get size(): number {
    return this.#lineByRoom.size;
  }

  opened(roomId: RoomId): void {
    this.#say(roomId, 'create_group');
  }

  changed(roomId: RoomId): void {
    this.#say(roomId, 'send_group_system_notification');
  }

  closed(roomId: RoomId): void {
    this.#say(roomId, 'destroy_group');
  }

  /** Who is kicked stays in the cloud's group, which knows no members of ours; the room itself is closed to it. */
  expelled(): void {
    // Nothing that was said to the group names streams or members.
  }

  /** Members by browser are not users of the cloud's IM: what they write stays in the room. */
  said(): void {
    // Nobody there has an account to say it in the name of.
  }

  /** Gives up what is left to say. */
  close(): void {
    this.#stop.abort();
    this.#lineByRoom.clear();
    for (const start of this.#waiting.splice(0)) start();
  }

  #say(roomId: RoomId, saying: Saying): void {
    if (this.#stop.signal.aborted) return;
    const line = this.#lineByRoom.get(roomId);
    if (line !== undefined) {
      // "Look again" twice is once; the one that is under way may have been too early.
      if (line.length < 2 || line.at(-1) !== saying) line.push(saying);
      return;
    }
    if (this.size >= MAX_LINES) {
      this.#options.onFault(saying, new Error('too many rooms wait for the IM'));
      return;
    }
    const begun = [saying];
    this.#lineByRoom.set(roomId, begun);
    void this.#work(roomId, begun);
  }

  async #work(roomId: RoomId, line: Saying[]): Promise<void> {
    for (let saying = line[0]; saying !== undefined; saying = line[0]) {
      await this.#turn();
      try {
        await this.#tell(roomId, saying);
      } catch (error) {
        if (!this.#stop.signal.aborted) this.#options.onFault(saying, error);
      } finally {
        this.#inFlight -= 1;
        this.#waiting.shift()?.();
      }
      if (this.#stop.signal.aborted) return;
      line.shift();
    }
    this.#lineByRoom.delete(roomId);
  }

  async #turn(): Promise<void> {
    if (this.#inFlight >= MAX_IN_FLIGHT) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#inFlight += 1;
  }

  async #tell(roomId: RoomId, saying: Saying): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#request(saying, bodyOf(saying, roomId));
        return;
      } catch (error) {
        if (tries >= MAX_TRIES || this.#stop.signal.aborted) throw error;
        await new Promise<void>((resolve) => this.#options.clock.after(RETRY_MS * tries, resolve));
      }
    }
  }

  /** @throws Error when the answer is not fine */
  async #request(saying: Saying, body: unknown): Promise<void> {
    const { baseUrl, sdkAppId, sigs, clock } = this.#options;
    const query = new URLSearchParams({
      sdkappid: String(sdkAppId),
      identifier: this.#admin,
      usersig: sigs.sign(this.#admin, clock.now(), SIG_TTL_S),
      random: String(clock.now() % 4_294_967_295),
      contenttype: 'json',
    });
    const response = await fetch(`${baseUrl}/v4/group_open_http_svc/${saying}?${query}`, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), this.#stop.signal]),
    });
    const text = await response.text();
    if (text.length > MAX_ANSWER_BYTES) throw new Error('the IM answered too much');
    const { ErrorCode: code } = JSON.parse(text) as { readonly ErrorCode?: unknown };
    if (!FINE_CODES.includes(code)) throw new Error(`the IM refused with ${String(code)}`);
  }
}

function bodyOf(saying: Saying, roomId: RoomId): unknown {
  switch (saying) {
    case 'create_group':
      return { Type: 'AVChatRoom', GroupId: roomId, Name: roomId.slice(0, 30) };
    case 'send_group_system_notification':
      return { GroupId: roomId, Content: PUSHER_CHANGE };
    default:
      return { GroupId: roomId };
  }
}
