/** A WebSocket client that joins a room and then never reads again: what a phone in a tunnel looks like. */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { ClientFrame, Init } from '../../wire/generated/messages.ts';
import { protobufCodec } from '../../wire/protobuf-codec.ts';
import { PROTOCOL_VERSION } from '../../wire/version.ts';
import { waitFor } from './wait-for.ts';

/** One masked binary frame (RFC 6455, section 5.2) with a zero mask, which is legal. */
function frameOf(payload: Uint8Array): Buffer {
  const head =
    payload.length < 126
      ? Buffer.from([0x82, 0x80 | payload.length])
      : Buffer.from([0x82, 0xfe, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

export class SlowReader {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async join(port: number, token: string, roomId: string): Promise<SlowReader> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
    });
    socket.on('error', () => undefined);
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET /v1/ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ${protobufCodec.subprotocol}\r\n\r\n`,
    );
    await waitFor('the upgrade', () => received.includes('\r\n\r\n'));
    const send = (frame: Init<ClientFrame>): boolean =>
      socket.write(frameOf(protobufCodec.encodeClientFrame(frame) as Uint8Array));
    send({ id: 1, hello: { token, protocol: PROTOCOL_VERSION, client: 'slow' } });
    await waitFor('Welcome', () => received.length > 300);
    send({ id: 2, joinRoom: { roomId } });
    await waitFor('Joined', () => received.includes(roomId));
    socket.pause();
    return new SlowReader(socket);
  }

  close(): void {
    this.#socket.destroy();
  }
}
