/** A member of a storm: connects, says Hello with its token, joins, and follows its room; it reads headers only. */
import type { ServerFrame } from '../../wire/generated/messages.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { PROTOCOL_VERSION } from '../../wire/version.ts';
import { type DeltaHeader, readDeltaHeader } from './delta-header.ts';
import { readJoinedHeader } from './joined-header.ts';
import { RawWebSocket } from './raw-web-socket.ts';
import { clientFrame, OPCODE } from './web-socket-frames.ts';

/** Generous: a storm of thousands on a machine that others use too is slow, not dead. */
const ENTER_TIMEOUT_MS = 60_000;
const HEADER: DeltaHeader = { prevOffset: 0, offset: 0 };
/** How an answer begins: its `reply_to` is 1 here, one byte. */
const SAMPLE_ACK = protobufCodec.encodeServerFrame({ replyTo: 1, ack: { offset: 1 } });
const [REPLY_TAG = 0, , ACK_TAG = 0] = SAMPLE_ACK;

/** Whether a frame is `{reply_to, ack}`, without decoding it. */
function isAck(data: Uint8Array, start: number): boolean {
  if (data[start] !== REPLY_TAG) return false;
  let at = start + 1;
  while ((data[at] ?? 0) >= 0x80) at += 1;
  return data[at + 1] === ACK_TAG;
}

/** Is shown what a member was told: a snapshot at `data[from..to)` of the frame `data[start..end)`, and every delta. */
export interface FrameWitness {
  joined(offset: number, data: Buffer, start: number, end: number, from: number, to: number): void;
  delta(prevOffset: number, offset: number, data: Buffer, start: number, end: number): void;
}

type Command = Parameters<typeof protobufCodec.encodeClientFrame>[0];

export interface JoiningMemberOptions {
  readonly port: number;
  readonly localAddress?: string;
  readonly token: string;
  readonly roomId: string;
  /** Compares what it is told with what the others were told; absent = only offsets are checked. */
  readonly seen?: FrameWitness;
  /** Called for each Ack. */
  readonly onAck?: () => void;
}

export class JoiningMember {
  /** Offset of the room as it knows it; 0 before it has joined. */
  offset = 0;
  /** From the start of its connection to Joined; 0 before. */
  joinMs = 0;
  /** Why it is of no use any more. */
  fault: string | undefined;
  readonly #options: JoiningMemberOptions;
  readonly #startedAt = performance.now();
  readonly #joined: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #socket: RawWebSocket | undefined;
  #nextId = 1;

  private constructor(options: JoiningMemberOptions) {
    this.#options = options;
    this.#joined = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /**
   * Resolves when it has joined. Nothing stays open when it does not.
   * @throws Error with the server's words, or that it was not let in within a minute
   */
  static async enter(options: JoiningMemberOptions): Promise<JoiningMember> {
    const member = new JoiningMember(options);
    const { port, localAddress } = options;
    member.#socket = await RawWebSocket.open({
      port,
      ...(localAddress === undefined ? {} : { localAddress }),
      path: '/v1/ws',
      subprotocol: protobufCodec.subprotocol,
      onFrame: (_opcode, data, start, end) => member.#onFrame(data, start, end),
      onClose: (why) => member.#fail(why),
    });
    const timer = setTimeout(() => member.#fail('not let in in time'), ENTER_TIMEOUT_MS);
    try {
      member.send({ hello: { token: options.token, protocol: PROTOCOL_VERSION, client: 'bench' } });
      await member.#joined;
      return member;
    } catch (error) {
      member.drop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a command; its answer is looked at for errors only. */
  send(command: Command): void {
    this.sendAll([command]);
  }

  /** Sends commands in one write. */
  sendAll(commands: readonly Command[]): void {
    const frames = commands.map((command) => {
      const id = this.#nextId;
      this.#nextId += 1;
      return clientFrame(OPCODE.binary, protobufCodec.encodeClientFrame({ ...command, id }));
    });
    this.#socket?.writeFrames(frames.length === 1 && frames[0] !== undefined ? frames[0] : Buffer.concat(frames));
  }

  /** Cuts the connection. */
  drop(): void {
    this.#socket?.drop();
  }

  #onFrame(data: Buffer, start: number, end: number): void {
    if (readDeltaHeader(data, start, end, HEADER)) this.#onDelta(data, start, end);
    else if (this.offset > 0 && isAck(data, start)) this.#options.onAck?.();
    else if (this.offset > 0 || !this.#onJoined(data, start, end)) {
      this.#onSmallFrame(protobufCodec.decodeServerFrame(data.subarray(start, end)));
    }
  }

  #onDelta(data: Buffer, start: number, end: number): void {
    const { prevOffset, offset } = HEADER;
    if (this.offset === 0) this.#fail('a delta before Joined');
    if (prevOffset !== this.offset) this.#fail(`gap in the deltas: at ${this.offset}, got ${prevOffset} to ${offset}`);
    this.#options.seen?.delta(prevOffset, offset, data, start, end);
    this.offset = offset;
  }

  #onJoined(data: Buffer, start: number, end: number): boolean {
    const header = readJoinedHeader(data, start, end);
    if (header === undefined) return false;
    const { offset, snapshotAt, snapshotBytes } = header;
    if (snapshotBytes === 0) this.#fail('joined without the room');
    this.#options.seen?.joined(offset, data, start, end, snapshotAt, snapshotAt + snapshotBytes);
    this.offset = offset;
    this.joinMs = performance.now() - this.#startedAt;
    this.#resolve();
    return true;
  }

  #onSmallFrame({ welcome, ping, error }: ServerFrame): void {
    if (error !== null) this.#fail(`${error.name}: ${error.message}`);
    if (ping !== null) this.send({ pong: { sentAtMs: ping.sentAtMs } });
    if (welcome !== null) this.send({ joinRoom: { roomId: this.#options.roomId } });
  }

  #fail(why: string): void {
    this.fault ??= why;
    this.#reject(new Error(why));
  }
}
