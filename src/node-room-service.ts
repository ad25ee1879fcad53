/** The RoomService API of a real node: its rooms, its tokens, its login, its gateway. */
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import type { TokenAuthority } from './identity/tokens.ts';
import type { LiveAdmission } from './live-gateway/live-ports.ts';
import { nodeDigests } from './live-gateway/node-digests.ts';
import type { Logger } from './observability/logger.ts';
import type { Metrics } from './observability/metrics.ts';
import type { UrlProvider } from './push-pull-urls/providers.ts';
import type { RoomFollower, RoomNode } from './room-node.ts';
import { createRoomService, type RoomServiceCounts } from './room-service/create-room-service.ts';
import type { LoginProof } from './room-service/login-desk.ts';
import type { MixedStreams } from './room-service/merge-layout.ts';
import { TicketAdmission } from './room-service/ticket-admission.ts';
import { refuseWeappBody } from './room-service/weapp-http.ts';
import { assert } from './shared/assert.ts';
import type { Clock } from './shared/clock.ts';
import type { HttpAnswer, HttpRequest, HttpRequestHead } from './signaling/http/http-types.ts';

export interface NodeRoomServiceParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly room: () => RoomNode;
  readonly tokens: TokenAuthority;
  readonly login: LoginProof;
  readonly provider: () => UrlProvider;
  readonly mixes: MixedStreams;
  readonly newId: (prefix: string) => string;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** What the node's wiring holds of the API. Safe to have when it is switched off: then it answers nothing. */
export interface NodeRoomService extends RoomFollower {
  answer(request: HttpRequest): Promise<HttpAnswer> | HttpAnswer | undefined;
  refuseBody(head: HttpRequestHead): HttpAnswer | undefined;
  /** The gateway's admission, which also lets in who pushes before it joined. */
  admission(inner: LiveAdmission): LiveAdmission;
  counts(): RoomServiceCounts;
  /** Brings the gauges up to date. */
  report(): void;
  /** Begins; the rooms must be there. @throws Error when a key in the configuration is none */
  start(): void;
  stop(): void;
}

export function createNodeRoomService(parts: NodeRoomServiceParts): NodeRoomService {
  const { config, clock, provider, metrics, logger } = parts;
  const isEnabled = config.roomService.enabled;
  // Rooms come into being with their followers, of which this is one.
  let made: ReturnType<typeof createRoomService> | undefined;
  const start = (): void => {
    made = createRoomService({
      config,
      clock,
      rooms: parts.room().rooms,
      tokens: parts.tokens,
      provider,
      digests: nodeDigests,
      mixes: parts.mixes,
      viewers: {
        viewerOf: (roomId, userId) => parts.room().admission.viewerOf(roomId, userId),
        isWatching: (roomId, userId) => parts.room().admission.isWatching(roomId, userId),
      },
      proof: config.login.wechat.apps.length === 0 ? undefined : parts.login,
      newId: parts.newId,
      newHex: (digits) => {
        const bytes = randomBytes(Math.ceil(digits / 2));
        return bytes.toString('hex').slice(0, digits);
      },
      onFault: (what, error) => logger.error(what, { error }),
      onAnswered: (outcome, reason) => metrics.roomService.answers.increment({ outcome, reason: reason ?? 'none' }),
    });
    made.start();
  };
  const api = (): NonNullable<typeof made> => {
    assert(made !== undefined, 'tickets are of the API');
    return made;
  };
  const counts = (): RoomServiceCounts => made?.counts() ?? { rooms: 0, tickets: 0, heldPolls: 0 };
  return {
    answer: (request) => made?.handle(request),
    refuseBody: (head) => (made === undefined ? undefined : refuseWeappBody(head)),
    admission: (inner) => {
      if (!isEnabled) return inner;
      return new TicketAdmission({
        inner,
        tickets: () => made?.tickets,
        provider,
        digests: nodeDigests,
        clock,
        currentPushUrl: (owner) => api().service.currentPushUrl(owner),
        onMedia: (roomId, memberId) => made?.service.onMedia(roomId, memberId),
      });
    },
    onRoomEvent: (entry, state) => made?.onRoomEvent(entry, state),
    onRoomBroken: (roomId) => made?.service.onRoomBroken(roomId),
    onMediaEvent: () => undefined,
    counts,
    report: () => {
      const { rooms, heldPolls } = counts();
      metrics.roomService.rooms.set({}, rooms);
      metrics.roomService.heldPolls.set({}, heldPolls);
    },
    start: () => {
      if (isEnabled) start();
    },
    stop: () => made?.stop(),
  };
}
