/**
 * A client that does exactly what a test says: frames out, frames in, no policy of its own. For tests of what the
 * server does with good, bad and ugly clients; the real client library has tests of its own.
 */
import type { ClientFrame, Init, ServerFrame } from '../../wire/generated/messages.ts';
import { jsonCodec } from '../../wire/json-codec.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { PROTOCOL_VERSION } from '../../wire/version.ts';
import { waitFor } from './wait-for.ts';

export interface RawClientOptions {
  readonly url: string;
  readonly encoding?: 'proto' | 'json';
}

export class RawClient {
  /** Every frame that came, in order. */
  readonly frames: ServerFrame[] = [];
  closed: { code: number; reason: string } | undefined;
  /** Says that it is alive when the server asks; false: falls silent. */
  answersPings = true;
  readonly #ws: WebSocket;
  readonly #codec: typeof protobufCodec | typeof jsonCodec;
  readonly #looks = new Set<(frame: ServerFrame) => void>();
  #nextId = 1;

  private constructor(ws: WebSocket, codec: typeof protobufCodec | typeof jsonCodec) {
    this.#ws = ws;
    this.#codec = codec;
    ws.binaryType = 'arraybuffer';
    ws.addEventListener('message', ({ data }) => {
      const frame = codec.decodeServerFrame(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer));
      this.frames.push(frame);
      if (frame.ping !== null && this.answersPings) this.send({ pong: { sentAtMs: frame.ping.sentAtMs } });
      for (const look of [...this.#looks]) look(frame);
    });
    ws.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason };
    });
    // A handshake that fails may fire nothing else.
    ws.addEventListener('error', () => {
      if (ws.readyState !== WebSocket.OPEN) this.closed ??= { code: 1006, reason: 'no connection' };
    });
  }

  static async connect({ url, encoding = 'proto' }: RawClientOptions): Promise<RawClient> {
    const codec = encoding === 'proto' ? protobufCodec : jsonCodec;
    const client = new RawClient(new WebSocket(url, codec.subprotocol), codec);
    await waitFor('the socket to open', () => client.#ws.readyState === WebSocket.OPEN || client.closed !== undefined);
    return client;
  }

  /** Connects and says Hello. */
  static async hello(options: RawClientOptions & { token: string; resumeToken?: string }): Promise<RawClient> {
    const client = await RawClient.connect(options);
    const { token, resumeToken = '' } = options;
    await client.request({ hello: { token, resumeToken, protocol: PROTOCOL_VERSION, client: 'test' } });
    return client;
  }

  get welcome(): NonNullable<ServerFrame['welcome']> {
    const welcome = this.frames.find((frame) => frame.welcome !== null)?.welcome;
    if (welcome === undefined || welcome === null) throw new Error('no Welcome yet');
    return welcome;
  }

  /** Sends a frame without waiting; gives its id. */
  send(frame: Init<ClientFrame>): number {
    const id = frame.id ?? this.#nextId++;
    this.#ws.send(this.#codec.encodeClientFrame({ ...frame, id }) as Uint8Array<ArrayBuffer>);
    return id;
  }

  /** Sends any bytes. */
  sendRaw(data: Uint8Array | string): void {
    this.#ws.send(data as Uint8Array<ArrayBuffer>);
  }

  /** Sends a frame and waits for its reply (the next one after sending, when the id was used before). */
  async request(frame: Init<ClientFrame>): Promise<ServerFrame> {
    let id = 0;
    const reply = this.#next(`reply to ${Object.keys(frame).join()}`, ({ replyTo }) => replyTo === id);
    id = this.send(frame);
    return await reply;
  }

  /** Like `request`, for commands that must succeed. */
  async ok(frame: Init<ClientFrame>): Promise<ServerFrame> {
    const reply = await this.request(frame);
    if (reply.error !== null) throw new Error(`${reply.error.name}: ${reply.error.message}`);
    return reply;
  }

  /** The name of the error a frame is answered with; '' when it succeeded. */
  async errorOf(frame: Init<ClientFrame>): Promise<string> {
    return (await this.request(frame)).error?.name ?? '';
  }

  /** Joins and gives what came back. */
  async join(
    roomId: string,
    more: Init<NonNullable<ClientFrame['joinRoom']>> = {},
  ): Promise<NonNullable<ServerFrame['joined']>> {
    const { joined } = await this.ok({ joinRoom: { roomId, ...more } });
    if (joined === null) throw new Error('not joined');
    return joined;
  }

  /** Waits for a frame that fits, also among those that came before. */
  async frame(what: string, fits: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
    return this.frames.find(fits) ?? (await this.#next(what, fits));
  }

  /** The next frame that fits; fails after 10 s. */
  #next(what: string, fits: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      const look = (frame: ServerFrame): void => {
        if (!fits(frame)) return;
        clearTimeout(timer);
        this.#looks.delete(look);
        resolve(frame);
      };
      const timer = setTimeout(() => {
        this.#looks.delete(look);
        reject(new Error(`waited 10000 ms in vain for ${what}`));
      }, 10_000);
      this.#looks.add(look);
    });
  }

  /** Waits until the server has closed the socket. */
  async closeCode(): Promise<number> {
    return (await waitFor('the socket to close', () => this.closed)).code;
  }

  /** Hangs up. */
  close(): void {
    this.#ws.close();
  }
}
