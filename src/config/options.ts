/**
 * Every option of the server: the one table from which the schema, the `Config` type, the names of the environment
 * variables and config.sample.yaml are made.
 */
import { BRIDGE_OPTIONS, LIVE_OPTIONS, MIXING_OPTIONS, RECORDING_OPTIONS, RTMP_OPTIONS } from './live-options.ts';
import { LOGIN_OPTIONS } from './login-options.ts';
import { apiKeyList, choice, flag, HOST, iceServerList, integer, port, text, textList } from './option-kinds.ts';
import { ROOM_OPTIONS } from './room-options.ts';
import { ROOM_SERVICE_OPTIONS } from './room-service-options.ts';
import { URL_OPTIONS } from './url-options.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MIB = 1_048_576;

const IP_ADDRESS = /^[0-9a-fA-F:.]{2,45}$/;

export const OPTIONS = {
  mode: choice({
    of: ['development', 'production'],
    default: 'development',
    doc: 'Development issues tokens to whoever asks and therefore listens on loopback addresses only. Production requires API keys.',
  }),
  allowInsecureDevelopment: flag({
    default: false,
    doc: 'Lets development mode listen on other than loopback addresses.',
    cost: 'Everybody who reaches the port can be anybody, in any room.',
  }),
  testMode: flag({
    default: false,
    doc: 'Accepts the command Simulate, which injects faults. Development mode only.',
    cost: 'Every client can kill media workers.',
  }),
  shutdownGraceMs: integer({
    default: 10_000,
    min: 0,
    max: HOUR_MS,
    unit: 'ms',
    doc: 'After SIGTERM: how long open sessions may take to move elsewhere before the process ends.',
  }),
  node: {
    id: text({
      default: '',
      bounds: 'letters, digits, . _ - (up to 64), or empty',
      pattern: /^[A-Za-z0-9._-]{0,64}$/,
      doc: 'Name of this node in logs and Welcome, unique within a deployment. Empty = made from host name and process id.',
    }),
  },
  http: {
    host: text({
      default: '127.0.0.1',
      bounds: 'an IP address or host name',
      pattern: HOST,
      doc: 'Address that HTTP and WebSocket listen on.',
    }),
    port: port({ default: 8080, doc: 'Port of HTTP and WebSocket; 0 = any free one.' }),
    maxBodyBytes: integer({
      default: 65_536,
      min: 1024,
      max: 16 * MIB,
      unit: 'bytes',
      doc: 'Largest body of an HTTP request.',
      cost: 'Memory, this much per request in progress.',
    }),
    trustProxy: flag({
      default: false,
      doc: 'Takes the client address from X-Forwarded-For. Only behind a proxy that sets it.',
      cost: 'Without such a proxy, clients choose the address that rate limits and logs see.',
    }),
    allowedOrigins: textList({
      bounds: 'origins such as https://example.org, or *',
      pattern: /^(\*|https?:\/\/[^\s/,]+)$/,
      doc: 'Origins of other sites whose pages may connect. Same-origin pages and clients without Origin always may.',
    }),
  },
  rtmp: RTMP_OPTIONS,
  live: LIVE_OPTIONS,
  bridges: BRIDGE_OPTIONS,
  mixing: MIXING_OPTIONS,
  recording: RECORDING_OPTIONS,
  rtc: {
    listenIp: text({
      default: '127.0.0.1',
      bounds: 'an IP address',
      pattern: IP_ADDRESS,
      doc: 'Local address that media arrives at. 0.0.0.0 or :: = all, which needs announcedAddress.',
    }),
    announcedAddress: text({
      default: '',
      bounds: 'an IP address or host name, or empty',
      pattern: /^[0-9A-Za-z:.-]{0,253}$/,
      doc: 'Address that clients are told to send media to, when it differs from listenIp (NAT, containers).',
    }),
    basePort: port({
      default: 40_000,
      min: 1,
      doc: 'Port for media, UDP and TCP, of the first worker; each further worker takes the next one.',
    }),
    workers: integer({
      default: 0,
      min: 0,
      max: 128,
      unit: 'processes',
      doc: 'Media worker processes; 0 = one per processor core.',
      cost: 'About 30 MiB each, idle; more than cores only adds switching.',
    }),
    mediaThread: flag({
      default: true,
      doc: 'Runs media control in its own thread, so that a burst of media joins cannot delay signalling.',
      cost: 'One thread and its heap, about 30 MiB.',
    }),
    iceServers: iceServerList({ doc: 'STUN and TURN servers that clients are told to use. In the environment: JSON.' }),
    workerBinary: text({
      default: '',
      bounds: 'a path, or empty',
      pattern: /^.*$/,
      doc: 'The mediasoup worker to run; empty = the one that comes with the package.',
    }),
  },
  auth: {
    apiKeys: apiKeyList({
      doc: 'Keys that sign tokens (HS256) and admin requests; several at once allow rotation, the first one signs. In production each secret needs 32 bytes. In the environment: keyId:secret,keyId2:secret2.',
    }),
    tokenTtlMs: integer({
      default: HOUR_MS,
      min: 10_000,
      max: 7 * DAY_MS,
      unit: 'ms',
      doc: 'Life of the tokens this server issues.',
      cost: 'A stolen token works this long unless it is revoked.',
    }),
    maxTokenTtlMs: integer({
      default: DAY_MS,
      min: 10_000,
      max: 30 * DAY_MS,
      unit: 'ms',
      doc: 'Longest life (exp - iat) of a token that is accepted, whoever signed it.',
      cost: 'Revocations are remembered this long.',
    }),
    clockToleranceMs: integer({
      default: 5000,
      min: 0,
      max: 300_000,
      unit: 'ms',
      doc: 'Difference between the clocks of token issuers and this server that is forgiven.',
    }),
    maxRevocations: integer({
      default: 100_000,
      min: 100,
      max: 10_000_000,
      unit: 'entries',
      doc: 'Revocations of users and rooms remembered at once; beyond, a new one is refused.',
      cost: 'About 200 bytes each.',
    }),
    audience: text({
      default: '',
      bounds: 'text, or empty',
      pattern: /^[\x20-\x7e]{0,256}$/,
      doc: 'When set, tokens must carry it in `aud`. Keeps deployments that share keys apart.',
    }),
  },
  login: LOGIN_OPTIONS,
  signaling: {
    pingIntervalMs: integer({
      default: 3000,
      min: 250,
      max: 60_000,
      unit: 'ms',
      doc: 'How often either side says it is alive when it has nothing else to say.',
      cost: 'Each halving doubles idle traffic; a phone radio never sleeps below about 10 s.',
    }),
    missedBeatsSuspect: integer({
      default: 2,
      min: 1,
      max: 20,
      unit: 'beats',
      doc: 'Missed beats after which a member is suspected gone and its media held back.',
    }),
    resumeGraceMs: integer({
      default: 30_000,
      min: 0,
      max: HOUR_MS,
      unit: 'ms',
      doc: 'How long a session without a socket keeps its rooms, floors, mutes and media.',
      cost: 'Who really left is shown this much longer, and its memory kept.',
    }),
    helloTimeoutMs: integer({
      default: 5000,
      min: 500,
      max: 60_000,
      unit: 'ms',
      doc: 'A socket that has not sent Hello by then is closed.',
    }),
    maxFrameBytes: integer({
      default: 65_536,
      min: 4096,
      max: 4 * MIB,
      unit: 'bytes',
      doc: 'Largest frame a client may send.',
      cost: 'Decoding a full one takes about 1 ms per 64 KiB of one core.',
    }),
    maxFramesPerSecond: integer({
      default: 50,
      min: 1,
      max: 10_000,
      unit: 'frames per second',
      doc: 'Frames a session may send, averaged.',
    }),
    frameBurst: integer({
      default: 100,
      min: 1,
      max: 20_000,
      unit: 'frames',
      doc: 'Frames a session may send at once, after a quiet time.',
    }),
    maxRoomsPerSession: integer({
      default: 10,
      min: 1,
      max: 1000,
      unit: 'rooms',
      doc: 'Rooms one session may be in at once.',
    }),
    maxSessions: integer({
      default: 10_000,
      min: 1,
      max: 1_000_000,
      unit: 'sessions',
      doc: 'Sessions on this node, with or without a socket; beyond, new ones are told to come later.',
      cost: 'About 20 KiB each.',
    }),
    maxBackpressureBytes: integer({
      default: MIB,
      min: 65_536,
      max: 64 * MIB,
      unit: 'bytes',
      doc: 'Unsent bytes after which a client that reads too slowly is disconnected, to resume later.',
      cost: 'Memory, this much per slow client.',
    }),
    idleTimeoutMs: integer({
      default: 120_000,
      min: 8000,
      max: 960_000,
      unit: 'ms',
      doc: 'The socket itself is closed after this long without any byte. Below it, beats decide.',
    }),
  },
  whip: {
    enabled: flag({
      default: true,
      doc: 'Takes WHIP publishers (OBS, GStreamer, ffmpeg) and WHEP players at /v1/rooms/{room}/whip and /whep/{member}.',
    }),
    maxSessions: integer({
      default: 1000,
      min: 1,
      max: 100_000,
      unit: 'sessions',
      doc: 'WHIP and WHEP sessions on this node; beyond, new ones are told to come later.',
      cost: 'One WebRTC transport each.',
    }),
    maxSessionsPerAddress: integer({
      default: 100,
      min: 1,
      max: 100_000,
      unit: 'sessions',
      doc: 'Of those, sessions of one client address. Behind a proxy without trustProxy all have one address.',
    }),
    connectTimeoutMs: integer({
      default: 20_000,
      min: 1000,
      max: 300_000,
      unit: 'ms',
      doc: 'How long a client may take from the answer to its media connection.',
    }),
    silenceMs: integer({
      default: 10_000,
      min: 1000,
      max: 300_000,
      unit: 'ms',
      doc: 'A publisher whose media may flow and do not come for so long is suspected gone; it leaves after the suspect grace of rooms.',
    }),
  },
  rooms: ROOM_OPTIONS,
  urls: URL_OPTIONS,
  roomService: ROOM_SERVICE_OPTIONS,
  log: {
    level: choice({
      of: ['debug', 'info', 'warn', 'error', 'silent'],
      default: 'info',
      doc: 'Least severe level that is written.',
      cost: 'debug writes several lines per command.',
    }),
    pretty: flag({
      default: false,
      doc: 'One readable line per entry instead of JSON.',
      cost: 'About three times the time per line.',
    }),
  },
  metrics: {
    enabled: flag({ default: true, doc: 'Serves /metrics in the Prometheus text format.' }),
  },
} as const;
