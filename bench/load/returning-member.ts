/**
 * A member that loses its connection and comes back: Hello with its resume token, then JoinRoom with the position it
 * knows (or without one), as the client library does. Reads headers only; with `record` it keeps its frames, so that
 * what they say can be checked when the clock has stopped.
 */
import type { ServerFrame } from '../../wire/generated/messages.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { PROTOCOL_VERSION } from '../../wire/version.ts';
import { type DeltaHeader, readDeltaHeader } from './delta-header.ts';
import { readJoinedHeader } from './joined-header.ts';
import { RawWebSocket } from './raw-web-socket.ts';
import { clientFrame, OPCODE } from './web-socket-frames.ts';

export interface ReturningMemberOptions {
  readonly port: number;
  readonly roomId: string;
  readonly token: string;
  /** Of the room, for what it says it knows. */
  readonly epoch: string;
  /** Keep the frames of the room in `recorded`. */
  readonly record: boolean;
  /** Called when it has joined, and when its offset has changed since. */
  readonly onProgress: (member: ReturningMember) => void;
}

const HEADER: DeltaHeader = { prevOffset: 0, offset: 0 };

export class ReturningMember {
  /** Offset of the room as this member knows it. */
  offset = 0;
  /** Its JoinRoom of this connection has been answered. */
  isJoined = false;
  /** The answer held exact deltas, not a snapshot. */
  recovered = false;
  /** Payload of all frames on this connection. */
  receivedBytes = 0;
  /** Frames of the room on this connection, when they are recorded. */
  recorded: Uint8Array[] = [];
  /** Why it is of no use any more. */
  fault: string | undefined;
  readonly #options: ReturningMemberOptions;
  #socket: RawWebSocket | undefined;
  #resumeToken = '';
  #nextId = 1;
  #withSince = false;

  constructor(options: ReturningMemberOptions) {
    this.#options = options;
  }

  /** Connects and joins, or comes back; `onProgress` tells when it is there. `withSince`: says what it knows. */
  async enter(withSince: boolean): Promise<void> {
    this.isJoined = false;
    this.recorded = [];
    this.receivedBytes = 0;
    this.#withSince = withSince;
    this.#socket = await RawWebSocket.open({
      port: this.#options.port,
      path: '/v1/ws',
      subprotocol: protobufCodec.subprotocol,
      onFrame: (_opcode, data, start, end) => this.#onFrame(data, start, end),
      onClose: (why) => this.#fail(why),
    });
    const { token } = this.#options;
    this.#send({ hello: { token, protocol: PROTOCOL_VERSION, client: 'bench', resumeToken: this.#resumeToken } });
  }

  /** Loses its connection. */
  drop(): void {
    this.#socket?.drop();
  }

  #send(frame: Parameters<typeof protobufCodec.encodeClientFrame>[0]): void {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#socket?.writeFrames(clientFrame(OPCODE.binary, protobufCodec.encodeClientFrame({ ...frame, id })));
  }

  #onFrame(data: Buffer, start: number, end: number): void {
    this.receivedBytes += end - start;
    if (readDeltaHeader(data, start, end, HEADER)) this.#onDelta(data, start, end);
    else if (!this.isJoined && this.#onJoined(data, start, end)) return;
    else this.#onSmallFrame(protobufCodec.decodeServerFrame(data.subarray(start, end)));
  }

  /** Deltas that overtake the answer begin after a position not known yet: they are an error of the server. */
  #onDelta(data: Buffer, start: number, end: number): void {
    const { prevOffset, offset } = HEADER;
    if (!this.isJoined) this.#fail('a delta before Joined');
    if (offset <= this.offset) return;
    if (prevOffset > this.offset) this.#fail(`gap in the deltas: at ${this.offset}, got ${prevOffset} to ${offset}`);
    this.#keep(data, start, end);
    this.offset = offset;
    this.#options.onProgress(this);
  }

  #onJoined(data: Buffer, start: number, end: number): boolean {
    const header = readJoinedHeader(data, start, end);
    if (header === undefined) return false;
    const { offset, recovered, snapshotBytes, deltas } = header;
    const isExact = deltas.offset === 0 || (deltas.prevOffset === this.offset && deltas.offset === offset);
    if (recovered ? !isExact : snapshotBytes === 0) {
      this.#fail(`at ${this.offset}, got ${deltas.prevOffset} to ${deltas.offset} for ${offset}`);
    }
    this.#keep(data, start, end);
    this.isJoined = true;
    this.recovered = recovered;
    this.offset = offset;
    this.#options.onProgress(this);
    return true;
  }

  #onSmallFrame({ welcome, ping, error }: ServerFrame): void {
    if (error !== null) this.#fail(`${error.name}: ${error.message}`);
    if (ping !== null) this.#send({ pong: { sentAtMs: ping.sentAtMs } });
    if (welcome === null) return;
    if (this.#resumeToken !== '' && !welcome.resumed) this.#fail('the session was not resumed');
    this.#resumeToken = welcome.resumeToken;
    const { roomId, epoch } = this.#options;
    const since = this.#withSince ? { epoch, offset: this.offset } : null;
    this.#send({ joinRoom: { roomId, since } });
  }

  #keep(data: Buffer, start: number, end: number): void {
    if (this.#options.record) this.recorded.push(Uint8Array.prototype.slice.call(data, start, end));
  }

  #fail(why: string): void {
    this.fault ??= why;
  }
}
