/** The options of the RoomService-compatible API (`/weapp/`). A part of the table in options.ts. */
import { choice, flag, integer, text } from './option-kinds.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const pem = (doc: string) =>
  text({ default: '', bounds: 'PEM, or empty', pattern: /^(\s*-----BEGIN [\s\S]*-----\s*)?$/, maxLength: 8192, doc });

const perSecond = (options: { default: number; doc: string }) =>
  integer({ min: 1, max: 1_000_000, unit: 'requests per second', ...options });

const burst = (options: { default: number; doc: string }) =>
  integer({ min: 1, max: 1_000_000, unit: 'requests', ...options });

export const ROOM_SERVICE_OPTIONS = {
  enabled: flag({
    default: true,
    doc: 'Serves the API of Tencent RTCRoom under /weapp/. In production nobody can log in until a key below is set.',
  }),
  sdkAppId: integer({
    default: 1_400_000_000,
    min: 1,
    max: 4_294_967_295,
    unit: 'application number',
    doc: 'The sdkAppID that clients log in with; part of each userSig.',
  }),
  accountType: text({
    default: '0',
    bounds: 'up to 32 letters and digits',
    pattern: /^[A-Za-z0-9]{1,32}$/,
    doc: 'The accountType that clients log in with; part of legacy userSigs.',
  }),
  secretKey: text({
    default: '',
    bounds: 'text, or empty',
    pattern: /^[\x21-\x7e]{0,512}$/,
    doc: 'Secret that signs and verifies userSigs with HMAC. Empty in development = a random one that ends with the process; in production = such userSigs are not accepted.',
  }),
  publicKey: pem('Public key (ECDSA or RSA) that verifies legacy userSigs. Empty = they are not accepted.'),
  privateKey: pem(
    'Private key that signs legacy userSigs where there is no secretKey. Empty = this server makes none.',
  ),
  userSigTtlMs: integer({
    default: DAY_MS,
    min: 60_000,
    max: 180 * DAY_MS,
    unit: 'ms',
    doc: 'Life of the userSigs this server makes.',
    cost: 'Who has one can log in this long.',
  }),
  tokenTtlMs: integer({
    default: DAY_MS,
    min: 60_000,
    max: 30 * DAY_MS,
    unit: 'ms',
    doc: 'Life of the tokens that login gives; at most auth.maxTokenTtlMs. These clients never log in again while they run.',
    cost: 'A stolen token works this long unless it is revoked.',
  }),
  anonymousV1: flag({
    default: false,
    doc: 'Lets clients of the first generation in, which have no tokens. Development mode only.',
    cost: 'Everybody who reaches the port can be anybody.',
  }),
  maxRooms: integer({ default: 10_000, min: 1, max: 1_000_000, unit: 'rooms', doc: 'Rooms made by this API.' }),
  maxPushers: integer({
    default: 4,
    min: 2,
    max: 100,
    unit: 'pushers',
    doc: 'Pushers of a multi_room, live_room or webrtc_room, host included; a double_room has 2.',
    cost: 'Clients show each with a player of its own; phones play about six.',
  }),
  maxAudience: integer({ default: 30, min: 0, max: 10_000, unit: 'users', doc: 'Audience listed in a live_room.' }),
  audienceIdleMs: integer({
    default: 180_000,
    min: 60_000,
    max: DAY_MS,
    unit: 'ms',
    doc: 'An audience member that neither calls nor polls for so long is taken off the list. With im: cloud nobody polls here: set it to hours.',
  }),
  requestsPerSecond: perSecond({ default: 50, doc: 'Calls of one user, averaged.' }),
  requestBurst: burst({ default: 200, doc: 'Calls of one user at once, after a quiet time.' }),
  loginsPerSecond: perSecond({
    default: 50,
    doc: 'Logins and other calls without a token from one address, averaged.',
  }),
  loginBurst: burst({ default: 2000, doc: 'Logins and other calls without a token from one address at once.' }),
  messagesPerSecond: perSecond({ default: 10, doc: 'IM messages of one user, averaged; five times as many at once.' }),
  im: choice({
    of: ['builtin', 'cloud'],
    default: 'builtin',
    doc: 'Who carries notices and messages: this node under /weapp/im/, or the IM of Tencent Cloud, which is told by its REST API.',
  }),
  cloudImUrl: text({
    default: 'https://console.tim.qq.com',
    bounds: 'an http(s) URL without a path',
    pattern: /^https?:\/\/[^\s/?#]+$/,
    doc: 'REST API of the IM of Tencent Cloud.',
  }),
  cloudImAdmin: text({
    default: 'administrator',
    bounds: 'a user id',
    pattern: /^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$/,
    doc: 'Account of the application in whose name groups are made at the IM of Tencent Cloud.',
  }),
} as const;
