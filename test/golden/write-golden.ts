/** Writes the golden frames that have no files yet. Existing ones are what older peers send: they stay as they are. */
import { existsSync, writeFileSync } from 'node:fs';
import { encodeJson } from '../../wire/json-codec.ts';
import { encodeBinary } from '../../wire/protobuf-codec.ts';
import { GOLDEN_FRAMES } from './golden-frames.ts';

for (const { name, type, frame } of GOLDEN_FRAMES) {
  for (const [ending, encode] of [['bin', encodeBinary] as const, ['json', encodeJson] as const]) {
    const file = new URL(`${name}.${ending}`, import.meta.url);
    if (existsSync(file)) continue;
    writeFileSync(file, encode(type, frame));
    console.log(`wrote test/golden/${name}.${ending}`);
  }
}
