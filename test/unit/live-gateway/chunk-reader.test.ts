import { expect, test } from 'vitest';
import { decodeAmf0 } from '../../../src/live-gateway/rtmp/internal/amf0-reader.ts';
import { ChunkReader } from '../../../src/live-gateway/rtmp/internal/chunk-reader.ts';
import { messageBytes, messageOf } from '../../../src/live-gateway/rtmp/internal/chunk-writer.ts';
import { encodeAmf0 } from '../../../src/live-gateway/rtmp/internal/nms-protocol.ts';
import { type RtmpMessage, RtmpViolation } from '../../../src/live-gateway/rtmp/internal/rtmp-message.ts';

function setUp({ maxMessageBytes = 100_000, maxChunkStreams = 4, maxPartialBytes = 200_000 } = {}) {
  const messages: RtmpMessage[] = [];
  const reader = new ChunkReader(
    { maxChunkStreams, maxMessageBytes: () => maxMessageBytes, maxPartialBytes },
    (message) => {
      messages.push(message);
    },
  );
  return {
    messages,
    reader,
    seen: () => messages.map(({ type, timestamp, body }) => [type, timestamp, body.toString()]),
  };
}

/** Basic header, then what the format has of timestamp, length, type, stream. */
function chunk(
  format: number,
  id: number,
  fields: { ts?: number; length?: number; type?: number },
  payload = '',
): Buffer {
  const head = Buffer.alloc(format === 0 ? 11 : format === 1 ? 7 : format === 2 ? 3 : 0);
  if (format < 3) head.writeUIntBE(fields.ts ?? 0, 0, 3);
  if (format < 2) {
    head.writeUIntBE(fields.length ?? payload.length, 3, 3);
    head.writeUInt8(fields.type ?? 8, 6);
  }
  return Buffer.concat([Buffer.of((format << 6) | id), head, Buffer.from(payload)]);
}

test('[LG-25] all four header formats, differences of time, and interleaved messages', () => {
  const { reader, seen } = setUp();
  reader.setChunkSize(4);
  reader.read(
    Buffer.concat([
      chunk(0, 4, { ts: 1000, length: 6, type: 8 }, 'abcd'),
      chunk(0, 6, { ts: 1010, length: 5, type: 9 }, 'ABCD'),
      chunk(3, 4, {}, 'ef'),
      chunk(3, 6, {}, 'E'),
      chunk(1, 4, { ts: 20, length: 2, type: 8 }, 'gh'),
      chunk(2, 4, { ts: 30 }, 'ij'),
      chunk(3, 4, {}, 'kl'),
      chunk(1, 4, { ts: 5, length: 0, type: 8 }),
    ]),
  );
  expect(seen()).toEqual([
    [8, 1000, 'abcdef'],
    [9, 1010, 'ABCDE'],
    [8, 1020, 'gh'],
    [8, 1050, 'ij'],
    [8, 1080, 'kl'],
    [8, 1085, ''],
  ]);
});

test.for([
  { id: 63, bytes: [63] },
  { id: 64, bytes: [0, 0] },
  { id: 319, bytes: [0, 255] },
  { id: 320, bytes: [1, 0, 1] },
  { id: 65_599, bytes: [1, 255, 255] },
])('[LG-25] chunk stream $id', ({ id, bytes }) => {
  const { reader, messages } = setUp();
  reader.setChunkSize(1);
  reader.read(Buffer.concat([Buffer.from(bytes), Buffer.from('0000000000020800000000', 'hex'), Buffer.from('a')]));
  // Only a reader that knows the id by its number forgets the right message.
  reader.abort(id + 1);
  const more = Buffer.from(bytes);
  more[0] = (more[0] ?? 0) | 0xc0;
  reader.read(Buffer.concat([more, Buffer.from('b')]));
  expect(messages.map(({ body }) => body.toString())).toEqual(['ab']);
});

test.for([
  { what: 'repeated, as specified', repeat: true },
  { what: 'left out, as by Flash', repeat: false },
])('[LG-25] the extended timestamp in chunks of type 3, $what', ({ repeat }) => {
  const extended = Buffer.from('01020304', 'hex');
  const bytes = Buffer.concat([
    chunk(0, 4, { ts: 0xff_ffff, length: 9, type: 9 }),
    extended,
    Buffer.from('abcd'),
    chunk(3, 4, {}),
    ...(repeat ? [extended] : []),
    Buffer.from('efgh'),
    chunk(3, 4, {}),
    ...(repeat ? [extended] : []),
    Buffer.from('i'),
    // What follows shows that the reader is in step.
    chunk(0, 5, { ts: 1, length: 4, type: 8 }, 'next'),
    chunk(0, 5, { ts: 2, length: 4, type: 8 }, 'last'),
  ]);
  for (const size of [1, 3, bytes.length]) {
    const { reader, seen } = setUp();
    reader.setChunkSize(4);
    for (let at = 0; at < bytes.length; at += size) reader.read(bytes.subarray(at, at + size));
    expect(seen()).toEqual([
      [9, 0x0102_0304, 'abcdefghi'],
      [8, 1, 'next'],
      [8, 2, 'last'],
    ]);
  }
});

test.for([0, 1, 59_999, 60_000, 60_001, 120_000, 150_000])('[LG-25] what we write we read: %i bytes', (length) => {
  for (const timestampMs of [0, 0xff_fffe, 0xff_ffff, 2 ** 32 - 1, 2 ** 32 + 7]) {
    const { reader, messages } = setUp({ maxMessageBytes: 200_000, maxPartialBytes: 400_000 });
    reader.setChunkSize(60_000);
    const body = Buffer.from(Array.from({ length }, (_, index) => index % 251));
    const bytes = messageOf({ chunkStreamId: 6, type: 9, streamId: 1, timestampMs }, body);
    expect(bytes.length).toBe(messageBytes(length, timestampMs));
    reader.read(bytes);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.timestamp).toBe(timestampMs % 2 ** 32);
    expect(messages[0]?.body.equals(body)).toBe(true);
    expect(reader.partialBytes).toBe(0);
  }
});

test('[LG-25] an aborted message is forgotten', () => {
  const { reader, seen } = setUp();
  reader.setChunkSize(2);
  reader.read(chunk(0, 4, { length: 4 }, 'ab'));
  reader.abort(4);
  reader.read(chunk(0, 4, { length: 2 }, 'cd'));
  expect(seen()).toEqual([[8, 0, 'cd']]);
});

test('[LG-26] an announced length costs no memory before its bytes come', () => {
  const { reader } = setUp({ maxMessageBytes: 16_000_000, maxPartialBytes: 20_000_000, maxChunkStreams: 64 });
  for (let id = 3; id < 60; id += 1) reader.read(chunk(0, id, { length: 16_000_000, type: 9 }, 'x'.repeat(128)));
  expect(reader.partialBytes).toBeLessThan(57 * 5000);
});

test.for([
  { what: 'too long a message', bytes: [chunk(0, 4, { length: 100_001 })] },
  { what: 'too many chunk streams', bytes: [4, 5, 6, 7, 8].map((id) => chunk(0, id, { length: 0 })) },
  { what: 'a chunk stream that begins with a difference', bytes: [chunk(2, 4, {})] },
  { what: 'a chunk stream that begins without a header', bytes: [chunk(3, 4, {})] },
  {
    what: 'too much unfinished',
    bytes: [4, 5, 6].flatMap((id) => [chunk(0, id, { length: 99_999 }), Buffer.alloc(99_998)]),
  },
])('[LG-26] $what is a breach of protocol', ({ bytes }) => {
  const { reader } = setUp();
  reader.setChunkSize(99_998);
  expect(() => {
    for (const piece of bytes) reader.read(piece);
  }).toThrow(RtmpViolation);
});

test('[LG-26] AMF0 of all kinds is read, and nothing else', () => {
  const written = { text: 'e', number: 1.5, yes: true, nothing: null, inner: { a: 1 } };
  expect(decodeAmf0(encodeAmf0(['x', 1, written, undefined]))).toEqual(['x', 1, written, undefined]);
  const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
  expect(decodeAmf0(hex('08 00000001 0001 61 0101 000009 05'))).toEqual([{ a: true }, null]);
  expect(decodeAmf0(hex('0a 00000002 05 0100'))).toEqual([{ 0: null, 1: false }]);
  expect(decodeAmf0(hex('02 0002 c3a9'))).toEqual(['é']);
  expect(decodeAmf0(hex('0b 4000000000000000 0000'))).toEqual([2]);
  expect(decodeAmf0(hex('0c 00000001 61 0f 00000001 62 0d 07 0001'))).toEqual(['a', 'b', null, null]);
  expect(decodeAmf0(hex('10 0001 78 0001 61 05 000009'))).toEqual([{ a: null }]);
  const hostile = decodeAmf0(hex(`03 0009 ${Buffer.from('__proto__').toString('hex')} 05 000009`));
  expect(Object.keys(hostile?.[0] as object)).toEqual(['__proto__']);
});

test.for([
  ['cut off', '02 0005 61'],
  ['an unknown kind', '11'],
  ['an object without an end', '03 0001 61 05'],
  ['a long text that is not there', '0c ffffffff'],
  ['an array of four billion', '0a ffffffff'],
  ['depth', '03 0001 61 '.repeat(20)],
  ['number of values', '05 '.repeat(600)],
])('[LG-26] AMF0 with %s is none', ([, hex]) => {
  expect(decodeAmf0(Buffer.from((hex ?? '').replaceAll(' ', ''), 'hex'))).toBeUndefined();
});
