/**
 * One frame of a session that has said Hello: to the room, to the media engine, or answered here. Every frame gets
 * exactly one reply (lobby excepted: LobbyWaiting, later Joined); every failure becomes a typed error.
 */
import { type ClientFrame, type Init, type ServerFrame, SimulateFault } from '../../wire/generated/messages.ts';
import { findRequest } from '../floor-control/floors.ts';
import type { MediaActivity } from '../room-host/media-activity.ts';
import type { Outcome, RoomHost } from '../room-host/room-host.ts';
import { CONTROL_TOPIC } from '../room-state/data-topics.ts';
import type { Rejection, RoomState } from '../room-state/room-types.ts';
import type { MediaEngine } from '../sfu/media-engine.ts';
import { AppError, toAppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { ErrorName } from '../shared/error-codes.ts';
import type { MemberId } from '../shared/ids.ts';
import { WIRE_FLOOR_STATUS } from './codec/floors-to-wire.ts';
import { commandFromWire, roomIdOf } from './codec/from-wire.ts';
import { errorToWire, snapshotToWire } from './codec/to-wire.ts';
import { requireMemberId } from './codec/wire-words.ts';
import type { MediaHandlers } from './handlers/media-handlers.ts';
import type { LiveUrlIssuer } from './live-url-issuer.ts';
import { memberPage } from './member-page.ts';
import type { Memberships } from './memberships.ts';
import type { RoomFanout } from './room-fanout.ts';
import { selfReport } from './self-report.ts';
import type { Session } from './session.ts';
import type { SessionRegistry } from './session-registry.ts';

export interface DispatcherOptions {
  readonly clock: Clock;
  readonly memberships: Memberships;
  readonly media: MediaHandlers;
  readonly engine: MediaEngine;
  readonly fanout: RoomFanout;
  readonly activity: MediaActivity;
  readonly urls: LiveUrlIssuer;
  readonly sessions: SessionRegistry;
  readonly newId: () => string;
  /** Simulate is answered. */
  readonly testMode: boolean;
  readonly onError: (name: ErrorName, error: AppError) => void;
  readonly onHashMismatch: () => void;
}

/** Frames that change nothing: carried out again when repeated, and their long answers not remembered. */
const READ_ONLY: ReadonlySet<string> = new Set(['getRtpCapabilities', 'getMediaStats', 'getPlayUrls']);
const MAX_LOSSY_BYTES = 16 * 1024;

type Reply = Init<ServerFrame>;

export class Dispatcher {
  readonly #options: DispatcherOptions;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Carries out one frame and answers it. Never throws. */
  dispatch(session: Session, frame: ClientFrame): void {
    try {
      if (frame.body === undefined) throw new AppError('unknownMessage');
      if (this.#query(session, frame)) return;
      if (this.#repeated(session, frame.id)) return;
      if (!READ_ONLY.has(frame.body)) session.replies.begin(frame.id, this.#options.clock.now());
      const pending = this.#options.media.handle(session, frame);
      if (pending !== undefined) {
        pending.then(
          (reply) => session.reply(frame.id, reply),
          (error: unknown) => this.refuse(session, frame.id, error),
        );
        return;
      }
      const reply = this.#roomFrame(session, frame);
      // After the room turn that the command caused: who has the answer sees its effect.
      this.#options.clock.turnEnd(() => session.reply(frame.id, reply));
    } catch (error) {
      this.refuse(session, frame.id, error);
    }
  }

  /** Answers a frame with the error. */
  refuse(session: Session, frameId: number, error: unknown, retryAfterMs = 0): void {
    const appError = toAppError(error);
    this.#options.onError(appError.errorName, appError);
    const refusal = errorToWire(appError.errorName, appError.detail, retryAfterMs);
    // Not remembered: what was turned away unread may be the repetition of a command that was carried out.
    if (appError.errorName === 'rateLimited') session.push({ replyTo: frameId, error: refusal });
    else session.reply(frameId, { error: refusal });
  }

  /** A command with that id was carried out before: the same answer again, or none while the first is under way. */
  #repeated(session: Session, frameId: number): boolean {
    const earlier = session.replies.recall(frameId);
    if (earlier === undefined) return false;
    if (earlier !== 'pending') session.push(earlier);
    return true;
  }

  /** Frames that change nothing, or may be repeated: carried out each time and not remembered. */
  #query(session: Session, frame: ClientFrame): boolean {
    const { memberships } = this.#options;
    const { id } = frame;
    switch (frame.body) {
      case 'ping':
        session.reply(id, { pong: { sentAtMs: frame.ping?.sentAtMs ?? 0, serverTimeMs: this.#options.clock.now() } });
        return true;
      case 'pong':
        return true;
      case 'joinRoom':
        if (frame.joinRoom !== null) memberships.join(session, id, frame.joinRoom);
        return true;
      case 'subscribe':
      case 'unsubscribe':
        this.#setTopics(session, frame);
        return true;
      case 'getSnapshot':
        session.reply(
          id,
          this.#snapshot(session, frame.getSnapshot?.roomId ?? '', frame.getSnapshot?.hashMismatch ?? false),
        );
        return true;
      case 'listMembers':
        if (frame.listMembers !== null) session.reply(id, this.#memberPage(session, frame.listMembers));
        return true;
      default:
        return false;
    }
  }

  #setTopics(session: Session, { id, subscribe, unsubscribe }: ClientFrame): void {
    const { memberships } = this.#options;
    if (subscribe !== null) {
      memberships.setTopics(session, id, subscribe.roomId, (topics) => [...topics, ...subscribe.topics]);
    } else if (unsubscribe !== null) {
      const dropped = new Set(unsubscribe.topics);
      memberships.setTopics(session, id, unsubscribe.roomId, (topics) =>
        [...topics].filter((topic) => !dropped.has(topic)),
      );
    }
  }

  #snapshot(session: Session, roomId: string, hashMismatch: boolean): Reply {
    const { host, membership } = this.#options.memberships.require(session, roomId);
    if (hashMismatch) this.#options.onHashMismatch();
    return { snapshotResult: { snapshot: snapshotToWire(host.state, membership.topics) } };
  }

  #memberPage(session: Session, page: NonNullable<ClientFrame['listMembers']>): Reply {
    const { host, member } = this.#options.memberships.require(session, page.roomId);
    return { memberPage: memberPage(host.state, member, page) };
  }

  /** Commands of the room, and the few that concern a membership without being one. */
  #roomFrame(session: Session, frame: ClientFrame): Reply {
    const { clock, memberships, newId } = this.#options;
    if (frame.body === 'hello') throw new AppError('duplicateHello');
    if (frame.simulate !== null) return this.#simulate(session, frame.simulate);
    if (frame.leaveRoom !== null && memberships.leaveLobby(session, frame.leaveRoom.roomId)) return { ack: {} };
    const { host, membership } = memberships.require(session, roomIdOf(frame) ?? '');
    const actor = membership.memberId;
    if (frame.getPushUrl !== null) {
      return { pushUrl: this.#options.urls.pushUrl(host, actor, { actor, causeId: frame.id }) };
    }
    if (frame.getPlayUrls !== null) return this.#playUrls(host, actor, frame.getPlayUrls.memberId);
    if (frame.sendData?.lossy === true) return this.#sendLossy(session, frame.sendData);
    if (frame.leaveRoom !== null) {
      host.execute({ type: 'leave', actor, reason: 'left', at: clock.now() }, { actor, causeId: frame.id });
      return { ack: { offset: host.state.offset } };
    }
    const command = commandFromWire(frame, { actor, at: clock.now(), newId });
    if (command === undefined) throw new AppError('unsupported');
    const outcome = host.execute(command, { actor, causeId: frame.id });
    if ('rejected' in outcome) throw new AppError(outcome.rejected, outcome.detail);
    if (frame.setPresence?.belief != null) {
      session.push({ selfReport: selfReport(host.state, actor, frame.setPresence.belief) });
    }
    if (command.type === 'requestFloor') return floorRequested(host.state, command.requestId, outcome);
    if (command.type === 'sendData') this.#noteControl(host, actor, command.topic);
    return { ack: { offset: outcome.offset } };
  }

  #playUrls(host: RoomHost, viewerId: MemberId, memberId: string): Reply {
    const ofMember = memberId === '' ? null : requireMemberId(memberId);
    return { playUrls: this.#options.urls.playUrls(host, ofMember, viewerId) };
  }

  /** Commands of the holder are what keeps a control floor from being idle. */
  #noteControl({ state }: RoomHost, actor: MemberId, topic: string): void {
    if (topic === CONTROL_TOPIC) this.#options.activity.onData(state, actor);
  }

  #sendLossy(session: Session, data: NonNullable<ClientFrame['sendData']>): Reply {
    const { memberships, fanout, sessions } = this.#options;
    const { host, membership, member } = memberships.require(session, data.roomId);
    if (!member.grants.publishData) throw new AppError('notAllowed', 'publish data');
    if (data.topic === CONTROL_TOPIC && !member.media.data.mayFlow) throw new AppError('notHolder');
    if (!/^[A-Za-z0-9_.-]{1,32}$/.test(data.topic)) throw new AppError('invalidArgument', 'topic');
    if (data.payload.length > MAX_LOSSY_BYTES) throw new AppError('limitExceeded', 'payload');
    const frame: Reply = {
      lossyData: { roomId: membership.roomId, memberId: membership.memberId, topic: data.topic, payload: data.payload },
    };
    if (data.to.length === 0) {
      fanout.publishLossy(membership.roomId, `data:${data.topic}`, frame);
      this.#noteControl(host, membership.memberId, data.topic);
      return { ack: { offset: host.state.offset } };
    }
    const targets: MemberId[] = data.to.map((id) => requireMemberId(id, 'to'));
    for (const target of new Set(targets)) {
      if (!host.state.members.has(target)) throw new AppError('memberNotFound');
      sessions.byMember(target)?.push(frame);
    }
    this.#noteControl(host, membership.memberId, data.topic);
    return { ack: { offset: host.state.offset } };
  }

  #simulate(session: Session, simulate: NonNullable<ClientFrame['simulate']>): Reply {
    if (!this.#options.testMode) throw new AppError('developmentOnly');
    switch (simulate.fault) {
      case SimulateFault.DROP_SOCKET:
        session.socket?.close(4000, 'simulated');
        return { ack: {} };
      case SimulateFault.KILL_WORKER: {
        const { membership } = this.#options.memberships.require(session, simulate.roomId);
        this.#options.engine.request({ type: 'killWorker', roomId: membership.roomId }).catch(() => undefined);
        return { ack: {} };
      }
      default:
        throw new AppError('invalidArgument', 'fault');
    }
  }
}

/** What became of a request at once: its place, or (ended within the same command) its end. */
function floorRequested(state: RoomState, requestId: string, outcome: Exclude<Outcome, Rejection>): Reply {
  const { offset } = outcome;
  const live = findRequest(state.floors, requestId);
  if (live !== undefined) {
    const { request, queuePosition } = live;
    return { floorRequested: { requestId, status: WIRE_FLOOR_STATUS[request.status], queuePosition, offset } };
  }
  const ended = outcome.events.find(
    ({ event }) => event.type === 'requestEnded' && event.request.requestId === requestId,
  );
  const status = ended?.event.type === 'requestEnded' ? ended.event.request.status : 'cancelled';
  return { floorRequested: { requestId, status: WIRE_FLOOR_STATUS[status], queuePosition: 0, offset } };
}
