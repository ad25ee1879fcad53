/** All metrics of a node. Names are `room_<module>_<thing>_<unit>`; labels come from closed sets, never from ids. */
import { collectDefaultMetrics, Registry } from 'prom-client';
import { MESSAGE_FIELDS } from '../../wire/generated/messages.ts';
import { ERRORS, type ErrorName } from '../shared/error-codes.ts';
import { InstrumentFactory } from './instruments.ts';
import { bridgeMetrics, liveMetrics, mixingMetrics, recordingMetrics } from './live-metrics.ts';

const DIRECTIONS = ['in', 'out'] as const;
const ENCODINGS = ['proto', 'json'] as const;
const PRESENCES = ['online', 'suspect', 'background'] as const;
const RECOVERIES = ['recovered', 'snapshot'] as const;
const REPAIRS = ['flow', 'lostProducer', 'unknownProducer', 'unknownMember'] as const;
const PURPOSES = ['push', 'play'] as const;
const URL_REFUSALS = [
  'malformed',
  'foreign',
  'badSignature',
  'wrongPurpose',
  'expired',
  'unknownStream',
  'oldGeneration',
  'futureGeneration',
  'viewerGone',
  'notAllowed',
  'notServed',
] as const;
const LEAVE_REASONS = [
  'left',
  'replaced',
  'kicked',
  'banned',
  'timedOut',
  'backgroundTimedOut',
  'roomClosed',
  'serverShutdown',
  'tokenExpired',
  'alone',
  'roomExpired',
] as const;

const LOGIN_METHODS = ['code', 'cached', 'refresh', 'guest', 'proof'] as const;
const LOGIN_OUTCOMES = [
  'ok',
  'codeInvalid',
  'rateLimited',
  'blocked',
  'unavailable',
  'misconfigured',
  'refused',
  'failed',
] as const;
const WECHAT_OUTCOMES = ['identified', 'refused', 'busy', 'timeout', 'network', 'serverError', 'badAnswer'] as const;

const ERROR_NAMES = Object.keys(ERRORS) as readonly ErrorName[];

/** Close codes of RFC 6455 that clients and proxies really send, the registry's own, and the rest. */
const CLOSE_CODES: readonly string[] = [
  ...['1000', '1001', '1005', '1006', '1009'],
  ...new Set(Object.values(ERRORS).flatMap((spec) => ('close' in spec ? [String(spec.close)] : []))),
  'other',
];

/** Names of the commands, which are the fields of ClientFrame's body. */
const COMMANDS: readonly string[] = [
  ...(MESSAGE_FIELDS['ClientFrame'] ?? []).filter(([, , , , , oneof]) => oneof === 'body').map(([name]) => name),
  'unknown',
];

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** The value if it belongs to the closed set, else the set's word for the rest. */
function closed(value: string, set: readonly string[], rest: string): string {
  return set.includes(value) ? value : rest;
}

/** The label for a WebSocket close code. */
export const closeCodeLabel = (code: number): string => closed(String(code), CLOSE_CODES, 'other');
/** The label for a command: `frame.body`. */
export const commandLabel = (body: string | undefined): string => closed(body ?? 'unknown', COMMANDS, 'unknown');

function signalingMetrics(make: InstrumentFactory) {
  return {
    sessions: make.gauge({
      name: 'room_signaling_sessions_count',
      help: 'Sessions, by whether they have a socket.',
      labels: { socket: ['attached', 'detached'] },
    }),
    frames: make.counter({
      name: 'room_signaling_frames_total',
      help: 'Frames received and sent.',
      labels: { direction: DIRECTIONS, encoding: ENCODINGS },
    }),
    bytes: make.counter({
      name: 'room_signaling_payload_bytes_total',
      help: 'Bytes of frames received and sent, before WebSocket framing.',
      labels: { direction: DIRECTIONS, encoding: ENCODINGS },
    }),
    disconnects: make.counter({
      name: 'room_signaling_disconnects_total',
      help: 'Sockets closed, by close code.',
      labels: { code: CLOSE_CODES },
    }),
    errors: make.counter({
      name: 'room_signaling_errors_total',
      help: 'Errors told to clients, by name.',
      labels: { name: ERROR_NAMES },
    }),
    resumes: make.counter({
      name: 'room_signaling_resumes_total',
      help: 'Rooms resumed after a reconnect: by exact deltas, or by a snapshot.',
      labels: { by: RECOVERIES },
    }),
    commandDuration: make.histogram({
      name: 'room_signaling_command_duration_seconds',
      help: 'From a decoded command to its reply.',
      labels: { command: COMMANDS },
      buckets: SECONDS,
    }),
  };
}

function roomMetrics(make: InstrumentFactory) {
  return {
    open: make.gauge({ name: 'room_rooms_open_count', help: 'Rooms on this node.', labels: {} }),
    members: make.gauge({
      name: 'room_rooms_members_count',
      help: 'Members of all rooms on this node.',
      labels: { presence: PRESENCES },
    }),
    joins: make.counter({ name: 'room_rooms_joins_total', help: 'Members that joined.', labels: {} }),
    leaves: make.counter({
      name: 'room_rooms_leaves_total',
      help: 'Memberships that ended.',
      labels: { reason: LEAVE_REASONS },
    }),
    hashMismatches: make.counter({
      name: 'room_rooms_hash_mismatches_total',
      help: 'Replicas that clients found different from the room, and replaced.',
      labels: {},
    }),
    turnEvents: make.histogram({
      name: 'room_rooms_turn_events',
      help: 'Events that left together as one delta.',
      labels: {},
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    }),
  };
}

function identityMetrics(make: InstrumentFactory) {
  return {
    logins: make.counter({
      name: 'room_identity_logins_total',
      help: 'Logins and refreshes that this server was asked for.',
      labels: { method: LOGIN_METHODS, outcome: LOGIN_OUTCOMES },
    }),
    wechatCalls: make.counter({
      name: 'room_identity_wechat_calls_total',
      help: 'Calls of jscode2session, by how they ended.',
      labels: { outcome: WECHAT_OUTCOMES },
    }),
  };
}

function sfuMetrics(make: InstrumentFactory) {
  return {
    transports: make.gauge({ name: 'room_sfu_transports_count', help: 'Open WebRTC transports.', labels: {} }),
    producers: make.gauge({ name: 'room_sfu_producers_count', help: 'Media published over WebRTC.', labels: {} }),
    consumers: make.gauge({ name: 'room_sfu_consumers_count', help: 'Media received over WebRTC.', labels: {} }),
    workerDeaths: make.counter({
      name: 'room_sfu_worker_deaths_total',
      help: 'Media workers that ended unasked.',
      labels: {},
    }),
    divergenceRepairs: make.counter({
      name: 'room_sfu_divergence_repairs_total',
      help: 'Differences between room state and media plane that reconciliation found and repaired.',
      labels: { kind: REPAIRS },
    }),
    enforcementLatency: make.histogram({
      name: 'room_sfu_enforcement_latency_seconds',
      help: 'From a change of effective media to its confirmation by the media plane.',
      labels: {},
      buckets: SECONDS,
    }),
  };
}

function urlMetrics(make: InstrumentFactory) {
  return {
    issued: make.counter({
      name: 'room_urls_issued_total',
      help: 'Push and play URLs issued.',
      labels: { purpose: PURPOSES },
    }),
    refused: make.counter({
      name: 'room_urls_refused_total',
      help: 'Pushers and players turned away at the live gateway, by what was wrong with their URL.',
      labels: { purpose: PURPOSES, reason: URL_REFUSALS },
    }),
    mediaRefused: make.counter({
      name: 'room_urls_media_refused_total',
      help: 'Media of admitted pushers that their room did not take, by error.',
      labels: { name: ERROR_NAMES },
    }),
  };
}

function whipMetrics(make: InstrumentFactory) {
  const kind = ['whip', 'whep'] as const;
  return {
    sessions: make.gauge({ name: 'room_whip_sessions_count', help: 'Open sessions.', labels: { kind } }),
    requests: make.counter({
      name: 'room_whip_requests_total',
      help: 'Requests for a session, by what they came to.',
      labels: { kind, outcome: ['opened', 'refused'] },
    }),
  };
}

/** How calls of the RoomService API end: done, refused to the client, or failed here. */
const SERVICE_OUTCOMES = ['ok', 'refused', 'failed'] as const;
/** Why they were refused: by the name of their code, `im_` for those of the IM; 'none' where they were not. */
const SERVICE_REASONS = [
  'none',
  'params',
  'webrtcParams',
  'noRoom',
  'notMember',
  'auth',
  'badValue',
  'roomExists',
  'full',
  'tooFast',
  'noSuchMethod',
  'failed',
  'im_badRequest',
  'im_noSuchCall',
  'im_badParameter',
  'im_noPermission',
  'im_noSuchGroup',
  'im_muted',
  'im_tooLong',
  'im_tooFast',
  'im_notLoggedIn',
] as const;

function roomServiceMetrics(make: InstrumentFactory) {
  return {
    answers: make.counter({
      name: 'room_weapp_answers_total',
      help: 'Calls of the RoomService API that were answered.',
      labels: { outcome: SERVICE_OUTCOMES, reason: SERVICE_REASONS },
    }),
    rooms: make.gauge({ name: 'room_weapp_rooms_count', help: 'Rooms known to the RoomService API.', labels: {} }),
    heldPolls: make.gauge({
      name: 'room_weapp_held_polls_count',
      help: 'Long polls of the built-in IM that wait for news.',
      labels: {},
    }),
  };
}

export interface Metrics {
  readonly signaling: ReturnType<typeof signalingMetrics>;
  readonly rooms: ReturnType<typeof roomMetrics>;
  readonly sfu: ReturnType<typeof sfuMetrics>;
  readonly identity: ReturnType<typeof identityMetrics>;
  readonly urls: ReturnType<typeof urlMetrics>;
  readonly whip: ReturnType<typeof whipMetrics>;
  readonly live: ReturnType<typeof liveMetrics>;
  readonly bridges: ReturnType<typeof bridgeMetrics>;
  readonly mixing: ReturnType<typeof mixingMetrics>;
  readonly recording: ReturnType<typeof recordingMetrics>;
  readonly roomService: ReturnType<typeof roomServiceMetrics>;
  /** Content type of `render`. */
  readonly contentType: string;
  /** Everything in the Prometheus text format. */
  render(): Promise<string>;
}

/** Metrics in a registry of their own. `processMetrics` adds those of Node and the process: once per process. */
export function createMetrics({ processMetrics }: { readonly processMetrics: boolean }): Metrics {
  const registry = new Registry();
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const make = new InstrumentFactory(registry);
  return {
    signaling: signalingMetrics(make),
    rooms: roomMetrics(make),
    sfu: sfuMetrics(make),
    identity: identityMetrics(make),
    urls: urlMetrics(make),
    whip: whipMetrics(make),
    live: liveMetrics(make),
    bridges: bridgeMetrics(make),
    mixing: mixingMetrics(make),
    recording: recordingMetrics(make),
    roomService: roomServiceMetrics(make),
    contentType: registry.contentType,
    render: () => registry.metrics(),
  };
}
