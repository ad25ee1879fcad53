/** RTCP sender reports (RFC 3550, section 6.4.1): what time of the source's wall clock an RTP timestamp is. */
import { byteAt, read16, read32 } from './internal/rtp-header.ts';

export interface SenderReport {
  readonly ssrc: number;
  /** Milliseconds of NTP time, the source's wall clock; only differences mean something. */
  readonly ntpMs: number;
  readonly rtpTimestamp: number;
}

const SENDER_REPORT = 200;
/** Header, SSRC, NTP and RTP timestamp, packet and octet count. */
const SENDER_REPORT_BYTES = 28;
const VERSION = 2;

/** The first sender report of a compound packet; undefined when there is none or the packet is malformed. */
export function parseSenderReport(compound: Uint8Array): SenderReport | undefined {
  for (let at = 0; at + 8 <= compound.length; ) {
    const size = 4 * (read16(compound, at + 2) + 1);
    if (byteAt(compound, at) >> 6 !== VERSION || at + size > compound.length) return undefined;
    if (compound[at + 1] === SENDER_REPORT && size >= SENDER_REPORT_BYTES) {
      return {
        ssrc: read32(compound, at + 4),
        ntpMs: read32(compound, at + 8) * 1000 + (read32(compound, at + 12) * 1000) / 2 ** 32,
        rtpTimestamp: read32(compound, at + 16),
      };
    }
    at += size;
  }
  return undefined;
}
