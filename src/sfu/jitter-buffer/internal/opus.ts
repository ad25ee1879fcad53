/** How long an Opus packet lasts, in ticks of 48 kHz, from its first byte (RFC 6716, section 3.1). */

import { byteAt } from './rtp-header.ts';

const SILK_TICKS = [480, 960, 1920, 2880];
const HYBRID_TICKS = [480, 960];
const CELT_TICKS = [120, 240, 480, 960];
/** 120 ms; a packet that claims more is broken (section 3.4, R5). */
const MAX_TICKS = 5760;

/** 0 when the packet is malformed in what is looked at. */
export function opusDurationTicks(data: Uint8Array, start: number, end: number): number {
  if (start >= end) return 0;
  const first = byteAt(data, start);
  const ticks = frameCount(data, start, end) * frameTicks(first >> 3);
  return ticks > MAX_TICKS ? 0 : ticks;
}

function frameTicks(config: number): number {
  if (config < 12) return SILK_TICKS[config & 3] ?? 0;
  if (config < 16) return HYBRID_TICKS[config & 1] ?? 0;
  return CELT_TICKS[config & 3] ?? 0;
}

function frameCount(data: Uint8Array, start: number, end: number): number {
  const code = byteAt(data, start) & 3;
  if (code === 0) return 1;
  if (code < 3) return 2;
  return start + 1 < end ? byteAt(data, start + 1) & 0x3f : 0;
}
