/** URLs of members' streams as this API gives them out. */
import { MIXED_STREAM_GENERATION, MIXED_STREAM_ID } from '../live-gateway/mixed-stream.ts';
import type { Digests } from '../push-pull-urls/digests.ts';
import { issuePlayUrls, issuePushUrl } from '../push-pull-urls/issue-urls.ts';
import type { UrlProvider } from '../push-pull-urls/providers.ts';
import { networkStreamName, parseStreamName, streamName } from '../push-pull-urls/stream-names.ts';
import type { StreamRef, ViewingUser } from '../push-pull-urls/url-types.ts';
import { type InstantMs, instantMs, later, type RoomId } from '../shared/ids.ts';

const DAY_MS = 86_400_000;
const PLAY_TTL_MS = 7 * DAY_MS;
/** A play URL stays the same text for so long: clients that compare texts must not start their players anew. */
const PLAY_RENEW_MS = 6 * DAY_MS;

export interface StreamUrlsOptions {
  /** Asked each time: the node's own addresses are known only once it listens. */
  readonly provider: () => UrlProvider;
  readonly digests: Digests;
  readonly pushTtlMs: number;
}

export interface ServicePlayUrls {
  /** RTMP with little delay where the provider has it: `accelerateURL`. */
  readonly accelerate: string;
  readonly rtmp: string;
  readonly flv: string;
}

export class StreamUrls {
  readonly #options: StreamUrlsOptions;

  constructor(options: StreamUrlsOptions) {
    this.#options = options;
  }

  pushUrl(stream: StreamRef, at: InstantMs): string {
    const { provider, digests, pushTtlMs } = this.#options;
    return issuePushUrl(provider(), digests, { stream, at, ttlMs: pushTtlMs }).url;
  }

  /**
   * For that user, who need not be a member; without, for whoever holds them. The same texts for six days from `sinceMs`
   * (when the stream's member joined) while the user stays, then others; each is good for at least one more day.
   */
  playUrls(stream: StreamRef, sinceMs: InstantMs, at: InstantMs, viewingUser?: ViewingUser): ServicePlayUrls {
    const { provider, digests } = this.#options;
    const renewals = Math.max(0, Math.floor((at - sinceMs) / PLAY_RENEW_MS));
    const issuedAt = later(instantMs(Math.max(0, sinceMs)), renewals * PLAY_RENEW_MS);
    const urls = issuePlayUrls(provider(), digests, {
      stream,
      at: issuedAt,
      ttlMs: PLAY_TTL_MS,
      ...(viewingUser && { viewingUser }),
    });
    return { accelerate: urls.lowLatencyRtmp ?? (urls.rtmp || urls.flv), rtmp: urls.rtmp, flv: urls.flv };
  }

  /** HTTP-FLV of the room's mixed stream, as long the same text. */
  mixedUrl(roomId: RoomId, at: InstantMs, viewingUser: ViewingUser): string {
    const stream = { roomId, memberId: MIXED_STREAM_ID, generation: MIXED_STREAM_GENERATION };
    return this.playUrls(stream, instantMs(0), at, viewingUser).flv;
  }

  /** The name by which clients know that stream: the last part of its URLs. */
  nameOf(stream: StreamRef): string {
    const { provider, digests } = this.#options;
    const current = provider();
    if (current.type === 'selfHosted') return streamName(stream);
    const name = networkStreamName(digests, stream);
    return current.type === 'tencentCss' && current.bizId !== undefined ? `${current.bizId}_${name}` : name;
  }
}

/** The last part of a URL's path, as the old servers read a stream's name; '' when there is none. */
export function streamNameIn(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[A-Za-z0-9]+$/, '');
}

/** The stream a push URL names, whoever made the URL; undefined when it is none of our names. */
export function streamOfUrl(url: string): StreamRef | undefined {
  const name = streamNameIn(url);
  return parseStreamName(name) ?? parseStreamName(name.replace(/^[A-Za-z0-9]+_/, ''));
}
