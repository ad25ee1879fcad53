/**
 * Crowds of servers that pass messages on as they are: raw uWS, `ws`, nchan, Socket.IO, Colyseus. Messages carry their
 * number, and each member checks that they come without a gap.
 */
import { inParallel } from '../in-parallel.ts';
import type { RawWebSocket } from '../raw-web-socket.ts';
import { clientFrame, type OnFrame } from '../web-socket-frames.ts';
import { type Crowd, type CrowdSize, OPEN_AT_ONCE } from './crowd.ts';

/** How a server wants to be spoken to. */
export interface Dialect {
  /** Enters the room, then lets `onFrame` have all frames; `onClose` when it is lost. */
  readonly enter: (
    port: number,
    room: number,
    onFrame: OnFrame,
    onClose: (why: string) => void,
    /** Which loopback address it comes from; default the usual one. */
    localAddress?: string,
  ) => Promise<RawWebSocket>;
  readonly opcode: number;
  /** A message as a client sends it, about so many bytes long, without its number. */
  readonly message: (bytes: number) => Uint8Array;
  /** Writes the number into a message that begins at `at`. */
  readonly number: (data: Buffer, at: number, number: number) => void;
  /** Its number in a frame from the server; undefined when the frame is something else. */
  readonly numberIn: (data: Buffer, start: number, end: number) => number | undefined;
}

export interface PlainCrowd extends Crowd {
  /** As `send`, by another member of the room; order is the server's then, so `onReceived` numbers may come in any. */
  readonly sendFrom: (room: number, member: number, count: number) => void;
}

/** Brings a crowd into the rooms of a server that speaks so. */
export async function openPlainCrowd(dialect: Dialect, port: number, size: CrowdSize): Promise<PlainCrowd> {
  const { rooms, membersPerRoom, messageBytes } = size;
  const sentByRoom = new Array<number>(rooms).fill(0);
  const message = dialect.message(messageBytes);
  // Made once: only the number differs from message to message.
  const template = clientFrame(dialect.opcode, message);
  const headBytes = template.length - message.length;
  let fault: string | undefined;
  let isClosing = false;
  const crowd: PlainCrowd = {
    onReceived: () => undefined,
    send: (room, count) => crowd.sendFrom(room, 0, count),
    sendFrom: (room, member, count) => {
      const sent = sentByRoom[room] ?? 0;
      sentByRoom[room] = sent + count;
      const frames = Buffer.allocUnsafe(count * template.length);
      for (let index = 0; index < count; index += 1) {
        const at = index * template.length;
        frames.set(template, at);
        dialect.number(frames, at + headBytes, sent + index + 1);
      }
      sockets[room * membersPerRoom + member]?.writeFrames(frames);
    },
    fault: () => fault,
    close: () => {
      isClosing = true;
      for (const socket of sockets) socket.drop();
    },
  };
  const sockets = await inParallel(rooms * membersPerRoom, OPEN_AT_ONCE, (index) => {
    const room = Math.floor(index / membersPerRoom);
    let last = 0;
    const onFrame: OnFrame = (_opcode, data, start, end) => {
      const number = dialect.numberIn(data, start, end);
      if (number === undefined) return;
      if (number !== last + 1) fault ??= `gap: message ${number} after ${last}`;
      last = number;
      crowd.onReceived(room, number, number);
    };
    const onClose = (why: string): void => {
      if (!isClosing) fault ??= why;
    };
    return dialect.enter(port, room, onFrame, onClose);
  });
  return crowd;
}
