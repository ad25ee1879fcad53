/** Mixed streams and recordings of a node: what they need of rooms, options, metrics and logs. */
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import type { LiveStreams, OnDemandSources, StreamKey } from './live-gateway/live-ports.ts';
import { type MediaProgramOptions, runFfmpeg } from './live-gateway/media-program.ts';
import type { ExplicitTile, MixLayout } from './live-gateway/mixing/mix-layout.ts';
import { Mixers } from './live-gateway/mixing/mixers.ts';
import type { MixMember } from './live-gateway/mixing/room-mixer.ts';
import { Recordings } from './live-gateway/recording/recordings.ts';
import type { Logger } from './observability/logger.ts';
import type { Metrics } from './observability/metrics.ts';
import { parseStreamName } from './push-pull-urls/stream-names.ts';
import type { RoomRegistry } from './room-host/room-registry.ts';
import type { RoomFollower, RoomNode } from './room-node.ts';
import type { MixedStreams, MixLayout as ServiceLayout } from './room-service/merge-layout.ts';
import type { Member } from './room-state/room-types.ts';
import { systemClock } from './shared/clock.ts';
import type { RoomId } from './shared/ids.ts';

const MIB = 1_048_576;

export interface NodeMixing {
  readonly mixers: Mixers;
  readonly recordings: Recordings;
  /** To be told of rooms. */
  readonly follower: RoomFollower;
}

export interface NodeMixingParts {
  readonly config: Pick<Config, 'mixing' | 'recording' | 'bridges'>;
  readonly streams: LiveStreams;
  readonly rooms: RoomRegistry;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

const even = (pixels: number): number => pixels - (pixels % 2);

const flows = ({ media }: Member, medium: 'audio' | 'video' | 'screen'): boolean =>
  media[medium].published && media[medium].mayFlow;

/** A member's stream shows its camera, else its screen. */
const mixMember = (member: Member): MixMember => ({
  memberId: member.memberId,
  video: flows(member, 'video') || flows(member, 'screen'),
  audio: flows(member, 'audio'),
});

export function createMixing({ config, streams, rooms, metrics, logger }: NodeMixingParts): NodeMixing {
  const { mixing, recording } = config;
  const run = (options: MediaProgramOptions) => runFfmpeg(options, config.bridges.ffmpeg);
  const mixers = new Mixers({
    clock: systemClock,
    streams,
    run,
    format: {
      canvas: { width: even(mixing.width), height: even(mixing.height) },
      fps: mixing.fps,
      videoKbps: mixing.videoKbps,
      audioKbps: mixing.audioKbps,
    },
    members: (roomId) =>
      [...(rooms.get(roomId)?.state.members.values() ?? [])]
        .map(mixMember)
        .filter(({ video, audio }) => video || audio),
    maxMembers: mixing.maxMembers,
    maxMixes: mixing.max,
    onFault: (what, words, isRepeated) => {
      metrics.mixing.faults.increment({});
      logger[isRepeated ? 'debug' : 'warn']('a program of a mixed stream ended', { what, words });
    },
    onRefused: (roomId) => {
      metrics.mixing.refused.increment({});
      logger.warn('no mixed stream: there are too many', { roomId });
    },
  });
  const recordings = new Recordings({
    clock: systemClock,
    streams,
    run,
    folder: recording.folder,
    maxRecordings: recording.max,
    maxDurationMs: recording.maxDurationMs,
    maxBytes: recording.maxMib * MIB,
    minFreeBytes: recording.minFreeMib * MIB,
    newId: () => randomBytes(8).toString('hex'),
    onEnded: ({ recordingId, roomId, files, bytes }, reason) => {
      metrics.recording.ended.increment({ reason });
      logger.info('a recording has ended', { recordingId, roomId, files, bytes, reason });
    },
    onFault: (what, words) => {
      metrics.recording.faults.increment({});
      logger.warn(what === 'folder' ? 'recordings cannot be written' : 'a recording program ended', { what, words });
    },
  });
  return { mixers, recordings, follower: followerOf(mixers, recordings) };
}

function followerOf(mixers: Mixers, recordings: Recordings): RoomFollower {
  const onRoomOver = (roomId: RoomId): void => {
    mixers.closeRoom(roomId);
    recordings.onRoomClosed(roomId);
  };
  return {
    onRoomEvent: ({ event }, { roomId }) => {
      if (event.type === 'memberLeft') recordings.onMemberLeft(roomId, event.memberId);
      if (event.type === 'roomClosed') onRoomOver(roomId);
    },
    onRoomBroken: onRoomOver,
    onMediaEvent: () => undefined,
  };
}

/** A member's stream is made by a bridge, a room's by a mixer. */
export function onDemandSources(ofMembers: OnDemandSources | undefined, ofRooms: OnDemandSources): OnDemandSources {
  const makerOf = ({ memberId }: StreamKey): OnDemandSources | undefined => (memberId === null ? ofRooms : ofMembers);
  return {
    wanted: (key) => makerOf(key)?.wanted(key),
    unwanted: (key) => makerOf(key)?.unwanted(key),
  };
}

/** Sides of the canvas that a client may ask for, in pixels. */
const MIN_SIDE = 64;
const MAX_SIDE = 1920;

export interface MixedStreamsParts {
  readonly mixers: () => Mixers;
  readonly room: () => RoomNode;
  /** False = this node makes no mixed streams. */
  readonly isOn: boolean;
}

/**
 * The mixer of the RoomService API. A room whose host has said once how its mix looks is played as that mix from then on:
 * the audience fetches the URL when it comes, and keeps it.
 */
export function mixedStreams({ mixers, room, isOn }: MixedStreamsParts): MixedStreams {
  return {
    setLayout: (roomId, layout) => mixers().setLayout(roomId, explicitLayout(layout)),
    stop: (roomId) => mixers().closeRoom(roomId),
    hasMix: (roomId) => isOn && room().rooms.get(roomId) !== undefined && mixers().hasLayout(roomId),
  };
}

/** The lowest picture is the canvas, if it says its size; otherwise that of the node's options is. */
function explicitLayout({ inputs }: ServiceLayout): MixLayout {
  const { width = 0, height = 0 } = inputs[0] ?? {};
  const hasCanvas = [width, height].every((side) => side >= MIN_SIDE && side <= MAX_SIDE);
  const canvas = { width: even(width), height: even(height) };
  // 0 to 1 are parts of the canvas, 0 all of it.
  const pixels = (value: number, side: number): number => (value > 0 && value < 1 ? value * side : value);
  const tiles = inputs.flatMap((input): readonly ExplicitTile[] => {
    const stream = parseStreamName(input.streamName);
    if (stream === undefined) return [];
    const { memberId } = stream;
    const across = hasCanvas ? canvas.width : MAX_SIDE;
    const down = hasCanvas ? canvas.height : MAX_SIDE;
    return [
      {
        memberId,
        layer: input.layer,
        left: pixels(input.x, across),
        top: pixels(input.y, down),
        width: pixels(input.width, across) || across,
        height: pixels(input.height, down) || down,
      },
    ];
  });
  return { type: 'explicit', tiles, ...(hasCanvas && { canvas }) };
}
