/**
 * Whether the client of a session is still there. Its transport says so: it must connect within `connectTimeoutMs`, and
 * lives until its DTLS ends or its ICE consent expires (RFC 7675). Of who publishes, media are expected as well: when
 * none comes for `silenceMs` although it may flow, the member is suspect and leaves by the room's grace unless media
 * come again. What a mute holds back is not missed.
 */
import type { LeaveReason, RoomState } from '../room-state/room-types.ts';
import type { MediaEvent } from '../sfu/media-engine.ts';
import type { Clock } from '../shared/clock.ts';
import type { MemberId } from '../shared/ids.ts';
import type { WhipSession, WhipSessions } from './whip-session.ts';

export interface SessionWatchOptions {
  readonly clock: Clock;
  readonly sessions: WhipSessions;
  readonly connectTimeoutMs: number;
  readonly silenceMs: number;
  /** The session is over; `leave` by that reason. Not called while the room tells its events. */
  readonly onOver: (session: WhipSession, reason: Extract<LeaveReason, 'left' | 'timedOut'>) => void;
}

export class SessionWatch {
  readonly #options: SessionWatchOptions;

  constructor(options: SessionWatchOptions) {
    this.#options = options;
  }

  /** Begins to wait for the connection. */
  begin(session: WhipSession): void {
    const { clock, connectTimeoutMs, onOver } = this.#options;
    session.cancelTimer = clock.after(connectTimeoutMs, () => onOver(session, 'timedOut'));
  }

  /** Follows one event of the media engine. */
  onMediaEvent(event: MediaEvent): void {
    switch (event.type) {
      case 'transportChanged':
        this.#transportChanged(event);
        return;
      case 'alive':
        for (const session of this.#sessionsOf(event.memberIds)) {
          session.heardAtMs = this.#options.clock.now();
          this.#setSuspect(session, false);
        }
        return;
      case 'workerLost':
        // The answer that was given names a transport that is gone, and SDP over HTTP has no way to give another one.
        for (const session of this.#sessionsOf(event.rooms.flatMap(({ memberIds }) => memberIds))) {
          this.#options.onOver(session, 'timedOut');
        }
        return;
      default:
    }
  }

  #sessionsOf(memberIds: readonly MemberId[]): readonly WhipSession[] {
    return memberIds
      .map((memberId) => this.#options.sessions.byMember(memberId))
      .filter((session) => session !== undefined);
  }

  #transportChanged({ memberId, transportId, state }: Extract<MediaEvent, { type: 'transportChanged' }>): void {
    const session = this.#options.sessions.byMember(memberId);
    if (session === undefined || session.transportId !== transportId) return;
    if (state === 'connected') this.#connected(session);
    else this.#options.onOver(session, state === 'closed' ? 'left' : 'timedOut');
  }

  #connected(session: WhipSession): void {
    if (session.isConnected) return;
    session.isConnected = true;
    session.cancelTimer();
    session.heardAtMs = this.#options.clock.now();
    if (session.kind === 'whip') this.#listenLater(session);
  }

  #listenLater(session: WhipSession): void {
    const { clock, silenceMs } = this.#options;
    session.cancelTimer = clock.after(silenceMs / 4, () => {
      const now = clock.now();
      if (!expectsMedia(session)) session.heardAtMs = now;
      else if (now - session.heardAtMs >= silenceMs) this.#setSuspect(session, true);
      // The report may have ended the session.
      if (this.#options.sessions.byId(session.sessionId) === session) this.#listenLater(session);
    });
  }

  #setSuspect(session: WhipSession, isSuspect: boolean): void {
    if (session.isSuspect === isSuspect) return;
    session.isSuspect = isSuspect;
    const { host, memberId } = session.scope;
    host.execute({ type: isSuspect ? 'presenceLost' : 'presenceSeen', actor: memberId, at: this.#options.clock.now() });
  }
}

function expectsMedia({ scope: { host, memberId } }: WhipSession): boolean {
  const state: RoomState = host.state;
  const media = Object.values(state.members.get(memberId)?.media ?? {});
  return media.some(({ published, mayFlow }) => published && mayFlow);
}
