/** The load generator judges the server: what it counts must be what was on the wire. */
import { describe, expect, test } from 'vitest';
import { ArrivalWitness } from '../../../bench/load/arrival-times.ts';
import { ClosedLoop } from '../../../bench/load/closed-loop.ts';
import { readDeltaHeader } from '../../../bench/load/delta-header.ts';
import { inParallel } from '../../../bench/load/in-parallel.ts';
import { readJoinedHeader } from '../../../bench/load/joined-header.ts';
import { sourceAddresses } from '../../../bench/load/source-address.ts';
import { clientFrame, FrameCutter, OPCODE } from '../../../bench/load/web-socket-frames.ts';
import { result } from '../../../bench/scenario.ts';
import { percentile } from '../../../bench/support/statistics.ts';
import { protobufCodec } from '../../../wire/protobuf-codec.ts';

/** A frame as servers send it: not masked. */
function serverFrame(payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x82, length]), payload]);
  const head = Buffer.alloc(length <= 0xffff ? 4 : 10);
  head[0] = 0x82;
  head[1] = length <= 0xffff ? 126 : 127;
  if (length <= 0xffff) head.writeUInt16BE(length, 2);
  else head.writeUInt32BE(length, 6);
  return Buffer.concat([head, payload]);
}

describe('frames', () => {
  const payloads = [0, 1, 125, 126, 65_535, 65_536].map((length) => Buffer.alloc(length, length % 251));
  const stream = Buffer.concat(payloads.map(serverFrame));

  test.each([1, 7, 4096, stream.length])('are cut from a stream that comes %i bytes at a time', (chunkBytes) => {
    const cut: Buffer[] = [];
    const cutter = new FrameCutter((_opcode, data, start, end) => cut.push(Buffer.from(data.subarray(start, end))));
    // One buffer for all reads, as the sockets have it: the cutter may not keep what it was given.
    const shared = Buffer.alloc(chunkBytes);
    for (let at = 0; at < stream.length; at += chunkBytes) {
      const bytes = stream.copy(shared, 0, at, at + chunkBytes);
      cutter.push(shared.subarray(0, bytes));
    }
    expect(cut.map(({ length }) => length)).toEqual(payloads.map(({ length }) => length));
    expect(cut.every((payload, index) => payload.equals(payloads[index] ?? payload))).toBe(true);
  });

  test.each([5, 300])('of a client are masked with zeros, %i bytes', (length) => {
    const payload = Buffer.alloc(length, 7);
    const frame = clientFrame(OPCODE.binary, payload);
    const headBytes = length < 126 ? 2 : 4;
    expect(frame[0]).toBe(0x82);
    expect(frame[1]).toBe(0x80 | (length < 126 ? length : 126));
    expect(frame.subarray(headBytes, headBytes + 4)).toEqual(Buffer.alloc(4));
    expect(frame.subarray(headBytes + 4)).toEqual(payload);
  });
});

describe('offsets of a delta', () => {
  const header = { prevOffset: -1, offset: -1 };

  test.each([
    [0, 1],
    [127, 128],
    [16_383, 16_390],
    [4_000_000_000, 4_000_000_001],
  ])('%i to %i are what the codec wrote', (prevOffset, offset) => {
    const change = { handChanged: { memberId: 'm1', handRaisedAtMs: 5 } };
    const roomDelta = { roomId: 'room', epoch: 'epoch', prevOffset, offset, atMs: 9, events: [{ offset, change }] };
    const bytes = Buffer.from(protobufCodec.encodeServerFrame({ roomDelta }));
    const padded = Buffer.concat([Buffer.alloc(3), bytes]);
    expect(readDeltaHeader(padded, 3, padded.length, header)).toBe(true);
    expect(header).toEqual({ prevOffset, offset });
  });

  test('other frames have none', () => {
    for (const frame of [{ replyTo: 7, ack: { offset: 9 } }, { ping: { sentAtMs: 1 } }]) {
      const bytes = protobufCodec.encodeServerFrame(frame);
      expect(readDeltaHeader(bytes, 0, bytes.length, header)).toBe(false);
    }
  });
});

describe('what a returning member is told', () => {
  const change = { presenceChanged: { memberId: 'm1', presence: 1 } };
  const delta = (prevOffset: number, offset: number) => {
    return { roomId: 'room', epoch: 'e', prevOffset, offset, atMs: 9, events: [{ offset, actor: 'm1', change }] };
  };
  const encoded = (joined: object): Buffer => {
    const common = { roomId: 'room', memberId: 'm1', resumed: true, position: { epoch: 'e', offset: 300 } };
    return Buffer.from(protobufCodec.encodeServerFrame({ replyTo: 200, joined: { ...common, ...joined } }));
  };
  const header = (bytes: Buffer) => readJoinedHeader(Buffer.concat([Buffer.alloc(3), bytes]), 3, 3 + bytes.length);

  test('deltas: from the first to the last', () => {
    const bytes = encoded({ recovered: true, deltas: [delta(129, 200), delta(200, 300)] });
    expect(header(bytes)).toEqual({
      offset: 300,
      recovered: true,
      snapshotBytes: 0,
      snapshotAt: 0,
      deltas: { prevOffset: 129, offset: 300 },
    });
  });

  test('a snapshot: how large it is', () => {
    const small = header(encoded({ snapshot: { roomId: 'room', offset: 300, members: [] } }));
    const large = header(encoded({ snapshot: { roomId: 'room', offset: 300, members: [{ memberId: 'm1' }] } }));
    expect(small).toMatchObject({ offset: 300, recovered: false, deltas: { prevOffset: 0, offset: 0 } });
    expect(large?.snapshotBytes).toBeGreaterThan(small?.snapshotBytes ?? 0);
  });

  test('deltas with a gap between them are an error', () => {
    expect(() => header(encoded({ recovered: true, deltas: [delta(129, 200), delta(201, 300)] }))).toThrow('a gap');
  });

  test('other frames tell nothing', () => {
    const ack = protobufCodec.encodeServerFrame({ replyTo: 7, ack: { offset: 9 } });
    const push = protobufCodec.encodeServerFrame({ roomDelta: { roomId: 'room', prevOffset: 1, offset: 2 } });
    for (const bytes of [ack, push]) expect(readJoinedHeader(bytes, 0, bytes.length)).toBeUndefined();
  });
});

describe('many at the same time', () => {
  test('never more than allowed, each once, results in order', async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel(20, 3, async (index) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return index * 2;
    });
    expect(most).toBe(3);
    expect(results).toEqual(Array.from({ length: 20 }, (_, index) => index * 2));
  });

  test('after a failure nothing is begun, and what was opened is known to be closed', async () => {
    const begun: number[] = [];
    const done: number[] = [];
    const once = async (index: number): Promise<number> => {
      begun.push(index);
      await new Promise(setImmediate);
      if (index === 3) throw new Error('no room');
      return index;
    };
    await expect(inParallel(100, 2, once, (index) => done.push(index))).rejects.toThrow('no room');
    // At most the one that was begun in the same turn.
    expect(begun.length).toBeLessThanOrEqual(5);
    expect(done).toEqual(begun.filter((index) => index !== 3));
  });

  test('few connections come from one address, and each wave has its own', () => {
    const counts = new Map<string, number>();
    const waves = [sourceAddresses(), sourceAddresses()];
    for (const addressOf of waves) {
      for (let index = 0; index < 18_000; index += 1) {
        const address = addressOf(index);
        counts.set(address, (counts.get(address) ?? 0) + 1);
      }
    }
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(200);
    expect([...counts.keys()].every((address) => /^127\.\d{1,3}\.\d{1,3}\.1$/.test(address))).toBe(true);
  });
});

describe('from Joined to known by all', () => {
  const nothing = Buffer.alloc(0);
  /** What happened, in milliseconds: `J5` = somebody has a Joined at offset 5, `D5` = somebody read the delta to 5. */
  const times = (...log: readonly (readonly [at: number, what: string])[]) => {
    let now = 0;
    const witness = new ArrivalWitness(undefined, () => now);
    for (const [at, what] of log) {
      now = at;
      const offset = Number(what.slice(1));
      if (what.startsWith('J')) witness.joined(offset, nothing, 0, 0, 0, 0);
      else witness.delta(offset - 1, offset, nothing, 0, 0);
    }
    return witness.times();
  };

  test('the first of all has nobody to be told', () => {
    expect(times([1, 'J1'])).toEqual({ ms: [], ticks: [] });
  });

  test('told in the same turn: one tick, and as long as the last copy takes', () => {
    expect(times([1, 'D5'], [2, 'J5'], [9, 'D5'])).toEqual({ ms: [7], ticks: [1] });
    expect(times([1, 'D5'], [2, 'D5'], [9, 'J5'])).toEqual({ ms: [0], ticks: [1] });
  });

  test('deltas that leave before or beside the one that tells are ticks', () => {
    const log = [
      [1, 'J7'],
      [2, 'D5'],
      [3, 'D9'],
      [4, 'D12'],
      [6, 'D9'],
      [7, 'D20'],
    ] as const;
    expect(times(...log)).toEqual({ ms: [5], ticks: [3] });
  });
});

describe('the closed loop', () => {
  test('keeps its window, and a message is in flight until the last member has it', async () => {
    const members = 3;
    const bursts: number[] = [];
    let sent = 0;
    const send = (count: number): void => {
      bursts.push(count);
      const first = sent + 1;
      sent += count;
      const last = sent;
      // Ten messages are enough; later ones are never received, and the loop has to notice.
      for (let member = 0; member < members && last <= 10; member += 1) {
        setImmediate(() => loop.received(first, last));
      }
    };
    const loop = new ClosedLoop({ members, window: 2, drainTimeoutMs: 1, send });
    const outcome = await loop.run(50);
    expect(bursts).toEqual([2, 2, 2, 2, 2, 2]);
    expect(outcome).toMatchObject({ sent: 12, delivered: 30 });
  });
});

test('a percentile is one of the values', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect([percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1)]).toEqual([10, 19, 20]);
  expect(percentile([], 0.5)).toBeNaN();
});

test('a target is of the ratio where there is one', () => {
  const measured = { scenario: 's', metric: 'm', unit: 'u', ours: 90 };
  expect(result({ ...measured, floor: 100, target: { is: 'at least', value: 0.9 } })).toMatchObject({
    ratio: 0.9,
    met: true,
  });
  expect(result({ ...measured, target: { is: 'at most', value: 20 } })).toMatchObject({ ratio: null, met: false });
});
