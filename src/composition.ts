/** The only wiring of a real node: the room node, a port to listen on, tokens, metrics, logs. */
import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { PROTOCOL_VERSION } from '../wire/version.ts';
import type { Config } from './config/config.ts';
import { type OwnGateway, urlProviderOf } from './config/url-provider.ts';
import { ApiKeys } from './identity/api-keys.ts';
import { createDevelopmentToken, randomSigningKey } from './identity/development.ts';
import { Revocations } from './identity/revocations.ts';
import { TokenAuthority } from './identity/tokens.ts';
import { BridgeFollower, mayPushedFlow } from './live-gateway/bridges/bridge-follower.ts';
import { type BridgeCounts, Bridges } from './live-gateway/bridges/bridges.ts';
import type { LiveCounts } from './live-gateway/live-gateway.ts';
import { LiveGateway } from './live-gateway/live-gateway.ts';
import type { LiveObserver } from './live-gateway/live-observer.ts';
import type { LiveAdmission } from './live-gateway/live-ports.ts';
import { nodeDigests } from './live-gateway/node-digests.ts';
import { createNodeLogin } from './node-login.ts';
import { bridgeObserver, liveObserver, nodeObserver, whipObserver } from './node-observer.ts';
import { createNodeRoomService } from './node-room-service.ts';
import type { Logger } from './observability/logger.ts';
import { createMetrics, type Metrics } from './observability/metrics.ts';
import { MAX_SECRETS } from './push-pull-urls/check-provider.ts';
import type { UrlProvider } from './push-pull-urls/providers.ts';
import { createRoomNode, type RoomNode } from './room-node.ts';
import type { RoomServiceCounts } from './room-service/create-room-service.ts';
import { noMixer } from './room-service/merge-layout.ts';
import { canonicalRoomKey } from './room-state/room-ids.ts';
import type { MediaCounts, MediaEngine } from './sfu/media-engine.ts';
import { AppError } from './shared/app-error.ts';
import { assert } from './shared/assert.ts';
import { systemClock } from './shared/clock.ts';
import { parseRoomId, type RoomId } from './shared/ids.ts';
import { failure } from './signaling/http/http-answers.ts';
import type { HttpHandler, HttpRequest } from './signaling/http/http-types.ts';
import { type LivePlays, liveAnswer } from './signaling/http/live-routes.ts';
import { loginRoutes } from './signaling/http/login-routes.ts';
import { nodeRoutes } from './signaling/http/node-routes.ts';
import { loadStaticSite } from './signaling/http/static-site.ts';
import { urlRoutes } from './signaling/http/url-routes.ts';
import type { TopicPublisher } from './signaling/socket-server.ts';
import { UwsSocketServer } from './signaling/uws-socket-server.ts';
import { whipRoutes } from './whip/whip-routes.ts';
import { WhipService } from './whip/whip-service.ts';

const WEB_SOCKET_PATH = '/v1/ws';
const LIVE_PATH = '/live/*';

export interface NodeParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly engine: MediaEngine;
  /** Folder of the built page. */
  readonly siteFolder: string;
  /** Who may push to and play from the live gateway; default: as the rooms say. */
  readonly liveAdmission?: LiveAdmission;
}

/** What is open in a node; zero everywhere (but workers) when nobody is there. */
export interface NodeCounts {
  readonly sockets: number;
  readonly sessions: number;
  readonly members: number;
  readonly rooms: number;
  readonly audiences: number;
  /** Members whose presence is by lease, since they have no socket. */
  readonly leases: number;
  /** Admitted at the live gateway. */
  readonly publications: number;
  readonly playbacks: number;
  readonly whipSessions: number;
  readonly roomService: RoomServiceCounts;
  readonly media: MediaCounts;
  readonly live: LiveCounts;
  readonly bridges: BridgeCounts;
}

export interface RunningNode {
  readonly port: number;
  /** Of RTMP; undefined when that is switched off. */
  readonly rtmpPort: number | undefined;
  /** Address of the test page. */
  readonly pageUrl: string;
  readonly metrics: Metrics;
  counts(): Promise<NodeCounts>;
  /** Tells clients to go elsewhere, closes everything. Idempotent; resolves when all is closed. */
  stop(): Promise<void>;
}

const newSecret = (): string => randomBytes(18).toString('base64url');
/** Ids that appear in the wire: short, unique, without the two signs that make ids hard to select by mouse. */
const newId = (prefix: string): string => `${prefix}${randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x')}`;

/** The same room id for the same (type, params) on every node. @throws AppError invalidArgument */
export function deriveRoomId(type: string, params: Readonly<Record<string, string>>): RoomId {
  const key = canonicalRoomKey('default', type, params);
  const digest = key === undefined ? '' : createHash('sha256').update(key).digest('hex').slice(0, 32);
  const roomId = key === undefined ? undefined : parseRoomId(`${type}-${digest}`);
  if (roomId === undefined) throw new AppError('invalidArgument', 'room type or params');
  return roomId;
}

function createIdentity(config: Config): { authority: TokenAuthority; revocations: Revocations } {
  const { apiKeys, audience, tokenTtlMs, maxTokenTtlMs, clockToleranceMs, maxRevocations } = config.auth;
  // An expired token of a login still counts while it can be refreshed.
  const keepMs = maxTokenTtlMs + config.login.refreshWindowMs + clockToleranceMs;
  const revocations = new Revocations({ maxEntries: maxRevocations, keepMs });
  const keys = apiKeys.length > 0 ? apiKeys : [randomSigningKey()];
  const clock = systemClock;
  const authority = new TokenAuthority({
    keys,
    audience,
    tokenTtlMs,
    maxTokenTtlMs,
    clockToleranceMs,
    revocations,
    clock,
  });
  return { authority, revocations };
}

/** Starts a node. Rejects with a clear error when the port is taken. */
export async function startNode({
  config,
  logger,
  engine,
  siteFolder,
  liveAdmission,
}: NodeParts): Promise<RunningNode> {
  const metrics = createMetrics({ processMetrics: true });
  const { authority, revocations } = createIdentity(config);
  const login = await createNodeLogin({ config, authority, clock: systemClock, metrics, logger });
  const apiKeys = new ApiKeys(config.auth.apiKeys);
  let publisher: TopicPublisher | undefined;
  let urlProvider: UrlProvider | undefined;
  let draining = false;
  const whip = new WhipService({
    clock: systemClock,
    rooms: () => room.rooms,
    media: () => room.media,
    verifyToken: (token) => authority.verifyToken(token),
    newMemberId: () => newId('m'),
    newSecret,
    firstMemberIsChair: config.mode === 'development',
    ...config.whip,
    isClosing: () => draining,
    observer: whipObserver(metrics, logger),
  });
  const currentProvider = (): UrlProvider => {
    assert(urlProvider !== undefined, 'nobody asks before the node listens');
    return urlProvider;
  };
  const roomService = createNodeRoomService({
    config,
    clock: systemClock,
    room: () => room,
    tokens: authority,
    login,
    provider: currentProvider,
    mixes: noMixer,
    newId,
    metrics,
    logger,
  });
  const room: RoomNode = createRoomNode({
    clock: systemClock,
    config,
    nodeId: config.node.id === '' ? `${hostname()}-${process.pid}` : config.node.id,
    engine,
    publisher: { publish: (topic, frame) => publisher?.publish(topic, frame) },
    verifyToken: (token) => authority.verifyToken(token),
    revoke: (...who) => {
      try {
        revocations.revoke(...who);
      } catch (error) {
        // The member is out of the room in any case; a full memory must not break the room that expelled it.
        logger.error('a token could not be revoked', { error });
      }
    },
    newSecret,
    newId,
    deriveRoomId,
    urlProvider: currentProvider,
    onStreamOver: (key, why) => live.streams.close(key, why),
    observer: nodeObserver(metrics, logger),
    followers: [whip, roomService, ...(config.bridges.enabled ? [new BridgeFollower(() => bridges)] : [])],
  });
  const live = createLiveGateway(
    config,
    liveAdmission ?? roomService.admission(room.admission),
    liveObserver(metrics, logger),
  );
  const bridges = new Bridges({
    engine,
    streams: live.streams,
    clock: systemClock,
    observer: bridgeObserver(metrics, logger),
    mayFlow: (key, medium) => mayPushedFlow(room.rooms, key, medium),
    touch: (roomId) => room.enforcer.touch(roomId),
    random32: () => randomBytes(4).readUInt32BE(),
    maxBridges: config.bridges.max,
    ffmpeg: config.bridges.ffmpeg,
  });
  if (config.bridges.enabled) live.streams.setOnDemand(bridges);
  const plays: LivePlays = { open: (url, protocol, address) => live.openFlv(url, protocol, address) };
  const counts = async (): Promise<NodeCounts> => ({
    ...(await countAll(room, whip, engine)),
    live: live.counts(),
    bridges: bridges.counts(),
    roomService: roomService.counts(),
  });
  const answerLogin = loginRoutes(login);
  const answerWhip = whipHandler(config, whip);
  const answerOther = nodeRoutes({
    site: loadStaticSite(siteFolder),
    isReady: () => !draining,
    metrics: config.metrics.enabled
      ? () => {
          roomService.report();
          return renderMetrics(metrics, room, whip, engine, live.counts());
        }
      : undefined,
    createSession:
      config.mode === 'development'
        ? async (body) => ({ token: await createDevelopmentToken(config.mode, authority, body) })
        : undefined,
    webSocketPath: WEB_SOCKET_PATH,
    urls: urlRoutes({
      clock: systemClock,
      rooms: room.rooms,
      members: room.outsideMembers,
      urls: room.urls,
      beginPushMs: config.urls.beginPushMs,
      verifyToken: (token) => authority.verifyToken(token),
      verifyApiKey: (credential) => apiKeys.verify(credential),
    }),
  });
  const server = new UwsSocketServer({
    ...config.http,
    ...config.signaling,
    webSocketPath: WEB_SOCKET_PATH,
    onBug: (error) => logger.error('a handler threw', { error }),
    listening: {
      path: LIVE_PATH,
      onUpgrade: (request) => liveAnswer(plays, request, 'ws-flv') ?? failure(new AppError('notFound')),
    },
    refuseBody: (head) => roomService.refuseBody(head),
    onRequest: (request) =>
      liveAnswer(plays, request, 'http-flv') ??
      roomService.answer(request) ??
      answerLogin(request) ??
      answerWhip(request) ??
      answerOther(request),
  });
  publisher = server;
  const port = await server.listen(room.gateway);
  const rtmpPort = await live.start().catch((error: unknown) => {
    server.close();
    throw error;
  });
  urlProvider = urlProviderOf(config.urls, ownGateway(config, { http: port, rtmp: rtmpPort ?? config.rtmp.port }));
  room.enforcer.start(room.rooms);
  roomService.start();
  logger.info('node is serving', {
    host: config.http.host,
    port,
    rtmpPort,
    mode: config.mode,
    protocol: PROTOCOL_VERSION,
  });

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    draining = true;
    server.stopListening();
    roomService.stop();
    await live.stop();
    await bridges.stop();
    room.gateway.shutDown();
    room.rooms.closeAll('serverShutdown');
    room.enforcer.stop();
    await login.close();
    await engine.close();
    server.close();
    logger.info('node has stopped');
  };
  return {
    port,
    rtmpPort,
    pageUrl: `http://${urlHost(config.http.host)}:${port}/`,
    metrics,
    counts,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Where this node's own gateway is reached, and what signs its URLs, as far as no option says so. */
function ownGateway({ auth, http, rtc }: Config, ports: { readonly http: number; readonly rtmp: number }): OwnGateway {
  const isAnywhere = http.host === '0.0.0.0' || http.host === '::';
  const host = urlHost(isAnywhere && rtc.announcedAddress !== '' ? rtc.announcedAddress : http.host);
  // Derived ones are the same on all nodes that share keys, and rotate with them.
  const derived = auth.apiKeys
    .slice(0, MAX_SECRETS)
    .map(({ secret }) => nodeDigests.hmacSha256Hex(secret, 'rtcroom live url secret'));
  return {
    rtmpBase: `rtmp://${host}:${ports.rtmp}/live`,
    flvBase: `http://${host}:${ports.http}/live`,
    secrets: derived.length > 0 ? derived : [randomBytes(32).toString('hex')],
  };
}

function createLiveGateway(config: Config, admission: LiveAdmission, observer: LiveObserver): LiveGateway {
  const { rtmp, live } = config;
  const { gopMaxBytes, gopMaxFrames, ...limits } = live;
  return new LiveGateway({
    clock: systemClock,
    admission,
    observer,
    rtmp: rtmp.enabled ? rtmp : undefined,
    limits: { ...limits, gop: { maxBytes: gopMaxBytes, maxFrames: gopMaxFrames } },
  });
}

/** A browser can open it: wildcard addresses become localhost, IPv6 gets its brackets. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

type OptionalHandler = (request: HttpRequest) => ReturnType<HttpHandler> | undefined;

function whipHandler({ whip, rtc, http }: Config, service: WhipService): OptionalHandler {
  if (!whip.enabled) return () => undefined;
  return whipRoutes({ service, iceServers: rtc.iceServers, allowedOrigins: http.allowedOrigins });
}

async function countAll(
  { gateway, sessions, rooms, fanout, leases, admission }: RoomNode,
  whip: WhipService,
  engine: MediaEngine,
): Promise<Omit<NodeCounts, 'live' | 'bridges' | 'roomService'>> {
  return {
    sockets: gateway.socketCount,
    sessions: sessions.size,
    members: sessions.memberCount,
    rooms: rooms.size,
    audiences: fanout.size,
    leases: leases.size,
    ...admission.counts,
    whipSessions: whip.size,
    media: await engine.request({ type: 'getCounts' }),
  };
}

/** Gauges are read when somebody asks, not kept up to date for nobody. */
async function renderMetrics(
  metrics: Metrics,
  { rooms, sessions }: RoomNode,
  whip: WhipService,
  engine: MediaEngine,
  live: LiveCounts,
): Promise<{ contentType: string; body: string }> {
  const presences = { online: 0, suspect: 0, background: 0 };
  for (const { state } of rooms.hosts()) for (const { presence } of state.members.values()) presences[presence] += 1;
  for (const presence of ['online', 'suspect', 'background'] as const) {
    metrics.rooms.members.set({ presence }, presences[presence]);
  }
  let attached = 0;
  for (const session of sessions.all()) if (session.socket !== undefined) attached += 1;
  metrics.signaling.sessions.set({ socket: 'attached' }, attached);
  metrics.signaling.sessions.set({ socket: 'detached' }, sessions.size - attached);
  metrics.rooms.open.set({}, rooms.size);
  for (const kind of ['whip', 'whep'] as const) metrics.whip.sessions.set({ kind }, whip.count(kind));
  metrics.live.streams.set({}, live.streams);
  metrics.live.cachedBytes.set({}, live.cachedBytes);
  try {
    const media = await engine.request({ type: 'getCounts' });
    metrics.sfu.transports.set({}, media.transports);
    metrics.sfu.producers.set({}, media.producers);
    metrics.sfu.consumers.set({}, media.consumers);
  } catch {
    // A media plane that is restarting must not take /metrics down with it; the old numbers stay.
  }
  return { contentType: metrics.contentType, body: await metrics.render() };
}
