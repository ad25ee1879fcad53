/** The load generator against servers that do what they should, and servers that do not. */
import { createHmac } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { broadcastSlice } from '../../../bench/load/broadcast-run.ts';
import type { Crowd } from '../../../bench/load/crowds/crowd.ts';
import { BINARY, COLYSEUS_WS, digitsAt, SOCKET_IO, SOCKET_IO_ECHO, TEXT } from '../../../bench/load/crowds/dialects.ts';
import { openPlainCrowd } from '../../../bench/load/crowds/plain-crowd.ts';
import { inParallel } from '../../../bench/load/in-parallel.ts';
import { openLoop } from '../../../bench/load/open-loop.ts';
import { roundTrips } from '../../../bench/load/round-trips.ts';
import { RtpStream } from '../../../bench/load/rtp-stream.ts';
import { bindingRequest, isBindingSuccess } from '../../../bench/load/stun.ts';
import { endOfLongestPause } from '../../../bench/scenarios/first-frame.ts';
import { Closing } from '../../../bench/support/closing.ts';
import { Histogram } from '../../../bench/support/statistics.ts';
import { signToken } from '../../../bench/support/tokens.ts';

const END_OF_HEAD = '\r\n\r\n';
/** Two bytes of head and four of mask key: all that a short frame of a client has before its payload. */
const HEAD_AND_KEY = 6;

interface FakeServer {
  readonly port: number;
  readonly server: Server;
}

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

function frameOf(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x82, payload.length]), payload]);
}

/** The payloads of the whole frames at the beginning of what a client sent (masked with zeros), and what is left. */
function cutClientFrames(bytes: Buffer): { readonly payloads: readonly Buffer[]; readonly rest: Buffer } {
  const payloads: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = at + HEAD_AND_KEY + ((bytes[at + 1] ?? 0) & 0x7f);
    if (at + 2 > bytes.length || end > bytes.length) return { payloads, rest: bytes.subarray(at) };
    payloads.push(Buffer.from(bytes.subarray(at + HEAD_AND_KEY, end)));
    at = end;
  }
}

/** A room of all who connect; `pass` decides what each is sent for a message. */
function fakeServer(pass: (message: Buffer, member: number) => readonly Buffer[]): Promise<FakeServer> {
  const members: Socket[] = [];
  const tellAll = (message: Buffer): void => {
    for (const [index, member] of members.entries()) {
      for (const payload of pass(message, index)) member.write(frameOf(payload));
    }
  };
  const server = createServer((socket) => {
    let left: Buffer = Buffer.alloc(0);
    let isOpen = false;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      left = Buffer.concat([left, chunk]);
      if (!isOpen) {
        if (!left.includes(END_OF_HEAD)) return;
        isOpen = true;
        left = left.subarray(left.indexOf(END_OF_HEAD) + END_OF_HEAD.length);
        socket.write(`HTTP/1.1 101 Switching Protocols${END_OF_HEAD}`);
        members.push(socket);
      }
      const { payloads, rest } = cutClientFrames(left);
      left = rest;
      for (const payload of payloads) tellAll(payload);
    });
  });
  open.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : 0, server });
    });
  });
}

const SIZE = { rooms: 1, membersPerRoom: 3, messageBytes: 40 };
const OWN = { pid: process.pid, port: 0, stop: async () => undefined };
const slice = (crowd: Crowd) =>
  broadcastSlice({ server: OWN, crowd, rooms: 1, membersPerRoom: 3, window: 2, drainTimeoutMs: 200 }, 20);

describe('a crowd', () => {
  test('counts what reached everybody', async () => {
    const { port } = await fakeServer((message) => [message]);
    const crowd = await openPlainCrowd(BINARY, port, SIZE);
    const { units, serverMs } = await slice(crowd);
    expect(units).toBeGreaterThan(0);
    expect(units % 3).toBe(0);
    expect(serverMs).toBeGreaterThan(0);
    crowd.close();
  });

  test('refuses a server that leaves somebody out', async () => {
    let messages = 0;
    const { port } = await fakeServer((message, member) => {
      if (member === 0) messages += 1;
      return messages === 3 && member === 1 ? [] : [message];
    });
    const crowd = await openPlainCrowd(BINARY, port, SIZE);
    await expect(slice(crowd)).rejects.toThrow(/gap: message|deliveries of/);
    crowd.close();
  });

  test('refuses a server that says things twice', async () => {
    const { port } = await fakeServer((message) => [message, message]);
    const crowd = await openPlainCrowd(BINARY, port, SIZE);
    await expect(slice(crowd)).rejects.toThrow('gap: message 1 after 1');
    crowd.close();
  });
});

describe('dialects', () => {
  const bytes = 60;

  test.each([
    ['raw', BINARY],
    ['text', TEXT],
    ['Socket.IO', SOCKET_IO],
    ['Colyseus', COLYSEUS_WS],
  ] as const)('%s: a number written is the number read', (_name, dialect) => {
    const message = Buffer.from(dialect.message(bytes));
    for (const number of [1, 42, 99_999_999]) {
      dialect.number(message, 0, number);
      const padded = Buffer.concat([Buffer.alloc(5), message]);
      expect(dialect.numberIn(padded, 5, padded.length)).toBe(number);
    }
    expect(Math.abs(message.length - bytes)).toBeLessThanOrEqual(4);
  });

  test('Socket.IO: an acknowledgement carries the number without zeros', () => {
    const message = Buffer.from(SOCKET_IO_ECHO.message(40));
    SOCKET_IO_ECHO.number(message, 0, 17);
    expect(message.toString()).toMatch(/^4200000017\["e","x+"\]$/);
    const answer = Buffer.from('4317["xxx"]');
    expect(SOCKET_IO_ECHO.numberIn(answer, 0, answer.length)).toBe(17);
    expect(SOCKET_IO_ECHO.numberIn(Buffer.from('2'), 0, 1)).toBeUndefined();
  });

  test('what is no number is none', () => {
    expect(digitsAt(Buffer.from('1234567x'), 0, 8)).toBeUndefined();
    expect(digitsAt(Buffer.from('1234567'), 0, 7)).toBeUndefined();
  });
});

/** Answers at once, or never when it is told to. */
function fakeCrowd({ drops = 0 } = {}): Crowd {
  let number = 0;
  const crowd: Crowd = {
    onReceived: () => undefined,
    send: (_room, count) => {
      const first = number + 1;
      number += count;
      setImmediate(() => {
        if (number > drops) crowd.onReceived(0, first, number);
      });
    },
    fault: () => undefined,
    close: () => undefined,
  };
  return crowd;
}

describe('the open loop', () => {
  test('sends as many as are due and counts from the instant at which each was due', async () => {
    const options = { crowd: fakeCrowd(), members: 1, ratePerSecond: 500, durationMs: 40, lastNumber: 0 };
    const { latencies, sent, lastNumber } = await openLoop(options);
    expect([sent, lastNumber, latencies.count]).toEqual([20, 20, 20]);
    expect(latencies.percentile(0)).toBeGreaterThanOrEqual(0);
  });

  test('charges a stall with everything that should have been sent meanwhile', async () => {
    const crowd = fakeCrowd();
    const { send } = crowd;
    let stalled = false;
    const stalling: Crowd = {
      ...crowd,
      get onReceived() {
        return crowd.onReceived;
      },
      set onReceived(listener) {
        crowd.onReceived = listener;
      },
      send: (room, count) => {
        if (!stalled) {
          stalled = true;
          const until = performance.now() + 30;
          while (performance.now() < until) {
            // The whole process stands still.
          }
        }
        send(room, count);
      },
    };
    const { latencies } = await openLoop({
      crowd: stalling,
      members: 1,
      ratePerSecond: 1000,
      durationMs: 60,
      lastNumber: 0,
    });
    // A third of the messages was due in the 30 ms: their median waited half of it.
    expect(latencies.percentile(0.8)).toBeGreaterThan(5);
    expect(latencies.max).toBeGreaterThanOrEqual(29);
  });
});

test('round trips are timed one by one', async () => {
  const times = await roundTrips(fakeCrowd(), 10);
  expect(times.count).toBeGreaterThan(0);
});

describe('the histogram', () => {
  test('knows percentiles within one per cent', () => {
    const histogram = new Histogram();
    for (let value = 1; value <= 10_000; value += 1) histogram.add(value / 100);
    expect(histogram.count).toBe(10_000);
    for (const p of [0.01, 0.5, 0.99, 0.999]) {
      expect(Math.abs(histogram.percentile(p) / (100 * p) - 1)).toBeLessThan(0.011);
    }
    expect(histogram.percentile(1)).toBe(100);
    expect(new Histogram().percentile(0.5)).toBeNaN();
  });

  test('takes any duration', () => {
    const histogram = new Histogram();
    for (const value of [0, -1, 1e-9, 1e12]) histogram.add(value);
    expect(histogram.count).toBe(4);
    expect(histogram.percentile(0.5)).toBeLessThanOrEqual(0.001);
  });
});

describe('small parts', () => {
  test('in parallel: so many at a time, results in order, the first failure told', async () => {
    let now = 0;
    let most = 0;
    const results = await inParallel(10, 3, async (index) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return index * 2;
    });
    expect(results).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect(most).toBe(3);
    await expect(inParallel(2, 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  test('closing: in reverse order, all of it, and the first failure is thrown', async () => {
    const done: string[] = [];
    const closing = new Closing();
    closing.add(() => {
      done.push('first');
    });
    closing.add(() => Promise.reject(new Error('stuck')));
    closing.add(() => {
      done.push('last');
    });
    await expect(closing.close()).rejects.toThrow('stuck');
    expect(done).toEqual(['last', 'first']);
  });

  test('the longest pause after an instant ends with the frame that counts', () => {
    expect(endOfLongestPause([90, 100, 110, 120, 900, 910], 105)).toBe(900);
    expect(endOfLongestPause([90, 400], 100)).toBe(400);
    expect(endOfLongestPause([90], 100)).toBeNaN();
  });

  test('RTP: audio of 172 bytes, video of 1200 that begins with a key frame, numbered on', () => {
    const audio = new RtpStream('audio', 5);
    const [first, second] = [audio.next(), audio.next()];
    expect([first.length, first[1], first.readUInt32BE(8)]).toEqual([172, 111, 5]);
    expect([second.readUInt16BE(2), second.readUInt32BE(4)]).toEqual([1, 960]);
    const video = new RtpStream('video', 6);
    const frames = [video.next(), video.next()];
    expect(frames.map(({ length }) => length)).toEqual([1200, 1200]);
    expect(frames.map((frame) => (frame[12] ?? 0) & 0x1f)).toEqual([7, 1]);
  });

  test('STUN: the request is signed with the password of the other side', () => {
    const request = bindingRequest({ usernameFragment: 'them', password: 'secret' }, 'us');
    expect(request.length).toBe(20 + request.readUInt16BE(2));
    expect(request.includes('them:us')).toBe(true);
    const integrityAt = request.length - 8 - 24;
    const signed = Buffer.from(request.subarray(0, integrityAt));
    signed.writeUInt16BE(integrityAt - 20 + 24, 2);
    const expected = createHmac('sha1', 'secret').update(signed).digest();
    expect(request.subarray(integrityAt + 4, integrityAt + 24)).toEqual(expected);
    expect(isBindingSuccess(request)).toBe(false);
    const answer = Buffer.from(request);
    answer.writeUInt16BE(0x0101, 0);
    expect(isBindingSuccess(answer)).toBe(true);
  });

  test('tokens are signed as nodes expect them', () => {
    const [header = '', claims = '', signature = ''] = signToken('ann').split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'HS256', kid: 'bench' });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ sub: 'ann', name: 'ann' });
    expect(signature).toHaveLength(43);
  });
});
