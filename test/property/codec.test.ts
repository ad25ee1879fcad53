import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MESSAGE_FIELDS } from '../../wire/generated/messages.ts';
import { decodeJson, encodeJson } from '../../wire/json-codec.ts';
import { decodeBinary, encodeBinary } from '../../wire/protobuf-codec.ts';
import { WireError } from '../../wire/wire-error.ts';
import { arbitraryMessage } from './arbitrary-message.ts';

const FRAME_TYPES = ['ClientFrame', 'ServerFrame'] as const;
const arbitraryByType = new Map(Object.keys(MESSAGE_FIELDS).map((type) => [type, arbitraryMessage(type)]));
const anyMessage = (type: string): fc.Arbitrary<Record<string, unknown>> => {
  const arbitrary = arbitraryByType.get(type);
  if (arbitrary === undefined) throw new Error(type);
  return arbitrary;
};

/** Anything but a WireError escapes and fails the property. */
function onlyWireError(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
}

describe('round trip', () => {
  test.for(FRAME_TYPES)('[WR-1] %s: both encodings give back the message, and agree', (type) => {
    fc.assert(
      fc.property(anyMessage(type), (message) => {
        const decoded = decodeBinary<object>(type, encodeBinary(type, message));
        expect(decoded).toMatchObject(message);
        expect(decodeJson(type, encodeJson(type, message))).toEqual(decoded);
        // Encoding what was decoded changes nothing: relays may decode and encode again.
        expect(decodeBinary(type, encodeBinary(type, decoded))).toEqual(decoded);
        expect(encodeJson(type, decoded)).toBe(encodeJson(type, message));
      }),
      { numRuns: 2000 },
    );
  });

  test.for([...arbitraryByType.keys()])('%s', (type) => {
    fc.assert(
      fc.property(anyMessage(type), (message) => {
        const decoded = decodeBinary<object>(type, encodeBinary(type, message));
        expect(decoded).toMatchObject(message);
        expect(decodeJson(type, encodeJson(type, decoded))).toEqual(decoded);
      }),
      { numRuns: 25 },
    );
  });
});

describe('[WR-3] decoders throw WireError and nothing else', () => {
  test.for(FRAME_TYPES)('%s from random bytes', (type) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        onlyWireError(() => decodeBinary(type, data));
        onlyWireError(() => decodeJson(type, data));
      }),
      { numRuns: 5000 },
    );
  });

  test.for(FRAME_TYPES)('%s from random text and random JSON', (type) => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json({ maxDepth: 6 })), (text) => {
        onlyWireError(() => decodeJson(type, text));
        onlyWireError(() => decodeBinary(type, text));
      }),
      { numRuns: 3000 },
    );
  });

  test.for(FRAME_TYPES)('%s from frames with a few bytes changed, cut or repeated', (type) => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(anyMessage(type), edits, fc.nat(), fc.boolean(), (message, changes, cut, isJson) => {
        const encoded = isJson ? new TextEncoder().encode(encodeJson(type, message)) : encodeBinary(type, message);
        const mutated = Uint8Array.from(encoded);
        for (const [at, value] of changes) if (mutated.length > 0) mutated[at % mutated.length] = value;
        const cutOff = mutated.subarray(0, cut % (mutated.length + 1));
        for (const data of [mutated, cutOff, Uint8Array.from([...mutated, ...cutOff])]) {
          onlyWireError(() => (isJson ? decodeJson(type, data) : decodeBinary(type, data)));
        }
      }),
      { numRuns: 3000 },
    );
  });

  test.for(FRAME_TYPES)('%s from JSON whose fields have values of other types', (type) => {
    const names = (MESSAGE_FIELDS[type] ?? []).map(([name]) => name);
    const anyValue = fc.jsonValue({ maxDepth: 3 });
    const body = fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor', 'body'), anyValue, { maxKeys: 4 });
    fc.assert(
      fc.property(body, (json) => {
        onlyWireError(() => decodeJson(type, JSON.stringify(json)));
        expect(({} as Record<string, unknown>)['body']).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });
});

test('[WR-1] what decodes from random bytes can be encoded again in both encodings', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (data) => {
      onlyWireError(() => {
        const decoded = decodeBinary<object>('ClientFrame', data);
        expect(decodeJson('ClientFrame', encodeJson('ClientFrame', decoded))).toEqual(decoded);
      });
    }),
    { numRuns: 5000 },
  );
});
