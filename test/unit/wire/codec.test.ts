import { describe, expect, test } from 'vitest';
import type { WireCodec } from '../../../client/api.ts';
import { SUBPROTOCOLS } from '../../../wire/codec.ts';
import { type ClientFrame, type Init, type LeaveReason, Medium } from '../../../wire/generated/messages.ts';
import { decodeJson, jsonCodec } from '../../../wire/json-codec.ts';
import { shapeOf } from '../../../wire/message-shape.ts';
import { decodeBinary, encodeBinary, protobufCodec } from '../../../wire/protobuf-codec.ts';
import { WireError } from '../../../wire/wire-error.ts';

const codecs = [protobufCodec, jsonCodec] as const;
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

test('both codecs are what the client library wants, one for each subprotocol', () => {
  const forClient: readonly WireCodec[] = codecs;
  expect(forClient.map(({ subprotocol }) => subprotocol)).toEqual(SUBPROTOCOLS);
});

describe.for(codecs)('$subprotocol', (codec) => {
  const roundTrip = (frame: Init<ClientFrame>): ClientFrame => codec.decodeClientFrame(codec.encodeClientFrame(frame));

  test('[WR-2] a decoded message is complete: defaults, empty lists, nulls and the oneof are there', () => {
    const frame = roundTrip({ id: 7, joinRoom: { roomId: 'r' } });
    expect(frame.body).toBe('joinRoom');
    expect(frame.id).toBe(7);
    expect(frame.hello).toBeNull();
    // Also after spreading, which loses what is inherited.
    expect({ ...frame.joinRoom }).toEqual({
      roomId: 'r',
      room: null,
      profile: null,
      since: null,
      subscribe: [],
      scene: 0,
      belief: null,
    });
  });

  test('an empty body is still a body', () => {
    expect(roundTrip({ id: 1, lowerAllHands: {} })).toMatchObject({
      body: 'lowerAllHands',
      lowerAllHands: { roomId: '' },
    });
  });

  test('[WR-4] a frame without a known body keeps its id', () => {
    const frame = roundTrip({ id: 9 });
    expect(frame.body).toBeUndefined();
    expect(frame.id).toBe(9);
  });

  test('[WR-7] maps have no inherited keys, and __proto__ is a key like any other', () => {
    const params = Object.fromEntries([
      ['__proto__', 'x'],
      ['table', '4'],
    ]);
    const decoded = roundTrip({ id: 1, joinRoom: { room: { type: 't', params } } }).joinRoom?.room?.params ?? {};
    expect(decoded['constructor']).toBeUndefined();
    expect(decoded['table']).toBe('4');
    expect(({} as Record<string, unknown>)['table']).toBeUndefined();
    expect(Object.getPrototypeOf(decoded)).toBeNull();
  });

  test('values newer than the schema are kept as numbers', () => {
    const frame = roundTrip({ id: 1, leaveRoom: { roomId: 'r', reason: 99 as LeaveReason } });
    expect(frame.leaveRoom?.reason).toBe(99);
  });

  test('[WR-2] bytes alias neither input nor output', () => {
    const payload = bytes(1, 2, 3);
    const encoded = codec.encodeClientFrame({ id: 1, sendData: { payload } });
    const decoded = codec.decodeClientFrame(encoded).sendData?.payload;
    if (typeof encoded !== 'string') encoded.fill(0);
    payload.fill(0);
    expect(decoded).toEqual(bytes(1, 2, 3));
    expect(decoded?.byteOffset).toBe(0);
  });

  test('server frames travel too', () => {
    const encoded = codec.encodeServerFrame({
      replyTo: 3,
      roomDelta: { roomId: 'r', offset: 4, stateHash: 4294967295 },
    });
    expect(codec.decodeServerFrame(encoded)).toMatchObject({
      replyTo: 3,
      body: 'roomDelta',
      roomDelta: { roomId: 'r', offset: 4, prevOffset: 0, stateHash: 4294967295, events: [] },
    });
  });

  test('[WR-2] each field of a oneof can be told from the others', () => {
    for (const field of shapeOf('Change').fields) {
      const decoded = codec.decodeServerFrame(
        codec.encodeServerFrame({ roomDelta: { events: [{ offset: 1, change: { [field.name]: {} } }] } }),
      );
      expect(decoded.roomDelta?.events[0]?.change?.body).toBe(field.name);
    }
  });
});

describe('binary', () => {
  test('[WR-4] a message type newer than the schema leaves the body undefined and the id readable', () => {
    // id = 5, then field 99 with an empty message.
    expect(protobufCodec.decodeClientFrame(bytes(0x08, 5, 0x9a, 0x06, 0))).toMatchObject({ id: 5, body: undefined });
  });

  test('the last of two fields of a oneof counts', () => {
    const frame = protobufCodec.decodeClientFrame(bytes(0x1a, 0, 0x22, 0));
    expect(frame.body).toBe('pong');
    expect(frame.ping).toBeNull();
  });

  test.for([
    ['text', 'hello'],
    ['a cut length', bytes(0x1a)],
    ['a length beyond the end', bytes(0x1a, 0xff, 0xff, 0xff, 0xff, 0x07)],
    ['a varint without end', bytes(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
    ['field number 0', bytes(0x00, 0x01)],
    ['a reserved wire type', bytes(0x0f, 0x01)],
    ['text that is not UTF-8', bytes(0x52, 3, 0x0a, 1, 0xff)],
    ['NaN', bytes(0x1a, 9, 0x09, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f)],
    ['groups nested too deeply', new Uint8Array(5000).fill(0x0b)],
  ] as const)('[WR-3] %s is malformed', ([, data]) => {
    expect(() => protobufCodec.decodeClientFrame(data)).toThrow(WireError);
  });

  test('invalid UTF-8 in a Node Buffer is malformed too', () => {
    expect(() => decodeBinary('SendChat', Buffer.from([0x12, 1, 0xff]))).toThrow(WireError);
  });
});

describe('JSON', () => {
  const decode = (text: string): ClientFrame => jsonCodec.decodeClientFrame(text);

  test('writes names, base64, and no defaults', () => {
    const frame = {
      id: 1,
      sendData: { roomId: 'r', topic: '', to: [], payload: bytes(0xfb, 0xff), lossy: false },
    };
    expect(jsonCodec.encodeClientFrame(frame)).toBe('{"id":1,"sendData":{"roomId":"r","payload":"+/8="}}');
    expect(jsonCodec.encodeClientFrame({ setSelfMute: { medium: Medium.AUDIO } })).toBe(
      '{"setSelfMute":{"medium":"AUDIO"}}',
    );
    expect(jsonCodec.encodeClientFrame({ leaveRoom: { reason: 99 as LeaveReason } })).toBe(
      '{"leaveRoom":{"reason":99}}',
    );
  });

  test.for([
    ['names of the schema', '{"id":1,"set_self_mute":{"room_id":"r","medium":"AUDIO"}}'],
    ['enums as numbers', '{"id":1,"setSelfMute":{"roomId":"r","medium":1}}'],
    ['numbers as text', '{"id":"1","setSelfMute":{"roomId":"r","medium":"AUDIO"}}'],
    ['numbers with a point', '{"id":1.0,"setSelfMute":{"roomId":"r","medium":"AUDIO"}}'],
    ['null as absent', '{"id":1,"hello":null,"setSelfMute":{"roomId":"r","medium":"AUDIO","muted":null}}'],
    [
      'unknown fields',
      '{"id":1,"new":{"a":[1]},"setSelfMute":{"roomId":"r","medium":"AUDIO","__proto__":{"muted":true}}}',
    ],
  ] as const)('reads %s', ([, text]) => {
    const frame = decode(text);
    expect(frame).toMatchObject({ id: 1, body: 'setSelfMute' });
    expect({ ...frame.setSelfMute }).toEqual({ roomId: 'r', medium: Medium.AUDIO, muted: false });
  });

  test.for(['+/8=', '-_8=', '-_8', '+/8'])('reads the base64 %s', (payload) => {
    expect(decode(JSON.stringify({ sendData: { payload } })).sendData?.payload).toEqual(bytes(0xfb, 0xff));
  });

  test('reads the UTF-8 bytes of its text', () => {
    const text = '{"id":1,"sendChat":{"text":"žluťoučký 🐎"}}';
    expect(jsonCodec.decodeClientFrame(new TextEncoder().encode(text)).sendChat?.text).toBe('žluťoučký 🐎');
  });

  test('a message type newer than the schema leaves the body undefined and the id readable', () => {
    expect(decode('{"id":5,"teleport":{}}')).toMatchObject({ id: 5, body: undefined });
  });

  test.for([
    '',
    '{',
    'null',
    '[]',
    '3',
    '"x"',
    '{"id":-1}',
    '{"id":4294967296}',
    '{"id":1.5}',
    '{"id":true}',
    '{"id":"x"}',
    '{"id":""}',
    '{"id":"0x10"}',
    '{"id":1e400}',
    '{"id":{}}',
    '{"ping":{"sentAtMs":"NaN"}}',
    '{"ping":{"sentAtMs":"Infinity"}}',
    '{"ping":{"sentAtMs":1e400}}',
    '{"ping":{},"pong":{}}',
    '{"ping":[]}',
    '{"joinRoom":{"roomId":"a","room_id":"b"}}',
    '{"joinRoom":{"roomId":1}}',
    '{"joinRoom":{"subscribe":"members"}}',
    '{"joinRoom":{"subscribe":[null]}}',
    '{"joinRoom":{"room":{"params":[]}}}',
    '{"joinRoom":{"room":{"params":{"a":1}}}}',
    '{"joinRoom":{"scene":"PARTY"}}',
    '{"joinRoom":{"scene":"toString"}}',
    '{"joinRoom":{"scene":1.5}}',
    '{"setSelfMute":{"muted":"true"}}',
    '{"setSelfMute":{"muted":1}}',
    '{"sendChat":{"text":"\\ud800"}}',
    '{"joinRoom":{"room":{"params":{"\\udc00":"x"}}}}',
    '{"sendData":{"payload":"%"}}',
    '{"sendData":{"payload":"A"}}',
    '{"sendData":{"payload":"AA="}}',
    '{"sendData":{"payload":[1]}}',
  ])('[WR-5] %j is malformed', (text) => {
    expect(() => decode(text)).toThrow(WireError);
  });

  test('bytes that are not UTF-8 are malformed', () => {
    expect(() => jsonCodec.decodeClientFrame(bytes(0x22, 0xff, 0x22))).toThrow(WireError);
  });

  test('minus zero is zero, as in binary', () => {
    expect(Object.is(decode('{"ping":{"sentAtMs":-0}}').ping?.sentAtMs, 0)).toBe(true);
  });

  test('an encoder throws on what only a bug can give it', () => {
    expect(() => jsonCodec.encodeClientFrame({ ping: {}, pong: {} })).toThrow('oneof');
    expect(() => jsonCodec.encodeClientFrame({ ping: { sentAtMs: Number.NaN } })).toThrow(RangeError);
    expect(() => decodeJson('NoSuchMessage', '{}')).toThrow('no message type');
    expect(() => encodeBinary('NoSuchMessage', {})).toThrow('no message type');
  });
});

describe('[WR-6] the cost of decoding is bounded', () => {
  const withinMs = (limitMs: number, work: () => void): void => {
    const started = performance.now();
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(WireError);
    }
    expect(performance.now() - started).toBeLessThan(limitMs);
  };

  test('deeply nested JSON, known or unknown, does not overflow the stack', () => {
    withinMs(1000, () => jsonCodec.decodeClientFrame(`{"x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`));
    withinMs(1000, () => jsonCodec.decodeClientFrame(`${'{"joinRoom":'.repeat(5000)}1${'}'.repeat(5000)}`));
  });

  test('a frame of 64 KiB in the most elements', () => {
    // Empty members in a snapshot: two bytes each.
    const members = new Uint8Array(65_534).map((_, index) => (index % 2 === 0 ? 0x32 : 0));
    withinMs(1000, () => decodeBinary('RoomSnapshot', members));
    withinMs(1000, () => decodeJson('RoomSnapshot', `{"members":[${'{},'.repeat(21_000)}{}]}`));
  });

  test('lengths beyond the end reserve nothing', () => {
    for (let lead = 0; lead < 256; lead++) {
      withinMs(100, () => protobufCodec.decodeClientFrame(bytes(lead, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3)));
    }
  });
});
