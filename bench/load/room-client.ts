/**
 * A member as the load generator needs it: says Hello, joins, sends commands, and checks that the deltas of its room
 * come without a gap. It keeps no replica: what the deltas say is the client library's business and tested there.
 */
import type { ClientFrame, Init, Joined, ServerFrame } from '../../wire/generated/messages.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { PROTOCOL_VERSION } from '../../wire/version.ts';
import { type DeltaHeader, readDeltaHeader } from './delta-header.ts';
import { RawWebSocket } from './raw-web-socket.ts';
import { clientFrame, OPCODE } from './web-socket-frames.ts';

const PATH = '/v1/ws';
const REPLY_TIMEOUT_MS = 10_000;

/** Called for each delta: the client's state goes from `prevOffset` to `offset`; `bytes` is the size of its frame. */
export type OnDelta = (prevOffset: number, offset: number, bytes: number) => void;

interface Waiting {
  readonly resolve: (frame: ServerFrame) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const HEADER: DeltaHeader = { prevOffset: 0, offset: 0 };

export class RoomClient {
  /** Set by whoever wants to follow the room. */
  onDelta: OnDelta | undefined;
  /** Set by whoever wants what the server says unasked, deltas excepted. */
  onPush: ((frame: ServerFrame) => void) | undefined;
  /** Why this client is of no use any more: a gap in the deltas, a refused command, a lost connection. */
  fault: string | undefined;
  #socket: RawWebSocket | undefined;
  readonly #waitingById = new Map<number, Waiting>();
  #nextId = 1;
  #offset = 0;

  private constructor() {
    // Made by `open` only.
  }

  /** Connects; Hello is not said yet. */
  static async open(port: number): Promise<RoomClient> {
    const client = new RoomClient();
    client.#socket = await RawWebSocket.open({
      port,
      path: PATH,
      subprotocol: protobufCodec.subprotocol,
      onFrame: (_opcode, data, start, end) => client.#onFrame(data, start, end),
      onClose: (why) => client.#fail(why),
    });
    return client;
  }

  /** Offset of the room as this client knows it. */
  get offset(): number {
    return this.#offset;
  }

  /** Starts a session. @throws Error with the server's words when it is refused. */
  async hello(token: string): Promise<void> {
    await this.request({ hello: { token, protocol: PROTOCOL_VERSION, client: 'bench' } });
  }

  /** Joins a room; deltas are followed from its position on. */
  async join(roomId: string): Promise<Joined> {
    const { joined } = await this.request({ joinRoom: { roomId } });
    if (joined === null) throw new Error('the answer to JoinRoom is not Joined');
    return joined;
  }

  /** Sends one command and waits for its answer. @throws Error when the server refuses it or does not answer. */
  request(frame: Init<ClientFrame>): Promise<ServerFrame> {
    if (this.fault !== undefined) return Promise.reject(new Error(this.fault));
    const id = this.#takeId();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waitingById.delete(id);
        reject(new Error(`no answer to ${Object.keys(frame).join()}`));
      }, REPLY_TIMEOUT_MS);
      this.#waitingById.set(id, { resolve, reject, timer });
      this.#socket?.writeFrames(encode({ ...frame, id }));
    });
  }

  /** Sends commands in one write; their answers are only looked at for errors. */
  sendAll(frames: readonly Init<ClientFrame>[]): void {
    this.#socket?.writeFrames(Buffer.concat(frames.map((frame) => encode({ ...frame, id: this.#takeId() }))));
  }

  /** Hangs up. */
  close(): void {
    this.#socket?.close();
    this.#fail('closed');
  }

  #takeId(): number {
    const id = this.#nextId;
    this.#nextId += 1;
    return id;
  }

  #onFrame(data: Buffer, start: number, end: number): void {
    if (readDeltaHeader(data, start, end, HEADER)) {
      this.#onRoomDelta(HEADER.prevOffset, HEADER.offset, end - start);
      return;
    }
    const frame = protobufCodec.decodeServerFrame(data.subarray(start, end));
    if (frame.joined?.position != null) this.#offset = frame.joined.position.offset;
    if (frame.ping !== null) {
      this.#socket?.writeFrames(encode({ id: this.#takeId(), pong: { sentAtMs: frame.ping.sentAtMs } }));
    }
    this.#onReply(frame);
  }

  #onReply(frame: ServerFrame): void {
    const waiting = this.#waitingById.get(frame.replyTo);
    const refusal = frame.error === null ? undefined : `${frame.error.name}: ${frame.error.message}`;
    if (waiting === undefined) {
      this.onPush?.(frame);
      if (refusal !== undefined) this.#fail(refusal);
      return;
    }
    this.#waitingById.delete(frame.replyTo);
    clearTimeout(waiting.timer);
    if (refusal === undefined) waiting.resolve(frame);
    else waiting.reject(new Error(refusal));
  }

  /** Contract of RoomDelta: what ends at or before the own offset is known already; what begins after it is a gap. */
  #onRoomDelta(prevOffset: number, offset: number, bytes: number): void {
    if (offset <= this.#offset) return;
    if (prevOffset > this.#offset) {
      this.#fail(`gap in the deltas: at ${this.#offset}, got ${prevOffset} to ${offset}`);
      return;
    }
    const from = this.#offset;
    this.#offset = offset;
    this.onDelta?.(from, offset, bytes);
  }

  #fail(why: string): void {
    this.fault ??= why;
    for (const { reject, timer } of this.#waitingById.values()) {
      clearTimeout(timer);
      reject(new Error(this.fault));
    }
    this.#waitingById.clear();
  }
}

function encode(frame: Init<ClientFrame>): Buffer {
  return clientFrame(OPCODE.binary, protobufCodec.encodeClientFrame(frame));
}
