/** What a node says of itself: what is open in it, and its metrics. */
import type { BridgeCounts, Bridges } from './live-gateway/bridges/bridges.ts';
import type { LiveCounts, LiveGateway } from './live-gateway/live-gateway.ts';
import type { NodeMixing } from './node-mixing.ts';
import type { NodeRoomService } from './node-room-service.ts';
import type { Metrics } from './observability/metrics.ts';
import type { RoomNode } from './room-node.ts';
import type { RoomServiceCounts } from './room-service/create-room-service.ts';
import type { MediaCounts, MediaEngine } from './sfu/media-engine.ts';
import type { WhipService } from './whip/whip-service.ts';

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
  /** Mixed streams that are made. */
  readonly mixes: number;
  readonly recordings: number;
}

export interface NodeReportParts {
  readonly engine: MediaEngine;
  readonly room: RoomNode;
  readonly whip: WhipService;
  readonly roomService: NodeRoomService;
  readonly live: LiveGateway;
  readonly bridges: Bridges;
  readonly mixing: NodeMixing;
}

export async function countAll(parts: NodeReportParts): Promise<NodeCounts> {
  const { engine, whip, roomService, live, bridges, mixing } = parts;
  const { gateway, sessions, rooms, fanout, leases, admission } = parts.room;
  return {
    sockets: gateway.socketCount,
    sessions: sessions.size,
    members: sessions.memberCount,
    rooms: rooms.size,
    audiences: fanout.size,
    leases: leases.size,
    ...admission.counts,
    whipSessions: whip.size,
    roomService: roomService.counts(),
    media: await engine.request({ type: 'getCounts' }),
    live: live.counts(),
    bridges: bridges.counts(),
    mixes: mixing.mixers.size,
    recordings: mixing.recordings.size,
  };
}

/** Gauges are read when somebody asks, not kept up to date for nobody. */
export async function renderMetrics(
  metrics: Metrics,
  parts: NodeReportParts,
): Promise<{ contentType: string; body: string }> {
  const { engine, whip, mixing, roomService } = parts;
  const { rooms, sessions } = parts.room;
  const live = parts.live.counts();
  roomService.report();
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
  metrics.mixing.open.set({}, mixing.mixers.size);
  metrics.recording.open.set({}, mixing.recordings.size);
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
