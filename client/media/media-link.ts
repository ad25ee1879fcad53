/**
 * The negotiated media of one membership and one media generation: a loaded device, a transport each way, made when
 * first needed, kept alive by ICE restarts. It is closed as a whole and never reused.
 */
import type { types } from 'mediasoup-client';
import { type TransportCreated, TransportDirection } from '../../wire/generated/messages.ts';
import type { ClientClock } from '../api.ts';
import { clientError, toRtcRoomError } from '../client-errors.ts';
import type { ClientRoom } from '../client-room.ts';
import type { isRtpMedium, TransportDirectionName } from './media-types.ts';

export interface MediaLinkOptions {
  readonly room: ClientRoom;
  readonly clock: ClientClock;
  readonly createDevice: () => Promise<types.Device>;
  readonly forceTcp: boolean;
  readonly onTransportState: (direction: TransportDirectionName, state: types.ConnectionState) => void;
  /** ICE restarts did not help: the link is of no use any more. */
  readonly onBroken: (error: unknown) => void;
}

/** A path that is only `disconnected` often comes back by itself within this time. */
const DISCONNECTED_PATIENCE_MS = 2000;
/** After a restart, how long the path may take to come up before the next one. */
const RESTART_PATIENCE_MS = 6000;
const MAX_RESTARTS_IN_A_ROW = 4;

interface Path {
  transport: types.Transport;
  restarts: number;
  cancelTimer: () => void;
}

const DIRECTIONS = { send: TransportDirection.SEND, receive: TransportDirection.RECEIVE } as const;

function parse<T>(json: string): T | undefined {
  return json === '' || json === 'null' ? undefined : (JSON.parse(json) as T);
}

function transportOptions(created: TransportCreated): types.TransportOptions {
  const sctpParameters = parse<types.SctpParameters>(created.sctpParametersJson);
  return {
    id: created.transportId,
    iceParameters: JSON.parse(created.iceParametersJson),
    iceCandidates: JSON.parse(created.iceCandidatesJson),
    dtlsParameters: JSON.parse(created.dtlsParametersJson),
    iceServers: created.iceServers.map(({ urls, username, credential }) => ({ urls, username, credential })),
    ...(sctpParameters === undefined ? {} : { sctpParameters }),
  };
}

export class MediaLink {
  readonly device: types.Device;
  /** Of the media server when the device was loaded. */
  mediaGeneration: number;
  readonly #options: MediaLinkOptions;
  readonly #pathByDirection = new Map<TransportDirectionName, Path>();
  readonly #opening = new Map<TransportDirectionName, Promise<types.Transport>>();
  #isClosed = false;

  private constructor(options: MediaLinkOptions, device: types.Device, mediaGeneration: number) {
    this.#options = options;
    this.device = device;
    this.mediaGeneration = mediaGeneration;
  }

  /** Loads a device with what the room's router can do. */
  static async open(options: MediaLinkOptions): Promise<MediaLink> {
    const [{ rtpCapabilitiesJson, mediaGeneration }, device] = await Promise.all([
      options.room.getRtpCapabilities(),
      options.createDevice(),
    ]);
    await device.load({ routerRtpCapabilities: JSON.parse(rtpCapabilitiesJson) });
    return new MediaLink(options, device, mediaGeneration);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }
  /** The transports there are. */
  get transports(): readonly (readonly [TransportDirectionName, types.Transport])[] {
    return [...this.#pathByDirection].map(([direction, { transport }]) => [direction, transport] as const);
  }

  /** The transport of that direction, made at the first call. Rejects with RtcRoomError. */
  transport(direction: TransportDirectionName): Promise<types.Transport> {
    if (this.#isClosed) return Promise.reject(clientError('mediaClosed'));
    let opening = this.#opening.get(direction);
    if (opening === undefined) {
      opening = this.#openTransport(direction);
      this.#opening.set(direction, opening);
      // A failed opening is not kept: the next call tries again.
      opening.catch(() => this.#opening.delete(direction));
    }
    return opening;
  }

  /** Signalling is back: paths that broke meanwhile are restarted now. */
  restartBroken(): void {
    for (const [direction, path] of this.#pathByDirection) {
      const { connectionState } = path.transport;
      if (connectionState === 'failed' || connectionState === 'disconnected') this.#restart(direction, path);
    }
  }

  /** Closes transports and all that runs over them, on this side. Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const path of this.#pathByDirection.values()) {
      path.cancelTimer();
      path.transport.close();
    }
    this.#pathByDirection.clear();
  }

  async #openTransport(direction: TransportDirectionName): Promise<types.Transport> {
    const { room, forceTcp } = this.#options;
    const created = await room.createTransport(DIRECTIONS[direction], forceTcp);
    if (this.#isClosed) throw clientError('mediaClosed');
    const options = transportOptions(created);
    const transport =
      direction === 'send' ? this.device.createSendTransport(options) : this.device.createRecvTransport(options);
    const path: Path = { transport, restarts: 0, cancelTimer: () => undefined };
    this.#pathByDirection.set(direction, path);
    this.#wire(direction, path);
    return transport;
  }

  #wire(direction: TransportDirectionName, path: Path): void {
    const { room, onTransportState } = this.#options;
    const { transport } = path;
    transport.on('connect', ({ dtlsParameters }, done, fail) => {
      room.connectTransport(transport.id, JSON.stringify(dtlsParameters)).then(() => done(), fail);
    });
    transport.on('connectionstatechange', (state) => {
      onTransportState(direction, state);
      this.#onState(direction, path, state);
    });
    if (direction === 'receive') return;
    transport.on('produce', ({ rtpParameters, appData }, done, fail) => {
      const medium = appData['medium'] as Parameters<typeof isRtpMedium>[0];
      room
        .produce(transport.id, medium, JSON.stringify(rtpParameters))
        .then(({ producerId }) => done({ id: producerId }), fail);
    });
    transport.on('producedata', ({ sctpStreamParameters, label = '' }, done, fail) => {
      room.produceData(transport.id, JSON.stringify(sctpStreamParameters), label).then((id) => done({ id }), fail);
    });
  }

  #onState(direction: TransportDirectionName, path: Path, state: types.ConnectionState): void {
    if (this.#isClosed) return;
    if (state === 'connected') {
      path.cancelTimer();
      path.restarts = 0;
    } else if (state === 'disconnected') this.#restartIn(DISCONNECTED_PATIENCE_MS, direction, path);
    else if (state === 'failed') this.#restart(direction, path);
  }

  #restartIn(delayMs: number, direction: TransportDirectionName, path: Path): void {
    path.cancelTimer();
    path.cancelTimer = this.#options.clock.after(delayMs, () => {
      if (path.transport.connectionState !== 'connected') this.#restart(direction, path);
    });
  }

  #restart(direction: TransportDirectionName, path: Path): void {
    const { room, onBroken } = this.#options;
    path.cancelTimer();
    // Without signalling nothing can be restarted; `restartBroken` follows when it is back.
    if (this.#isClosed || room.status !== 'joined') return;
    if (path.restarts >= MAX_RESTARTS_IN_A_ROW) {
      onBroken(clientError('connectionLost', `media ${direction}`));
      return;
    }
    path.restarts += 1;
    this.#restartIn(RESTART_PATIENCE_MS, direction, path);
    this.#restartIce(path).catch((error: unknown) => {
      // The transport is unknown to the server: nothing to restart, all to negotiate again.
      if (toRtcRoomError(error, 'connectionLost').retry === 'never') onBroken(error);
    });
  }

  async #restartIce({ transport }: Path): Promise<void> {
    const iceParametersJson = await this.#options.room.restartIce(transport.id);
    if (!this.#isClosed) await transport.restartIce({ iceParameters: JSON.parse(iceParametersJson) });
  }
}
