import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeJson, encodeJson } from '../../../wire/json-codec.ts';
import { decodeBinary, encodeBinary } from '../../../wire/protobuf-codec.ts';
import { GOLDEN_FRAMES } from '../../golden/golden-frames.ts';

const folder = new URL('../../golden/', import.meta.url);
const read = (name: string): Buffer => readFileSync(new URL(name, folder));

describe.for(GOLDEN_FRAMES)('$name', ({ name, type, frame }) => {
  test('[WR-8] the committed binary decodes, and encodes to the same bytes', () => {
    const decoded = decodeBinary<object>(type, read(`${name}.bin`));
    expect(decoded).toMatchObject(frame);
    expect(Buffer.from(encodeBinary(type, decoded)).toString('hex')).toBe(read(`${name}.bin`).toString('hex'));
  });

  test('[WR-8] the committed JSON decodes to the same message, and encodes to the same text', () => {
    const text = read(`${name}.json`).toString();
    // Some tool may have laid the file out anew: what counts is the value.
    const decoded = decodeJson<object>(type, text);
    expect(decoded).toEqual(decodeBinary(type, read(`${name}.bin`)));
    expect(JSON.parse(encodeJson(type, decoded))).toEqual(JSON.parse(text));
  });
});

test('every committed frame is in the manifest', () => {
  const names = GOLDEN_FRAMES.map(({ name }) => name);
  const files = readdirSync(folder).filter((file) => /\.(bin|json)$/.test(file));
  expect(files.toSorted()).toEqual(names.flatMap((name) => [`${name}.bin`, `${name}.json`]).toSorted());
});
