/**
 * Sockets in memory: the same port as the real server, for simulation and fast tests. Frames a client sends arrive at
 * once; frames to a client wait in its inbox until it reads them, so that a slow reader can be played.
 */
import type { ClientSocket, FrameTail, SocketHandler, TopicPublisher, WireEncoding } from './socket-server.ts';

/** The client's end. */
export interface MemoryClient {
  send(frame: Uint8Array | string): void;
  /** The client hangs up (or its network does). */
  close(code?: number): void;
  /** Frames not read yet, oldest first; takes them out. */
  read(): (Uint8Array | string)[];
  /** Why and that the socket is closed. */
  readonly closed: { readonly code: number; readonly reason: string } | undefined;
}

class MemorySocket implements ClientSocket, MemoryClient {
  readonly encoding: WireEncoding;
  readonly address = 'memory';
  readonly #server: MemorySocketServer;
  #inbox: (Uint8Array | string)[] = [];
  #inboxBytes = 0;
  #isOverfull = false;
  closed: { code: number; reason: string } | undefined;

  constructor(server: MemorySocketServer, encoding: WireEncoding) {
    this.#server = server;
    this.encoding = encoding;
  }

  /** Server to client, or client to server, depending on the side that holds it: see `clientEnd`. */
  send(frame: Uint8Array | string): void {
    if (this.closed !== undefined || this.#isOverfull) return;
    // As the real server: what waits already counts, so that a single large frame is never too much.
    if (this.#inboxBytes > this.#server.maxBackpressureBytes) {
      this.#isOverfull = true;
      // Never within the call: who sends is in the middle of something.
      queueMicrotask(() => this.close(1006, 'backpressure'));
      return;
    }
    this.#inbox.push(typeof frame === 'string' ? frame : frame.slice());
    this.#inboxBytes += frame.length;
  }

  sendBefore(head: Uint8Array, tail: FrameTail): void {
    this.send(tail.behind(head));
  }

  close(code = 1006, reason = ''): void {
    if (this.closed !== undefined) return;
    this.closed = { code, reason };
    this.#server.dropped(this, code);
  }

  subscribe(topic: string): void {
    this.#server.subscribe(this, topic);
  }

  unsubscribe(topic: string): void {
    this.#server.unsubscribe(this, topic);
  }

  bufferedBytes(): number {
    return this.closed === undefined ? this.#inboxBytes : 0;
  }

  read(): (Uint8Array | string)[] {
    const frames = this.#inbox;
    this.#inbox = [];
    this.#inboxBytes = 0;
    return frames;
  }
}

export class MemorySocketServer implements TopicPublisher {
  readonly maxBackpressureBytes: number;
  readonly #socketsByTopic = new Map<string, Set<MemorySocket>>();
  #handler: SocketHandler | undefined;

  constructor(options: { readonly maxBackpressureBytes: number }) {
    this.maxBackpressureBytes = options.maxBackpressureBytes;
  }

  listen(handler: SocketHandler): void {
    this.#handler = handler;
  }

  /** A client connects. */
  connect(encoding: WireEncoding): MemoryClient {
    const socket = new MemorySocket(this, encoding);
    this.#handler?.onOpen(socket);
    return {
      send: (frame) => {
        if (socket.closed === undefined) this.#handler?.onMessage(socket, frame);
      },
      close: (code) => socket.close(code),
      read: () => socket.read(),
      get closed() {
        return socket.closed;
      },
    };
  }

  publish(topic: string, frame: Uint8Array | string, except?: ClientSocket): void {
    for (const socket of [...(this.#socketsByTopic.get(topic) ?? [])]) if (socket !== except) socket.send(frame);
  }

  /** Number of topics somebody listens to; for leak checks. */
  get topicCount(): number {
    return this.#socketsByTopic.size;
  }

  subscribe(socket: MemorySocket, topic: string): void {
    let sockets = this.#socketsByTopic.get(topic);
    if (sockets === undefined) {
      sockets = new Set();
      this.#socketsByTopic.set(topic, sockets);
    }
    sockets.add(socket);
  }

  unsubscribe(socket: MemorySocket, topic: string): void {
    const sockets = this.#socketsByTopic.get(topic);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#socketsByTopic.delete(topic);
  }

  dropped(socket: MemorySocket, code: number): void {
    for (const topic of [...this.#socketsByTopic.keys()]) this.unsubscribe(socket, topic);
    this.#handler?.onClose(socket, code);
  }
}
