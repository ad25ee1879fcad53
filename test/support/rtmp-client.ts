/** RTMP over a real socket: says what it is told, understands what it hears. */
import { connect, type Socket } from 'node:net';
import { Answers } from './live-world.ts';
import { waitFor } from './wait-for.ts';

export class RtmpClient {
  readonly answers = new Answers();
  readonly #socket: Socket;
  isClosed = false;
  /** Of the socket: all that came. */
  bytes = 0;

  constructor(port: number, firstWords: Uint8Array) {
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.isClosed = true;
    });
    this.#socket.on('data', (bytes) => {
      this.bytes += bytes.length;
      this.answers.push(bytes);
    });
    this.#socket.write(firstWords);
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Bytes that have not left this process. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  stopReading(): void {
    this.#socket.pause();
  }

  readAgain(): void {
    this.#socket.resume();
  }

  async untilCode(code: string): Promise<void> {
    await waitFor(code, () => this.answers.codes.includes(code), 20_000);
  }

  async untilClosed(): Promise<void> {
    await waitFor('the server to close', () => this.isClosed, 20_000);
  }

  /** Goes without a word. */
  kill(): void {
    this.#socket.resetAndDestroy();
  }

  close(): void {
    this.#socket.destroy();
  }
}
