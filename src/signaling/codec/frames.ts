/** Chooses the wire codec by a socket's encoding. */
import type { ClientFrame, Init, ServerFrame } from '../../../wire/generated/messages.ts';
import { jsonCodec } from '../../../wire/json-codec.ts';
import { protobufCodec } from '../../../wire/protobuf-codec.ts';
import type { WireEncoding } from '../socket-server.ts';

/** The frame in that encoding. */
export function encodeServerFrame(encoding: WireEncoding, frame: Init<ServerFrame>): Uint8Array | string {
  return encoding === 'proto' ? protobufCodec.encodeServerFrame(frame) : jsonCodec.encodeServerFrame(frame);
}

/**
 * The frame in those bytes. `body` is undefined when the message type is not known.
 * @throws WireError on anything that is not a frame.
 */
export function decodeClientFrame(encoding: WireEncoding, data: Uint8Array | string): ClientFrame {
  return encoding === 'proto' ? protobufCodec.decodeClientFrame(data) : jsonCodec.decodeClientFrame(data);
}
