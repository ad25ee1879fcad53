/**
 * Receivers that negotiated by SDP hear only the payload types of their own offer (RFC 3264, 6.1), but a mediasoup
 * router has one set of payload types for all its consumers. So beside the room's router there is another one for each
 * set that receivers have named, and what they receive is piped into it: the pipe's producer is where mediasoup changes
 * payload types. Receivers of the same set (all browsers of one version) share router and pipes. Each such router
 * knows one audio and one video codec: mediasoup gives its RTX codecs the free payload types in its own order, which
 * could be those of a further codec.
 */
import type { types } from 'mediasoup';
import { AppError } from '../../shared/app-error.ts';
import type { ChosenPayloads, OfferedCodec } from '../media-engine.ts';
import type { ResolvedMediaOptions } from '../media-engine-options.ts';
import { ROUTER_CODECS } from './codecs.ts';
import type { RtpSource } from './media-context.ts';
import { callWorker } from './worker-call.ts';
import type { WorkerGate } from './worker-gate.ts';

/** Sets of payload types in one room. */
const MAX_SETS = 32;

/** What is needed of a room. */
export interface PipingRoom {
  readonly options: ResolvedMediaOptions;
  readonly gate: WorkerGate;
  router(): Promise<types.Router>;
  newRouter(mediaCodecs: types.RouterRtpCodecCapability[]): Promise<types.Router>;
}

/** One set of payload types. Lives while somebody holds it. */
export class PayloadRouter {
  readonly #room: PipingRoom;
  readonly #payloads: ChosenPayloads;
  readonly #onUnused: () => void;
  /** Ids of the sources' likenesses in this router. */
  readonly #pipeBySource = new Map<string, Promise<string>>();
  #router: Promise<types.Router> | undefined;
  #holders = 0;
  #closed = false;

  constructor(room: PipingRoom, payloads: ChosenPayloads, onUnused: () => void) {
    this.#room = room;
    this.#payloads = payloads;
    this.#onUnused = onUnused;
  }

  hold(): void {
    this.#holders += 1;
  }

  /** To be called once for each `hold`; after the last one everything is closed. */
  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.#onUnused();
  }

  /** Made once. @throws AppError mediaUnavailable */
  router(): Promise<types.Router> {
    this.#router ??= this.#create();
    return this.#router;
  }

  /** Pipes a source of the room into this router, once. Gives the id of the producer here. Rejects with AppError. */
  bring(source: RtpSource): Promise<string> {
    const known = this.#pipeBySource.get(source.id);
    if (known !== undefined) return known;
    const pipe = this.#pipe(source);
    this.#pipeBySource.set(source.id, pipe);
    const forget = (): void => {
      if (this.#pipeBySource.get(source.id) === pipe) this.#pipeBySource.delete(source.id);
    };
    source.observer.once('close', forget);
    pipe.catch(forget);
    return pipe;
  }

  /** Closes the router, and with it transports and pipes. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pipeBySource.clear();
    this.#router?.then(
      (router) => router.close(),
      () => undefined,
    );
  }

  async #create(): Promise<types.Router> {
    const { audio, video } = this.#payloads;
    // Audio first: then both payload types are taken before mediasoup looks for one for RTX.
    const router = await this.#room.newRouter([...codecOf(audio), ...codecOf(video)]);
    if (this.#closed) {
      router.close();
      throw new AppError('mediaUnavailable', 'closed meanwhile');
    }
    return router;
  }

  async #pipe(source: RtpSource): Promise<string> {
    const { options, gate } = this.#room;
    const [home, router] = await Promise.all([this.#room.router(), this.router()]);
    // Both routers are of one worker, which has each id once.
    const request = () => home.pipeToRouter({ producerId: source.id, router, keepId: false, enableSctp: false });
    const { pipeProducer } = await callWorker(request, {
      timeoutMs: options.requestTimeoutMs,
      gate,
      lane: 'background',
      notFound: 'producerNotFound',
      unsupported: 'cannotConsume',
      discard: (late) => late.pipeProducer?.close(),
    });
    if (pipeProducer === undefined) throw new AppError('producerNotFound');
    return pipeProducer.id;
  }
}

/** All of one room. */
export class PayloadRouters {
  readonly #room: PipingRoom;
  readonly #routerBySet = new Map<string, PayloadRouter>();

  constructor(room: PipingRoom) {
    this.#room = room;
  }

  get size(): number {
    return this.#routerBySet.size;
  }

  /** The router for that set, held for the caller. @throws AppError limitExceeded */
  hold(payloads: ChosenPayloads): PayloadRouter {
    const key = JSON.stringify([payloads.audio, payloads.video].map((codec) => [codec?.mimeType, codec?.payloadType]));
    let router = this.#routerBySet.get(key);
    if (router === undefined) {
      if (this.#routerBySet.size >= MAX_SETS) throw new AppError('limitExceeded', 'sets of payload types');
      const made = new PayloadRouter(this.#room, payloads, () => {
        if (this.#routerBySet.get(key) === made) this.#routerBySet.delete(key);
        made.close();
      });
      this.#routerBySet.set(key, made);
      router = made;
    }
    router.hold();
    return router;
  }

  /** Closes all. Idempotent. */
  close(): void {
    for (const router of this.#routerBySet.values()) router.close();
    this.#routerBySet.clear();
  }
}

/** The room's codec of that name under the payload type offered; none for null. @throws AppError cannotConsume */
function codecOf(offered: OfferedCodec | null): types.RouterRtpCodecCapability[] {
  if (offered === null) return [];
  const known = ROUTER_CODECS.find(({ mimeType }) => mimeType.toLowerCase() === offered.mimeType.toLowerCase());
  if (known === undefined) throw new AppError('cannotConsume', 'codec');
  return [{ ...structuredClone(known), preferredPayloadType: offered.payloadType }];
}
