/**
 * A client as they are in the field: its order of calls, its timers with their faults (they re-arm themselves without
 * looking whether they should, so that heartbeats without a room trail behind and double after a quick return), its
 * group poll that asks again at once and gives up for good after ten failures in a row. On virtual time.
 */
import type { Answer, Kind, Pending, User, Weapp } from './weapp.ts';

const FIRST_BEAT_MS = 3000;
const BEAT_MS = 7000;
const MAX_POLL_FAILURES = 10;

export class RtcRoomClient {
  /** Answers that were not 0, with the method. */
  readonly refusals: string[] = [];
  /** Who joined and left, as `onPusherJoin` and `onPusherQuit` were told: by user id alone. */
  readonly seen: string[] = [];
  /** Custom and text messages of the group and of other users. */
  readonly heard: unknown[] = [];
  notices = 0;
  destroyed = false;
  hasNetwork = true;
  roomID = '';
  pushers: readonly Readonly<Record<string, string>>[] = [];
  /** Polls asked so far: a client that spins shows here. */
  polls = 0;
  /** An answer lacked what the next poll is made of. */
  brokenPolls = 0;
  readonly user: User;
  readonly #weapp: Weapp;
  readonly #kind: Kind;
  #im = '';
  #pollKey = '';
  #startSeq: unknown = 0;
  #failures = 0;
  #polling: Pending | undefined;

  constructor(weapp: Weapp, kind: Kind, user: User) {
    this.#weapp = weapp;
    this.#kind = kind;
    this.user = user;
  }

  /** get_login_info, login, IM login: the first calls of every client. */
  static async start(weapp: Weapp, kind: Kind): Promise<RtcRoomClient> {
    const client = new RtcRoomClient(weapp, kind, await weapp.login());
    const { userID, userSig } = client.user;
    const query = new URLSearchParams({
      identifier: userID,
      usersig: userSig,
      sdkappid: '1400000000',
      accounttype: '0',
    });
    const { TinyId, A2Key } = await weapp.request('/weapp/im/v4/openim/login', query.toString(), { State: 'Online' });
    client.#im = `tinyid=${String(TinyId)}&a2=${String(A2Key)}&contenttype=json&sdkappid=1400000000&accounttype=0`;
    return client;
  }

  async call(method: string, body: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const answer = await this.#weapp.call(this.user, this.#kind, method, { userID: this.user.userID, ...body });
    if (answer.code !== 0) this.refusals.push(`${method} ${answer.code}`);
    return answer;
  }

  async im(path: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    return await this.#weapp.request(`/weapp/im/${path}`, this.#im, body);
  }

  imLater(path: string, body: Readonly<Record<string, unknown>>): Pending {
    return this.#weapp.send(`/weapp/im/${path}`, this.#im, body);
  }

  /** 1v1 and conference: makes a room, or joins that one. */
  async enter(roomID?: string): Promise<void> {
    this.roomID = roomID ?? String((await this.call('create_room', { roomInfo: 'room' }))['roomID']);
    const { pushURL } = await this.call('get_push_url', { roomID: this.roomID });
    if (roomID !== undefined) await this.call('get_pushers', { roomID });
    await this.push(String(pushURL));
    await Promise.all([this.joinGroup(), this.look()]);
    this.beat();
  }

  /** The host of a live room: pushes before there is a room. */
  async host(): Promise<void> {
    const { pushURL } = await this.call('get_push_url');
    this.roomID = String((await this.call('create_room', { roomInfo: 'live' }))['roomID']);
    await this.joinGroup();
    await this.push(String(pushURL));
    await this.look();
    this.beat();
  }

  async watch(roomID: string): Promise<void> {
    this.roomID = roomID;
    await this.joinGroup();
    await this.look();
    await this.call('add_audience', { roomID, userInfo: '{"userName":"guest"}' });
  }

  async link(): Promise<Answer> {
    const { pushURL } = await this.call('get_push_url', { roomID: this.roomID });
    const answer = await this.push(String(pushURL));
    this.beat();
    return answer;
  }

  async push(pushURL: string): Promise<Answer> {
    return await this.call('add_pusher', this.#weapp.pusher(this.user, this.roomID, pushURL));
  }

  /** Leaves as clients do: the timers are not stopped, only the room is forgotten. */
  async exit(method: 'delete_pusher' | 'destroy_room' = 'delete_pusher'): Promise<void> {
    const { roomID } = this;
    await this.call(method, { roomID });
    await this.im('v4/group_open_http_svc/quit_group', { GroupId: roomID });
    this.roomID = '';
    this.pushers = [];
  }

  /** Re-arms itself whatever happens: `isOneMore` is looked at too late. */
  beat(): void {
    const { clock } = this.#weapp;
    const again = (): void => {
      const { roomID } = this;
      void this.call('pusher_heartbeat', { roomID });
      if (roomID !== '') clock.after(BEAT_MS, again);
    };
    clock.after(FIRST_BEAT_MS, again);
  }

  async joinGroup(): Promise<void> {
    const answer = await this.im('v4/group_open_http_svc/apply_join_group', { GroupId: this.roomID });
    if (typeof answer['LongPollingKey'] !== 'string') throw new Error(`not an AVChatRoom: ${JSON.stringify(answer)}`);
    this.#pollKey = answer['LongPollingKey'];
    this.#startSeq = 0;
    this.#failures = 0;
    this.#poll();
  }

  /** The network is gone: what is asked is not answered. */
  loseNetwork(): void {
    this.hasNetwork = false;
    this.#polling?.abort();
  }

  #poll(): void {
    const { clock } = this.#weapp;
    if (!this.hasNetwork) {
      this.#failures += 1;
      if (this.#failures < MAX_POLL_FAILURES) clock.after(16, () => this.#poll());
      return;
    }
    this.polls += 1;
    const path = '/weapp/im/v1/group_open_long_polling_http_noauth_svc/get_msg';
    const key = this.#pollKey;
    const polling = this.#weapp.send(path, '', { StartSeq: this.#startSeq, HoldTime: 90, Key: key });
    this.#polling = polling;
    void polling.answer.then((answer) => {
      // Another group by now; or the answer was lost on its way.
      if (key !== this.#pollKey || this.roomID === '') return;
      if (this.hasNetwork) this.#onPolled(answer);
      this.#poll();
    });
  }

  #onPolled(answer: Answer): void {
    const { NextSeq, HoldTime, Key, RspMsgList, ActionStatus } = answer as unknown as Polled;
    if (ActionStatus !== 'OK' || typeof NextSeq !== 'number' || HoldTime === undefined || Key === undefined) {
      this.brokenPolls += 1;
    }
    this.#failures = 0;
    this.#startSeq = NextSeq;
    for (const message of RspMsgList.toReversed()) this.#onMessage(message);
  }

  #onMessage({ Event, MsgBody, From_Account, GroupInfo }: PolledMessage): void {
    if (!From_Account || GroupInfo === undefined) {
      this.brokenPolls += 1;
      return;
    }
    if (Event === 3) this.heard.push({ from: From_Account, body: MsgBody });
    if (Event !== 5) return;
    if (MsgBody.ReportType === 5) this.destroyed = true;
    if (MsgBody.ReportType === 255 && MsgBody.UserDefinedField === '{"cmd":"notifyPusherChange","data":""}') {
      this.notices += 1;
      void this.look();
    }
  }

  /** get_pushers, compared with before by user id alone. */
  async look(): Promise<void> {
    const { roomID } = this;
    if (roomID === '') return;
    const answer = await this.call('get_pushers', { roomID });
    if (answer.code !== 0 || this.roomID !== roomID) return;
    const pushers = answer['pushers'] as typeof this.pushers;
    const ids = (list: typeof this.pushers): (string | undefined)[] => list.map(({ userID }) => userID);
    for (const id of ids(pushers))
      if (id !== this.user.userID && !ids(this.pushers).includes(id)) this.seen.push(`+${id}`);
    for (const id of ids(this.pushers))
      if (id !== this.user.userID && !ids(pushers).includes(id)) this.seen.push(`-${id}`);
    this.pushers = pushers;
  }
}

interface PolledMessage {
  readonly Event: number;
  readonly From_Account?: string;
  readonly GroupInfo?: unknown;
  readonly MsgBody: { readonly ReportType?: number; readonly UserDefinedField?: string };
}

interface Polled {
  readonly ActionStatus: string;
  readonly NextSeq: unknown;
  readonly HoldTime: unknown;
  readonly Key: unknown;
  readonly RspMsgList: readonly PolledMessage[];
}
