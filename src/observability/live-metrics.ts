/** Metrics of the live gateway: connections, bridges, mixed streams, recordings. */
import type { InstrumentFactory } from './instruments.ts';

const DIRECTIONS = ['in', 'out'] as const;
const LIVE_PROTOCOLS = ['rtmp', 'http-flv', 'ws-flv'] as const;
const LIVE_ROLES = ['publisher', 'player'] as const;
const LIVE_ENDS = [
  'peerClosed',
  'replaced',
  'memberGone',
  'notAllowed',
  'timedOut',
  'protocolError',
  'unsupportedCodec',
  'tooSlow',
  'sourceEnded',
  'serverShutdown',
] as const;
const RECORDING_ENDS = [
  'stopped',
  'streamEnded',
  'tooLarge',
  'tooManyParts',
  'tooLong',
  'diskFull',
  'memberLeft',
  'roomClosed',
] as const;

export function liveMetrics(make: InstrumentFactory) {
  return {
    open: make.gauge({
      name: 'room_live_connections_count',
      help: 'Publishers and players of the live gateway, by protocol.',
      labels: { role: LIVE_ROLES, protocol: LIVE_PROTOCOLS },
    }),
    begun: make.counter({
      name: 'room_live_begun_total',
      help: 'Publications and plays that were let in.',
      labels: { role: LIVE_ROLES, protocol: LIVE_PROTOCOLS },
    }),
    ended: make.counter({
      name: 'room_live_ended_total',
      help: 'Publications and plays that ended, by reason.',
      labels: { role: LIVE_ROLES, protocol: LIVE_PROTOCOLS, reason: LIVE_ENDS },
    }),
    turnedAway: make.counter({
      name: 'room_live_turned_away_total',
      help: 'Connections that were not let in: refused by their URL, or too many.',
      labels: { protocol: LIVE_PROTOCOLS, reason: ['refused', 'tooMany'] },
    }),
    connectionsEnded: make.counter({
      name: 'room_live_unused_connections_total',
      help: 'RTMP connections that ended without having published or played, by reason.',
      labels: { reason: LIVE_ENDS },
    }),
    bytes: make.counter({
      name: 'room_live_bytes_total',
      help: 'Bytes received over RTMP, and written to players.',
      labels: { direction: DIRECTIONS, protocol: ['rtmp', 'flv'] },
    }),
    skips: make.counter({
      name: 'room_live_skips_total',
      help: 'Times that a slow player lost what waited for it and went on at a key frame.',
      labels: { protocol: ['rtmp', 'flv'] },
    }),
    streams: make.gauge({
      name: 'room_live_streams_count',
      help: 'Streams that are published or watched.',
      labels: {},
    }),
    cachedBytes: make.gauge({
      name: 'room_live_cached_bytes',
      help: 'Bytes kept so that new players see a picture at once.',
      labels: {},
    }),
  };
}

export function bridgeMetrics(make: InstrumentFactory) {
  const direction = ['toWebrtc', 'toLive'] as const;
  const medium = ['audio', 'video'] as const;
  return {
    open: make.gauge({
      name: 'room_bridge_open_count',
      help: 'Bridges between RTMP or FLV and WebRTC; each has an ffmpeg.',
      labels: { direction },
    }),
    refused: make.counter({
      name: 'room_bridge_refused_total',
      help: 'Media or members that are not bridged, by reason.',
      labels: { direction, reason: ['bFrames', 'videoCodec', 'audioCodec', 'tooMany', 'tooManyTranscodes'] },
    }),
    ffmpegFaults: make.counter({
      name: 'room_bridge_ffmpeg_faults_total',
      help: 'What ffmpegs did wrong; all of it was mended, or is tried again.',
      labels: { direction, fault: ['exited', 'hung', 'flooded', 'exhausted', 'inputDropped'] },
    }),
    transcodes: make.counter({
      name: 'room_bridge_transcodes_total',
      help: 'Videos whose transcoding was begun: VP8 for players, and pushed B-frames for browsers.',
      labels: {},
    }),
    transcodesOpen: make.gauge({
      name: 'room_bridge_transcodes_count',
      help: 'Videos that are being transcoded; each has an ffmpeg.',
      labels: {},
    }),
    retries: make.counter({
      name: 'room_bridge_retries_total',
      help: 'Links to the media plane that ended or could not be opened, and are tried again.',
      labels: { direction },
    }),
    replays: make.counter({
      name: 'room_bridge_replays_total',
      help: 'Groups of pictures sent again for who needed a key frame.',
      labels: {},
    }),
    jitterTarget: make.histogram({
      name: 'room_bridge_jitter_target_seconds',
      help: 'Delay that jitter buffers aim at, looked at every two seconds.',
      labels: { medium },
      buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1],
    }),
    jitterDepth: make.histogram({
      name: 'room_bridge_jitter_depth_seconds',
      help: 'What jitter buffers held, looked at every two seconds.',
      labels: { medium },
      buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1],
    }),
    framesDropped: make.counter({
      name: 'room_bridge_frames_dropped_total',
      help: 'Frames from the media plane that this process was too busy to take.',
      labels: { medium },
    }),
    jitterPackets: make.counter({
      name: 'room_bridge_jitter_packets_total',
      help: 'Packets in jitter buffers, by what became of them.',
      labels: { medium, fate: ['received', 'lost', 'late', 'recovered', 'skipped', 'overflowed'] },
    }),
  };
}

export function mixingMetrics(make: InstrumentFactory) {
  return {
    open: make.gauge({ name: 'room_mixing_open_count', help: 'Mixed streams that are made.', labels: {} }),
    refused: make.counter({
      name: 'room_mixing_refused_total',
      help: 'Mixed streams that were wanted beyond their number.',
      labels: {},
    }),
    faults: make.counter({
      name: 'room_mixing_faults_total',
      help: 'Decoders and encoders that ended by themselves; each is begun again.',
      labels: {},
    }),
  };
}

export function recordingMetrics(make: InstrumentFactory) {
  return {
    open: make.gauge({ name: 'room_recording_open_count', help: 'Recordings under way.', labels: {} }),
    ended: make.counter({
      name: 'room_recording_ended_total',
      help: 'Recordings that ended, by reason.',
      labels: { reason: RECORDING_ENDS },
    }),
    faults: make.counter({
      name: 'room_recording_faults_total',
      help: 'Writing programs that ended by themselves; another part follows.',
      labels: {},
    }),
  };
}
