/**
 * H.264 over RTP (RFC 6184) in non-interleaved mode: single NAL units, STAP-A, FU-A. A frame leaves as NAL units, each
 * after its length in four bytes.
 */

import type { FrameBytes } from './frame-bytes.ts';
import { Flag } from './packet-ring.ts';
import { byteAt, read16 } from './rtp-header.ts';
import type { VideoFormat } from './video-format.ts';

const IDR_SLICE = 5;
const SEQUENCE_PARAMETERS = 7;
const ACCESS_UNIT_DELIMITER = 9;
const LAST_SINGLE = 23;
const STAP_A = 24;
const FU_A = 28;
const LENGTH_BYTES = 4;
const TYPE = 0x1f;
const FIRST_FRAGMENT = 0x80;
const LAST_FRAGMENT = 0x40;

export const h264Format: VideoFormat = {
  classify(data, start, end) {
    const type = byteAt(data, start) & TYPE;
    if (type === STAP_A) return classifyAggregate(data, start + 1, end);
    if (type === FU_A) return end - start > 2 ? flagsOf(byteAt(data, start + 1) & TYPE) & Flag.key : -1;
    return type > 0 && type <= LAST_SINGLE ? flagsOf(type) : -1;
  },

  append(frame, data, start, end) {
    const type = byteAt(data, start) & TYPE;
    if (type === FU_A) return appendFragment(frame, data, start, end);
    if (frame.openUnit !== -1) return false;
    if (type !== STAP_A) return appendUnit(frame, data, start, end);
    for (let at = start + 1; at < end; ) {
      const size = read16(data, at);
      if (!appendUnit(frame, data, at + 2, at + 2 + size)) return false;
      at += 2 + size;
    }
    return true;
  },

  finish(frame) {
    return frame.openUnit === -1 && frame.end > frame.start;
  },
};

/** Parameter sets and delimiters begin an access unit (H.264, section 7.4.1.2.3); other types can also be inside. */
function flagsOf(type: number): number {
  if (type === IDR_SLICE) return Flag.key;
  return type === SEQUENCE_PARAMETERS || type === ACCESS_UNIT_DELIMITER ? Flag.entry : 0;
}

/** The first unit tells whether a frame begins, any unit whether it is a key frame. */
function classifyAggregate(data: Uint8Array, start: number, end: number): number {
  let flags = 0;
  for (let at = start; at < end; ) {
    const size = read16(data, at);
    if (size === 0 || at + 2 + size > end) return -1;
    const unit = flagsOf(byteAt(data, at + 2) & TYPE);
    flags |= at === start ? unit : unit & Flag.key;
    at += 2 + size;
  }
  return end > start ? flags : -1;
}

function appendUnit(frame: FrameBytes, data: Uint8Array, start: number, end: number): boolean {
  return frame.append32(end - start) && frame.append(data, start, end);
}

/** FU-A (section 5.8): the unit's header is spread over indicator and fragment header. */
function appendFragment(frame: FrameBytes, data: Uint8Array, start: number, end: number): boolean {
  const indicator = byteAt(data, start);
  const header = byteAt(data, start + 1);
  const isFirst = (header & FIRST_FRAGMENT) !== 0;
  if (isFirst !== (frame.openUnit === -1)) return false;
  if (isFirst) {
    frame.openUnit = frame.end;
    if (!(frame.append32(0) && frame.appendByte((indicator & ~TYPE) | (header & TYPE)))) return false;
  }
  if (!frame.append(data, start + 2, end)) return false;
  if ((header & LAST_FRAGMENT) === 0) return true;
  frame.write32(frame.openUnit, frame.end - frame.openUnit - LENGTH_BYTES);
  frame.openUnit = -1;
  return true;
}
