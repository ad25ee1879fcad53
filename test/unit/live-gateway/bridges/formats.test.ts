import { describe, expect, test } from 'vitest';
import {
  AdtsReader,
  adtsFrame,
  audioSpecificConfig,
  parseAudioSpecificConfig,
} from '../../../../src/live-gateway/bridges/internal/adts.ts';
import {
  avcConfigRecord,
  isParameterSet,
  parseAvcConfig,
  readUnits,
  writeUnits,
} from '../../../../src/live-gateway/bridges/internal/avc.ts';
import {
  audioFrameBody,
  parseAudioBody,
  parseVideoBody,
  videoConfigBody,
  videoFrameBody,
} from '../../../../src/live-gateway/bridges/internal/flv-bodies.ts';
import {
  isOpusTags,
  OggOpusWriter,
  OggReader,
  preSkipOf,
} from '../../../../src/live-gateway/bridges/internal/ogg-opus.ts';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values);
const LC_44100_STEREO = bytes(0x12, 0x10);

/** Deterministic bytes. */
function noise(length: number, seed: number): Buffer {
  const out = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    out[at] = state >>> 16;
  }
  return out;
}

describe('AAC', () => {
  test('[BR-1] AudioSpecificConfig of the usual streams', () => {
    expect(parseAudioSpecificConfig(LC_44100_STEREO)).toEqual({ sampleRateHz: 44_100, rateIndex: 4, channels: 2 });
    expect(parseAudioSpecificConfig(bytes(0x11, 0x88))).toEqual({ sampleRateHz: 48_000, rateIndex: 3, channels: 1 });
    // HE-AAC, explicit: 22.05 kHz core, 44.1 kHz with SBR.
    expect(parseAudioSpecificConfig(bytes(0x2b, 0x92, 0x08, 0x00))).toEqual({
      sampleRateHz: 22_050,
      rateIndex: 7,
      channels: 2,
    });
    const format = { sampleRateHz: 48_000, rateIndex: 3, channels: 2 };
    expect(parseAudioSpecificConfig(audioSpecificConfig(format))).toEqual(format);
  });

  test.for([
    ['nothing', []],
    ['half of it', [0x12]],
    ['another object type', [0x1a, 0x10]],
    ['a sample rate of its own', [0x17, 0x80, 0, 0, 0]],
    ['no channels', [0x12, 0x00]],
    ['short frames', [0x12, 0x14]],
  ] as const)('[BR-4] is refused: %s', ([, config]) => {
    expect(parseAudioSpecificConfig(bytes(...config))).toBeUndefined();
  });

  test('[BR-62] frames survive ADTS in pieces of any size, between garbage', () => {
    const format = { sampleRateHz: 44_100, rateIndex: 4, channels: 2 };
    const frames = Array.from({ length: 20 }, (_, index) => new Uint8Array(noise(50 + 17 * index, index).fill(index)));
    const stream = Buffer.concat([bytes(1, 2, 3), ...frames.map((raw) => adtsFrame(format, raw) ?? Buffer.alloc(0))]);
    for (const size of [1, 2, 7, 64, 5000]) {
      const reader = new AdtsReader();
      const read = [];
      for (let at = 0; at < stream.length; at += size) read.push(...reader.push(stream.subarray(at, at + size)));
      expect(read.map(({ raw }) => [...raw])).toEqual(frames.map((raw) => [...raw]));
      expect(read[0]?.format).toEqual(format);
    }
    expect(adtsFrame(format, new Uint8Array(8200))).toBeUndefined();
    expect(adtsFrame(format, bytes())).toBeUndefined();
  });
});

describe('Ogg', () => {
  test('[BR-62] packets of any length survive, in pieces of any size', () => {
    const lengths = [1, 3, 254, 255, 256, 510, 1275, 4000];
    const writer = new OggOpusWriter();
    const packets = lengths.map((length) => new Uint8Array(noise(length, length)));
    const stream = Buffer.concat([writer.headers(2), ...packets.map((packet) => writer.packet(packet, 20))]);
    for (const size of [1, 27, 300, 100_000]) {
      const reader = new OggReader();
      const read: Uint8Array[] = [];
      for (let at = 0; at < stream.length; at += size) {
        read.push(...reader.push(stream.subarray(at, at + size)).map((packet) => packet.bytes));
      }
      expect(preSkipOf(read[0] ?? bytes())).toBe(0);
      expect(isOpusTags(read[1] ?? bytes())).toBe(true);
      expect(read.slice(2).map((packet) => [...packet])).toEqual(packets.map((packet) => [...packet]));
    }
  });

  test('[BR-62] what is no page is skipped', () => {
    const writer = new OggOpusWriter();
    const page = writer.packet(bytes(1, 2, 3), 20);
    const reader = new OggReader();
    expect(reader.push(Buffer.concat([noise(999, 5), page])).map((packet) => [...packet.bytes])).toEqual([[1, 2, 3]]);
  });
});

describe('FLV and AVC', () => {
  const sequenceSet = bytes(0x67, 0x42, 0xc0, 0x1f, 9, 9);
  const pictureSet = bytes(0x68, 0xce);

  test('[BR-21] a sequence header is read as it was written', () => {
    const config = parseAvcConfig(avcConfigRecord(sequenceSet, pictureSet));
    expect(config).toEqual({ lengthBytes: 4, sequenceSets: [sequenceSet], pictureSets: [pictureSet] });
    const body = parseVideoBody(videoConfigBody(avcConfigRecord(sequenceSet, pictureSet)));
    expect(body.type).toBe('config');
  });

  test('[BR-1] units of any length size are read, delimiters and filler left out', () => {
    const frame = bytes(0, 2, 0x09, 0xf0, 0, 3, 0x65, 1, 2, 0, 1, 0x0c, 0, 2, 0x67, 7);
    const units = readUnits(frame, 2) ?? [];
    expect(units.map(({ type }) => type)).toEqual([5, 7]);
    expect(units.filter(isParameterSet).length).toBe(1);
    const written = writeUnits(units.map((unit) => unit.bytes));
    expect(readUnits(written)?.map((unit) => [...unit.bytes])).toEqual([
      [0x65, 1, 2],
      [0x67, 7],
    ]);
    expect(readUnits(bytes(0, 0, 0, 9, 1), 4)).toBeUndefined();
  });

  test('[BR-1] bodies are read as they were written; times of composition are signed', () => {
    expect(parseVideoBody(videoFrameBody(true, bytes(1, 2)))).toEqual({
      type: 'frame',
      compositionMs: 0,
      units: bytes(1, 2),
    });
    expect(parseVideoBody(bytes(0x27, 1, 0xff, 0xff, 0xfe))).toMatchObject({ type: 'frame', compositionMs: -2 });
    expect(parseVideoBody(bytes(0x27, 1, 0, 0, 80))).toMatchObject({ compositionMs: 80 });
    expect(parseVideoBody(bytes(0x17, 2, 0, 0, 0))).toEqual({ type: 'other' });
    expect(parseAudioBody(audioFrameBody(bytes(7)))).toEqual({ type: 'frame', raw: bytes(7) });
  });

  test.for([
    ['H.263', [0x22, 0]],
    ['enhanced RTMP', [0x91, 0x68, 0x76, 0x63, 0x31]],
    ['nothing', []],
  ] as const)('[BR-4] other video is unsupported: %s', ([, body]) => {
    expect(parseVideoBody(bytes(...body))).toEqual({ type: 'unsupported' });
  });

  test('[BR-4] other sound is unsupported', () => {
    expect(parseAudioBody(bytes(0x2f, 1, 2))).toEqual({ type: 'unsupported' });
    expect(parseAudioBody(bytes())).toEqual({ type: 'unsupported' });
  });
});

test('[BR-62] whatever comes, nothing throws and little is kept', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const data = noise(seed * 7, seed);
    const ogg = new OggReader();
    const adts = new AdtsReader();
    for (let at = 0; at < data.length; at += 100) {
      ogg.push(data.subarray(at, at + 100));
      adts.push(data.subarray(at, at + 100));
    }
    parseAvcConfig(data);
    parseAvcConfig(Buffer.concat([bytes(1, 2, 3, 4, 0xff, 0xe0 | (seed & 3)), data]));
    readUnits(data, 1 + (seed % 4));
    parseAudioSpecificConfig(data);
    parseAudioBody(data);
    parseVideoBody(data);
  }
  expect(parseAvcConfig(bytes(1, 66, 0, 31, 0xff, 0xe1, 0xff, 0xff, 0x67))).toBeUndefined();
});
