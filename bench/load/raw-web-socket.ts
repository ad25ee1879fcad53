/**
 * A WebSocket client on a bare TCP socket. All connections of a process read into one buffer (`onread` hands it out for
 * the length of a call), so that thousands of them cost no memory and no copies.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { clientFrame, FrameCutter, type OnFrame, OPCODE } from './web-socket-frames.ts';

const READ_BUFFER = Buffer.alloc(64 * 1024);
const END_OF_HEAD = '\r\n\r\n';
const CONNECT_TIMEOUT_MS = 30_000;

export interface RawWebSocketOptions {
  readonly port: number;
  readonly path: string;
  /** Offered in the handshake; none when absent. */
  readonly subprotocol?: string;
  /** Which of the loopback addresses it comes from; each has some 28 000 ports. Default the usual one. */
  readonly localAddress?: string;
  /** Called for text and binary frames; see `OnFrame` for how long the data lives. */
  readonly onFrame: OnFrame;
  /** Called once when the connection is over, unless `close` was called before. */
  readonly onClose?: (why: string) => void;
}

export class RawWebSocket {
  readonly #options: RawWebSocketOptions;
  readonly #socket: Socket;
  readonly #cutter = new FrameCutter((opcode, data, start, end) => this.#onFrame(opcode, data, start, end));
  #head = '';
  #open = false;
  #closing = false;
  #why = 'connection closed';
  readonly #opened: Promise<void>;

  private constructor(options: RawWebSocketOptions) {
    this.#options = options;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#opened = promise;
    this.#socket = connect({
      host: '127.0.0.1',
      port: options.port,
      noDelay: true,
      ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
      onread: {
        buffer: READ_BUFFER,
        callback: (bytes) => {
          const chunk = READ_BUFFER.subarray(0, bytes);
          if (this.#open) this.#cutter.push(chunk);
          else this.#onHandshake(chunk, resolve, reject);
          return true;
        },
      },
    });
    const timer = setTimeout(() => this.#socket.destroy(new Error('no handshake in time')), CONNECT_TIMEOUT_MS);
    this.#socket.once('connect', () => this.#socket.write(this.#handshake()));
    this.#socket.on('error', ({ message }) => {
      this.#why = message;
    });
    this.#socket.once('close', () => {
      clearTimeout(timer);
      reject(new Error(this.#why));
      if (this.#open && !this.#closing) options.onClose?.(this.#why);
    });
    promise.then(
      () => clearTimeout(timer),
      () => undefined,
    );
  }

  /** Connects to the loopback address; resolves when the handshake is done. */
  static async open(options: RawWebSocketOptions): Promise<RawWebSocket> {
    const client = new RawWebSocket(options);
    await client.#opened;
    return client;
  }

  /** Writes frames made by `clientFrame`, any number of them at once. */
  writeFrames(frames: Uint8Array): void {
    this.#socket.write(frames);
  }

  sendBinary(payload: Uint8Array): void {
    this.#socket.write(clientFrame(OPCODE.binary, payload));
  }

  sendText(payload: string): void {
    this.#socket.write(clientFrame(OPCODE.text, Buffer.from(payload)));
  }

  /** Hangs up; `onClose` is not called. */
  close(): void {
    this.#closing = true;
    this.#socket.end(clientFrame(OPCODE.close, Buffer.from([1000 >> 8, 1000 & 0xff])));
    this.#socket.destroySoon();
  }

  /** Cuts the connection without a word, as a lost network does; `onClose` is not called. */
  drop(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  #handshake(): string {
    const { port, path, subprotocol } = this.#options;
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ];
    if (subprotocol !== undefined) lines.push(`Sec-WebSocket-Protocol: ${subprotocol}`);
    return lines.join('\r\n') + END_OF_HEAD;
  }

  /** The answer's headers are trusted: both servers are ours. What follows them may already be frames. */
  #onHandshake(chunk: Buffer, resolve: () => void, reject: (error: Error) => void): void {
    this.#head += chunk.toString('latin1');
    const end = this.#head.indexOf(END_OF_HEAD);
    if (end === -1) return;
    if (!this.#head.startsWith('HTTP/1.1 101')) {
      reject(new Error(`handshake refused: ${this.#head.slice(0, 200)}`));
      this.#socket.destroy();
      return;
    }
    this.#open = true;
    resolve();
    const rest = this.#head.slice(end + END_OF_HEAD.length);
    this.#head = '';
    if (rest.length > 0) this.#cutter.push(Buffer.from(rest, 'latin1'));
  }

  #onFrame(opcode: number, data: Buffer, start: number, end: number): void {
    if (opcode === OPCODE.binary || opcode === OPCODE.text) {
      this.#options.onFrame(opcode, data, start, end);
    } else if (opcode === OPCODE.ping) {
      this.#socket.write(clientFrame(OPCODE.pong, Buffer.from(data.subarray(start, end))));
    } else if (opcode === OPCODE.close) {
      const code = end - start >= 2 ? data.readUInt16BE(start) : 1005;
      this.#why = `closed by the server: ${code} ${data.toString('utf8', Math.min(start + 2, end), end)}`;
    }
  }
}
