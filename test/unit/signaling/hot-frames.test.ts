import { describe, expect, test } from 'vitest';
import { encodeAck, readHotCommand } from '../../../src/signaling/codec/hot-frames.ts';
import { type ClientFrame, type Init, Medium } from '../../../wire/generated/messages.ts';
import { decodeBinary, encodeBinary } from '../../../wire/protobuf-codec.ts';
import { seeded } from '../../support/rtp-traces.ts';

const generated = (data: Uint8Array): ClientFrame => decodeBinary<ClientFrame>('ClientFrame', data);
const encode = (frame: Init<ClientFrame>): Uint8Array => new Uint8Array(encodeBinary('ClientFrame', frame));

const COMMANDS: readonly Init<ClientFrame>[] = [
  { id: 1, raiseHand: { roomId: 'room-1', raised: true } },
  { id: 300, raiseHand: { roomId: 'room-1', memberId: 'someone' } },
  { id: 2 ** 21, setSelfMute: { roomId: 'r', medium: Medium.VIDEO, muted: true } },
  { id: 9, sendChat: { roomId: 'room-1', text: 'hello there' } },
  { id: 10, releaseFloor: { roomId: 'room-1', floorId: 'audio' } },
];
/** What the hand leaves to the generated decoder. */
const OTHERS: readonly Init<ClientFrame>[] = [
  { id: 2 ** 32 - 1, raiseHand: { roomId: 'room-1', raised: true } },
  { id: 0, raiseHand: { roomId: 'room-1', raised: true } },
  { id: 1, sendChat: { roomId: 'room-1', text: 'günther' } },
  { id: 1, sendChat: { roomId: 'room-1', text: 'x'.repeat(65) } },
  { id: 1, ping: { sentAtMs: 1.5 } },
  { id: 1, setSelfMute: { roomId: 'r', medium: -1 as Medium } },
  { id: 1, joinRoom: { roomId: 'room-1' } },
  { id: 1 },
];

/** Up to two bytes changed, lost or put in, or an end that comes again. */
function damaged(data: Uint8Array, below: (bound: number) => number): Uint8Array {
  const touched = [...data];
  for (let change = below(3); change > 0; change -= 1) {
    const at = below(touched.length);
    const kind = below(4);
    if (kind === 0) touched[at] = below(256);
    else if (kind === 1) touched.splice(at, 1);
    else if (kind === 2) touched.splice(at, 0, below(256));
    else touched.push(...data.subarray(at));
  }
  return Uint8Array.from(touched);
}

describe('commands', () => {
  test.each(COMMANDS)('[WR-1] %j is read by hand as the generated decoder reads it', (command) => {
    const data = encode(command);
    expect(readHotCommand(data)).toEqual(generated(data));
    expect({ ...readHotCommand(data) }).toEqual({ ...generated(data) });
    expect(readHotCommand(data)?.hello).toBeNull();
  });

  test.each(OTHERS)('%j is left to the generated decoder', (frame) => {
    expect(readHotCommand(encode(frame))).toBeUndefined();
  });

  test('[WR-1] [WR-3] whatever becomes of the bytes, what is read by hand is what the generated decoder reads', () => {
    const random = seeded(7);
    const below = (bound: number): number => Math.floor(random() * bound);
    let readByHand = 0;
    for (let round = 0; round < 30_000; round += 1) {
      const data = encode(COMMANDS[below(COMMANDS.length)] ?? {});
      const bytes = damaged(data, below);
      const frame = readHotCommand(bytes);
      if (frame === undefined) continue;
      readByHand += 1;
      expect(frame).toEqual(generated(bytes));
    }
    expect(readByHand).toBeGreaterThan(10_000);
  });
});

describe('Ack', () => {
  test('[WR-1] is written by hand as the generated encoder writes it', () => {
    const random = seeded(8);
    const sizes = [0, 1, 0x7f, 0x80, 0x3fff, 0x4000, 0x1f_ffff, 0x20_0000, 0xfff_ffff, 0x1000_0000, 2 ** 32 - 1];
    const some = Array.from({ length: 200 }, () => Math.floor(random() * 2 ** (random() * 32)));
    for (const replyTo of sizes) {
      for (const offset of [...sizes, ...some]) {
        const frame = { replyTo, ack: { offset } };
        expect(Buffer.from(encodeAck(frame) ?? [])).toEqual(Buffer.from(encodeBinary('ServerFrame', frame)));
      }
    }
    expect(Buffer.from(encodeAck({ replyTo: 5, ack: {} }) ?? [])).toEqual(
      Buffer.from(encodeBinary('ServerFrame', { replyTo: 5, ack: {} })),
    );
  });

  test('other frames are left to the generated encoder', () => {
    expect(encodeAck({ replyTo: 1, pong: { sentAtMs: 1 } })).toBeUndefined();
    expect(encodeAck({ ping: { sentAtMs: 1 }, ack: null })).toBeUndefined();
  });
});
