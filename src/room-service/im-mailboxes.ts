/**
 * Messages from one user to another (C2C) in the built-in IM: link-mic requests and their answers. A user's clients hear
 * by long polling that there is something, and fetch it. What was fetched is kept for a moment longer, in case the
 * answer was lost; what nobody fetches is dropped, since a request of ten minutes ago is of no use to anybody.
 */
import type { Clock } from '../shared/clock.ts';
import { type InstantMs, later, type UserId } from '../shared/ids.ts';
import { HeldPolls, type Hold } from './held-polls.ts';
import type { MessageElem } from './im-groups.ts';

const MAX_MESSAGES = 100;
const KEEP_MS = 600_000;
const KEEP_FETCHED_MS = 30_000;
/** Who was told of a message and has not fetched it is told again after this. */
const REMIND_MS = 3_000;
const MAX_POLLS_PER_USER = 8;

export interface Mail {
  readonly from: UserId;
  readonly to: UserId;
  readonly random: number;
  readonly body: readonly MessageElem[];
}

export interface StoredMail extends Mail {
  readonly seq: number;
  readonly at: InstantMs;
}

interface KeptMail extends StoredMail {
  readonly bytes: number;
  fetchedAt: InstantMs | null;
}

interface Mailbox {
  nextSeq: number;
  mails: KeptMail[];
  readonly polls: HeldPolls;
}

export interface MailboxLimits {
  readonly maxMailboxes: number;
  /** Of all messages together. */
  readonly maxBytes: number;
}

export class ImMailboxes {
  readonly #clock: Clock;
  readonly #limits: MailboxLimits;
  #bytes = 0;
  /** Least recently used first. */
  readonly #boxByUser = new Map<UserId, Mailbox>();

  constructor(clock: Clock, limits: MailboxLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get size(): number {
    return this.#boxByUser.size;
  }

  get heldPolls(): number {
    let held = 0;
    for (const { polls } of this.#boxByUser.values()) held += polls.size;
    return held;
  }

  send(mail: Mail): StoredMail {
    const box = this.#box(mail.to);
    const bytes = Buffer.byteLength(JSON.stringify(mail));
    const stored = { ...mail, bytes, seq: box.nextSeq, at: this.#clock.now(), fetchedAt: null };
    box.nextSeq += 1;
    this.#keep(box, [...this.#current(box), stored].slice(-MAX_MESSAGES));
    // Mail to whom nobody has heard of for longest is the least likely to be fetched.
    while (this.#bytes > this.#limits.maxBytes && this.#boxByUser.size > 1) this.#dropOldest();
    this.#clock.turnEnd(() => box.polls.wakeAll());
    return stored;
  }

  /** Number of the newest message after `notifySeq`, as soon as there is one; undefined = none came during the hold. */
  async poll(userId: UserId, notifySeq: number, hold: Hold): Promise<number | undefined> {
    const box = this.#box(userId);
    const newest = (): KeptMail | undefined => this.#current(box).at(-1);
    const before = newest();
    if (before !== undefined && before.seq > notifySeq) return before.seq;
    const isWaiting = before !== undefined && before.fetchedAt === null;
    await box.polls.wait(isWaiting ? { ...hold, holdMs: Math.min(hold.holdMs, REMIND_MS) } : hold);
    const after = newest();
    return after !== undefined && (after.seq > notifySeq || after.fetchedAt === null) ? after.seq : undefined;
  }

  /** Messages after `seq`, oldest first; those up to it have arrived and are dropped. */
  fetch(userId: UserId, seq: number): readonly StoredMail[] {
    const box = this.#box(userId);
    this.#keep(
      box,
      this.#current(box).filter((mail) => mail.seq > seq),
    );
    for (const mail of box.mails) mail.fetchedAt ??= this.#clock.now();
    return box.mails;
  }

  /** Answers everybody who waits; for the end of the server. */
  close(): void {
    for (const { polls } of this.#boxByUser.values()) polls.wakeAll();
  }

  #current({ mails }: Mailbox): KeptMail[] {
    const at = this.#clock.now();
    return mails.filter(
      ({ at: sentAt, fetchedAt }) =>
        later(sentAt, KEEP_MS) > at && (fetchedAt === null || later(fetchedAt, KEEP_FETCHED_MS) > at),
    );
  }

  #box(userId: UserId): Mailbox {
    const box = this.#boxByUser.get(userId) ?? {
      nextSeq: Math.floor(this.#clock.now() / 1000),
      mails: [],
      polls: new HeldPolls(this.#clock, MAX_POLLS_PER_USER),
    };
    this.#boxByUser.delete(userId);
    if (this.#boxByUser.size >= this.#limits.maxMailboxes) this.#dropOldest();
    this.#boxByUser.set(userId, box);
    return box;
  }

  #keep(box: Mailbox, mails: KeptMail[]): void {
    this.#bytes += sizeOf(mails) - sizeOf(box.mails);
    box.mails = mails;
  }

  #dropOldest(): void {
    const [oldest] = this.#boxByUser;
    if (oldest === undefined) return;
    const [userId, box] = oldest;
    this.#boxByUser.delete(userId);
    this.#keep(box, []);
    box.polls.wakeAll();
  }
}

const sizeOf = (mails: readonly KeptMail[]): number => mails.reduce((sum, { bytes }) => sum + bytes, 0);
