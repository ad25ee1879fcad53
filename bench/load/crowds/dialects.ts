/** The languages of the servers that are compared, just as much of each as a member of a room needs. */
import { RawWebSocket, type RawWebSocketOptions } from '../raw-web-socket.ts';
import { type OnFrame, OPCODE } from '../web-socket-frames.ts';
import type { Dialect } from './plain-crowd.ts';

const DIGITS = 8;
const ZERO = 48;
const NINE = 57;
const ENTER_TIMEOUT_MS = 60_000;
const SOCKET_IO_PATH = '/socket.io/?EIO=4&transport=websocket';

/** The number that begins at `at`, eight digits; undefined when there are none. */
export function digitsAt(data: Buffer, at: number, end: number): number | undefined {
  if (at + DIGITS > end) return undefined;
  let number = 0;
  for (let index = at; index < at + DIGITS; index += 1) {
    const byte = data[index] ?? 0;
    if (byte < ZERO || byte > NINE) return undefined;
    number = number * 10 + byte - ZERO;
  }
  return number;
}

/** Writes the number as eight digits. */
function writeDigits(data: Buffer, at: number, number: number): void {
  let rest = number;
  for (let index = at + DIGITS - 1; index >= at; index -= 1) {
    data[index] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

/** Room for the number, and something after it. */
const padded = (bytes: number): string => '0'.repeat(DIGITS).padEnd(Math.max(DIGITS, bytes), 'x');

const from = (localAddress: string | undefined): { readonly localAddress?: string } =>
  localAddress === undefined ? {} : { localAddress };

/** A connection that has to say something before it is a member: `step` sees frames until it calls `done`. */
async function enterBySteps(
  options: RawWebSocketOptions & { readonly onClose: (why: string) => void },
  step: (socket: RawWebSocket, opcode: number, payload: Buffer, done: () => void) => void,
): Promise<RawWebSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('not let in in time')), ENTER_TIMEOUT_MS);
  let isIn = false;
  let socket: RawWebSocket | undefined;
  const early: [number, Buffer][] = [];
  const handle = (opcode: number, payload: Buffer): void => {
    if (socket === undefined) early.push([opcode, payload]);
    else step(socket, opcode, payload, enter);
  };
  const enter = (): void => {
    isIn = true;
    resolve();
  };
  try {
    socket = await RawWebSocket.open({
      ...options,
      onFrame: (opcode, data, start, end) => {
        if (isIn) options.onFrame(opcode, data, start, end);
        else handle(opcode, Buffer.from(data.subarray(start, end)));
      },
      onClose: (why) => {
        reject(new Error(why));
        options.onClose(why);
      },
    });
    for (const [opcode, payload] of early) step(socket, opcode, payload, enter);
    await promise;
    return socket;
  } catch (error) {
    socket?.drop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Raw uWS and `ws`: binary, the number in the first four bytes. */
export const BINARY: Dialect = {
  opcode: OPCODE.binary,
  enter: (port, room, onFrame, onClose, localAddress) =>
    RawWebSocket.open({ port, path: `/room/${room}`, onFrame, onClose, ...from(localAddress) }),
  message: (bytes) => Buffer.alloc(Math.max(4, bytes)),
  number: (data, at, number) => {
    data.writeUInt32BE(number, at);
  },
  numberIn: (data, start) => data.readUInt32BE(start),
};

/** nchan: text, passed on as it is. */
export const TEXT: Dialect = {
  ...BINARY,
  opcode: OPCODE.text,
  message: (bytes) => Buffer.from(padded(bytes)),
  number: writeDigits,
  numberIn: digitsAt,
};

/** What comes before the text in `42["m","…"]`, and what comes after it. */
const SOCKET_IO_HEAD = '42["m","';
const SOCKET_IO_TAIL = '"]';

/** Enters a room of the servers in bench/peers/servers/socket-io-rooms.mjs. `announce`: the others are told. */
export function enterSocketIo(
  port: number,
  room: number,
  onFrame: OnFrame,
  onClose: (why: string) => void,
  { announce = false, localAddress }: { readonly announce?: boolean; readonly localAddress?: string } = {},
): Promise<RawWebSocket> {
  return enterBySteps(
    { port, path: SOCKET_IO_PATH, onFrame, onClose, ...from(localAddress) },
    (socket, _opcode, payload, done) => {
      const text = payload.toString();
      if (text.startsWith('0')) socket.sendText('40');
      else if (text.startsWith('40')) socket.sendText(`420["join","room-${room}",${announce}]`);
      else if (text.startsWith('430')) done();
      else if (text.startsWith('44')) onClose(text);
      else if (announce) onFrame(_opcode, payload, 0, payload.length);
    },
  );
}

/** Socket.IO (protocol 5 over Engine.IO 4). */
export const SOCKET_IO: Dialect = {
  opcode: OPCODE.text,
  enter: (port, room, onFrame, onClose, localAddress) =>
    enterSocketIo(port, room, onFrame, onClose, { ...from(localAddress) }),
  message: (bytes) => {
    const text = padded(bytes - SOCKET_IO_HEAD.length - SOCKET_IO_TAIL.length);
    return Buffer.from(`${SOCKET_IO_HEAD}${text}${SOCKET_IO_TAIL}`);
  },
  number: (data, at, number) => writeDigits(data, at + SOCKET_IO_HEAD.length, number),
  numberIn: (data, start, end) => digitsAt(data, start + SOCKET_IO_HEAD.length, end),
};

/** Colyseus: a seat is reserved by HTTP; byte 10 says that one is in and is answered; 13 is a message. */
const COLYSEUS = { joinRoom: 10, roomData: 13 } as const;
/** `m` as Colyseus writes a short text, then a msgpack text of up to 255 bytes. */
const COLYSEUS_HEAD = [COLYSEUS.roomData, 0xa1, 0x6d, 0xd9];
const MSGPACK_STR8_FROM = 32;
const MSGPACK_STR8_TO = 255;

async function reserveSeat(port: number, room: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/matchmake/joinOrCreate/bench`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ label: `room-${room}` }),
  });
  const text = await response.text();
  const seat = JSON.parse(text) as { roomId?: string; processId?: string; sessionId?: string };
  if (seat.sessionId === undefined) throw new Error(`no seat: ${text.slice(0, 200)}`);
  return `/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`;
}

export const COLYSEUS_WS: Dialect = {
  opcode: OPCODE.binary,
  enter: async (port, room, onFrame, onClose, localAddress) => {
    const path = await reserveSeat(port, room);
    return enterBySteps({ port, path, onFrame, onClose, ...from(localAddress) }, (socket, _opcode, payload, done) => {
      if (payload[0] !== COLYSEUS.joinRoom) return;
      socket.sendBinary(Buffer.from([COLYSEUS.joinRoom]));
      done();
    });
  },
  message: (bytes) => {
    const length = Math.min(MSGPACK_STR8_TO, Math.max(MSGPACK_STR8_FROM, bytes - COLYSEUS_HEAD.length - 1));
    return Buffer.from([...COLYSEUS_HEAD, length, ...Buffer.from(padded(length))]);
  },
  number: (data, at, number) => writeDigits(data, at + COLYSEUS_HEAD.length + 1, number),
  numberIn: (data, start, end) =>
    data[start] === COLYSEUS.roomData ? digitsAt(data, start + COLYSEUS_HEAD.length + 1, end) : undefined,
};

const NUMBER_AT = 2;

/** Socket.IO's acknowledgement: the number is the id of the packet, `42N["e","…"]`, and comes back in `43N["…"]`. */
export const SOCKET_IO_ECHO: Dialect = {
  ...SOCKET_IO,
  message: (bytes) => Buffer.from(`42${padded(DIGITS)}["e","${'x'.repeat(Math.max(1, bytes - 16))}"]`),
  number: (data, at, number) => writeDigits(data, at + NUMBER_AT, number),
  numberIn: (data, start, end) => {
    if (data[start] !== ZERO + 4 || data[start + 1] !== ZERO + 3) return undefined;
    let number = 0;
    for (let at = start + NUMBER_AT; at < end; at += 1) {
      const byte = data[at] ?? 0;
      if (byte < ZERO || byte > NINE) break;
      number = number * 10 + byte - ZERO;
    }
    return number;
  },
};
