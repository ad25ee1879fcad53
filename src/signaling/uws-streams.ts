/** Answers without end over uWebSockets.js: chunked HTTP, and binary messages of a WebSocket that only listens. */
import type { HttpResponse as UwsResponse, WebSocket as UwsWebSocket } from 'uWebSockets.js';
import type { HttpStream, HttpStreamAnswer, HttpStreamEvents } from './http/http-types.ts';

/** Bytes in the library at which a WebSocket takes no more for now. */
const WEB_SOCKET_FULL_BYTES = 16 * 1024;

/** Chunked HTTP. The response is written inside `cork`, as the library wants it; no closure is made for a write. */
export class UwsHttpStream implements HttpStream {
  #res: UwsResponse | undefined;
  #events: HttpStreamEvents | undefined;
  #bytes: Uint8Array = new Uint8Array();
  #isFull = false;
  readonly #writeBytes = (): void => {
    this.#isFull = this.#res?.write(this.#bytes) === false;
  };

  constructor(res: UwsResponse) {
    this.#res = res;
    res.onWritable(() => {
      this.#isFull = false;
      this.#events?.drained();
      return true;
    });
  }

  start(events: HttpStreamEvents): void {
    this.#events = events;
  }

  write(bytes: Uint8Array): boolean {
    // The library takes an empty chunk for the end.
    if (this.#res === undefined || bytes.length === 0) return true;
    this.#bytes = bytes;
    this.#res.cork(this.#writeBytes);
    return !this.#isFull;
  }

  close(): void {
    const res = this.#res;
    if (res === undefined) return;
    // Who has not read what it was sent would keep the connection for as long as it likes.
    if (this.#isFull) {
      res.close();
      return;
    }
    this.#res = undefined;
    res.cork(() => res.end(undefined, true));
    this.dead();
  }

  /** The library closed it. */
  dead(): void {
    this.#res = undefined;
    const events = this.#events;
    this.#events = undefined;
    events?.closed();
  }
}

/** User data of a WebSocket that only listens. */
export interface StreamSocketData {
  readonly answer: HttpStreamAnswer;
  stream: UwsWebSocketStream | undefined;
}

export class UwsWebSocketStream implements HttpStream {
  #ws: UwsWebSocket<StreamSocketData> | undefined;
  #events: HttpStreamEvents | undefined;

  constructor(ws: UwsWebSocket<StreamSocketData>) {
    this.#ws = ws;
  }

  start(events: HttpStreamEvents): void {
    this.#events = events;
  }

  write(bytes: Uint8Array): boolean {
    if (this.#ws === undefined) return true;
    this.#ws.send(bytes, true);
    return !this.#isFull();
  }

  close(): void {
    // 1000: what was asked for is over. Who has not read what it was sent is cut off.
    if (this.#isFull()) this.#ws?.close();
    else this.#ws?.end(1000, '');
  }

  drained(): void {
    if (!this.#isFull()) this.#events?.drained();
  }

  /** The library closed it. */
  dead(): void {
    this.#ws = undefined;
    const events = this.#events;
    this.#events = undefined;
    events?.closed();
  }

  #isFull(): boolean {
    return (this.#ws?.getBufferedAmount() ?? 0) > WEB_SOCKET_FULL_BYTES;
  }
}
