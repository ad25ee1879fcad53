/**
 * A player of HTTP-FLV (or RTMP) for the load generator: reads as fast as it can, counts what comes, and finds the instants that
 * the publisher wrote into its pictures.
 */
import { connect, type Socket } from 'node:net';

/** Precedes a picture's instant: 8 bytes, the publisher's `performance.now()` as a double. */
export const INSTANT_MARK: Buffer = Buffer.from('b1f5a1d07c3e9942', 'hex');
const HEAD_BYTES = INSTANT_MARK.length + 8;
/** One buffer for all players: what is read is looked at at once. */
const SHARED = Buffer.allocUnsafe(256 * 1024);

/** A request for that path over HTTP. */
export const askForFlv = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;

export class FlvPlayer {
  readonly #socket: Socket;
  readonly #onDelay: ((delayMs: number) => void) | undefined;
  #rest: Buffer = Buffer.alloc(0);
  bytes = 0;
  fault: string | undefined;

  /** `ask` is what it says to be played to: see `askForFlv`. */
  constructor(port: number, ask: string | Buffer, onDelay?: (delayMs: number) => void) {
    this.#onDelay = onDelay;
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      onread: {
        buffer: SHARED,
        callback: (length) => {
          this.#read(length);
          return true;
        },
      },
    });
    this.#socket.write(ask);
    this.#socket.on('error', (error) => {
      this.fault = error.message;
    });
    this.#socket.on('close', () => {
      this.fault ??= 'closed by the server';
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(length: number): void {
    this.bytes += length;
    if (this.#onDelay === undefined) return;
    const now = performance.now();
    // Marks are found wherever they are: chunked encoding puts its own bytes between, rarely within, which loses one.
    const bytes = Buffer.concat([this.#rest, SHARED.subarray(0, length)]);
    let from = 0;
    for (;;) {
      const at = bytes.indexOf(INSTANT_MARK, from);
      if (at === -1 || at + HEAD_BYTES > bytes.length) break;
      this.#onDelay(now - bytes.readDoubleBE(at + INSTANT_MARK.length));
      from = at + HEAD_BYTES;
    }
    this.#rest = Buffer.from(bytes.subarray(Math.max(from, bytes.length - HEAD_BYTES)));
  }
}
