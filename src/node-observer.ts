/** What a node reports, as metrics and log lines. The parts know neither the logger nor the metrics. */

import type { BridgeDirection, BridgeObserver } from './live-gateway/bridges/bridge-types.ts';
import type { LiveObserver, LiveProtocol, LiveRole } from './live-gateway/live-observer.ts';
import type { Logger } from './observability/logger.ts';
import { closeCodeLabel, type Metrics } from './observability/metrics.ts';
import type { LoggedEvent } from './room-host/room-turn.ts';
import type { NodeObserver } from './room-node.ts';
import type { RoomState } from './room-state/room-types.ts';
import type { AppError } from './shared/app-error.ts';
import { ERRORS } from './shared/error-codes.ts';
import type { GatewayObserver } from './signaling/signaling-gateway.ts';
import type { WhipObserver } from './whip/whip-service.ts';

/** The observer of a real node. */
export function nodeObserver(metrics: Metrics, logger: Logger): NodeObserver {
  return {
    gateway: gatewayObserver(metrics, logger),
    onRoomEvent: roomObserver(metrics, logger),
    onTurn: (turn) => metrics.rooms.turnEvents.observe({}, turn.events.length),
    onBroken: (roomId, error) => logger.error('a room broke and was closed', { roomId, error }),
    onRecovered: (by) => metrics.signaling.resumes.increment({ by }),
    onHashMismatch: () => {
      metrics.rooms.hashMismatches.increment({});
      logger.warn('a client found its replica different from the room');
    },
    onWorkerLost: (roomCount) => {
      metrics.sfu.workerDeaths.increment({});
      logger.error('a media worker died; its rooms are being restored', { roomCount });
    },
    onRepair: (kind) => {
      metrics.sfu.divergenceRepairs.increment({ kind });
      logger.warn('media plane differed from the room and was repaired', { kind });
    },
    onEnforced: (elapsedMs) => metrics.sfu.enforcementLatency.observeMs({}, elapsedMs),
    onUrlIssued: (purpose) => metrics.urls.issued.increment({ purpose }),
    onRefused: ({ purpose, protocol, address, reason, claims }) => {
      metrics.urls.refused.increment({ purpose, reason });
      logger.info('a push or play URL was refused', {
        purpose,
        protocol,
        reason,
        roomId: claims?.roomId,
        memberId: claims?.memberId,
      });
      logger.debug('from there it came', { address });
    },
    onMediumRefused: (name) => {
      metrics.urls.mediaRefused.increment({ name });
      logger.info('a room did not take a medium of a pusher', { errorName: name });
    },
    onFault: (what, error) => logger.warn('media engine did not obey; will be repaired', { what, error }),
  };
}

/** The observer of WHIP and WHEP sessions. */
export function whipObserver(metrics: Metrics, logger: Logger): WhipObserver {
  return {
    onOpened: (kind) => {
      metrics.whip.requests.increment({ kind, outcome: 'opened' });
      logger.info('session opened', { kind });
    },
    onRefused: (kind, error) => {
      const { errorName } = error;
      metrics.whip.requests.increment({ kind, outcome: 'refused' });
      metrics.signaling.errors.increment({ name: errorName });
      if (errorName === 'internal') logger.error('a session failed in the server', { error: error.cause ?? error });
      else logger.debug('refused', { kind, errorName, detail: error.detail });
    },
    onEnded: (kind) => logger.info('session ended', { kind }),
  };
}

function gatewayObserver(metrics: Metrics, logger: Logger): GatewayObserver {
  return {
    onSocketOpened: () => undefined,
    onSocketClosed: (code) => metrics.signaling.disconnects.increment({ code: closeCodeLabel(code) }),
    onSessionResumed: () => logger.debug('session resumed'),
    onFrameIn: (bytes, encoding) => {
      metrics.signaling.frames.increment({ direction: 'in', encoding });
      metrics.signaling.bytes.increment({ direction: 'in', encoding }, bytes);
    },
    // Bugs are errors for us; everything else is the client's affair.
    onError: (name, error) => {
      metrics.signaling.errors.increment({ name });
      if (name === 'internal') logger.error('a command failed in the server', { error: error.cause ?? error });
      else logger.debug('refused', { errorName: name, code: ERRORS[name].code, detail: error.detail });
    },
  };
}

/** Joins, leaves, rooms: counted, and one log line per step of a life cycle. */
function roomObserver(metrics: Metrics, logger: Logger): (entry: LoggedEvent, state: RoomState) => void {
  return ({ event }, { roomId, members }) => {
    switch (event.type) {
      case 'memberJoined':
        metrics.rooms.joins.increment({});
        logger.info('member joined', { roomId, memberId: event.member.memberId, role: event.member.role });
        return;
      case 'memberLeft':
        metrics.rooms.leaves.increment({ reason: event.reason });
        logger.info('member left', { roomId, memberId: event.memberId, reason: event.reason });
        return;
      case 'roomClosed':
        // The core ends all memberships by this one event.
        metrics.rooms.leaves.increment({ reason: event.reason }, members.size);
        logger.info('room closed', { roomId, reason: event.reason, memberCount: members.size });
        return;
      default:
    }
  };
}

/** The live gateway: what is open, why it ended, and one log line per step of a publisher's life. */
export function liveObserver({ live }: Metrics, logger: Logger): LiveObserver {
  const openByLabels = new Map<string, number>();
  const count = (role: LiveRole, protocol: LiveProtocol, by: 1 | -1): void => {
    const labels = `${role} ${protocol}`;
    const open = (openByLabels.get(labels) ?? 0) + by;
    openByLabels.set(labels, open);
    live.open.set({ role, protocol }, open);
  };
  return {
    onBegun: (role, protocol) => {
      count(role, protocol, 1);
      live.begun.increment({ role, protocol });
      if (role === 'publisher') logger.info('live publisher began', { protocol });
    },
    onEnded: (role, protocol, reason, detail) => {
      count(role, protocol, -1);
      live.ended.increment({ role, protocol, reason });
      if (role === 'publisher') logger.info('live publisher ended', { protocol, reason, detail });
      else logger.debug('live player ended', { protocol, reason, detail });
    },
    onTurnedAway: (protocol, reason) => live.turnedAway.increment({ protocol, reason }),
    onConnectionEnded: (reason, detail) => {
      live.connectionsEnded.increment({ reason });
      logger.debug('an RTMP connection ended unused', { reason, detail });
    },
    onBytes: (direction, protocol, bytes) => live.bytes.increment({ direction, protocol }, bytes),
    onSkip: (protocol) => live.skips.increment({ protocol }),
    onBug: (error) => logger.error('the live gateway threw', { error }),
  };
}

const PACKET_FATES = ['received', 'lost', 'late', 'recovered', 'skipped', 'overflowed'] as const;

/** What bridges between RTMP or FLV and WebRTC report. */
export function bridgeObserver({ bridges }: Metrics, logger: Logger): BridgeObserver {
  const open = { toWebrtc: 0, toLive: 0 };
  let transcodes = 0;
  const count = (direction: BridgeDirection, by: 1 | -1): void => {
    open[direction] += by;
    bridges.open.set({ direction }, open[direction]);
  };
  return {
    onStarted: (direction) => count(direction, 1),
    onEnded: (direction) => count(direction, -1),
    onRefused: (direction, reason, { roomId, memberId }) => {
      bridges.refused.increment({ direction, reason });
      logger.warn('a member cannot be bridged', { direction, reason, roomId, memberId });
    },
    onFfmpegFault: (direction, fault, { roomId, memberId }) => {
      bridges.ffmpegFaults.increment({ direction, fault });
      if (fault !== 'inputDropped') logger.warn('an ffmpeg failed', { direction, fault, roomId, memberId });
    },
    onTranscodeStarted: ({ roomId, memberId }) => {
      transcodes += 1;
      bridges.transcodes.increment({});
      bridges.transcodesOpen.set({}, transcodes);
      logger.info('video is transcoded', { roomId, memberId });
    },
    onTranscodeEnded: ({ roomId, memberId }) => {
      transcodes -= 1;
      bridges.transcodesOpen.set({}, transcodes);
      logger.info('video is transcoded no more', { roomId, memberId });
    },
    onFfmpegSaid: ({ roomId, memberId }, line) => logger.debug('ffmpeg said', { roomId, memberId, line }),
    onReplayed: () => bridges.replays.increment({}),
    onRetry: (direction) => bridges.retries.increment({ direction }),
    onFramesDropped: (medium, frames) => bridges.framesDropped.increment({ medium }, frames),
    onJitter: (medium, now, before) => {
      bridges.jitterTarget.observeMs({ medium }, now.targetMs);
      bridges.jitterDepth.observeMs({ medium }, now.depthMs);
      for (const fate of PACKET_FATES) {
        bridges.jitterPackets.increment({ medium, fate }, now[fate] - (before?.[fate] ?? 0));
      }
    },
  };
}

/** Requests over HTTP that were refused: counted as refused frames are, and told without what they brought along. */
export function httpRefusals(metrics: Metrics, logger: Logger): (error: AppError) => void {
  return ({ errorName, detail }) => {
    metrics.signaling.errors.increment({ name: errorName });
    logger.debug('a request was refused', { errorName, code: ERRORS[errorName].code, detail });
  };
}
