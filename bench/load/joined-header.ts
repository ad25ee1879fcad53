/**
 * Reads what a returning member must know from its Joined without decoding a thousand members: in a storm that would
 * take the load generator longer than the server takes to write them.
 */
import { type DeltaHeader, readDeltaBody } from './delta-header.ts';

/** Field numbers of `ServerFrame` and `Joined`; all are written in ascending order. */
const FRAME = { replyTo: 1, joined: 10 } as const;
const JOINED = { position: 3, recovered: 5, snapshot: 6, deltas: 7 } as const;
const POSITION_OFFSET = 2;
const VARINT = 0;
const LENGTH_DELIMITED = 2;

export interface JoinedHeader {
  /** Offset of the room when it was written. */
  offset: number;
  /** Deltas are exact; otherwise there is a snapshot. */
  recovered: boolean;
  /** Size of the snapshot; 0 = none. It begins at `snapshotAt` of the buffer that was read. */
  snapshotBytes: number;
  snapshotAt: number;
  /** Of the first delta to the last; both 0 when there is none. */
  deltas: DeltaHeader;
}

/** Calls `onField` for each field in `data[start..end)`: `value` of a varint, or the place of its bytes. */
function eachField(
  data: Uint8Array,
  start: number,
  end: number,
  onField: (field: number, value: number, from: number, to: number) => void,
): void {
  let at = start;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = data[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (at < end) {
    const tag = varint();
    const wireType = tag & 7;
    if (wireType !== VARINT && wireType !== LENGTH_DELIMITED) throw new Error(`unexpected wire type ${wireType}`);
    const value = varint();
    const to = wireType === VARINT ? at : at + value;
    onField(tag >> 3, value, at, to);
    at = to;
  }
}

/** The header of the frame in `data[start..end)`; undefined when that is not a Joined. O(deltas). */
export function readJoinedHeader(data: Uint8Array, start: number, end: number): JoinedHeader | undefined {
  // Answers begin with their `reply_to`, a push has none. Other answers are small.
  if (data[start] !== FRAME.replyTo << 3) return undefined;
  let found: JoinedHeader | undefined;
  eachField(data, start, end, (field, _value, from, to) => {
    if (field === FRAME.joined) found = readJoinedBody(data, from, to);
  });
  return found;
}

function readJoinedBody(data: Uint8Array, start: number, end: number): JoinedHeader {
  const header = { offset: 0, recovered: false, snapshotBytes: 0, snapshotAt: 0, deltas: { prevOffset: 0, offset: 0 } };
  const delta: DeltaHeader = { prevOffset: 0, offset: 0 };
  eachField(data, start, end, (field, value, from, to) => {
    if (field === JOINED.position) {
      eachField(data, from, to, (inner, offset) => {
        if (inner === POSITION_OFFSET) header.offset = offset;
      });
    } else if (field === JOINED.recovered) header.recovered = value === 1;
    else if (field === JOINED.snapshot) {
      header.snapshotBytes = to - from;
      header.snapshotAt = from;
    } else if (field === JOINED.deltas && readDeltaBody(data, from, to, delta)) {
      if (header.deltas.offset === 0) header.deltas.prevOffset = delta.prevOffset;
      else if (delta.prevOffset !== header.deltas.offset) throw new Error('a gap between the deltas of a Joined');
      header.deltas.offset = delta.offset;
    }
  });
  return header;
}
