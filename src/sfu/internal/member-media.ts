/** The media of one member in one room: transports, what it sends (`Publisher`), what it receives. */
import type { types } from 'mediasoup';
import { AppError } from '../../shared/app-error.ts';
import type { MemberId } from '../../shared/ids.ts';
import type { Json, TransportInfo } from '../media-engine.ts';
import { toJson } from './codecs.ts';
import type { CommandOf } from './command-types.ts';
import { DataReceiver } from './data-receiver.ts';
import { LiveLinks } from './live-links.ts';
import type {
  Direction,
  LiveContext,
  MediaAppData,
  MemberContext,
  MemberTransport,
  RoomContext,
  RtpSource,
} from './media-context.ts';
import { parseDtlsParameters } from './media-parameters.ts';
import { choosePayloads } from './payload-choice.ts';
import type { PayloadRouter } from './payload-routers.ts';
import { Publisher } from './publisher.ts';
import { RtpReceiver } from './rtp-receiver.ts';
import { callWorker } from './worker-call.ts';

/** Messages over data channels are control messages, not files. */
const MAX_DATA_MESSAGE_BYTES = 64 * 1024;

type TransportRequest = Pick<CommandOf<'createTransport'>, 'direction' | 'forceTcp' | 'payloads'>;

export class MemberMedia implements MemberContext {
  readonly memberId: MemberId;
  readonly publisher: Publisher;
  readonly rtpReceiver: RtpReceiver;
  readonly dataReceiver: DataReceiver;
  readonly live: LiveLinks;
  readonly #room: RoomContext;
  /** At most one of each direction, so this is bounded. */
  readonly #transportByDirection = new Map<Direction, MemberTransport>();
  /** Transports of receivers with payload types of their own. */
  readonly #payloadRouterOf = new WeakMap<MemberTransport, PayloadRouter>();
  #opening = 0;
  #closed = false;

  constructor(room: RoomContext, memberId: MemberId, live: LiveContext) {
    this.#room = room;
    this.memberId = memberId;
    this.publisher = new Publisher(room, this);
    this.rtpReceiver = new RtpReceiver(room, this);
    this.dataReceiver = new DataReceiver(room, this);
    this.live = new LiveLinks(room, this, live, this.publisher);
  }

  get isOver(): boolean {
    return this.#closed || this.#room.isOver;
  }

  /** Neither has transports nor is getting one. */
  get isEmpty(): boolean {
    return this.#opening === 0 && this.#transportByDirection.size === 0 && this.live.isEmpty;
  }

  get transports(): ReadonlyMap<Direction, MemberTransport> {
    return this.#transportByDirection;
  }

  /** Opens a transport; one that the member had in this direction is closed, with what it carried. */
  async createTransport({ direction, forceTcp, payloads: offer }: TransportRequest): Promise<TransportInfo> {
    this.#opening += 1;
    try {
      const payloads = offer === undefined ? undefined : choosePayloads(offer, this.#room.rtpSources);
      const payloadRouter = payloads === undefined ? undefined : this.#room.payloadRouter(payloads);
      const transport = await this.#openTransport(direction, forceTcp, payloadRouter).catch((error: unknown) => {
        payloadRouter?.release();
        throw error;
      });
      if (payloadRouter !== undefined) {
        this.#payloadRouterOf.set(transport, payloadRouter);
        transport.observer.once('close', () => payloadRouter.release());
      }
      this.#adopt(direction, transport);
      return { ...describe(transport), ...(payloads === undefined ? {} : { payloads }) };
    } finally {
      this.#opening -= 1;
    }
  }

  async bring(source: RtpSource, transport: MemberTransport): Promise<string> {
    return (await this.#payloadRouterOf.get(transport)?.bring(source)) ?? source.id;
  }

  async #openTransport(
    direction: Direction,
    forceTcp: boolean,
    payloadRouter: PayloadRouter | undefined,
  ): Promise<MemberTransport> {
    const router = await (payloadRouter ?? this.#room).router();
    this.requireOpen();
    const transport = await this.#call(
      () => this.#requestTransport(router, forceTcp),
      (late) => late.close(),
    );
    try {
      await this.#limitIncoming(transport, direction);
      this.requireOpen();
      return transport;
    } catch (error) {
      transport.close();
      throw error;
    }
  }

  /** @throws AppError transportNotFound, mediaParametersInvalid */
  async connectTransport(transportId: string, dtlsParameters: Json): Promise<void> {
    const transport = this.requireTransport(transportId);
    const parsed = parseDtlsParameters(dtlsParameters);
    await this.#call(() => transport.connect({ dtlsParameters: parsed }));
  }

  /** @throws AppError transportNotFound */
  async restartIce(transportId: string): Promise<{ iceParameters: Json }> {
    const transport = this.requireTransport(transportId);
    const iceParameters = await this.#call(() => transport.restartIce());
    return { iceParameters: toJson(iceParameters) };
  }

  requireTransport(transportId: string, direction?: Direction): MemberTransport {
    for (const [itsDirection, transport] of this.#transportByDirection) {
      if (transport.id === transportId && (direction ?? itsDirection) === itsDirection) return transport;
    }
    throw new AppError('transportNotFound');
  }

  requireOpen(): void {
    if (this.#room.isOver) throw new AppError('mediaUnavailable');
    if (this.#closed) throw new AppError('transportNotFound', 'the member left meanwhile');
  }

  /** Frees everything in silence: what it carries is forgotten first, so that closing transports tells nobody. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.rtpReceiver.close();
    this.dataReceiver.close();
    this.publisher.close();
    this.live.close();
    for (const transport of this.#transportByDirection.values()) transport.close();
    this.#transportByDirection.clear();
  }

  #requestTransport(router: types.Router, forceTcp: boolean): Promise<MemberTransport> {
    const { initialOutgoingBitrateBps } = this.#room.options;
    return router.createWebRtcTransport<MediaAppData>({
      webRtcServer: this.#room.webRtcServer,
      enableUdp: !forceTcp,
      enableTcp: true,
      preferUdp: !forceTcp,
      preferTcp: forceTcp,
      enableSctp: true,
      maxSendMessageSize: MAX_DATA_MESSAGE_BYTES,
      maxReceiveMessageSize: MAX_DATA_MESSAGE_BYTES,
      initialAvailableOutgoingBitrate: initialOutgoingBitrateBps,
      appData: { roomId: this.#room.roomId, memberId: this.memberId, medium: '' },
    });
  }

  async #limitIncoming(transport: MemberTransport, direction: Direction): Promise<void> {
    const { maxIncomingBitrateBps } = this.#room.options;
    if (direction === 'receive' || maxIncomingBitrateBps === 0) return;
    await this.#call(() => transport.setMaxIncomingBitrate(maxIncomingBitrateBps));
  }

  #adopt(direction: Direction, transport: MemberTransport): void {
    this.#transportByDirection.get(direction)?.close();
    this.#transportByDirection.set(direction, transport);
    // A lost path may come back (ICE restart), a DTLS session that ended cannot.
    transport.on('dtlsstatechange', (state) => {
      if (state === 'connected') this.#tell(transport, 'connected');
      if (state !== 'failed' && state !== 'closed') return;
      this.#ended(direction, transport);
      this.#tell(transport, 'closed');
    });
    let isLost = false;
    transport.on('icestatechange', (state) => {
      if ((state === 'disconnected') === isLost || state === 'new') return;
      isLost = !isLost;
      this.#tell(transport, isLost ? 'lost' : 'connected');
    });
  }

  #tell({ id }: MemberTransport, state: 'connected' | 'lost' | 'closed'): void {
    if (this.isOver) return;
    const { roomId, emit } = this.#room;
    emit({ type: 'transportChanged', roomId, memberId: this.memberId, transportId: id, state });
  }

  #ended(direction: Direction, transport: MemberTransport): void {
    if (this.#transportByDirection.get(direction) === transport) this.#transportByDirection.delete(direction);
    transport.close();
  }

  #call<T>(request: () => Promise<T>, discard?: (late: T) => void): Promise<T> {
    return callWorker(request, {
      timeoutMs: this.#room.options.requestTimeoutMs,
      gate: this.#room.gate,
      lane: 'command',
      notFound: 'transportNotFound',
      ...(discard === undefined ? {} : { discard }),
    });
  }
}

function describe(transport: MemberTransport): TransportInfo {
  return {
    transportId: transport.id,
    iceParameters: toJson(transport.iceParameters),
    iceCandidates: toJson(transport.iceCandidates),
    dtlsParameters: toJson(transport.dtlsParameters),
    sctpParameters: toJson(transport.sctpParameters),
  };
}
