/** What both encodings of the wire offer, and the WebSocket subprotocols that choose between them. */
import type { ClientFrame, Init, ServerFrame } from './generated/messages.ts';

/** In the server's order of preference. The first one that the client offers too is taken. */
export const SUBPROTOCOLS = ['rtcroom.v1.proto', 'rtcroom.v1.json'] as const;
export type Subprotocol = (typeof SUBPROTOCOLS)[number];

/**
 * One encoding of the wire.
 *
 * Encoders take whatever the types allow; a value the types do not allow (NaN, two fields of one oneof) is a bug of
 * the caller and may throw. Encoded bytes may be a view into a shared pool: copy what is kept for long.
 *
 * Decoders take anything, cost O(input), and return complete messages that alias nothing of the input: every scalar,
 * list and map is an own property, a message field that is absent is null, `body` names the field of the oneof.
 * They throw `WireError` and nothing else. Unknown fields are ignored; an unknown message type leaves `body` undefined.
 */
export interface FrameCodec {
  readonly subprotocol: Subprotocol;
  encodeClientFrame(frame: Init<ClientFrame>): Uint8Array | string;
  decodeClientFrame(data: Uint8Array | string): ClientFrame;
  encodeServerFrame(frame: Init<ServerFrame>): Uint8Array | string;
  decodeServerFrame(data: Uint8Array | string): ServerFrame;
}
