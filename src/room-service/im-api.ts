/**
 * The part of the vendor's IM that clients of this API need, under `/weapp/im/`: log in, join the room's group, hear its
 * notices, write to it, write to one another. Same paths, same fields. An answer is good when `ActionStatus` is `OK`.
 *
 * Pacing matters more than speed: the SDK asks again at once, whatever the answer to a poll is. So polls are held to
 * their end, also those that are refused, and no answer to a poll leaves out a field that the next one is made of.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { parseRoomId, parseUserId, type RoomId, type UserId } from '../shared/ids.ts';
import type { HttpRequest } from '../signaling/http/http-types.ts';
import type { Caller } from './callers.ts';
import type { GroupKeys, GroupTicket } from './group-key.ts';
import { HeldPolls, type Hold } from './held-polls.ts';
import type { ImGroups, MessageElem, PolledGroup } from './im-groups.ts';
import type { ImMailboxes } from './im-mailboxes.ts';
import type { LoginDesk } from './login-desk.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Body } from './request-fields.ts';
import type { RoomService } from './room-service.ts';
import { IM_CODES, type ImCode, ServiceRefusal } from './service-types.ts';

/** Requests of mini programs end after 60 s: an answer must be there before, or ten holds in a row count as failures. */
export const MAX_HOLD_MS = 50_000;
const MIN_HOLD_MS = 1_000;
/** A refused poll is answered after this: clients come back at once. */
const REFUSED_POLL_MS = 3_000;
const DEFAULT_HOLD_S = 90;
/** Nobody has to log in to be held: beyond, the one that waits longest is answered. */
export const MAX_PAUSED_POLLS = 10_000;
/** The SDK's own limits, in bytes. */
const MAX_GROUP_BYTES = 8898;
const MAX_C2C_BYTES = 12_000;
const MAX_ELEMS = 20;

/** Nothing came during a poll: no refusal, but a code all the same. */
const POLL_TIMEOUT = 60_008;

/** A refusal: `{ActionStatus: 'FAIL', ErrorCode, ErrorInfo, ...more}`. */
class ImRefusal extends Error {
  readonly code: ImCode;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(code: ImCode, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.more = more;
  }
}

export interface ImApiOptions {
  readonly clock: Clock;
  readonly desk: LoginDesk;
  readonly service: RoomService;
  readonly groups: ImGroups;
  readonly mailboxes: ImMailboxes;
  readonly keys: GroupKeys;
  /** Messages, by user. */
  readonly messageRate: RateLimits;
  /** Calls of who has not proved anything, by address. */
  readonly addressRate: RateLimits;
  /** All calls, by user. */
  readonly userRate: RateLimits;
  readonly newHex: (digits: number) => string;
}

interface ImCall {
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly address: string;
  readonly onAborted: HttpRequest['onAborted'];
}

type ImMethod = (call: ImCall) => Promise<string> | string;

const ok = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ...fields });

/** An answer of the IM. */
export interface ImAnswer {
  /** JSON. */
  readonly text: string;
  /** Why it is a refusal; undefined = it is none. */
  readonly refused: ImCode | undefined;
}

/** The shape of refusals here. */
export const imRefusal = (code: ImCode, info: string, more: Readonly<Record<string, unknown>> = {}): ImAnswer => ({
  text: JSON.stringify({ ActionStatus: 'FAIL', ErrorCode: IM_CODES[code], ErrorInfo: info, ...more }),
  refused: code,
});

export class ImApi {
  readonly #options: ImApiOptions;
  readonly #methods: ReadonlyMap<string, ImMethod>;
  readonly #paused: HeldPolls;

  constructor(options: ImApiOptions) {
    this.#options = options;
    this.#paused = new HeldPolls(options.clock, MAX_PAUSED_POLLS);
    this.#methods = new Map<string, ImMethod>([
      ['v4/openim/login', (call) => this.#login(call)],
      ['v4/openim/logout', () => ok()],
      ['v4/openim/longpollinglogout', () => ok()],
      ['v4/openim/authkey', (call) => this.#authKey(call)],
      ['v4/openim/getlongpollingid', (call) => this.#longPollingId(call)],
      ['v4/openim/longpolling', (call) => this.#longPolling(call)],
      ['v4/openim/getmsg', (call) => this.#getMessages(call)],
      ['v4/openim/msgreaded', () => ok()],
      ['v4/openim/sendmsg', (call) => this.#sendMessage(call)],
      ['v4/profile/portrait_get', () => ok({ UserProfileItem: [] })],
      ['v4/profile/portrait_set', () => ok({ UserProfileItem: [] })],
      ['v4/group_open_http_svc/get_joined_group_list', () => ok({ TotalCount: 0, GroupIdList: [] })],
      ['v4/group_open_http_svc/apply_join_group', (call) => this.#joinGroup(call)],
      ['v4/group_open_http_svc/quit_group', (call) => this.#quitGroup(call)],
      ['v4/group_open_http_svc/send_group_msg', (call) => this.#sendGroupMessage(call)],
      ['v1/group_open_long_polling_http_noauth_svc/get_msg', (call) => this.#pollGroup(call)],
      ['v4/imopenstat/web_report', () => ok()],
    ]);
  }

  /** Polls that are held although nothing can come. */
  get pausedPolls(): number {
    return this.#paused.size;
  }

  /** Answers one call. `path` is what follows `/weapp/im/`. Never rejects but for bugs. */
  async answer(path: string, call: ImCall): Promise<ImAnswer> {
    // The SDK of another year says openim where this one says v4/openim.
    const method = this.#methods.get(path) ?? this.#methods.get(`v4/${path}`);
    try {
      if (method === undefined) throw new ImRefusal('noSuchCall', 'there is no such call');
      return { text: await method(call), refused: undefined };
    } catch (error) {
      if (error instanceof ImRefusal) return imRefusal(error.code, error.message, error.more);
      if (error instanceof ServiceRefusal) return imRefusal('notLoggedIn', error.message);
      throw error;
    }
  }

  /** Answers everybody who waits. */
  close(): void {
    this.#options.groups.close();
    this.#options.mailboxes.close();
    this.#paused.wakeAll();
  }

  async #login({ query, address }: ImCall): Promise<string> {
    const { desk, addressRate } = this.#options;
    if (!addressRate.tryTake(address)) throw new ImRefusal('tooFast', 'too many requests, try later');
    const sdkAppId = query.get('sdkappid');
    if (sdkAppId !== null && sdkAppId !== String(desk.sdkAppId)) throw new ImRefusal('notLoggedIn', 'sdkappid');
    const userId = desk.verifySig(query.get('usersig') ?? '', query.get('identifier') ?? '');
    return ok({ TinyId: tinyIdOf(userId), A2Key: await desk.newToken(userId) });
  }

  /** The user of `a2`, which is one of our tokens. */
  async #caller({ query }: ImCall): Promise<Caller> {
    const token = query.get('a2');
    if (token === null || token === '') throw new ImRefusal('notLoggedIn', 'a2 is missing');
    const caller = await this.#options.desk.identify(token);
    const tinyId = query.get('tinyid');
    if (tinyId !== null && tinyId !== tinyIdOf(caller.userId)) throw new ImRefusal('notLoggedIn', 'tinyid');
    if (!this.#options.userRate.tryTake(caller.userId)) throw new ImRefusal('tooFast', 'too many requests, try later');
    return caller;
  }

  async #authKey(call: ImCall): Promise<string> {
    await this.#caller(call);
    const expireTime = Math.floor(this.#options.clock.now() / 1000) + 86_400;
    return ok({ AuthKey: this.#options.newHex(32), ExpireTime: expireTime, IpList: [] });
  }

  async #longPollingId(call: ImCall): Promise<string> {
    await this.#caller(call);
    return ok({ LongPollingId: this.#options.newHex(16), Timeout: MAX_HOLD_MS / 1000 });
  }

  async #longPolling(call: ImCall): Promise<string> {
    const { Timeout: timeout, Cookie: cookie } = call.body;
    const hold = holdOf(timeout, call);
    const caller = await this.#callerOrPause(call, hold);
    const { NotifySeq: notifySeq } = isFields(cookie) ? cookie : {};
    const seq = await this.#options.mailboxes.poll(caller.userId, integerOf(notifySeq), hold);
    if (seq !== undefined) return ok({ EventArray: [{ Event: 1, EventSeq: seq, NotifySeq: seq }] });
    return ok({ ErrorCode: POLL_TIMEOUT, ErrorInfo: 'nothing came', EventArray: [] });
  }

  /** Of a poll: who is refused waits for the refusal. */
  async #callerOrPause(call: ImCall, hold: Hold): Promise<Caller> {
    try {
      return await this.#caller(call);
    } catch (error) {
      await this.#paused.wait({ ...hold, holdMs: REFUSED_POLL_MS });
      throw error;
    }
  }

  async #getMessages(call: ImCall): Promise<string> {
    const { userId } = await this.#caller(call);
    const seen = integerOf(call.body['Cookie']);
    const mails = this.#options.mailboxes.fetch(userId, seen);
    const list = mails.map(({ from, to, seq, random, at, body }) => ({
      From_Account: from,
      To_Account: to,
      MsgSeq: seq,
      MsgRandom: random,
      MsgTimeStamp: Math.floor(at / 1000),
      MsgBody: body,
    }));
    // SyncFlag 2: that is all for now.
    return ok({ MsgList: list, SyncFlag: 2, Cookie: String(mails.at(-1)?.seq ?? seen) });
  }

  async #sendMessage(call: ImCall): Promise<string> {
    const { userId } = await this.#caller(call);
    const to = parseUserId(textOf(call.body['To_Account']));
    if (to === undefined) throw new ImRefusal('badParameter', 'To_Account');
    const body = elemsOf(call.body['MsgBody'], MAX_C2C_BYTES);
    this.#spend(userId);
    const { at } = this.#options.mailboxes.send({ from: userId, to, random: integerOf(call.body['MsgRandom']), body });
    return ok({ MsgTime: Math.floor(at / 1000) });
  }

  async #joinGroup(call: ImCall): Promise<string> {
    const { service, groups, keys } = this.#options;
    const caller = await this.#caller(call);
    const roomId = this.#groupOf(call);
    try {
      service.require(caller, undefined, roomId);
    } catch (error) {
      if (!(error instanceof ServiceRefusal)) throw error;
      throw new ImRefusal(groups.has(roomId) ? 'noPermission' : 'noSuchGroup', error.message);
    }
    const { userId } = caller;
    const joinSeq = groups.join(roomId, userId);
    if (joinSeq === undefined) throw new ImRefusal('noSuchGroup', 'there is no such group');
    return ok({ JoinedStatus: 'JoinedSuccess', LongPollingKey: keys.make({ roomId, userId, joinSeq }) });
  }

  async #quitGroup(call: ImCall): Promise<string> {
    const { userId } = await this.#caller(call);
    this.#options.groups.quit(this.#groupOf(call), userId);
    return ok();
  }

  async #sendGroupMessage(call: ImCall): Promise<string> {
    const { groups, service } = this.#options;
    const { userId } = await this.#caller(call);
    const roomId = this.#groupOf(call);
    if (!groups.has(roomId)) throw new ImRefusal('noSuchGroup', 'there is no such group');
    const mayHear = groups.isMember(roomId, userId) && service.mayHear(roomId, userId);
    if (!mayHear) throw new ImRefusal('noPermission', 'join the group first');
    const body = elemsOf(call.body['MsgBody'], MAX_GROUP_BYTES);
    this.#spend(userId);
    if (!service.say(roomId, userId, spokenText(body))) throw new ImRefusal('muted', 'you may not write here');
    const random = integerOf(call.body['Random'] ?? call.body['MsgRandom']);
    const sent = groups.send(roomId, { from: userId, nick: service.nameOf(roomId, userId), random, body });
    if (sent === undefined) throw new ImRefusal('noSuchGroup', 'there is no such group');
    return ok({ MsgSeq: sent.seq, MsgTime: Math.floor(sent.at / 1000) });
  }

  /** Without login, by key alone. Whatever the key is, the answer comes after the hold and has all fields. */
  async #pollGroup(call: ImCall): Promise<string> {
    const { StartSeq: startSeq, HoldTime: holdTime, Key: key } = call.body;
    const hold = holdOf(holdTime, call);
    const ticket = this.#options.keys.read(key);
    const from = integerOf(startSeq);
    const polled =
      ticket === undefined ? await this.#pollNothing(from, hold) : await this.#pollTicket(ticket, from, hold);
    const heldS = typeof holdTime === 'number' && holdTime > 0 ? holdTime : DEFAULT_HOLD_S;
    const next = { NextSeq: polled?.nextSeq ?? from, HoldTime: heldS, Key: textOf(key) };
    if (polled === undefined) {
      throw new ImRefusal('tooFast', 'too many polls of this group at once', { ...next, RspMsgList: [] });
    }
    // Messages are encoded once for all who poll.
    return `${ok(next).slice(0, -1)},"RspMsgList":[${polled.messages.join(',')}]}`;
  }

  /** undefined = the user holds its share of the group's polls already; told late, since clients come back at once. */
  async #pollTicket(
    { roomId, userId, joinSeq }: GroupTicket,
    from: number,
    hold: Hold,
  ): Promise<PolledGroup | undefined> {
    const { groups, service } = this.#options;
    // Removed from the room, or it was locked meanwhile.
    const mayHear = (): boolean =>
      groups.mayPoll(roomId, userId, joinSeq) && (!groups.has(roomId) || service.mayHear(roomId, userId));
    if (!mayHear()) return this.#pollNothing(from, hold);
    service.onPoll(roomId, userId);
    const polled = await groups.poll(roomId, userId, from === 0 ? joinSeq : from, hold);
    if (polled === undefined) {
      await this.#paused.wait({ ...hold, holdMs: REFUSED_POLL_MS }, userId);
      return undefined;
    }
    // What is said from a removal on is not for who waited since before.
    return mayHear() ? polled : { nextSeq: polled.nextSeq, messages: [] };
  }

  async #pollNothing(from: number, hold: Hold): Promise<PolledGroup> {
    await this.#paused.wait(hold);
    return { nextSeq: from, messages: [] };
  }

  #groupOf({ body }: ImCall): RoomId {
    const roomId = parseRoomId(textOf(body['GroupId']));
    if (roomId === undefined) throw new ImRefusal('badParameter', 'GroupId');
    return roomId;
  }

  #spend(userId: UserId): void {
    if (!this.#options.messageRate.tryTake(userId)) throw new ImRefusal('tooFast', 'too many messages');
  }
}

/** A number that stays the same for a user, as IM accounts have. */
const tinyIdOf = (userId: UserId): string =>
  String(createHash('sha256').update(userId).digest().readUIntBE(0, 6)).padStart(15, '1');

const isFields = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** 0 for what is none. */
function integerOf(value: unknown): number {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : 0;
}

/** As long as asked for, in seconds, within what clients survive. */
function holdOf(seconds: unknown, { onAborted }: ImCall): Hold {
  const asked = integerOf(seconds) * 1000 || MAX_HOLD_MS;
  return { holdMs: Math.min(MAX_HOLD_MS, Math.max(MIN_HOLD_MS, asked)), onAborted };
}

function elemsOf(value: unknown, maxBytes: number): readonly MessageElem[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ELEMS)
    throw new ImRefusal('badParameter', 'MsgBody');
  const elems = value.map((elem: unknown): MessageElem => {
    const { MsgType: type, MsgContent: content } = isFields(elem) ? elem : {};
    if (typeof type !== 'string' || !isFields(content)) throw new ImRefusal('badParameter', 'MsgBody');
    return { MsgType: type, MsgContent: content };
  });
  if (Buffer.byteLength(JSON.stringify(elems)) > maxBytes)
    throw new ImRefusal('tooLong', `more than ${maxBytes} bytes`);
  return elems;
}

/** What a message says in words; its custom elems are for programs. */
function spokenText(elems: readonly MessageElem[]): string {
  const texts = elems
    .filter(({ MsgType: type }) => type === 'TIMTextElem')
    .map(({ MsgContent: content }) => textOf(content['Text']));
  return texts.join('');
}
