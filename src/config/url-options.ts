/** The options of push and play URLs. A part of the table in options.ts. */
import * as v from 'valibot';
import { MAX_TTL_MS } from '../push-pull-urls/url-types.ts';
import { integer, type Option, text, textList } from './option-kinds.ts';

const HOUR_MS = 3_600_000;

const KEYS = v.strictObject({
  primary: v.string(),
  backup: v.exactOptional(v.string()),
  signWith: v.optional(v.picklist(['primary', 'backup']), 'primary'),
});
const NETWORK = {
  pushHost: v.string(),
  playHost: v.string(),
  appName: v.optional(v.string(), 'live'),
  flvScheme: v.optional(v.picklist(['http', 'https']), 'https'),
  pushKeys: KEYS,
  playKeys: v.exactOptional(KEYS),
  hasWebrtc: v.optional(v.boolean(), false),
};
const TEMPLATE = v.strictObject({
  url: v.string(),
  sign: v.exactOptional(
    v.strictObject({ algorithm: v.picklist(['md5', 'sha256', 'hmacSha256']), text: v.string(), keys: KEYS }),
  ),
});

/** Which fields there are; what may be in them is said by `checkProvider`. */
const PROVIDER = v.variant('type', [
  v.strictObject({ type: v.literal('selfHosted') }),
  v.strictObject({
    type: v.literal('tencentCss'),
    ...NETWORK,
    bizId: v.exactOptional(v.string()),
    algorithm: v.optional(v.picklist(['md5', 'sha256']), 'md5'),
    hasLowLatency: v.optional(v.boolean(), false),
  }),
  v.strictObject({
    type: v.literal('aliyunLive'),
    ...NETWORK,
    domainValidityMs: v.optional(v.number(), 1_800_000),
  }),
  v.strictObject({
    type: v.literal('template'),
    push: TEMPLATE,
    rtmp: TEMPLATE,
    flv: TEMPLATE,
    webrtc: v.exactOptional(TEMPLATE),
  }),
]);

/** Who carries the streams. Of our own gateway the rest is in options beside it. */
export type UrlProviderSettings = v.InferOutput<typeof PROVIDER>;

function provider(words: { readonly doc: string }): Option<UrlProviderSettings> {
  const fromText = (given: string): unknown => {
    try {
      return JSON.parse(given);
    } catch {
      return undefined;
    }
  };
  return {
    doc: words.doc,
    cost: '',
    unit: '',
    bounds: '{type: selfHosted | tencentCss | aliyunLive | template, ...}',
    default: { type: 'selfHosted' },
    schema: PROVIDER as unknown as v.GenericSchema<unknown, UrlProviderSettings>,
    fromText,
  };
}

export const URL_OPTIONS = {
  provider: provider({
    doc: "Who carries RTMP and HTTP-FLV: this node's own gateway, a content delivery network with its hosts and keys, or templates. The fields are those of src/push-pull-urls/providers.ts. In the environment: JSON.",
  }),
  rtmpBase: text({
    default: '',
    bounds: 'rtmp://host[:port]/app, or empty',
    pattern: /^(rtmp:\/\/\S+)?$/,
    doc: 'How pushers and RTMP players reach the own gateway. Empty = the address and port that it listens on.',
  }),
  flvBase: text({
    default: '',
    bounds: 'http[s]://host[:port]/live, or empty',
    pattern: /^(https?:\/\/\S+)?$/,
    doc: 'How HTTP-FLV players reach the own gateway; its path must be /live unless a proxy changes it. Empty = the address and port of HTTP.',
  }),
  secrets: textList({
    bounds: '32 to 512 printable characters without spaces and commas, at most 4',
    pattern: /^[\x21-\x2b\x2d-\x7e]{32,512}$/,
    doc: 'Sign the URLs of the own gateway; several at once allow rotation, the first one signs. Empty = derived from auth.apiKeys, or (development without keys) random at each start.',
  }),
  ttlMs: integer({
    default: 12 * HOUR_MS,
    min: 60_000,
    max: MAX_TTL_MS,
    unit: 'ms',
    doc: 'How long a push or play URL may be used to connect with. It dies earlier with the membership, or when its generation is raised.',
    cost: 'Whoever learns a URL may use it this long, as long as its member is there.',
  }),
  beginPushMs: integer({
    default: 60_000,
    min: 1000,
    max: HOUR_MS,
    unit: 'ms',
    doc: 'How long a member that joined by asking for a push URL over HTTP is held to be there before it pushes; then it is suspect, and leaves by the rules of rooms.',
  }),
};
