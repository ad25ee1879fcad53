/**
 * Room snapshots for crowds, in binary. What a thousand joining members are given differs in a few bytes at the beginning
 * of the frame; the room itself, a hundred times larger, is written once and stands behind each of these beginnings in
 * turn. Of two snapshots of one room, the later takes over the members that are still the same.
 */
import protobuf from 'protobufjs/minimal.js';
import type { Init, Member, RoomSnapshot, ServerFrame } from './generated/messages.ts';
import { encodeBinary } from './protobuf-codec.ts';

/** Room for the beginning of a frame; a longer one costs a copy. */
const HEADROOM = 4096;

/** How a part of that name begins in a message of that type, before its length. */
const tagOf = (type: string, part: string): Uint8Array => encodeBinary(type, { [part]: {} }).subarray(0, -1);
const JOINED_TAG = tagOf('ServerFrame', 'joined');
const SNAPSHOT_TAG = tagOf('Joined', 'snapshot');
const MEMBER_TAG = encodeBinary('RoomSnapshot', { members: [{}] }).subarray(0, -1);

/** The bytes of an object that says the same of a member as long as it is the same object. */
export type MemberBytes = ReadonlyMap<object, Uint8Array>;

/** What is written once for all. */
export class EncodedSnapshot {
  readonly length: number;
  /** Of its members, for the next one of the room. */
  readonly members: MemberBytes;
  readonly #buffer: Uint8Array;

  constructor(beginning: Uint8Array, members: MemberBytes) {
    let length = beginning.length;
    for (const { length: more } of members.values()) length += more;
    this.length = length;
    this.members = members;
    this.#buffer = new Uint8Array(HEADROOM + length);
    this.#buffer.set(beginning, HEADROOM);
    let at = HEADROOM + beginning.length;
    for (const bytes of members.values()) {
      this.#buffer.set(bytes, at);
      at += bytes.length;
    }
  }

  /** One frame of `head` and this snapshot, without a copy: good until the next call. */
  behind(head: Uint8Array): Uint8Array {
    const at = HEADROOM - head.length;
    if (at < 0) return joinedBytes(head, this.#buffer.subarray(HEADROOM));
    this.#buffer.set(head, at);
    return this.#buffer.subarray(at);
  }
}

/**
 * @param beginning all of the room but its members
 * @param members in their order; each object says one and the same for ever
 * @param earlier members of an earlier snapshot of that room
 */
export function encodeSnapshot<M extends object>(
  beginning: Init<RoomSnapshot>,
  members: readonly M[],
  toWire: (member: M) => Init<Member>,
  earlier: MemberBytes | undefined,
): EncodedSnapshot {
  const bytes = new Map<object, Uint8Array>();
  for (const member of members) {
    const known = earlier?.get(member);
    bytes.set(member, known ?? lengthDelimited(MEMBER_TAG, encodeBinary('Member', toWire(member)), 0));
  }
  return new EncodedSnapshot(encodeBinary('RoomSnapshot', { ...beginning, members: [] }), bytes);
}

/** The frame up to its snapshot, which is to follow as its last part. `frame.joined` has none. */
export function encodeJoinedHead(frame: Init<ServerFrame>, { length }: EncodedSnapshot): Uint8Array {
  const { joined, ...rest } = frame;
  const fields = encodeBinary('Joined', joined ?? {});
  const inner = joinedBytes(fields, lengthDelimited(SNAPSHOT_TAG, new Uint8Array(0), length));
  return joinedBytes(encodeBinary('ServerFrame', rest), lengthDelimited(JOINED_TAG, inner, length));
}

const joinedBytes = (first: Uint8Array, second: Uint8Array): Uint8Array =>
  protobuf.Writer.create().raw(first).raw(second).finish();

/** `tag`, the length of `bytes` and of `more` that follow, `bytes`. */
function lengthDelimited(tag: Uint8Array, bytes: Uint8Array, more: number): Uint8Array {
  const writer = protobuf.Writer.create();
  return writer
    .raw(tag)
    .uint32(bytes.length + more)
    .raw(bytes)
    .finish();
}
