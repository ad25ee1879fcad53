/**
 * Groups of the built-in IM: one for each room. Clients poll for messages from a sequence number on, so one that was
 * without network for a while gets what it missed. Numbers begin with the time, so that those of a group made again
 * (after a restart, too) are greater than any a client may remember. Bounded in messages, bytes and time; a group that
 * is over is kept for a while, so that everybody hears of its end.
 */
import type { Clock } from '../shared/clock.ts';
import { type InstantMs, later, type RoomId, type UserId } from '../shared/ids.ts';
import { HeldPolls, type Hold } from './held-polls.ts';
import type { RoomNotices, SaidMessage } from './room-notices.ts';

const MAX_MESSAGES = 128;
const MAX_BYTES = 65_536;
const KEEP_MS = 180_000;
const MAX_MEMBERS = 10_000;
const MAX_POLLS_PER_GROUP = 20_000;
const MAX_EXPELLED = 10_000;
const MAX_ENDED_GROUPS = 1000;
const SYSTEM_ACCOUNT = '@TIM#SYSTEM';
const OPERATOR = 'administrator';

/** Kinds of events in a poll's answer. */
const EVENT = { message: 3, system: 5 } as const;
const REPORT = { groupDestroyed: 5, custom: 255 } as const;

/** `UserDefinedField` of the notice that pushers changed. */
export const PUSHER_CHANGE = '{"cmd":"notifyPusherChange","data":""}';

interface GroupMessage {
  readonly seq: number;
  readonly at: InstantMs;
  /** JSON. */
  readonly text: string;
}

interface Group {
  nextSeq: number;
  readonly messages: GroupMessage[];
  bytes: number;
  /** In the order in which they joined; the first go when there are too many. */
  readonly members: Set<UserId>;
  readonly polls: HeldPolls;
  /** Who was thrown out, and before which message: keys from before that are void. Oldest first. */
  readonly expelledAt: Map<UserId, number>;
  /** A notice waits for the turn's end. */
  isNoticeDue: boolean;
  isFlushDue: boolean;
}

/** One elem of a message, as the SDK makes it. */
export interface MessageElem {
  readonly MsgType: string;
  readonly MsgContent: Readonly<Record<string, unknown>>;
}

export interface GroupMail {
  readonly from: UserId;
  readonly nick: string;
  readonly random: number;
  readonly body: readonly MessageElem[];
}

/** What a poll is answered with. */
export interface PolledGroup {
  readonly nextSeq: number;
  /** JSON texts, newest first: the SDK walks the list backwards. */
  readonly messages: readonly string[];
}

export class ImGroups implements RoomNotices {
  readonly #clock: Clock;
  readonly #groupByRoom = new Map<RoomId, Group>();
  /** Over, kept for those who have not heard. Oldest first. */
  readonly #endedByRoom = new Map<RoomId, { readonly group: Group; readonly until: InstantMs }>();
  /** Those who poll a group that is not there. */
  readonly #nowhere: HeldPolls;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#nowhere = new HeldPolls(clock, MAX_POLLS_PER_GROUP);
  }

  get heldPolls(): number {
    let held = this.#nowhere.size;
    for (const { polls } of this.#groupByRoom.values()) held += polls.size;
    for (const { group } of this.#endedByRoom.values()) held += group.polls.size;
    return held;
  }

  has(roomId: RoomId): boolean {
    return this.#groupByRoom.has(roomId);
  }

  isMember(roomId: RoomId, userId: UserId): boolean {
    return this.#groupByRoom.get(roomId)?.members.has(userId) === true;
  }

  opened(roomId: RoomId): void {
    this.#endedByRoom.delete(roomId);
    if (this.#groupByRoom.has(roomId)) return;
    this.#groupByRoom.set(roomId, {
      nextSeq: Math.floor(this.#clock.now() / 1000),
      messages: [],
      bytes: 0,
      members: new Set(),
      polls: new HeldPolls(this.#clock, MAX_POLLS_PER_GROUP),
      expelledAt: new Map(),
      isNoticeDue: false,
      isFlushDue: false,
    });
  }

  /** Several changes of one turn are one notice. */
  changed(roomId: RoomId): void {
    const group = this.#groupByRoom.get(roomId);
    if (group === undefined || group.isNoticeDue) return;
    group.isNoticeDue = true;
    this.#clock.turnEnd(() => {
      group.isNoticeDue = false;
      this.#notice(roomId, group, REPORT.custom, PUSHER_CHANGE);
    });
  }

  closed(roomId: RoomId): void {
    const group = this.#groupByRoom.get(roomId);
    if (group === undefined) return;
    this.#groupByRoom.delete(roomId);
    this.#notice(roomId, group, REPORT.groupDestroyed, '');
    const at = this.#clock.now();
    this.#endedByRoom.set(roomId, { group, until: later(at, KEEP_MS) });
    for (const [id, { until, group: ended }] of this.#endedByRoom) {
      if (until > at && this.#endedByRoom.size <= MAX_ENDED_GROUPS) break;
      this.#endedByRoom.delete(id);
      ended.polls.wakeAll();
    }
  }

  said(roomId: RoomId, { userId, name, avatar, text }: SaidMessage): void {
    const data = { cmd: 'CustomTextMsg', data: { nickName: plain(name), headPic: plain(avatar) } };
    this.send(roomId, {
      from: userId,
      nick: name,
      random: 0,
      body: [
        { MsgType: 'TIMCustomElem', MsgContent: { Data: JSON.stringify(data), Desc: '', Ext: '' } },
        { MsgType: 'TIMTextElem', MsgContent: { Text: text } },
      ],
    });
  }

  /** @returns from which number on the new member polls; undefined = there is no such group */
  join(roomId: RoomId, userId: UserId): number | undefined {
    const group = this.#groupByRoom.get(roomId);
    if (group === undefined) return undefined;
    group.members.delete(userId);
    const [oldest] = group.members;
    if (group.members.size >= MAX_MEMBERS && oldest !== undefined) group.members.delete(oldest);
    group.members.add(userId);
    return group.nextSeq;
  }

  quit(roomId: RoomId, userId: UserId): void {
    this.#groupByRoom.get(roomId)?.members.delete(userId);
  }

  /** The user's place and keys are over; joining anew gives others. */
  expelled(roomId: RoomId, userId: UserId): void {
    const group = this.#groupByRoom.get(roomId);
    if (group === undefined) return;
    group.members.delete(userId);
    const { expelledAt } = group;
    expelledAt.delete(userId);
    const [oldest] = expelledAt.keys();
    if (expelledAt.size >= MAX_EXPELLED && oldest !== undefined) expelledAt.delete(oldest);
    // A number that is no message's tells keys from before and after apart.
    group.nextSeq += 1;
    expelledAt.set(userId, group.nextSeq);
  }

  /** Whether a key of a user who joined before that message is good still, also when the group is over. */
  mayPoll(roomId: RoomId, userId: UserId, joinSeq: number): boolean {
    const group = this.#groupByRoom.get(roomId) ?? this.#endedByRoom.get(roomId)?.group;
    return joinSeq >= (group?.expelledAt.get(userId) ?? 0);
  }

  /** @returns number and time of the message; undefined = there is no such group */
  send(roomId: RoomId, { from, nick, random, body }: GroupMail): { seq: number; at: InstantMs } | undefined {
    const group = this.#groupByRoom.get(roomId);
    if (group === undefined) return undefined;
    const info = { GroupName: roomId, From_AccountNick: nick, To_Account: roomId };
    return this.#append(group, {
      Event: EVENT.message,
      From_Account: from,
      ToGroupId: roomId,
      MsgRandom: random,
      MsgBody: body,
      GroupInfo: info,
    });
  }

  /**
   * What there is from `startSeq` on, as soon as there is something, or nothing after the hold. Who was away for longer
   * than messages are kept gets those that are left, or, when none is, is told to look at the room.
   * @returns undefined when so many polls of that user are held already that this one is not
   */
  async poll(roomId: RoomId, userId: UserId, startSeq: number, hold: Hold): Promise<PolledGroup | undefined> {
    const group = this.#groupByRoom.get(roomId) ?? this.#endedByRoom.get(roomId)?.group;
    if (group === undefined) {
      if (!this.#nowhere.hasRoomFor(userId)) return undefined;
      await this.#nowhere.wait(hold, userId);
      return { nextSeq: startSeq, messages: [] };
    }
    if (startSeq < group.nextSeq && group.messages.length === 0)
      this.#notice(roomId, group, REPORT.custom, PUSHER_CHANGE);
    if (startSeq >= group.nextSeq) {
      if (!group.polls.hasRoomFor(userId)) return undefined;
      await group.polls.wait(hold, userId);
    }
    const messages = group.messages.filter(({ seq }) => seq >= startSeq).map(({ text }) => text);
    return { nextSeq: Math.max(group.nextSeq, startSeq), messages: messages.reverse() };
  }

  /** Answers everybody who waits; for the end of the server. */
  close(): void {
    this.#nowhere.wakeAll();
    for (const { polls } of this.#groupByRoom.values()) polls.wakeAll();
    for (const { group } of this.#endedByRoom.values()) group.polls.wakeAll();
  }

  #notice(roomId: RoomId, group: Group, reportType: number, field: string): void {
    this.#append(group, {
      Event: EVENT.system,
      From_Account: SYSTEM_ACCOUNT,
      ToGroupId: roomId,
      MsgRandom: 0,
      MsgBody: { ReportType: reportType, UserDefinedField: field, Operator_Account: OPERATOR, GroupId: roomId },
      GroupInfo: { GroupName: roomId, From_AccountNick: '', To_Account: roomId },
    });
  }

  #append(group: Group, message: Readonly<Record<string, unknown>>): { seq: number; at: InstantMs } {
    const at = this.#clock.now();
    const seq = group.nextSeq;
    const text = JSON.stringify({ ...message, MsgSeq: seq, MsgTimeStamp: Math.floor(at / 1000) });
    group.nextSeq += 1;
    group.messages.push({ seq, at, text });
    group.bytes += text.length;
    const isOld = ({ at: sentAt }: GroupMessage): boolean => later(sentAt, KEEP_MS) <= at;
    while (group.messages.length > MAX_MESSAGES || group.bytes > MAX_BYTES || group.messages.some(isOld)) {
      group.bytes -= group.messages.shift()?.text.length ?? 0;
    }
    this.#flushSoon(group);
    return { seq, at };
  }

  /** What is said in one turn leaves in one answer. */
  #flushSoon(group: Group): void {
    if (group.isFlushDue) return;
    group.isFlushDue = true;
    this.#clock.turnEnd(() => {
      group.isFlushDue = false;
      group.polls.wakeAll();
    });
  }
}

/** Receivers cut the two elems apart at the first `}}` and do not unescape: such signs cannot be sent. */
const plain = (text: string): string => text.replaceAll(/["\\{}]/g, '');
