/**
 * The port to client sockets. Adapters: `UwsSocketServer` (uWebSockets.js) and `MemorySocketServer` (simulation).
 *
 * Delivery: messages to one socket arrive in the order of `send` and `publish` calls, or the socket is closed; nothing
 * is dropped silently. A socket whose unread bytes pass the hard limit is closed by the adapter (the client sees an
 * abnormal close and reconnects).
 */
export type WireEncoding = 'proto' | 'json';

/** The end of a frame that many get. */
export interface FrameTail {
  /** One frame of both; good until the next call. */
  behind(head: Uint8Array): Uint8Array;
}

/** One client's socket. Every method is safe after close and then does nothing. */
export interface ClientSocket {
  readonly encoding: WireEncoding;
  /** The peer's address, for limits and debug logs. */
  readonly address: string;
  send(frame: Uint8Array | string): void;
  /** Sends one binary frame: `head`, and what many are given behind theirs. */
  sendBefore(head: Uint8Array, tail: FrameTail): void;
  /** Sends a close frame and closes. `code` 4000-4999, `reason` at most 123 bytes. */
  close(code: number, reason: string): void;
  subscribe(topic: string): void;
  unsubscribe(topic: string): void;
  /** Bytes accepted but not yet taken by the kernel. 0 after close. */
  bufferedBytes(): number;
}

/** What the adapter tells about sockets. The bytes of a `frame` are there during the call only. */
export interface SocketHandler {
  onOpen(socket: ClientSocket): void;
  onMessage(socket: ClientSocket, frame: Uint8Array | string): void;
  /** Exactly once per opened socket; never from within `send` or `publish`, perhaps from within `close`. */
  onClose(socket: ClientSocket, code: number): void;
}

/** Fan-out: one encoding of a message to every socket that subscribed to the topic. */
export interface TopicPublisher {
  /** `except` is the socket that is sent the message by itself, together with what else it is sent. */
  publish(topic: string, frame: Uint8Array | string, except?: ClientSocket): void;
}
