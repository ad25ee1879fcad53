/** Options of the live gateway: sections `rtmp`, `live`, `bridges`, `mixing` and `recording`. */
import { choice, flag, HOST, integer, port, text } from './option-kinds.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MIB = 1_048_576;

export const RTMP_OPTIONS = {
  enabled: flag({ default: true, doc: 'Listens for RTMP: pushers and players of mini programs, OBS, ffmpeg.' }),
  host: text({
    default: '127.0.0.1',
    bounds: 'an IP address or host name',
    pattern: HOST,
    doc: 'Address that RTMP listens on.',
  }),
  port: port({ default: 1935, doc: 'TCP port of RTMP; 0 = any free one.' }),
  maxConnections: integer({
    default: 2000,
    min: 1,
    max: 100_000,
    unit: 'connections',
    doc: 'RTMP connections at the same time.',
    cost: 'About 20 KiB each, and up to maxMediaBytes for a publisher in the middle of a frame.',
  }),
  maxConnectionsPerAddress: integer({
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'connections',
    doc: 'RTMP connections from one address; many devices may share one behind NAT.',
  }),
  setupTimeoutMs: integer({
    default: 10_000,
    min: 500,
    max: 10 * MINUTE_MS,
    unit: 'ms',
    doc: 'How long a connection may take until it publishes or plays, handshake included.',
  }),
  silentTimeoutMs: integer({
    default: 15_000,
    min: 1000,
    max: 10 * MINUTE_MS,
    unit: 'ms',
    doc: 'A publisher that sends no message for so long has gone.',
  }),
  maxMediaBytes: integer({
    default: 2 * MIB,
    min: 65_536,
    max: 16 * MIB - 1,
    unit: 'bytes',
    doc: 'Largest frame that a publisher may send.',
    cost: 'Memory, this much for each publisher in the middle of a frame.',
  }),
  maxCommandsPerSecond: integer({
    default: 50,
    min: 10,
    max: 10_000,
    unit: 'messages',
    doc: 'Commands, control messages and script data of one connection in a second; frames do not count.',
  }),
};

export const LIVE_OPTIONS = {
  mergeMs: integer({
    default: 80,
    min: 0,
    max: 1000,
    unit: 'ms',
    doc: 'How long frames wait for others to leave together, at 100 players of a stream and more; fewer players wait in proportion, ten or fewer hardly.',
    cost: 'Delay for players; less costs CPU, nearly in proportion.',
  }),
  gopMaxBytes: integer({
    default: 4 * MIB,
    min: 0,
    max: 256 * MIB,
    unit: 'bytes',
    doc: 'Cached of one stream since its last key frame, so that newcomers see a picture at once; a longer group is not cached.',
    cost: 'Memory, this much per stream and kind of player.',
  }),
  gopMaxFrames: integer({
    default: 2000,
    min: 0,
    max: 100_000,
    unit: 'frames',
    doc: 'As gopMaxBytes, in frames.',
  }),
  gopTotalBytes: integer({
    default: 256 * MIB,
    min: 0,
    max: 64 * 1024 * MIB,
    unit: 'bytes',
    doc: 'Cached of all streams together; beyond, newcomers wait for the next key frame.',
    cost: 'Memory: this for frames, and as much again for what players of them share.',
  }),
  playerBufferBytes: integer({
    default: 2 * MIB,
    min: 65_536,
    max: 64 * MIB,
    unit: 'bytes',
    doc: 'What may wait for a player that does not keep pace; beyond, it skips to the next key frame. Players of a stream share these bytes.',
    cost: 'How far behind a slow player may be, and memory per stream that has one.',
  }),
  playerStallMs: integer({
    default: 10_000,
    min: 1000,
    max: HOUR_MS,
    unit: 'ms',
    doc: 'A player that reads nothing for so long is closed.',
  }),
  sourceWaitMs: integer({
    default: 20_000,
    min: 1000,
    max: HOUR_MS,
    unit: 'ms',
    doc: 'How long players wait for a publisher that is not there yet, or comes back.',
  }),
  lingerMs: integer({
    default: 5000,
    min: 0,
    max: HOUR_MS,
    unit: 'ms',
    doc: 'How long a stream that is made for its players goes on after the last one left.',
  }),
  maxPlayers: integer({
    default: 10_000,
    min: 1,
    max: 1_000_000,
    unit: 'players',
    doc: 'Players of FLV over HTTP and WebSocket at the same time.',
    cost: 'About 20 KiB each.',
  }),
  maxPlayersPerAddress: integer({
    default: 1000,
    min: 1,
    max: 1_000_000,
    unit: 'players',
    doc: 'Players of FLV from one address.',
  }),
};

export const BRIDGE_OPTIONS = {
  enabled: flag({
    default: true,
    doc: 'Shows who pushes over RTMP to members that receive WebRTC, and who publishes over WebRTC to players.',
    cost: 'One ffmpeg for each member that pushes, and for each member over WebRTC that is played: 2 to 4 % of a core.',
  }),
  max: integer({
    default: 64,
    min: 1,
    max: 4096,
    unit: 'bridges',
    doc: 'Bridges at the same time; beyond, members are not shown on the other side.',
    cost: 'About 30 MiB each, for ffmpeg.',
  }),
  ffmpeg: text({
    default: 'ffmpeg',
    bounds: 'a program name or path of up to 256 characters',
    pattern: /^[^\0\n]{1,256}$/,
    doc: 'The program that transcodes; it needs libopus and an AAC encoder, for VP8 and B-frames also libx264.',
  }),
  transcodeVideo: choice({
    of: ['never', 'ifNeeded'],
    default: 'ifNeeded',
    doc: 'What becomes of members that can only send VP8, and of pushers whose H.264 has B-frames: players (of VP8) and browsers (of B-frames) hear them, and see them if their video is transcoded.',
    cost: 'One more ffmpeg for each member with VP8 that is played and each pusher with B-frames: 5 to 30 % of a core, about 60 MiB.',
  }),
  maxTranscodes: integer({
    default: 2,
    min: 0,
    max: 1000,
    unit: 'videos',
    doc: 'Videos that are transcoded at the same time; beyond, such members are heard and not seen.',
    cost: 'Up to half a core each.',
  }),
  transcodeKbps: integer({
    default: 1500,
    min: 50,
    max: 20_000,
    unit: 'kbit/s',
    doc: 'Most that a transcoded video has.',
  }),
};

export const MIXING_OPTIONS = {
  max: integer({
    default: 4,
    min: 0,
    max: 1000,
    unit: 'rooms',
    doc: 'Rooms whose mixed stream is made at the same time, each while somebody watches or records it; 0 = none.',
    cost: 'Half a core each at the default size, for an encoder and two decoders per member.',
  }),
  maxMembers: integer({
    default: 9,
    min: 1,
    max: 25,
    unit: 'members',
    doc: 'Members that a mixed stream shows and lets be heard; those who joined first.',
  }),
  width: integer({ default: 640, min: 64, max: 1920, unit: 'pixels', doc: 'Width of a mixed stream; made even.' }),
  height: integer({ default: 360, min: 64, max: 1920, unit: 'pixels', doc: 'Height of a mixed stream; made even.' }),
  fps: integer({ default: 15, min: 1, max: 60, unit: 'pictures per second', doc: 'Pictures of a mixed stream.' }),
  videoKbps: integer({ default: 800, min: 50, max: 20_000, unit: 'kbit/s', doc: 'Video of a mixed stream.' }),
  audioKbps: integer({ default: 64, min: 16, max: 320, unit: 'kbit/s', doc: 'Sound of a mixed stream.' }),
};

export const RECORDING_OPTIONS = {
  folder: text({
    default: '',
    bounds: 'a path, or empty',
    pattern: /^[^\0\n]{0,1024}$/,
    doc: 'Where recordings are written, in a folder per room; empty = nothing can be recorded.',
  }),
  max: integer({
    default: 16,
    min: 1,
    max: 10_000,
    unit: 'recordings',
    doc: 'Recordings at the same time.',
    cost: 'About 25 MiB each, for the program that writes; nothing is coded anew.',
  }),
  maxDurationMs: integer({
    default: 12 * HOUR_MS,
    min: 1000,
    max: 7 * 24 * HOUR_MS,
    unit: 'ms',
    doc: 'Longest recording.',
  }),
  maxMib: integer({
    default: 20_480,
    min: 1,
    max: 10_000_000,
    unit: 'MiB',
    doc: 'Largest recording, all its parts together.',
  }),
  minFreeMib: integer({
    default: 1024,
    min: 0,
    max: 10_000_000,
    unit: 'MiB',
    doc: 'Free space of the disk below which no recording begins, and those under way end.',
  }),
};
