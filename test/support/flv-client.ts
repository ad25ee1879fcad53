/** HTTP-FLV over a real socket, read strictly, at the reader's own pace. */
import { connect, type Socket } from 'node:net';
import { FlvReader } from './flv-reader.ts';

export class FlvClient {
  readonly flv = new FlvReader();
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  isClosed = false;
  /** Status line and headers; undefined before they came. */
  head: string | undefined;
  fault: unknown;

  constructor(port: number, path: string) {
    this.#socket = connect({ host: '127.0.0.1', port });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.isClosed = true;
    });
    this.#socket.on('data', (bytes) => {
      try {
        this.#read(bytes);
      } catch (error) {
        this.fault = error;
        this.close();
      }
    });
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  }

  stopReading(): void {
    this.#socket.pause();
  }

  readAgain(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (this.head === undefined) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end === -1) return;
      this.head = this.#rest.toString('latin1', 0, end);
      this.#rest = this.#rest.subarray(end + 4);
    }
    while (this.#readChunk());
  }

  /**
   * One piece of the chunked body (RFC 9112, section 7.1). The line end after a chunk belongs to the next one here: servers
   * may send it as late as that.
   */
  #readChunk(): boolean {
    const start = this.#rest.toString('latin1', 0, 2) === '\r\n' ? 2 : 0;
    const lineEnd = this.#rest.indexOf('\r\n', start);
    if (lineEnd === -1) return false;
    const length = Number.parseInt(this.#rest.toString('latin1', start, lineEnd), 16);
    if (Number.isNaN(length)) throw new Error('not a chunk');
    const end = lineEnd + 2 + length;
    if (this.#rest.length < end) return false;
    this.flv.push(this.#rest.subarray(lineEnd + 2, end));
    this.#rest = this.#rest.subarray(end);
    return true;
  }
}
