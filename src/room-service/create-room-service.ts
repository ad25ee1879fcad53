/** Puts the parts of the RoomService API together. */
import { createHmac } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { TokenAuthority } from '../identity/tokens.ts';
import type { Digests } from '../push-pull-urls/digests.ts';
import type { UrlProvider } from '../push-pull-urls/providers.ts';
import type { RoomRegistry } from '../room-host/room-registry.ts';
import type { LoggedEvent } from '../room-host/room-turn.ts';
import type { RoomState } from '../room-state/room-types.ts';
import type { Clock } from '../shared/clock.ts';
import { parseRoomId, type RoomId } from '../shared/ids.ts';
import type { HttpAnswer, HttpRequest } from '../signaling/http/http-types.ts';
import { CloudIm } from './cloud-im.ts';
import { GroupKeys } from './group-key.ts';
import { ImApi, type ImApiOptions } from './im-api.ts';
import { ImGroups } from './im-groups.ts';
import { ImMailboxes } from './im-mailboxes.ts';
import { LoginDesk, type LoginProof } from './login-desk.ts';
import type { MixedStreams } from './merge-layout.ts';
import { PushTickets } from './push-tickets.ts';
import { RateLimits } from './rate-limits.ts';
import { RegistryRooms } from './registry-rooms.ts';
import type { RoomNotices } from './room-notices.ts';
import { RoomService } from './room-service.ts';
import type { RefusalReason } from './service-types.ts';
import { StreamUrls } from './stream-urls.ts';
import { UserSigs } from './user-sig.ts';
import { UtilsApi } from './utils-api.ts';
import type { Viewers } from './viewers.ts';
import { type Outcome, WeappHttp } from './weapp-http.ts';

const DAY_MS = 86_400_000;
const PUSH_TTL_MS = DAY_MS;
const MAX_TICKETS = 50_000;
const TICKET_TTL_MS = 3_600_000;
const MAX_MAILBOXES = 50_000;
const MAX_MAIL_BYTES = 64 * 1024 * 1024;
const MAX_BUDGETS = 50_000;
const MESSAGE_BURST_S = 5;
const DOUBLE_ROOM_PUSHERS = 2;

export interface RoomServiceParts {
  readonly config: Pick<Config, 'mode' | 'roomService' | 'auth'>;
  readonly clock: Clock;
  readonly rooms: RoomRegistry;
  readonly tokens: Pick<TokenAuthority, 'verifyToken' | 'signToken'>;
  readonly provider: () => UrlProvider;
  readonly digests: Digests;
  readonly mixes: MixedStreams;
  readonly viewers: Viewers;
  /** undefined = no login by code. */
  readonly proof: LoginProof | undefined;
  readonly newId: (prefix: string) => string;
  /** Unguessable hex digits. */
  readonly newHex: (digits: number) => string;
  /** Something behind the API failed: a bug, or the cloud's IM. */
  readonly onFault: (what: string, error: unknown) => void;
  /** A call was answered; for metrics. */
  readonly onAnswered: (outcome: Outcome, reason?: RefusalReason) => void;
}

/** What is open in the API; zero when nobody is there. */
export interface RoomServiceCounts {
  readonly rooms: number;
  /** Push URLs given to who is no member yet. */
  readonly tickets: number;
  readonly heldPolls: number;
}

export interface RoomServiceApi {
  readonly service: RoomService;
  readonly tickets: PushTickets;
  readonly urls: StreamUrls;
  /** Requests of this API; undefined for others. */
  handle(request: HttpRequest): Promise<HttpAnswer> | HttpAnswer | undefined;
  /** To be told every event of every room. */
  onRoomEvent(entry: LoggedEvent, state: RoomState): void;
  counts(): RoomServiceCounts;
  start(): void;
  /** Ends timers, answers everybody who waits. */
  stop(): void;
}

interface Im {
  readonly notices: RoomNotices;
  readonly api:
    | ((service: RoomService, desk: LoginDesk, rates: Pick<ImApiOptions, 'addressRate' | 'userRate'>) => ImApi)
    | undefined;
  readonly heldPolls: () => number;
  readonly close: () => void;
}

/** @throws Error when a key in the configuration is none */
export function createRoomService(parts: RoomServiceParts): RoomServiceApi {
  const { config, clock, newId, newHex, mixes } = parts;
  const settings = config.roomService;
  const isDevelopment = config.mode === 'development';
  const sigs = userSigs(parts);
  const urls = new StreamUrls({ provider: parts.provider, digests: parts.digests, pushTtlMs: PUSH_TTL_MS });
  const tickets = new PushTickets({ maxTickets: MAX_TICKETS, ttlMs: TICKET_TTL_MS });
  const im = settings.im === 'cloud' ? cloudIm(parts, sigs) : builtinIm(parts);
  const newRoomId = (): RoomId => madeId(`room_${newHex(8)}_${newHex(4)}`);
  const { maxRooms, maxPushers: most, maxAudience, audienceIdleMs } = settings;
  const maxPushers = { double_room: DOUBLE_ROOM_PUSHERS, multi_room: most, live_room: most, webrtc_room: most };
  const service = new RoomService({
    clock,
    rooms: new RegistryRooms(parts.rooms, clock),
    urls,
    tickets,
    notices: im.notices,
    mixes,
    viewers: parts.viewers,
    limits: { maxRooms, maxPushers, maxAudience, audienceIdleMs },
    newId,
    newRoomId,
  });
  const desk = new LoginDesk({
    clock,
    sigs,
    sdkAppId: settings.sdkAppId,
    accountType: settings.accountType,
    tokens: parts.tokens,
    tokenTtlMs: settings.tokenTtlMs,
    userSigTtlMs: settings.userSigTtlMs,
    givesGuests: isDevelopment,
    proof: parts.proof,
    newHex,
  });
  const { requestsPerSecond, requestBurst, loginsPerSecond, loginBurst } = settings;
  const addressRate = new RateLimits(clock, { perSecond: loginsPerSecond, burst: loginBurst }, MAX_BUDGETS);
  const userRate = new RateLimits(clock, { perSecond: requestsPerSecond, burst: requestBurst }, MAX_BUDGETS);
  const api = im.api?.(service, desk, { addressRate, userRate });
  const http = new WeappHttp({
    clock,
    service,
    desk,
    sigs,
    utils: new UtilsApi({ clock, desk, urls, tickets, newId, newRoomId, givesTestStreams: isDevelopment }),
    im: api,
    addressRate,
    userRate,
    isDevelopment,
    anonymousV1: settings.anonymousV1,
    keyTtlMs: settings.userSigTtlMs,
    newRoomNumber: () => madeId(String(100_000_000 + (Number.parseInt(newHex(8), 16) % 900_000_000))),
    onBug: (error) => parts.onFault('a RoomService call failed in the server', error),
    onAnswered: parts.onAnswered,
  });
  return {
    service,
    tickets,
    urls,
    handle: (request) => http.handle(request),
    onRoomEvent: (entry, state) => service.onRoomEvent(entry, state),
    counts: () => ({ rooms: service.size, tickets: tickets.size, heldPolls: im.heldPolls() + (api?.pausedPolls ?? 0) }),
    start: () => service.start(),
    stop: () => {
      service.stop();
      api?.close();
      im.close();
    },
  };
}

function madeId(text: string): RoomId {
  const roomId = parseRoomId(text);
  if (roomId === undefined) throw new Error('a made room id is not one');
  return roomId;
}

/** In development without any key there is a secret that nobody knows, so that `get_login_info` works at once. */
function userSigs({ config, newHex }: RoomServiceParts): UserSigs {
  const { sdkAppId, accountType, secretKey, publicKey, privateKey } = config.roomService;
  const needsSecret = config.mode === 'development' && secretKey === '' && privateKey === '';
  return new UserSigs({
    sdkAppId,
    accountType,
    secretKey: needsSecret ? newHex(64) : secretKey,
    publicKey,
    privateKey,
  });
}

function builtinIm({ config, clock, newHex }: RoomServiceParts): Im {
  const groups = new ImGroups(clock);
  const mailboxes = new ImMailboxes(clock, { maxMailboxes: MAX_MAILBOXES, maxBytes: MAX_MAIL_BYTES });
  const { messagesPerSecond: perSecond } = config.roomService;
  const messageRate = new RateLimits(clock, { perSecond, burst: perSecond * MESSAGE_BURST_S }, MAX_BUDGETS);
  // With keys of its own, a node knows the polls of before its restart.
  const [apiKey] = config.auth.apiKeys;
  const secret = createHmac('sha256', apiKey?.secret ?? newHex(64))
    .update('rtcroom group keys 1')
    .digest('hex');
  const keys = new GroupKeys(secret);
  return {
    notices: groups,
    api: (service, desk, rates) =>
      new ImApi({ clock, desk, service, groups, mailboxes, keys, messageRate, newHex, ...rates }),
    heldPolls: () => groups.heldPolls + mailboxes.heldPolls,
    close: () => undefined,
  };
}

function cloudIm({ config, clock, onFault }: RoomServiceParts, sigs: UserSigs): Im {
  const { cloudImUrl, cloudImAdmin, sdkAppId } = config.roomService;
  const cloud = new CloudIm({
    clock,
    baseUrl: cloudImUrl,
    sdkAppId,
    admin: cloudImAdmin,
    sigs,
    onFault: (saying, error) => onFault(`the cloud's IM did not take ${saying}`, error),
  });
  return { notices: cloud, api: undefined, heldPolls: () => 0, close: () => cloud.close() };
}
