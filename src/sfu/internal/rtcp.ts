/** The few RTCP packets that an ingest writes and reads (RFC 3550, RFC 4585). */
import { parseSenderReport, type SenderReport } from '../jitter-buffer/sender-report.ts';

const SENDER_REPORT = 200;
const SOURCE_DESCRIPTION = 202;
const PAYLOAD_FEEDBACK = 206;
const PICTURE_LOSS = 1;
const FULL_INTRA_REQUEST = 4;
const CNAME = 1;
const SENDER_REPORT_BYTES = 28;
const FEEDBACK_BYTES = 12;
const VERSION = 2;
const SECONDS_1900_TO_1970 = 2_208_988_800;

export interface SenderReportFields {
  readonly ssrc: number;
  /** Of the wall clock, since 1970. */
  readonly wallMs: number;
  readonly rtpTimestamp: number;
  readonly packetCount: number;
  readonly octetCount: number;
  readonly cname: string;
}

/** A compound of sender report and source description (RFC 3550, sections 6.4.1 and 6.5). */
export function senderReport({
  ssrc,
  wallMs,
  rtpTimestamp,
  packetCount,
  octetCount,
  cname,
}: SenderReportFields): Buffer {
  const name = Buffer.from(cname, 'latin1').subarray(0, 255);
  // The item list ends with at least one zero, and at a multiple of four bytes.
  const chunkBytes = 4 * Math.ceil((4 + 2 + name.length + 1) / 4);
  const packet = Buffer.alloc(SENDER_REPORT_BYTES + 4 + chunkBytes);
  const seconds = Math.floor(wallMs / 1000);
  packet[0] = VERSION << 6;
  packet[1] = SENDER_REPORT;
  packet.writeUInt16BE(SENDER_REPORT_BYTES / 4 - 1, 2);
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt32BE((seconds + SECONDS_1900_TO_1970) >>> 0, 8);
  packet.writeUInt32BE(Math.floor(((wallMs - seconds * 1000) / 1000) * 2 ** 32) >>> 0, 12);
  packet.writeUInt32BE(rtpTimestamp >>> 0, 16);
  packet.writeUInt32BE(packetCount >>> 0, 20);
  packet.writeUInt32BE(octetCount >>> 0, 24);
  const at = SENDER_REPORT_BYTES;
  packet[at] = (VERSION << 6) | 1;
  packet[at + 1] = SOURCE_DESCRIPTION;
  packet.writeUInt16BE(chunkBytes / 4, at + 2);
  packet.writeUInt32BE(ssrc, at + 4);
  packet[at + 8] = CNAME;
  packet[at + 9] = name.length;
  packet.set(name, at + 10);
  return packet;
}

/** SSRCs that a compound packet asks a key frame of, by PLI (RFC 4585, 6.3.1) or FIR (RFC 5104, 4.3.1). */
export function keyFrameRequests(compound: Buffer): readonly number[] {
  return packetsOf(compound).flatMap((packet) => {
    const format = packet.readUInt8(0) & 0x1f;
    if (packet.readUInt8(1) !== PAYLOAD_FEEDBACK || packet.length < FEEDBACK_BYTES) return [];
    if (format === PICTURE_LOSS) return [packet.readUInt32BE(8)];
    if (format !== FULL_INTRA_REQUEST) return [];
    const asked: number[] = [];
    for (let at = FEEDBACK_BYTES; at + 8 <= packet.length; at += 8) asked.push(packet.readUInt32BE(at));
    return asked;
  });
}

/** NTP time in ms, as in `SenderReport`. */
export const ntpToMs = (seconds: number, fraction: number): number => seconds * 1000 + (fraction * 1000) / 2 ** 32;

/** All sender reports of a compound packet. */
export function senderReports(compound: Buffer): readonly SenderReport[] {
  return packetsOf(compound).flatMap((packet) => parseSenderReport(packet) ?? []);
}

/** The packets of a compound, up to the first that does not fit. */
function packetsOf(compound: Buffer): readonly Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at + 4 <= compound.length; ) {
    const end = at + 4 * (compound.readUInt16BE(at + 2) + 1);
    if (compound.readUInt8(at) >> 6 !== VERSION || end > compound.length) break;
    packets.push(compound.subarray(at, end));
    at = end;
  }
  return packets;
}
