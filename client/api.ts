/**
 * The client library's public face: what the page, the tests, the bench and the mini program program against.
 * Core and replica use no Node and no browser globals; sockets, timers and media come in as ports.
 */
import type {
  ChatMessage,
  ClientFrame,
  Floor,
  Init,
  LobbyEntry,
  Member,
  RoomPolicy,
  ServerFrame,
} from '../wire/generated/messages.ts';

/** Enums travel as wire numbers (`Medium.AUDIO`, ...) from wire/generated/messages.ts. */
export type ConnectionStatus = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';

/** A WebSocket as the core needs it: adapters for browsers, Node and wx.connectSocket. */
export interface SocketPort {
  send(data: Uint8Array | string): void;
  close(code?: number, reason?: string): void;
}
export interface SocketEvents {
  onOpen(): void;
  onMessage(data: Uint8Array | string): void;
  /** Called once, whatever the cause. */
  onClose(code: number, reason: string): void;
}
/** Opens a socket. No event fires before it returns. It may throw when the address is not one. */
export type OpenSocket = (url: string, subprotocol: string, events: SocketEvents) => SocketPort;

/** One encoding of the wire. `protobufCodec` and `jsonCodec` exist. */
export interface WireCodec {
  readonly subprotocol: string;
  encodeClientFrame(frame: Init<ClientFrame>): Uint8Array | string;
  /** Throws on bytes that are not a frame. */
  decodeServerFrame(data: Uint8Array | string): ServerFrame;
}

export interface ClientClock {
  now(): number;
  after(delayMs: number, fire: () => void): () => void;
  /** 0 <= x < 1; for reconnect jitter. */
  random(): number;
}

export interface ClientOptions {
  readonly url: string;
  /** Called for each new session and whenever the server says the token expired. */
  readonly getToken: () => Promise<string>;
  readonly codec: WireCodec;
  readonly openSocket: OpenSocket;
  readonly clock: ClientClock;
  /** "web/0.1.0". */
  readonly clientName: string;
  /** Reconnect back-off: first, factor 1.7 with jitter, up to max. Defaults 300 ms, 10 s. */
  readonly reconnectFirstMs?: number;
  readonly reconnectMaxMs?: number;
  /** Longest wait for the reply to a command, reconnects included. Default 15 s. */
  readonly requestTimeoutMs?: number;
  /** Longest wait for the socket to open and Welcome to come. Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** Feature names offered in Hello. */
  readonly features?: readonly string[];
  /**
   * Hash of a replica as the server computes it; a replica that differs from the hash in a delta asks for a snapshot.
   * Default: `stateHash` of wire/state-hash.ts. null: hashes are not checked (load generators).
   */
  readonly stateHash?: ((state: RoomReplicaState) => number) | null;
  /** Receives what listeners of events throw. Default: nothing; a listener never breaks the client or other listeners. */
  readonly onListenerError?: (error: unknown) => void;
}

/** The room as this client knows it: the server's state at `offset`. Also the JSON that `window.rtcroom` shows. */
export interface RoomReplicaState {
  readonly roomId: string;
  readonly epoch: string;
  readonly offset: number;
  readonly scene: number;
  readonly policy: RoomPolicy;
  /** Those listed, in the order in which they came into view. */
  readonly members: readonly Member[];
  readonly floors: readonly Floor[];
  readonly attributes: readonly { readonly key: string; readonly value: string; readonly version: number }[];
  readonly chat: readonly ChatMessage[];
  readonly lobby: readonly LobbyEntry[];
  readonly mediaGeneration: number;
  /** Members that are neither listed nor hidden. */
  readonly audienceCount: number;
  readonly createdAtMs: number;
}
