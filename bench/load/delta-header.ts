/**
 * Reads the two offsets of a RoomDelta without decoding the rest. A hundred members receive each delta; decoding it a
 * hundred times would make the load generator slower than the server.
 */

/** `ServerFrame.room_delta`, field 20, as the first two bytes of a push (a push has no `reply_to`). */
const ROOM_DELTA_TAG = [0xa2, 0x01] as const;
const PREV_OFFSET_FIELD = 3;
const OFFSET_FIELD = 4;
const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Position within the frame being read, shared by the functions below: one frame is read at a time. */
let at = 0;

function readVarint(data: Uint8Array): number {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = data[at] ?? 0;
    at += 1;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
    factor *= 128;
  }
}

/** Offsets of one delta: it leads from `prevOffset` to `offset`. */
export interface DeltaHeader {
  prevOffset: number;
  offset: number;
}

/** Fills `header` from the frame in `data[start..end)`; false when that is not a RoomDelta. O(1). */
export function readDeltaHeader(data: Uint8Array, start: number, end: number, header: DeltaHeader): boolean {
  if (data[start] !== ROOM_DELTA_TAG[0] || data[start + 1] !== ROOM_DELTA_TAG[1]) return false;
  at = start + 2;
  readVarint(data);
  return readDeltaBody(data, at, end, header);
}

/** The same for a RoomDelta without the frame around it, as a Joined carries them. */
export function readDeltaBody(data: Uint8Array, start: number, end: number, header: DeltaHeader): boolean {
  at = start;
  header.prevOffset = 0;
  header.offset = 0;
  while (at < end) {
    const tag = readVarint(data);
    const field = tag >> 3;
    const wireType = tag & 7;
    if (wireType === LENGTH_DELIMITED && field < OFFSET_FIELD) {
      const length = readVarint(data);
      at += length;
    } else if (wireType === VARINT) {
      const value = readVarint(data);
      if (field === PREV_OFFSET_FIELD) header.prevOffset = value;
      else if (field === OFFSET_FIELD) header.offset = value;
    } else {
      break;
    }
  }
  return header.offset > 0;
}
