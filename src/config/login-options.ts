/** Options of the logins that this server does itself: WeChat mini programs, and guests. */
import { choice, flag, integer, text, textList, wechatAppList } from './option-kinds.ts';

const DAY_MS = 86_400_000;

export const LOGIN_OPTIONS = {
  allowGuests: flag({
    default: false,
    doc: 'Gives a token to whoever asks for a guest, without any proof of who it is.',
    cost: 'Everybody who reaches the server gets into every room of login.rooms that is not locked.',
  }),
  guestRole: choice({
    of: ['audience', 'speaker'],
    default: 'audience',
    doc: 'Role that the token of a guest says.',
  }),
  guestDenies: textList({
    bounds: 'names of grants: publishAudio publishVideo publishScreen publishData subscribe chat',
    pattern: /^(publishAudio|publishVideo|publishScreen|publishData|subscribe|chat)$/,
    doc: 'Grants that guests do not have although their role would.',
  }),
  rooms: text({
    default: '*',
    bounds: 'a room id, the beginning of one and *, or *',
    pattern: /^([A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}|([A-Za-z0-9][A-Za-z0-9_.:@-]{0,126})?\*)$/,
    doc: 'Rooms that logins give tokens for. A login may ask for less.',
  }),
  refreshWindowMs: integer({
    default: 7 * DAY_MS,
    min: 0,
    max: 30 * DAY_MS,
    unit: 'ms',
    doc: 'How long after its expiry the token of a login can still be exchanged for a new one without asking WeChat.',
    cost: 'A stolen token works this much longer unless it is revoked; revocations are remembered as much longer.',
  }),
  maxSessionMs: integer({
    default: 90 * DAY_MS,
    min: 60_000,
    max: 3650 * DAY_MS,
    unit: 'ms',
    doc: 'How long after a login its tokens can be exchanged for new ones at all; then WeChat is asked again.',
  }),
  userIdSecret: text({
    default: '',
    bounds: 'text, or empty',
    pattern: /^.*$/,
    doc: 'Key from which user ids of WeChat users are made, so that they tell nothing of the openid. Required in production (32 bytes) and with storeFile; empty = a random one that ends with the process. Changing it makes every user somebody new.',
  }),
  storeFile: text({
    default: '',
    bounds: 'a path, or empty',
    pattern: /^.*$/,
    doc: 'File that remembers which WeChat identity is which user. Empty = memory only: who first came without a unionid and later has one is then somebody new after a restart.',
    cost: 'Rewritten, at most every 5 s, when somebody new came.',
  }),
  maxKnownIdentities: integer({
    default: 200_000,
    min: 100,
    max: 10_000_000,
    unit: 'identities',
    doc: 'WeChat identities (openid or unionid) remembered; beyond, the one unused for longest is forgotten.',
    cost: 'About 250 bytes each.',
  }),
  maxPerAddressPerMinute: integer({
    default: 120,
    min: 1,
    max: 1_000_000,
    unit: 'logins per minute',
    doc: 'Logins from one IP address (IPv6: one /64), refreshes of good tokens not counted. Mobile networks put many users behind one.',
  }),
  maxPerUserPerMinute: integer({
    default: 30,
    min: 1,
    max: 10_000,
    unit: 'logins per minute',
    doc: 'Logins and refreshes of one user.',
  }),
  wechat: {
    apps: wechatAppList({
      doc: 'Mini programs whose users may log in: appid and secret from mp.weixin.qq.com. Users of several with the same unionid are the same user. In the environment: appid:secret,appid2:secret2.',
    }),
    apiBaseUrl: text({
      default: 'https://api.weixin.qq.com',
      bounds: 'an http or https URL',
      pattern: /^https?:\/\/[^\s?#@]+$/,
      maxLength: 512,
      doc: 'Where jscode2session is called; another one for a proxy or a test. Production requires https.',
    }),
    timeoutMs: integer({
      default: 5000,
      min: 100,
      max: 60_000,
      unit: 'ms',
      doc: 'WeChat must have answered by then. A call that timed out is not repeated: its code may be spent.',
    }),
    retryDelayMs: integer({
      default: 300,
      min: 0,
      max: 10_000,
      unit: 'ms',
      doc: 'Wait before the one repetition when WeChat is busy (-1) or the connection failed.',
    }),
    maxConcurrentCalls: integer({
      default: 200,
      min: 1,
      max: 10_000,
      unit: 'calls',
      doc: 'Calls to WeChat at once; beyond, logins are told to come again.',
      cost: 'One connection each.',
    }),
    breakerFailures: integer({
      default: 5,
      min: 1,
      max: 1000,
      unit: 'failures',
      doc: 'Logins in a row that WeChat did not answer, after which it is left alone for breakerOpenMs.',
    }),
    breakerOpenMs: integer({
      default: 10_000,
      min: 100,
      max: 600_000,
      unit: 'ms',
      doc: 'How long logins with a code fail at once after that; then a single one tries.',
    }),
  },
} as const;
