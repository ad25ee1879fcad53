/** The only wiring of a real node: the room node, a port to listen on, tokens, metrics, logs. */
import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { PROTOCOL_VERSION } from '../wire/version.ts';
import type { Config } from './config/config.ts';
import { urlProviderOf } from './config/url-provider.ts';
import { ApiKeys } from './identity/api-keys.ts';
import { createDevelopmentToken } from './identity/development.ts';
import { BridgeFollower, mayPushedFlow, showsPictures } from './live-gateway/bridges/bridge-follower.ts';
import { Bridges } from './live-gateway/bridges/bridges.ts';
import type { LiveAdmission } from './live-gateway/live-ports.ts';
import { createIdentity } from './node-identity.ts';
import { createLiveGateway, ownGateway, urlHost } from './node-live.ts';
import { createNodeLogin } from './node-login.ts';
import { createMixing, mixedStreams, onDemandSources } from './node-mixing.ts';
import { bridgeObserver, httpRefusals, liveObserver, nodeObserver, whipObserver } from './node-observer.ts';
import { countAll, type NodeCounts, type NodeReportParts, renderMetrics } from './node-report.ts';
import { createNodeRoomService } from './node-room-service.ts';
import type { Logger } from './observability/logger.ts';
import { createMetrics, type Metrics } from './observability/metrics.ts';
import type { UrlProvider } from './push-pull-urls/providers.ts';
import { createRoomNode, type RoomFollower, type RoomNode } from './room-node.ts';
import { canonicalRoomKey } from './room-state/room-ids.ts';
import type { MediaEngine } from './sfu/media-engine.ts';
import { AppError } from './shared/app-error.ts';
import { assert } from './shared/assert.ts';
import { systemClock } from './shared/clock.ts';
import { parseRoomId, type RoomId } from './shared/ids.ts';
import { randomSupply } from './shared/random-supply.ts';
import type { Credentials } from './signaling/http/bearer.ts';
import { withCors } from './signaling/http/cors.ts';
import { failure } from './signaling/http/http-answers.ts';
import type { HttpHandler, HttpRequest } from './signaling/http/http-types.ts';
import { type LivePlays, liveAnswer } from './signaling/http/live-routes.ts';
import { loginRoutes } from './signaling/http/login-routes.ts';
import { nodeRoutes } from './signaling/http/node-routes.ts';
import { recordingRoutes } from './signaling/http/recording-routes.ts';
import { tellingRefusals } from './signaling/http/refusals.ts';
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

const random = randomSupply();
const newSecret = (): string => random(18).toString('base64url');
/** Ids that appear in the wire: short, unique, without the two signs that make ids hard to select by mouse. */
const newId = (prefix: string): string => `${prefix}${random(9).toString('base64url').replaceAll(/[-_]/g, 'x')}`;

/** The same room id for the same (type, params) on every node. @throws AppError invalidArgument */
export function deriveRoomId(type: string, params: Readonly<Record<string, string>>): RoomId {
  const key = canonicalRoomKey('default', type, params);
  const digest = key === undefined ? '' : createHash('sha256').update(key).digest('hex').slice(0, 32);
  const roomId = key === undefined ? undefined : parseRoomId(`${type}-${digest}`);
  if (roomId === undefined) throw new AppError('invalidArgument', 'room type or params');
  return roomId;
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
  const credentials: Credentials = {
    verifyToken: (token) => authority.verifyToken(token),
    verifyApiKey: (credential) => apiKeys.verify(credential),
  };
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
    mixes: mixedStreams({ mixers: () => mixing.mixers, room: () => room, isOn: config.mixing.max > 0 }),
    newId,
    metrics,
    logger,
  });
  const followers: RoomFollower[] = [whip, roomService];
  const room: RoomNode = createRoomNode({
    clock: systemClock,
    config,
    nodeId: config.node.id === '' ? `${hostname()}-${process.pid}` : config.node.id,
    engine,
    publisher: { publish: (topic, frame, except) => publisher?.publish(topic, frame, except) },
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
    followers,
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
    showsPictures: (key) => showsPictures(room.rooms, key),
    touch: (roomId) => room.enforcer.touch(roomId),
    random32: () => randomBytes(4).readUInt32BE(),
    maxBridges: config.bridges.max,
    ffmpeg: config.bridges.ffmpeg,
    transcodeVideo: config.bridges.transcodeVideo,
    maxTranscodes: config.bridges.maxTranscodes,
    transcodeKbps: config.bridges.transcodeKbps,
  });
  const mixing = createMixing({ config, streams: live.streams, rooms: room.rooms, metrics, logger });
  followers.push(mixing.follower);
  if (config.bridges.enabled) followers.push(new BridgeFollower(() => bridges));
  live.streams.setOnDemand(onDemandSources(config.bridges.enabled ? bridges : undefined, mixing.mixers));
  const plays: LivePlays = { open: (url, protocol, address) => live.openFlv(url, protocol, address) };
  const report: NodeReportParts = { engine, room, whip, roomService, live, bridges, mixing };
  const answerLogin = loginRoutes(login);
  const answerWhip = whipHandler(config, whip);
  const answerOther = nodeRoutes({
    site: loadStaticSite(siteFolder),
    isReady: () => !draining,
    metrics: config.metrics.enabled ? () => renderMetrics(metrics, report) : undefined,
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
      ...credentials,
    }),
  });
  const answerRecording = recordingRoutes({
    rooms: room.rooms,
    members: room.outsideMembers,
    recordings: mixing.recordings,
    setLayout: (roomId, layout) => mixing.mixers.setLayout(roomId, layout),
    ...credentials,
  });
  const answerTold = tellingRefusals(
    (request) => answerLogin(request) ?? answerRecording(request) ?? answerOther(request),
    httpRefusals(metrics, logger),
  );
  const answerPlain = withCors(config.http.allowedOrigins, answerTold);
  const answer: HttpHandler = (request) =>
    liveAnswer(plays, request, 'http-flv') ??
    roomService.answer(request) ??
    answerWhip(request) ??
    answerPlain(request);
  const server = new UwsSocketServer({
    ...config.http,
    ...config.signaling,
    webSocketPath: WEB_SOCKET_PATH,
    onBug: (error) => logger.error('a handler threw', { error }),
    listening: {
      path: LIVE_PATH,
      onUpgrade: (request) => liveAnswer(plays, request, 'ws-flv') ?? failure(new AppError('notFound')),
    },
    onRequest: answer,
    refuseBody: (head) => roomService.refuseBody(head),
  });
  publisher = server;
  const port = await server.listen(room.gateway);
  const rtmpPort = await live.start().catch((error: unknown) => {
    server.close();
    throw error;
  });
  urlProvider = urlProviderOf(config.urls, ownGateway(config, { http: port, rtmp: rtmpPort }));
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
    // Files are whole before their streams end.
    await mixing.recordings.close();
    mixing.mixers.close();
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
    counts: () => countAll(report),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

type OptionalHandler = (request: HttpRequest) => ReturnType<HttpHandler> | undefined;

function whipHandler({ whip, rtc, http }: Config, service: WhipService): OptionalHandler {
  if (!whip.enabled) return () => undefined;
  return whipRoutes({ service, iceServers: rtc.iceServers, allowedOrigins: http.allowedOrigins });
}
