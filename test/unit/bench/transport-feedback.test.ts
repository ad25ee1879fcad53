/** Reports of arrivals: what a server reads in them must be what came. */
import { describe, expect, test } from 'vitest';
import {
  extensionNumber,
  MAX_ARRIVALS,
  TRANSPORT_CC_URI,
  TransportFeedback,
  transportCcId,
} from '../../../bench/load/transport-feedback.ts';

const SSRC = 0xabcdef01;

/** An RTP packet with two one-byte header extensions, the second of which is the number. */
function packet(number: number, id = 5): Buffer {
  const data = Buffer.alloc(12 + 4 + 8 + 10);
  data[0] = 0x90;
  data.writeUInt32BE(SSRC, 8);
  data.writeUInt16BE(0xbede, 12);
  data.writeUInt16BE(2, 14);
  data[16] = 0x10; // id 1, one byte
  data[17] = 0x30;
  data[18] = (id << 4) | 1;
  data.writeUInt16BE(number, 19);
  return data;
}

interface Report {
  readonly base: number;
  /** Arrival in units of 250 us by number; null = not received. */
  readonly arrivals: readonly (number | null)[];
}

/** Reads a report as the draft says, run-length chunks only. */
function read(report: Buffer): Report {
  expect([report[0], report[1], report.readUInt32BE(8)]).toEqual([0x8f, 205, SSRC]);
  expect(4 * (report.readUInt16BE(2) + 1)).toBe(report.length);
  const count = report.readUInt16BE(14);
  const symbols: number[] = [];
  let at = 20;
  while (symbols.length < count) {
    const chunk = report.readUInt16BE(at);
    expect(chunk >> 15).toBe(0);
    symbols.push(...Array.from({ length: chunk & 0x1fff }, () => chunk >> 13));
    at += 2;
  }
  expect(symbols.length).toBe(count);
  let ticks = report.readUIntBE(16, 3) * 256;
  const arrivals = symbols.map((symbol) => {
    if (symbol === 0) return null;
    expect(symbol).toBe(2);
    ticks += report.readInt16BE(at);
    at += 2;
    return ticks;
  });
  return { base: report.readUInt16BE(12), arrivals };
}

describe('reports of arrivals', () => {
  test('say when each packet came, across the wrap of the number, and what is missing', () => {
    const feedback = new TransportFeedback(5);
    const came = [
      [65_534, 1000],
      [65_535, 1000.5],
      [2, 1003.25],
      [3, 1100],
    ] as const;
    for (const [number, atMs] of came) feedback.arrived(packet(number), atMs);
    expect(read(feedback.take() ?? Buffer.alloc(0))).toEqual({
      base: 65_534,
      arrivals: [4000, 4002, null, null, 4013, 4400],
    });
    expect(feedback.take()).toBeUndefined();
  });

  test('are counted, and bounded', () => {
    const feedback = new TransportFeedback(5);
    const counts = [0, 1].map(() => {
      for (let number = 0; number < 2 * MAX_ARRIVALS; number += 1) feedback.arrived(packet(number), number);
      expect(feedback.isFull).toBe(true);
      const report = feedback.take() ?? Buffer.alloc(0);
      expect(read(report).arrivals.length).toBe(MAX_ARRIVALS);
      return report[19];
    });
    expect(counts).toEqual([0, 1]);
  });

  test('need the extension in the packet', () => {
    expect(extensionNumber(packet(77), 5)).toBe(77);
    expect(extensionNumber(packet(77, 4), 5)).toBeUndefined();
    expect(extensionNumber(Buffer.from(packet(77).fill(0x80, 0, 1)), 5)).toBeUndefined();
    expect(extensionNumber(packet(77).subarray(0, 19), 5)).toBeUndefined();
    const feedback = new TransportFeedback(6);
    feedback.arrived(packet(1), 1);
    expect(feedback.take()).toBeUndefined();
  });

  test('are given under the id that was agreed', () => {
    const other = { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 };
    expect(transportCcId([other, { uri: TRANSPORT_CC_URI, id: 7 }])).toBe(7);
    expect(transportCcId([other, { uri: TRANSPORT_CC_URI, preferredId: 5 }])).toBe(5);
    expect(transportCcId([other])).toBeUndefined();
  });
});
