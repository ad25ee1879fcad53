/** Alignment of audio and video by sender reports. */
import { describe, expect, test } from 'vitest';
import { AvSync } from '../../../src/sfu/jitter-buffer/av-sync.ts';
import { parseSenderReport, type SenderReport } from '../../../src/sfu/jitter-buffer/sender-report.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { CALM, defaultTrace, makeTrace } from '../../support/rtp-traces.ts';
import { Feed } from './feed.ts';

const NTP_MS = 3_900_000_000_000;
/** What time of the source's wall clock tick 0 is, in a stream that began at 0 by ours. */
const report = (rtpTimestamp: number, atMs: number): SenderReport => ({
  ssrc: 1,
  ntpMs: NTP_MS + atMs,
  rtpTimestamp: rtpTimestamp >>> 0,
});

function pair(audioMs: number, videoMs: number, maxHoldMs = 2000): { sync: AvSync; audio: Feed; video: Feed } {
  const audio = new Feed('opus', { minDelayMs: audioMs, maxDelayMs: audioMs });
  const video = new Feed('h264', { minDelayMs: videoMs, maxDelayMs: videoMs });
  const sync = new AvSync(
    { buffer: audio.buffer, clockRateHz: 48_000 },
    { buffer: video.buffer, clockRateHz: 90_000 },
    maxHoldMs,
  );
  return { sync, audio, video };
}

describe('alignment', () => {
  test('[JB-60] the earlier stream is held back, whichever it is', () => {
    for (const [audioMs, videoMs] of [
      [40, 200],
      [200, 40],
    ] as const) {
      const { sync, audio, video } = pair(audioMs, videoMs);
      audio.audio(0, 0);
      video.video(0, 0, 0, { isKey: true, parts: 4 });
      sync.report('audio', report(0, 0));
      expect(sync.stats().skewMs).toBeNull();
      sync.report('video', report(0, 0));
      expect(sync.stats().skewMs).toBe(videoMs - audioMs);
      expect([audio.run(1000).seen[0]?.at, video.run(1000).seen[0]?.at]).toEqual([200, 200]);
    }
  });

  test('[JB-60] without packets or reports of both it does nothing', () => {
    const { sync, audio } = pair(40, 200);
    sync.report('video', report(0, 0));
    sync.report('audio', report(0, 0));
    audio.audio(0, 0);
    sync.align();
    expect(sync.stats()).toEqual({ skewMs: null, reportsDoubted: 0 });
    expect(audio.stats.extraDelayMs).toBe(0);
  });

  test('[JB-60] in a call with jitter, loss, drift and different routes, within 20 ms', () => {
    const rough = { ...CALM, jitterMs: 15, stallEveryMs: 3000, stallMs: 120 };
    const streams = { audio: new Feed('opus'), video: new Feed('h264') };
    const aligned = new AvSync(
      { buffer: streams.audio.buffer, clockRateHz: 48_000 },
      { buffer: streams.video.buffer, clockRateHz: 90_000 },
      2000,
    );
    const driftPpm = 150;
    const base = { driftPpm, loss: { enter: 0.01, leave: 0.3, bad: 0.5, good: 0 }, retransmitAfterMs: 70 };
    const audioTrace = { ...defaultTrace('audio', 5), ...base, firstTimestamp: 2 ** 32 - 48_000, frames: 6000 };
    const videoTrace = { ...defaultTrace('h264', 6), ...base, firstTimestamp: 1234, frames: 3000, phases: [rough] };
    const arrivals = [
      ...makeTrace(audioTrace).map((packet) => ({ ...packet, stream: 'audio' as const, at: packet.at })),
      ...makeTrace(videoTrace).map((packet) => ({ ...packet, stream: 'video' as const, at: packet.at + 45 })),
    ].sort((a, b) => a.at - b.at);
    let nextReportAt = 200;
    for (const { stream, bytes, at } of arrivals) {
      for (const each of ['audio', 'video'] as const) streams[each].run(at);
      streams[stream].buffer.push(bytes, instantMs(at));
      streams[stream].pop(at);
      if (at >= nextReportAt) {
        nextReportAt += 1000;
        const sourceMs = at * (1 + driftPpm / 1e6);
        aligned.report('audio', report((audioTrace.firstTimestamp + sourceMs * 48) % 2 ** 32, sourceMs));
        aligned.report('video', report(videoTrace.firstTimestamp + sourceMs * 90, sourceMs));
      }
      aligned.align();
    }
    const delays = (feed: Feed, firstTicks: number, ticksPerMs: number): Map<number, number> =>
      new Map(
        feed.seen
          .filter(({ type, at }) => type === 'media' && at > 3000)
          .map(({ ticks, at }) => [
            Math.round((ticks - firstTicks) / ticksPerMs / 40),
            at - (ticks - firstTicks) / ticksPerMs,
          ]),
      );
    const heard = delays(streams.audio, audioTrace.firstTimestamp, 48);
    const shown = delays(streams.video, videoTrace.firstTimestamp, 90);
    const skews = [...shown].map(([instant, delay]) => Math.abs(delay - (heard.get(instant) ?? delay)));
    expect(skews.length).toBeGreaterThan(2000);
    const within = skews.filter((skew) => skew <= 20).length / skews.length;
    // The rest arrived later than any target, right after a stall has begun and before anything could be learned from it,
    // or waits in its medium alone for what is missing.
    expect(within).toBeGreaterThan(0.95);
  });

  test('[JB-61] it is held back by no more than allowed', () => {
    const { sync, audio, video } = pair(40, 200, 50);
    audio.audio(0, 0);
    video.video(0, 0, 0, { isKey: true, parts: 4 });
    sync.report('audio', report(0, 0));
    sync.report('video', report(0, 0));
    expect([audio.stats.extraDelayMs, video.stats.extraDelayMs]).toEqual([50, 0]);
  });

  test('[JB-62] a report that contradicts the others needs a second one', () => {
    const { sync, audio, video } = pair(40, 40);
    audio.audio(0, 0);
    video.video(0, 0, 0, { isKey: true, parts: 4 });
    sync.report('audio', report(0, 0));
    sync.report('video', report(0, 0));
    sync.report('audio', report(0, 60_000));
    sync.report('audio', report(0, -9000));
    expect(sync.stats()).toEqual({ skewMs: 0, reportsDoubted: 2 });
    sync.report('audio', report(0, -9100));
    expect(sync.stats()).toEqual({ skewMs: -9100, reportsDoubted: 2 });
  });
});

describe('sender reports', () => {
  const words = (...values: readonly number[]): number[] =>
    values.flatMap((value) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
  const senderReport = words(0x80c80006, 7, 100, 0x8000_0000, 9000, 1, 2);
  const receiverReport = words(0x80c90001, 7);

  test('[JB-63] the first one of a compound is found', () => {
    const expected = { ssrc: 7, ntpMs: 100_500, rtpTimestamp: 9000 };
    expect(parseSenderReport(Uint8Array.from(senderReport))).toEqual(expected);
    expect(parseSenderReport(Uint8Array.from([...receiverReport, ...senderReport]))).toEqual(expected);
  });

  test.for([
    { name: 'nothing', bytes: [] },
    { name: 'no sender report', bytes: receiverReport },
    { name: 'one cut short', bytes: senderReport.slice(0, 20) },
    { name: 'another version', bytes: [0x40, ...senderReport.slice(1)] },
    { name: 'one too short to be one', bytes: words(0x80c80001, 7) },
  ])('[JB-63] $name', ({ bytes }) => {
    expect(parseSenderReport(Uint8Array.from(bytes))).toBeUndefined();
  });
});
