/**
 * HTTP over one connection that stays open: what thousands of phones send costs the load generator little. One request
 * at a time, since the server hangs up on those who send the next before the answer; answers have a length.
 */
import { connect, type Socket } from 'node:net';

const END_OF_HEAD = '\r\n\r\n';
const TIMEOUT_MS = 30_000;

interface Waiting {
  readonly request: string;
  readonly resolve: (body: string) => void;
  readonly reject: (error: Error) => void;
}

export class HttpPipe {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #unread = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no answer in time')));
    socket.on('data', (text) => this.#onData(String(text)));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('connection closed')));
  }

  static open(port: number): Promise<HttpPipe> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => resolve(new HttpPipe(socket)));
      socket.once('error', reject);
    });
  }

  /** A POST, ready to be sent any number of times. */
  static post(path: string, body: unknown): string {
    const text = JSON.stringify(body);
    return `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  }

  static get(path: string): string {
    return `GET ${path} HTTP/1.1\r\nhost: bench\r\n\r\n`;
  }

  /** Sends a request; resolves with the body of its answer. Rejects when the connection ends before. */
  send(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#waiting.length === 1) this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #onData(text: string): void {
    this.#unread += text;
    for (;;) {
      const headEnd = this.#unread.indexOf(END_OF_HEAD);
      if (headEnd === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(this.#unread.slice(0, headEnd))?.[1] ?? 0);
      const end = headEnd + END_OF_HEAD.length + length;
      if (this.#unread.length < end) return;
      const body = this.#unread.slice(headEnd + END_OF_HEAD.length, end);
      this.#unread = this.#unread.slice(end);
      this.#waiting.shift()?.resolve(body);
      const [next] = this.#waiting;
      if (next !== undefined) this.#socket.write(next.request);
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
