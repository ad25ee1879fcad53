/**
 * From room turns to subscribers. Members that chose the same topics form an audience; a turn is encoded once per
 * audience and encoding, and published once. In the usual room everybody has the default topics: one encoding, one
 * publish.
 *
 * Every delta names the offset of the one before it in the same audience (`prev_offset`), so that a client can tell
 * "nothing for me" from "I missed something".
 */
import type { Init, ServerFrame } from '../../wire/generated/messages.ts';
import { stateHash } from '../../wire/state-hash.ts';
import type { RoomTurn } from '../room-host/room-turn.ts';
import type { RoomState } from '../room-state/room-types.ts';
import { AppError } from '../shared/app-error.ts';
import type { MemberId, RoomId } from '../shared/ids.ts';
import { deltaToWire } from './codec/events-to-wire.ts';
import { encodeServerFrame } from './codec/frames.ts';
import { snapshotToWire } from './codec/to-wire.ts';
import type { ClientSocket, TopicPublisher, WireEncoding } from './socket-server.ts';

/** A socket that hears a room, with its choice of topics. */
export interface Listener {
  readonly socket: ClientSocket;
  /** Sorted. */
  readonly topics: readonly string[];
}

interface Audience {
  readonly topics: ReadonlySet<string>;
  /** uWS topic per encoding. */
  readonly channel: Readonly<Record<WireEncoding, string>>;
  readonly count: Record<WireEncoding, number>;
  /** Offset of the last delta published to it (or of the room when it was formed). */
  lastOffset: number;
}

/** How many different choices of topics one room may have at once. */
const MAX_AUDIENCES_PER_ROOM = 64;
const ENCODINGS: readonly WireEncoding[] = ['proto', 'json'];

/** Topics whose changes the state hash covers; who hears less cannot check it. */
const HASHED_TOPICS: readonly string[] = ['members', 'media', 'attributes', 'floors'];

export interface RoomFanoutOptions {
  readonly publisher: TopicPublisher;
  /** A delta that reaches or passes a multiple of this offset carries the hash of the state. 0 = never. */
  readonly stateHashEvery: number;
}

export class RoomFanout {
  readonly #options: RoomFanoutOptions;
  readonly #audiencesByRoom = new Map<RoomId, Map<string, Audience>>();

  constructor(options: RoomFanoutOptions) {
    this.#options = options;
  }

  /**
   * Lets a socket hear the room from `offset` on.
   * @param topics sorted
   * @throws AppError limitExceeded when the room has too many different topic choices.
   */
  subscribe(socket: ClientSocket, roomId: RoomId, topics: readonly string[], offset: number): void {
    let audiences = this.#audiencesByRoom.get(roomId);
    if (audiences === undefined) {
      audiences = new Map();
      this.#audiencesByRoom.set(roomId, audiences);
    }
    const key = topics.join(',');
    let audience = audiences.get(key);
    if (audience === undefined) {
      if (audiences.size >= MAX_AUDIENCES_PER_ROOM)
        throw new AppError('limitExceeded', 'different topic choices in this room');
      audience = {
        topics: new Set(topics),
        channel: { proto: `${roomId}|${key}|proto`, json: `${roomId}|${key}|json` },
        count: { proto: 0, json: 0 },
        lastOffset: offset,
      };
      audiences.set(key, audience);
    }
    audience.count[socket.encoding] += 1;
    socket.subscribe(audience.channel[socket.encoding]);
  }

  /** The inverse of `subscribe` with the same arguments; also to be called for sockets that are closed already. */
  unsubscribe(socket: ClientSocket, roomId: RoomId, topics: readonly string[]): void {
    const audiences = this.#audiencesByRoom.get(roomId);
    const key = topics.join(',');
    const audience = audiences?.get(key);
    if (audiences === undefined || audience === undefined) return;
    audience.count[socket.encoding] -= 1;
    socket.unsubscribe(audience.channel[socket.encoding]);
    if (audience.count.proto + audience.count.json > 0) return;
    audiences.delete(key);
    if (audiences.size === 0) this.#audiencesByRoom.delete(roomId);
  }

  /**
   * Moves a socket from one choice of topics to another (null = it heard nothing before).
   * @throws AppError limitExceeded; nothing has changed then
   */
  move(
    socket: ClientSocket,
    roomId: RoomId,
    from: readonly string[] | null,
    to: readonly string[],
    offset: number,
  ): void {
    if (from?.join() === to.join()) return;
    this.subscribe(socket, roomId, to, offset);
    if (from !== null) this.unsubscribe(socket, roomId, from);
  }

  /**
   * Publishes a room turn, which led to `state`, to everyone it concerns; to `cause`, whose answer comes next, by itself,
   * so that both leave in one write.
   */
  publishTurn(turn: RoomTurn, state: RoomState, cause?: Listener): void {
    const audiences = this.#audiencesByRoom.get(turn.roomId);
    const first = turn.events[0];
    if (audiences === undefined || first === undefined) return;
    let known: number | undefined;
    const hash = (): number => {
      known ??= stateHash(snapshotToWire(state, HASHED_TOPICS));
      return known;
    };
    const audienceOfCause = cause === undefined ? undefined : audiences.get(cause.topics.join(','));
    for (const audience of audiences.values()) {
      // A turn of a younger room of the same id starts over; its audiences formed at a smaller offset.
      const prevOffset = Math.min(audience.lastOffset, first.offset - 1);
      const delta = deltaToWire(turn.roomId, turn.epoch, prevOffset, turn.events, audience.topics);
      if (delta === undefined) continue;
      const offset = delta.offset ?? audience.lastOffset;
      const checked =
        this.#crossesHash(prevOffset, offset) && HASHED_TOPICS.every((topic) => audience.topics.has(topic));
      audience.lastOffset = offset;
      const frame = { roomDelta: checked ? { ...delta, stateHash: hash() } : delta };
      this.#publish(audience, frame, audience === audienceOfCause ? cause?.socket : undefined);
    }
  }

  /** Publishes a push without offset to those who subscribed to `topic`. */
  publishLossy(roomId: RoomId, topic: string, frame: Init<ServerFrame>): void {
    for (const audience of this.#audiencesByRoom.get(roomId)?.values() ?? []) {
      if (audience.topics.has(topic)) this.#publish(audience, frame);
    }
  }

  /** Number of rooms somebody listens to; for leak checks. */
  get size(): number {
    return this.#audiencesByRoom.size;
  }

  #crossesHash(prevOffset: number, offset: number): boolean {
    const { stateHashEvery } = this.#options;
    return stateHashEvery > 0 && Math.floor(offset / stateHashEvery) > Math.floor(prevOffset / stateHashEvery);
  }

  #publish({ count, channel }: Audience, frame: Init<ServerFrame>, apart?: ClientSocket): void {
    for (const encoding of ENCODINGS) {
      if (count[encoding] === 0) continue;
      const encoded = encodeServerFrame(encoding, frame);
      const isApart = apart?.encoding === encoding;
      if (!isApart) this.#options.publisher.publish(channel[encoding], encoded);
      else if (count[encoding] > 1) this.#options.publisher.publish(channel[encoding], encoded, apart);
      if (isApart) apart.send(encoded);
    }
  }
}

/** Whether directed data of a turn concerns that member; used for pushes beside the fan-out. */
export function directedTo(
  turn: RoomTurn,
): readonly { readonly to: readonly MemberId[]; readonly frame: Init<ServerFrame> }[] {
  const result: { to: readonly MemberId[]; frame: Init<ServerFrame> }[] = [];
  for (const { event, offset } of turn.events) {
    if (event.type !== 'dataSent' || event.to.length === 0) continue;
    const { memberId, topic, payload, to } = event;
    result.push({ to, frame: { lossyData: { roomId: turn.roomId, memberId, topic, payload, offset } } });
  }
  return result;
}
