/**
 * The text encoding: proto3 JSON mapping, subprotocol `rtcroom.v1.json`. For WeChat mini programs and for reading with
 * the naked eye: no dependencies, no code generation at run time.
 */
import type { FrameCodec } from './codec.ts';
import type { ClientFrame, ServerFrame } from './generated/messages.ts';
import { messageFromJson } from './json-decode.ts';
import { messageToJson } from './json-encode.ts';
import { type AnyMessage, shapeOf } from './message-shape.ts';
import { decodeUtf8 } from './utf8.ts';
import { WireError } from './wire-error.ts';

/** Encodes a message of the named type as one line of JSON. */
export function encodeJson(type: string, message: object): string {
  return JSON.stringify(messageToJson(shapeOf(type), message as AnyMessage));
}

/** Decodes a message of the named type from text or its UTF-8 bytes; `WireError` on anything that is not one. */
export function decodeJson<T>(type: string, data: Uint8Array | string): T {
  const text = typeof data === 'string' ? data : decodeUtf8(data);
  if (text === undefined) throw new WireError('not UTF-8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    // SyntaxError, or RangeError from an engine whose parser recurses.
    throw new WireError('not JSON', { cause: error });
  }
  return messageFromJson(shapeOf(type), parsed) as T;
}

export const jsonCodec = {
  subprotocol: 'rtcroom.v1.json',
  encodeClientFrame: (frame) => encodeJson('ClientFrame', frame),
  decodeClientFrame: (data) => decodeJson<ClientFrame>('ClientFrame', data),
  encodeServerFrame: (frame) => encodeJson('ServerFrame', frame),
  decodeServerFrame: (data) => decodeJson<ServerFrame>('ServerFrame', data),
} as const satisfies FrameCodec;
