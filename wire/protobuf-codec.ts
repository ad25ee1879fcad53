/** The binary encoding: protobuf, subprotocol `rtcroom.v1.proto`. The only reader of the generated protobufjs code. */
import protobuf from 'protobufjs/minimal.js';
import type { FrameCodec } from './codec.ts';
import type { ClientFrame, ServerFrame } from './generated/messages.ts';
import { rtcroom } from './generated/protobuf.js';
import { type AnyMessage, type FieldShape, type MessageShape, shapeOf } from './message-shape.ts';
import { WireError } from './wire-error.ts';

function generatedCodec(type: string): NonNullable<(typeof rtcroom.v1)[string]> {
  const codec = rtcroom.v1[type];
  if (codec === undefined) throw new Error(`no message type ${type} in the schema`);
  return codec;
}

/**
 * Copies what protobufjs decoded into a complete plain message: its objects keep defaults on the prototype, where
 * spreading and JSON.stringify lose them, and its byte fields are views of the input, which dies with the handler.
 */
function complete(shape: MessageShape, decoded: AnyMessage): AnyMessage {
  const message = shape.create();
  for (const name of Object.keys(decoded)) {
    const field = shape.fieldByName.get(name);
    if (field === undefined) continue;
    message[name] = completeField(field, decoded[name]);
    if (field.oneof !== '') message[field.oneof] = name;
  }
  return message;
}

function completeField(field: FieldShape, value: unknown): unknown {
  if (field.shape === 'list') return (value as unknown[]).map((item) => completeValue(field, item));
  if (field.shape === 'one') return completeValue(field, value);
  const map = Object.create(null) as AnyMessage;
  for (const [key, item] of Object.entries(value as AnyMessage)) map[key] = completeValue(field, item);
  return map;
}

function completeValue(field: FieldShape, value: unknown): unknown {
  if (field.kind === 'message') return complete(shapeOf(field.type), value as AnyMessage);
  if (field.type === 'bytes') return new Uint8Array(value as Uint8Array);
  if (field.type !== 'double') return value;
  // Times and measures: neither has a use for NaN, infinity or minus zero, and JSON cannot carry them.
  if (!Number.isFinite(value)) throw new WireError(`${field.name}: not a finite number`);
  return value === 0 ? 0 : value;
}

/** No field of the schema has such a name. */
const SET_BODY = '$setBody';

/**
 * What frames are decoded into. The generated decoder assigns the name of each body to `body`, whose generated setter
 * deletes all other bodies, dozens, whether they are there or not; here one at most can be there.
 */
function receiverOf(type: string): object {
  return Object.create(generatedCodec(type).prototype as object, {
    body: {
      set(this: AnyMessage, name: string) {
        const earlier = this[SET_BODY];
        if (typeof earlier === 'string' && earlier !== name) delete this[earlier];
        this[SET_BODY] = name;
      },
    },
  }) as object;
}

const receiverByType = new Map(['ClientFrame', 'ServerFrame'].map((type) => [type, receiverOf(type)]));

/** A fresh one for a message of that type; undefined = the decoder makes its own. */
function receiver(type: string): object | undefined {
  const prototype = receiverByType.get(type);
  return prototype === undefined ? undefined : (Object.create(prototype) as object);
}

/** Encodes a message of the named type. */
export function encodeBinary(type: string, message: object): Uint8Array {
  return generatedCodec(type).encode(message).finish();
}

/** Decodes a message of the named type; `WireError` on anything that is not one. */
export function decodeBinary<T>(type: string, data: Uint8Array | string): T {
  if (typeof data === 'string') throw new WireError('text where bytes are expected');
  const codec = generatedCodec(type);
  try {
    // Not `Reader.create`: a Node Buffer would choose a reader that accepts invalid UTF-8.
    const reader = new protobuf.Reader(data);
    reader.discardUnknown = true;
    return complete(
      shapeOf(type),
      codec.decode(reader, undefined, undefined, undefined, receiver(type)) as AnyMessage,
    ) as T;
  } catch (error) {
    if (error instanceof WireError) throw error;
    throw new WireError('not a protobuf message of the schema', { cause: error });
  }
}

export const protobufCodec = {
  subprotocol: 'rtcroom.v1.proto',
  encodeClientFrame: (frame) => encodeBinary('ClientFrame', frame),
  decodeClientFrame: (data) => decodeBinary<ClientFrame>('ClientFrame', data),
  encodeServerFrame: (frame) => encodeBinary('ServerFrame', frame),
  decodeServerFrame: (data) => decodeBinary<ServerFrame>('ServerFrame', data),
} as const satisfies FrameCodec;
