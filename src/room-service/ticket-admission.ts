/**
 * Lets in who pushes with a ticket: before there is a membership, into a stream that nobody is told of yet; when the
 * ticket is redeemed, as that member. Everything else goes to the gateway's own admission.
 *
 * Where the membership got another stream than the ticket's (see push-tickets.ts), the pusher is disconnected once:
 * live-pusher comes back by itself with the URL it has, which by then leads to the membership's stream.
 */
import type {
  LiveAdmission,
  LiveEnd,
  LivePeer,
  LivePlayback,
  LivePublication,
  LiveRefusal,
} from '../live-gateway/live-ports.ts';
import type { Digests } from '../push-pull-urls/digests.ts';
import type { UrlProvider } from '../push-pull-urls/providers.ts';
import { parseStreamName } from '../push-pull-urls/stream-names.ts';
import { readLiveUrl } from '../push-pull-urls/verify-url.ts';
import type { Clock } from '../shared/clock.ts';
import type { MemberId, RoomId } from '../shared/ids.ts';
import type { PushTicket, PushTickets, StreamOwner } from './push-tickets.ts';
import { streamNameIn } from './stream-urls.ts';

/** Signs of life are passed on at most this often. */
const ALIVE_EVERY_MS = 1_000;

export interface TicketAdmissionOptions {
  readonly inner: LiveAdmission;
  /** undefined = there are none yet. */
  readonly tickets: () => PushTickets | undefined;
  readonly provider: () => UrlProvider;
  readonly digests: Digests;
  readonly clock: Clock;
  /** A push URL of that member's current stream; undefined when it is a member no more. */
  readonly currentPushUrl: (owner: StreamOwner) => string | undefined;
  /** Media of a member arrive. */
  readonly onMedia: (roomId: RoomId, memberId: MemberId) => void;
}

export class TicketAdmission implements LiveAdmission {
  readonly #options: TicketAdmissionOptions;

  constructor(options: TicketAdmissionOptions) {
    this.#options = options;
  }

  admitPublish(url: string, peer: LivePeer): LivePublication | LiveRefusal {
    const ticket = this.#ticketOf(url);
    if (ticket === undefined) return this.#admitMember(url, peer);
    const refused = this.#refusal(url, 'push');
    if (refused !== undefined) return { refused };
    if (ticket.owner === null) return this.#admitWaiting(ticket, url, peer);
    const current = this.#options.currentPushUrl(ticket.owner);
    return current === undefined ? { refused: 'unknownStream' } : this.#admitMember(current, peer);
  }

  admitPlay(url: string, peer: LivePeer): LivePlayback | LiveRefusal {
    const ticket = this.#ticketOf(url);
    if (ticket?.isTest !== true) return this.#options.inner.admitPlay(url, peer);
    const refused = this.#refusal(url, 'play');
    const { roomId, memberId } = ticket;
    return refused === undefined ? { key: { roomId, memberId }, end: () => undefined } : { refused };
  }

  #ticketOf(url: string): PushTicket | undefined {
    const stream = parseStreamName(streamNameIn(url));
    return stream === undefined ? undefined : this.#options.tickets()?.get(stream);
  }

  #refusal(url: string, purpose: 'push' | 'play'): string | undefined {
    const { provider, digests, clock } = this.#options;
    const current = provider();
    if (current.type !== 'selfHosted') return 'foreign';
    const read = readLiveUrl(current, digests, url, purpose, clock.now());
    return 'refused' in read ? read.refused : undefined;
  }

  /** By the gateway's own rules; its signs of life count as heartbeats. */
  #admitMember(url: string, peer: LivePeer): LivePublication | LiveRefusal {
    const admitted = this.#options.inner.admitPublish(url, peer);
    if ('refused' in admitted) return admitted;
    const { clock, onMedia } = this.#options;
    const { roomId, memberId } = admitted.key;
    let toldAt = Number.NEGATIVE_INFINITY;
    return {
      key: admitted.key,
      begin: (medium) => admitted.begin(medium),
      mayFlow: (medium) => admitted.mayFlow(medium),
      alive: () => {
        admitted.alive();
        if (memberId === null || clock.now() - toldAt < ALIVE_EVERY_MS) return;
        toldAt = clock.now();
        onMedia(roomId, memberId);
      },
      end: () => admitted.end(),
    };
  }

  #admitWaiting(ticket: PushTicket, url: string, peer: LivePeer): LivePublication {
    const { tickets, clock } = this.#options;
    const { roomId, memberId } = ticket;
    const begun = new Set<'audio' | 'video'>();
    const refused = new Set<'audio' | 'video'>();
    let member: LivePublication | undefined;
    let isOver = false;
    const become = (owner: StreamOwner): LiveEnd | undefined => {
      if (owner.roomId !== roomId || owner.memberId !== memberId) return 'replaced';
      const admitted = this.#admitMember(url, peer);
      if ('refused' in admitted) return 'notAllowed';
      member = admitted;
      for (const medium of begun) if (!member.begin(medium)) refused.add(medium);
      return undefined;
    };
    const decide = (owner: StreamOwner | null): void => {
      if (isOver) return;
      const end = owner === null ? 'timedOut' : become(owner);
      if (end !== undefined) peer.end(end);
    };
    // Not within the call that redeems: the room is in the middle of it.
    const stop = tickets()?.whenDecided(ticket, (owner) => clock.turnEnd(() => decide(owner)));
    return {
      key: { roomId, memberId },
      begin: (medium) => {
        begun.add(medium);
        return member === undefined || member.begin(medium);
      },
      // Nobody can play it before it is somebody's.
      mayFlow: (medium) => !refused.has(medium) && (member === undefined || member.mayFlow(medium)),
      alive: () => member?.alive(),
      end: () => {
        isOver = true;
        stop?.();
        member?.end();
      },
    };
  }
}
