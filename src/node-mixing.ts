/** Mixed streams and recordings of a node: what they need of rooms, options, metrics and logs. */
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import type { LiveStreams, OnDemandSources, StreamKey } from './live-gateway/live-ports.ts';
import { type MediaProgramOptions, runFfmpeg } from './live-gateway/media-program.ts';
import { Mixers } from './live-gateway/mixing/mixers.ts';
import type { MixMember } from './live-gateway/mixing/room-mixer.ts';
import { Recordings } from './live-gateway/recording/recordings.ts';
import type { Logger } from './observability/logger.ts';
import type { Metrics } from './observability/metrics.ts';
import type { RoomRegistry } from './room-host/room-registry.ts';
import type { RoomFollower } from './room-node.ts';
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
    onFault: (what, words) => {
      metrics.mixing.faults.increment({});
      logger.warn('a program of a mixed stream ended', { what, words });
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
      logger.warn('a recording program ended', { what, words });
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
