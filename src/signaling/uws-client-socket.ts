/** One client's socket over uWebSockets.js, and the order in which what is sent leaves. */
import type { WebSocket as UwsWebSocket } from 'uWebSockets.js';
import { afterTurnEnd } from '../shared/clock.ts';
import type { ClientSocket, FrameTail, WireEncoding } from './socket-server.ts';

export interface SocketData {
  readonly encoding: WireEncoding;
  readonly address: string;
  socket: UwsClientSocket | undefined;
}

/**
 * What is to be sent leaves together: one write for all answers that a socket gets in a turn, with the deltas that were
 * published before them. Every write costs more than making what is in it.
 */
export class Outbox {
  #waiting: UwsClientSocket[] = [];
  #scheduled = false;

  /** That socket has its first frame since it was emptied. */
  add(socket: UwsClientSocket): void {
    this.#waiting.push(socket);
    if (this.#scheduled) return;
    this.#scheduled = true;
    afterTurnEnd(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  /** Sends all that waits, in the order in which it was given. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const socket of waiting) socket.flush();
  }
}

/** A frame whose end many get: put together when it leaves, in the place where the end lies. */
interface SharedFrame {
  readonly head: Uint8Array;
  readonly tail: FrameTail;
}

/** A handle that outlives its uWS socket: every method is safe after close. */
export class UwsClientSocket implements ClientSocket {
  readonly encoding: WireEncoding;
  readonly address: string;
  readonly #outbox: Outbox;
  #ws: UwsWebSocket<SocketData> | undefined;
  /** Frames of this turn; bounded by what one turn produces. */
  #frames: (Uint8Array | string | SharedFrame)[] | undefined;

  constructor(ws: UwsWebSocket<SocketData>, data: SocketData, outbox: Outbox) {
    this.#ws = ws;
    this.encoding = data.encoding;
    this.address = data.address;
    this.#outbox = outbox;
  }

  get isOpen(): boolean {
    return this.#ws !== undefined;
  }

  send(frame: Uint8Array | string): void {
    this.#put(frame);
  }

  sendBefore(head: Uint8Array, tail: FrameTail): void {
    this.#put({ head, tail });
  }

  #put(frame: Uint8Array | string | SharedFrame): void {
    if (this.#ws === undefined) return;
    if (this.#frames === undefined) {
      this.#frames = [];
      this.#outbox.add(this);
    }
    this.#frames.push(frame);
  }

  close(code: number, reason: string): void {
    this.flush();
    this.#ws?.end(code, reason);
  }

  subscribe(topic: string): void {
    this.#ws?.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.#ws?.unsubscribe(topic);
  }

  /** Publishes to those who subscribed, this socket excepted. Does nothing after close. */
  publish(topic: string, frame: Uint8Array | string): void {
    this.#ws?.publish(topic, frame, typeof frame !== 'string');
  }

  bufferedBytes(): number {
    this.flush();
    return this.#ws?.getBufferedAmount() ?? 0;
  }

  /** Writes what waits. The library may find the socket gone while it does. */
  flush(): void {
    const frames = this.#frames;
    const ws = this.#ws;
    this.#frames = undefined;
    if (frames === undefined || ws === undefined) return;
    ws.cork(() => {
      for (const frame of frames) {
        if (this.#ws === undefined) return;
        if (typeof frame === 'object' && 'tail' in frame) ws.send(frame.tail.behind(frame.head), true);
        else ws.send(frame, typeof frame !== 'string');
      }
    });
  }

  /** The library closed it. */
  dead(): void {
    this.#ws = undefined;
    this.#frames = undefined;
  }
}
