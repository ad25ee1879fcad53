/** Issues URLs. Whether a member may have one is the room's to say. */
import { assert, assertNever } from '../shared/assert.ts';
import { instantMs } from '../shared/ids.ts';
import type { Digests } from './digests.ts';
import { aliyunPlayUrls, aliyunPushUrl } from './internal/aliyun-live.ts';
import { selfHostedPlayUrls, selfHostedPushUrl } from './internal/self-hosted.ts';
import { fillTemplate, templateValues } from './internal/template.ts';
import { tencentPlayUrls, tencentPushUrl } from './internal/tencent-css.ts';
import type { UrlProvider } from './providers.ts';
import { networkStreamName, streamName } from './stream-names.ts';
import {
  MAX_GENERATION,
  MAX_TTL_MS,
  MIN_TTL_MS,
  type PlayRequest,
  type PlayUrls,
  type PushRequest,
  type PushUrl,
} from './url-types.ts';

/** The year 4821: expiry has at most eleven digits. */
const MAX_AT_MS = 90_000_000_000_000;

/** A URL to push `stream` to. @throws AppError unsupported without RTMP; a bug for a generation or life out of bounds, or a provider never checked. */
export function issuePushUrl(provider: UrlProvider, digests: Digests, request: PushRequest): PushUrl {
  const expiresS = expiryOf(request);
  const url = pushUrl(provider, digests, request, expiresS);
  return { url, expiresAtMs: instantMs(expiresS * 1000), generation: request.stream.generation };
}

/** URLs to play `stream` from. @throws a bug for a generation or life out of bounds, or a provider never checked. */
export function issuePlayUrls(provider: UrlProvider, digests: Digests, request: PlayRequest): PlayUrls {
  const expiresS = expiryOf(request);
  const urls = playUrls(provider, digests, request, expiresS);
  return { ...urls, expiresAtMs: instantMs(expiresS * 1000), generation: request.stream.generation };
}

/** In whole seconds since the epoch, rounded down: a URL never outlives what was asked for. */
function expiryOf({ stream: { generation }, at, ttlMs }: PushRequest): number {
  assert(Number.isInteger(generation) && generation >= 0 && generation <= MAX_GENERATION, 'generations are in bounds');
  assert(ttlMs >= MIN_TTL_MS && ttlMs <= MAX_TTL_MS, 'lives of URLs are in bounds');
  assert(Number.isInteger(at) && at >= 0 && at <= MAX_AT_MS, 'instants are milliseconds since the epoch');
  return Math.floor((at + ttlMs) / 1000);
}

function pushUrl(provider: UrlProvider, digests: Digests, { stream }: PushRequest, expiresS: number): string {
  switch (provider.type) {
    case 'selfHosted':
      return selfHostedPushUrl(provider, digests, streamName(stream), expiresS);
    case 'tencentCss':
      return tencentPushUrl(provider, digests, networkStreamName(digests, stream), expiresS);
    case 'aliyunLive':
      return aliyunPushUrl(provider, digests, networkStreamName(digests, stream), expiresS);
    case 'template': {
      const values = templateValues(networkStreamName(digests, stream), stream, expiresS, stream.memberId);
      return fillTemplate(provider.push, digests, values);
    }
    default:
      return assertNever(provider);
  }
}

function playUrls(
  provider: UrlProvider,
  digests: Digests,
  { stream, viewerId, viewingUser }: PlayRequest,
  expiresS: number,
): Omit<PlayUrls, 'expiresAtMs' | 'generation'> {
  switch (provider.type) {
    case 'selfHosted':
      return selfHostedPlayUrls(provider, digests, streamName(stream), expiresS, {
        ...(viewerId && { viewerId }),
        ...(viewingUser && { viewingUser }),
      });
    case 'tencentCss':
      return tencentPlayUrls(provider, digests, networkStreamName(digests, stream), expiresS);
    case 'aliyunLive':
      return aliyunPlayUrls(provider, digests, networkStreamName(digests, stream), expiresS);
    case 'template': {
      const values = templateValues(
        networkStreamName(digests, stream),
        stream,
        expiresS,
        viewerId ?? viewingUser?.userId,
      );
      const { rtmp, flv, webrtc } = provider;
      return {
        rtmp: fillTemplate(rtmp, digests, values),
        flv: fillTemplate(flv, digests, values),
        ...(webrtc && { webrtc: fillTemplate(webrtc, digests, values) }),
      };
    }
    default:
      return assertNever(provider);
  }
}
