import { describe, expect, test } from 'vitest';
import { EgressClock } from '../../../src/sfu/internal/egress-clock.ts';
import { keyFrameRequests, senderReport, senderReports } from '../../../src/sfu/internal/rtcp.ts';
import { MAX_PAYLOAD_BYTES, RtpPacketizer } from '../../../src/sfu/internal/rtp-packetizer.ts';
import { defaultJitterOptions, JitterBuffer } from '../../../src/sfu/jitter-buffer/jitter-buffer.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { avccOf } from '../../support/fed-frames.ts';

const packetizer = () => new RtpPacketizer({ payloadType: 102, ssrc: 0xdeadbeef, firstSequence: 65_530 });
const unit = (type: number, length: number): Uint8Array => new Uint8Array(length).fill(7).fill(0x60 | type, 0, 1);

describe('[SF-82] levels', () => {
  test.for([
    [-30, 30],
    [0, 0],
    [-127, 127],
    [-200, 127],
    [3, 0],
    [-29.6, 30],
  ] as const)('%d dBov is %d in the header extension', ([levelDbov, told]) => {
    const opus = new Uint8Array([0xf8, 0xff, 0xfe]);
    const stream = packetizer();
    const packet = stream.opus(opus, 960, levelDbov);
    // RFC 8285, section 4.2: profile, one word, element 1 of one byte, padding.
    expect([...packet.subarray(12)]).toEqual([0xbe, 0xde, 0, 1, 0x10, told, 0, 0, ...opus]);
    expect(packet[0]).toBe(0x90);
    expect(stream.octetCount).toBe(opus.length);
    const buffer = new JitterBuffer(defaultJitterOptions('opus'));
    buffer.push(packet, instantMs(1000));
    const { frame } = buffer.pop(instantMs(2000));
    expect([...(frame?.data.subarray(frame.start, frame.end) ?? [])]).toEqual([...opus]);
  });

  test('no level, no extension', () => {
    expect(packetizer().opus(new Uint8Array([1, 2]), 960)).toHaveLength(14);
  });
});

describe('[SF-71] packets', () => {
  test.for([
    ['two units', [unit(7, 20), unit(5, 500)]],
    ['a unit of exactly a packet', [unit(7, 20), unit(5, MAX_PAYLOAD_BYTES)]],
    ['a unit of one byte more', [unit(7, 20), unit(5, MAX_PAYLOAD_BYTES + 1)]],
    ['parameter sets and a large slice', [unit(7, 20), unit(8, 6), unit(5, 50_000)]],
    ['many slices', [unit(7, 20), unit(8, 6), ...Array.from({ length: 40 }, (_, index) => unit(5, 37 * index + 1))]],
  ] as const)('make the frame again in a jitter buffer: %s', ([, units]) => {
    const frame = avccOf(...units);
    const packets = packetizer().h264(frame, 9000);
    expect(packets.every((packet) => packet.length <= 12 + MAX_PAYLOAD_BYTES)).toBe(true);
    expect(packets.map((packet) => (packet[1] ?? 0) >> 7)).toEqual(
      packets.map((_, index) => (index === packets.length - 1 ? 1 : 0)),
    );
    expect(packets.map((packet) => packet.readUInt16BE(2))).toEqual(
      packets.map((_, index) => (65_530 + index) & 0xffff),
    );
    const buffer = new JitterBuffer(defaultJitterOptions('h264'));
    for (const packet of packets) buffer.push(packet, instantMs(1000));
    const { frame: out } = buffer.pop(instantMs(2000));
    expect(out?.isKeyFrame).toBe(true);
    expect(Buffer.compare(Buffer.from(out?.data.subarray(out.start, out.end) ?? []), Buffer.from(frame))).toBe(0);
  });

  test.for([
    ['nothing', []],
    ['half a length', [0, 0]],
    ['a length beyond the end', [0, 0, 0, 9, 0x65]],
    ["a type of RTP's own", [0, 0, 0, 2, 24, 0]],
  ] as const)('are not made of %s', ([, bytes]) => {
    expect(packetizer().h264(new Uint8Array(bytes), 0)).toEqual([]);
  });
});

describe('[SF-79] RTCP', () => {
  test('reports are read as they were written', () => {
    const wallMs = 1_700_000_000_123;
    const fields = { ssrc: 0xfffffff0, wallMs, rtpTimestamp: 2 ** 32 - 1, packetCount: 3, octetCount: 4 };
    for (const cname of ['', 'a', 'anna', 'x'.repeat(300)]) {
      const compound = Buffer.concat([senderReport({ ...fields, cname }), senderReport({ ...fields, ssrc: 5, cname })]);
      const reports = senderReports(compound);
      expect(reports.map(({ ssrc }) => ssrc)).toEqual([0xfffffff0, 5]);
      expect(reports[0]?.rtpTimestamp).toBe(2 ** 32 - 1);
      expect(reports[0]?.ntpMs).toBeCloseTo(wallMs + 2_208_988_800_000, 2);
    }
  });

  test('key frames are asked for by PLI and by FIR, and by nothing else', () => {
    const pli = Buffer.from('81ce00020000000100000007', 'hex');
    const fir = Buffer.from('84ce0004000000010000000000000008010000000000', 'hex');
    const firTwo = Buffer.concat([fir.subarray(0, 20)]);
    const nack = Buffer.from('81cd0003000000010000000700010000', 'hex');
    expect(keyFrameRequests(Buffer.concat([nack, pli, firTwo]))).toEqual([7, 8]);
    expect(keyFrameRequests(nack)).toEqual([]);
    expect(keyFrameRequests(pli.subarray(0, 11))).toEqual([]);
    expect(keyFrameRequests(Buffer.alloc(0))).toEqual([]);
  });
});

describe('[SF-73] the clock of an egress', () => {
  /** Sound and picture of one instant, whose RTP clocks begin elsewhere. */
  const TICKS = { audio: (ms: number) => 48 * (ms + 70_000), video: (ms: number) => 90 * (ms + 5000) };

  test('goes by due times until there are reports, then to where they say, and never back', () => {
    const clock = new EgressClock();
    const at = { audio: [] as number[], video: [] as number[] };
    for (let ms = 0; ms < 6000; ms += 20) {
      if (ms === 1000)
        for (const medium of ['audio', 'video'] as const) clock.report(medium, TICKS[medium](ms), 9e12 + ms);
      // The picture leaves 300 ms later than its sound.
      at.audio.push(clock.timestampMs('audio', TICKS.audio(ms), 1000 + ms));
      at.video.push(clock.timestampMs('video', TICKS.video(ms), 1300 + ms));
    }
    for (const times of [at.audio, at.video]) {
      expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
    }
    expect((at.video[0] ?? 0) - (at.audio[0] ?? 0)).toBe(300);
    expect((at.video[299] ?? 0) - (at.audio[299] ?? 0)).toBeCloseTo(0, 3);
    // Within two seconds of the reports.
    expect(Math.abs((at.video[150] ?? 0) - (at.audio[150] ?? 0))).toBeLessThan(5);
  });

  test('a medium that comes from another source goes on, beside the other one', () => {
    const clock = new EgressClock();
    for (const medium of ['audio', 'video'] as const) clock.report(medium, TICKS[medium](0), 9e12);
    clock.timestampMs('audio', TICKS.audio(0), 1000);
    expect(clock.timestampMs('video', TICKS.video(0), 1234)).toBeCloseTo(1000);
    clock.forget('audio');
    clock.report('audio', 480, 9e12 + 500);
    expect(clock.timestampMs('audio', 480, 7777)).toBeCloseTo(1500);
    clock.forget('video');
    clock.forget('audio');
    expect(clock.timestampMs('video', 0, 5000)).toBe(5000);
  });
});
