/** Chooses the wire codec by a socket's encoding. */
import type { ClientFrame, Init, ServerFrame } from '../../../wire/generated/messages.ts';
import { jsonCodec } from '../../../wire/json-codec.ts';
import { protobufCodec } from '../../../wire/protobuf-codec.ts';
import type { WireEncoding } from '../socket-server.ts';
import { encodeAck, readHotCommand } from './hot-frames.ts';

/** The frame in that encoding. */
export function encodeServerFrame(encoding: WireEncoding, frame: Init<ServerFrame>): Uint8Array | string {
  if (encoding === 'json') return jsonCodec.encodeServerFrame(frame);
  return encodeAck(frame) ?? protobufCodec.encodeServerFrame(frame);
}

/**
 * The frame in those bytes. `body` is undefined when the message type is not known.
 * @throws WireError on anything that is not a frame.
 */
export function decodeClientFrame(encoding: WireEncoding, data: Uint8Array | string): ClientFrame {
  if (encoding === 'json') return jsonCodec.decodeClientFrame(data);
  return (typeof data === 'string' ? undefined : readHotCommand(data)) ?? protobufCodec.decodeClientFrame(data);
}
