/**
 * Push and play URLs for members of rooms. What URLs look like is said by src/push-pull-urls; here is who may have one:
 * a push URL the member itself, if it may publish; play URLs whoever is in the room and may subscribe.
 */
import type { Digests } from '../push-pull-urls/digests.ts';
import { issuePlayUrls, issuePushUrl } from '../push-pull-urls/issue-urls.ts';
import type { UrlProvider } from '../push-pull-urls/providers.ts';
import type { PlayUrls, Purpose, PushUrl } from '../push-pull-urls/url-types.ts';
import type { RoomHost } from '../room-host/room-host.ts';
import { type Cause, SERVER_CAUSE } from '../room-host/room-turn.ts';
import type { RoomState } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { MemberId } from '../shared/ids.ts';
import { MIXED_STREAM_GENERATION, MIXED_STREAM_ID } from './mixed-stream.ts';

export interface RoomUrlsOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Asked each time: the ports of our own gateway are known only when it listens. */
  readonly provider: () => UrlProvider;
  readonly digests: Digests;
  /** How long URLs may be used to begin with. */
  readonly ttlMs: number;
  readonly onIssued: (purpose: Purpose) => void;
}

/** Play URLs, with what only our own gateway has. */
export interface RoomPlayUrls extends PlayUrls {
  /** FLV over a WebSocket. */
  readonly wsFlv?: string;
}

export class RoomUrls {
  readonly #options: RoomUrlsOptions;

  constructor(options: RoomUrlsOptions) {
    this.#options = options;
  }

  /**
   * A URL for the member to push to. Raises its push generation first when somebody pushed to the present one, or when
   * that cannot be known because the streams are at another provider.
   * @throws AppError notMember, notAllowed, roomClosed, unsupported (RTMP is switched off)
   */
  pushUrl(host: RoomHost, memberId: MemberId, cause: Cause = SERVER_CAUSE): PushUrl {
    const { clock, digests, ttlMs, onIssued } = this.#options;
    const provider = this.#options.provider();
    const at = clock.now();
    const force = provider.type !== 'selfHosted';
    const outcome = host.execute({ type: 'preparePush', actor: memberId, at, force }, cause);
    if ('rejected' in outcome) throw new AppError(outcome.rejected, outcome.detail);
    const stream = { roomId: host.state.roomId, memberId, generation: generationOf(host.state, memberId) };
    onIssued('push');
    return issuePushUrl(provider, digests, { stream, at, ttlMs });
  }

  /**
   * URLs to play a member's stream from (null: the room's mixed one), for that member of the room (null: for whoever
   * holds them; to be given to who administers the server only).
   * @throws AppError memberNotFound, notMember, notAllowed
   */
  playUrls({ state }: RoomHost, memberId: MemberId | null, viewerId: MemberId | null): RoomPlayUrls {
    const { clock, digests, ttlMs, onIssued } = this.#options;
    const provider = this.#options.provider();
    requireViewer(state, viewerId);
    const stream = {
      roomId: state.roomId,
      memberId: memberId ?? MIXED_STREAM_ID,
      generation: memberId === null ? MIXED_STREAM_GENERATION : generationOf(state, memberId),
    };
    const viewer = viewerId === null ? {} : { viewerId };
    const urls = issuePlayUrls(provider, digests, { stream, at: clock.now(), ttlMs, ...viewer });
    onIssued('play');
    return provider.type === 'selfHosted' ? { ...urls, wsFlv: urls.flv.replace(/^http/, 'ws') } : urls;
  }
}

function requireViewer({ members }: RoomState, viewerId: MemberId | null): void {
  if (viewerId === null) return;
  const viewer = members.get(viewerId);
  if (viewer === undefined) throw new AppError('notMember');
  if (!viewer.grants.subscribe) throw new AppError('notAllowed', 'subscribe');
}

/** Hidden members send nothing, and are not to be found by asking for URLs. */
function generationOf({ members }: RoomState, memberId: MemberId): number {
  const member = members.get(memberId);
  if (member === undefined || member.grants.hidden) throw new AppError('memberNotFound');
  return member.pushGeneration;
}
