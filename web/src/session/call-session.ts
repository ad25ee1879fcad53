import { followPageLifecycle } from '../../../client/adapters/page-lifecycle.ts';
import { systemClientClock } from '../../../client/adapters/system-clock.ts';
import { openWebSocket } from '../../../client/adapters/web-socket.ts';
import type { RtcRoomError } from '../../../client/client-errors.ts';
import type { ClientRoom } from '../../../client/client-room.ts';
import { RoomMedia } from '../../../client/media/room-media.ts';
import { RtcRoomClient } from '../../../client/rtcroom-client.ts';
import type { LeaveReason } from '../../../wire/generated/messages.ts';
import { jsonCodec } from '../../../wire/json-codec.ts';
import { protobufCodec } from '../../../wire/protobuf-codec.ts';
import { stateHash } from '../../../wire/state-hash.ts';
import type { Connection, LiveStores, VisibleTile } from '../store/app-state.ts';
import { callViewBuilder } from '../store/build-call-view.ts';
import type { CallView } from '../store/call-view.ts';
import { onNextFrame, type Store } from '../store/store.ts';
import { defaultSocketUrl, requestDevelopmentSession } from './development-session.ts';
import type { LocalDevices } from './local-devices.ts';
import { LocalMedia } from './local-media.ts';
import type { RemoteAudio } from './remote-audio.ts';
import { RemoteMedia } from './remote-media.ts';
import type { UrlOptions } from './url-options.ts';
import { tabUserId } from './user-identity.ts';

const CLIENT_NAME = 'web/0.1.0';
/** Level (0..100) from which a member counts as speaking, and how long the frame stays after the last such level. */
const SPEAKING_LEVEL = 10;
const SPEAKING_HOLD_MS = 700;

export interface CallOptions {
  readonly name: string;
  readonly room: string;
  readonly url: UrlOptions;
  readonly call: Store<CallView | null>;
  readonly live: LiveStores;
  readonly devices: LocalDevices;
  readonly audio: RemoteAudio;
  /** The join waits in the lobby. */
  readonly onLobby: () => void;
  readonly onConnection: (connection: Connection) => void;
  readonly onEnded: (reason: LeaveReason, error: RtcRoomError | null) => void;
  readonly onSharing: (sharing: boolean) => void;
  readonly onError: (error: unknown) => void;
}

/** A hidden tab on a desktop goes on talking; handhelds freeze what is hidden. */
const hiddenIsBackground = (): boolean => matchMedia('(hover: none) and (pointer: coarse)').matches;

/** The media library is the largest part of the page and not needed before the first call. */
async function createDevice() {
  const { Device } = await import('mediasoup-client');
  return Device.factory();
}

interface Parts {
  readonly client: RtcRoomClient;
  readonly room: ClientRoom;
  readonly media: RoomMedia;
  readonly local: LocalMedia;
  readonly remote: RemoteMedia;
}

/** Makes a client for these options and connects it. @throws RtcRoomError, SessionRequestError */
async function connectClient({ url, name }: CallOptions): Promise<RtcRoomClient> {
  const codec = url.encoding === 'json' ? jsonCodec : protobufCodec;
  if (url.token !== undefined) {
    const { token } = url;
    const getToken = (): Promise<string> => Promise.resolve(token);
    return start({ url: defaultSocketUrl(), getToken, codec });
  }
  const ask = () =>
    requestDevelopmentSession({
      user: url.user ?? tabUserId(name),
      name,
      ...(url.role === undefined ? {} : { role: url.role }),
    });
  const first = await ask();
  let unused: string | undefined = first.token;
  const getToken = async (): Promise<string> => {
    const token = unused ?? (await ask()).token;
    unused = undefined;
    return token;
  };
  return start({ url: first.url, getToken, codec });
}

async function start(
  options: Pick<ConstructorParameters<typeof RtcRoomClient>[0], 'url' | 'getToken' | 'codec'>,
): Promise<RtcRoomClient> {
  const client = new RtcRoomClient({
    ...options,
    openSocket: openWebSocket,
    clock: systemClientClock,
    clientName: CLIENT_NAME,
    stateHash,
    onListenerError: (error) => console.error(error),
  });
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw error;
  }
  return client;
}

/** One stay in one room: client, room, media, and their way into the page's stores. */
export class CallSession {
  readonly client: RtcRoomClient;
  readonly room: ClientRoom;
  readonly media: RoomMedia;
  readonly local: LocalMedia;
  readonly remote: RemoteMedia;
  readonly #options: CallOptions;
  readonly #buildView = callViewBuilder();
  readonly #speakingUntil = new Map<string, number>();
  readonly #speakingTimer: ReturnType<typeof setInterval>;
  readonly #unfollowPage: () => void;
  #cancelFrame: (() => void) | undefined;
  #isClosed = false;

  private constructor(options: CallOptions, parts: Parts) {
    this.#options = options;
    this.client = parts.client;
    this.room = parts.room;
    this.media = parts.media;
    this.local = parts.local;
    this.remote = parts.remote;
    this.#listen();
    this.#unfollowPage = followPageLifecycle({ page: { document, window }, client: this.client, hiddenIsBackground });
    this.#speakingTimer = setInterval(() => this.#endSpeaking(), 200);
    this.#showState();
  }

  /**
   * Connects and joins; resolves in the room, which may be after a wait in the lobby. Aborting gives the join up.
   * @throws RtcRoomError, SessionRequestError
   */
  static async join(options: CallOptions, signal: AbortSignal): Promise<CallSession> {
    const client = await connectClient(options);
    try {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => client.close(), { once: true });
      const room = await client.join({
        roomId: options.room,
        profile: { displayName: options.name },
        onLobby: () => options.onLobby(),
      });
      signal.throwIfAborted();
      const media = new RoomMedia({ room, createDevice, clock: systemClientClock });
      const { live, devices, audio, onError, onSharing, url } = options;
      const remote = new RemoteMedia(media, live, audio);
      const publish = { simulcast: url.simulcast, ...(url.codec === undefined ? {} : { codec: url.codec }) };
      const local = new LocalMedia({ room, media, devices, live, publish, onError, onSharing });
      return new CallSession(options, { client, room, media, local, remote });
    } catch (error) {
      client.close();
      throw error;
    }
  }

  setVisibleTiles(tiles: readonly VisibleTile[]): void {
    this.remote.setVisibleTiles(tiles);
  }

  /** Leaves and frees everything; harmless when called again. */
  async leave(): Promise<void> {
    if (this.#isClosed) return;
    // Devices go off at once; the word to the server may take its time.
    this.#free();
    await this.room.leave().catch(() => undefined);
    this.client.close();
  }

  #listen(): void {
    const { onConnection, onError, live } = this.#options;
    const { client, room, media } = this;
    room.on('state', () => {
      this.#cancelFrame ??= onNextFrame(() => this.#showState());
    });
    const troubled = new Set<string>();
    const showConnection = (): void => {
      if (this.#isClosed) return;
      const isJoined = room.status === 'joined' && client.status === 'connected';
      if (!isJoined) onConnection('reconnecting');
      else onConnection(troubled.size > 0 ? 'mediaRecovering' : 'connected');
    };
    room.on('status', showConnection);
    client.on('status', showConnection);
    media.on('transport', ({ direction, state }) => {
      if (state === 'disconnected' || state === 'failed') troubled.add(direction);
      else troubled.delete(direction);
      showConnection();
    });
    room.on('speakers', ({ speakers }) => {
      const until = Date.now() + SPEAKING_HOLD_MS;
      for (const { memberId, level } of speakers) {
        if (level < SPEAKING_LEVEL) continue;
        this.#speakingUntil.set(memberId, until);
        live.speaking.set(memberId, true);
      }
    });
    room.on('quality', ({ members }) => {
      for (const { memberId, score } of members) live.quality.set(memberId, score);
    });
    room.on('ended', ({ reason, error }) => this.#end(reason, error));
    client.on('closed', ({ error }) => this.#end(0, error));
    media.on('error', ({ error }) => onError(error));
  }

  #end(reason: LeaveReason, error: RtcRoomError | null): void {
    if (this.#isClosed) return;
    this.#free();
    this.client.close();
    this.#options.onEnded(reason, error);
  }

  #free(): void {
    this.#isClosed = true;
    this.#cancelFrame?.();
    this.#unfollowPage();
    clearInterval(this.#speakingTimer);
    this.local.close();
    this.media.close();
    const { live, audio } = this.#options;
    audio.close();
    for (const store of [live.speaking, live.quality, live.tracks]) store.retain(() => false);
  }

  #endSpeaking(): void {
    const now = Date.now();
    for (const [memberId, until] of this.#speakingUntil) {
      if (until > now) continue;
      this.#speakingUntil.delete(memberId);
      this.#options.live.speaking.set(memberId, undefined);
    }
  }

  #showState(): void {
    this.#cancelFrame = undefined;
    if (this.#isClosed) return;
    const { call, live } = this.#options;
    const view = this.#buildView(this.room.state, this.room.memberId, this.room.self);
    const present = new Set(view.members.map((member) => member.memberId));
    live.speaking.retain((memberId) => present.has(memberId));
    live.quality.retain((memberId) => present.has(memberId));
    call.set(view);
  }
}
