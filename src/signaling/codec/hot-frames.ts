/**
 * The frames that make up nearly all of the traffic, by hand: short commands of members, and the Ack that answers them.
 * Both do only what is plain; for everything else they give up and the generated codec does it. Tests hold them to the
 * generated codec byte for byte.
 */
import { type ClientFrame, type Init, MESSAGE_FIELDS, type ServerFrame } from '../../../wire/generated/messages.ts';
import { type AnyMessage, shapeOf } from '../../../wire/message-shape.ts';

/** Commands that are read by hand. Fields of other types than these are left to the generated decoder. */
const HOT_COMMANDS = ['raiseHand', 'setSelfMute', 'sendChat', 'releaseFloor'] as const;
const VARINT = 0;
const BYTES = 2;
/** Longer texts are decoded faster by the library. */
const MAX_TEXT_BYTES = 64;
const MAX_VARINT_BYTES = 4;

interface HotField {
  readonly name: string;
  readonly wireType: number;
  readonly isBool: boolean;
}

interface HotBody {
  readonly name: string;
  readonly create: () => AnyMessage;
  readonly fieldByNumber: readonly (HotField | undefined)[];
}

const WIRE_TYPE: Readonly<Record<string, number>> = { string: BYTES, bool: VARINT, uint32: VARINT };

function hotBody(name: string, type: string): HotBody {
  const fieldByNumber: (HotField | undefined)[] = [];
  for (const [field, number, fieldType, kind, shape] of MESSAGE_FIELDS[type] ?? []) {
    const wireType = kind === 'e' ? VARINT : WIRE_TYPE[fieldType];
    if (shape !== 'one' || wireType === undefined) continue;
    fieldByNumber[number] = { name: field, wireType, isBool: fieldType === 'bool' };
  }
  return { name, create: shapeOf(type).create, fieldByNumber };
}

const hotBodyByNumber: readonly (HotBody | undefined)[] = (MESSAGE_FIELDS['ClientFrame'] ?? []).reduce<
  (HotBody | undefined)[]
>((byNumber, [name, number, type]) => {
  if ((HOT_COMMANDS as readonly string[]).includes(name)) byNumber[number] = hotBody(name, type);
  return byNumber;
}, []);
const createFrame = shapeOf('ClientFrame').create;
const ID_TAG = 1 << 3;

/** Reads what is plain, and remembers when something was not. */
class PlainReader {
  at = 0;
  isPlain = true;
  readonly #data: Uint8Array;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  varint(): number {
    let value = 0;
    for (let count = 0; count < MAX_VARINT_BYTES; count += 1) {
      const byte = this.#data[this.at] ?? 0x80;
      this.at += 1;
      value |= (byte & 0x7f) << (7 * count);
      if (byte < 0x80) return value;
    }
    this.isPlain = false;
    return 0;
  }

  /** Short and ASCII. */
  text(end: number): string {
    const length = this.varint();
    const stop = this.at + length;
    if (stop > end || length > MAX_TEXT_BYTES) this.isPlain = false;
    let text = '';
    while (this.isPlain && this.at < stop) {
      const byte = this.#data[this.at] ?? 0x80;
      if (byte >= 0x80) this.isPlain = false;
      text += String.fromCharCode(byte);
      this.at += 1;
    }
    return text;
  }
}

/**
 * The command in those bytes, exactly as the generated decoder gives it; undefined when it is not one of the hot ones, or
 * not written the way encoders write it.
 */
export function readHotCommand(data: Uint8Array): ClientFrame | undefined {
  const reader = new PlainReader(data);
  if (data[0] !== ID_TAG) return undefined;
  reader.at = 1;
  const id = reader.varint();
  const tag = reader.varint();
  const body = hotBodyByNumber[tag >>> 3];
  if (body === undefined || (tag & 7) !== BYTES) return undefined;
  const length = reader.varint();
  const end = reader.at + length;
  if (!reader.isPlain || end !== data.length) return undefined;
  const message = body.create();
  if (!readFields(reader, end, body, message)) return undefined;
  const frame = createFrame();
  frame['id'] = id;
  frame[body.name] = message;
  frame['body'] = body.name;
  return frame as unknown as ClientFrame;
}

function readFields(reader: PlainReader, end: number, { fieldByNumber }: HotBody, message: AnyMessage): boolean {
  while (reader.isPlain && reader.at < end) {
    const tag = reader.varint();
    const field = fieldByNumber[tag >>> 3];
    if (field === undefined || field.wireType !== (tag & 7)) return false;
    if (field.wireType === BYTES) message[field.name] = reader.text(end);
    else {
      const value = reader.varint();
      message[field.name] = field.isBool ? value !== 0 : value;
    }
  }
  return reader.isPlain && reader.at === end;
}

const REPLY_TO_TAG = 1 << 3;
const ACK_TAG = (6 << 3) | BYTES;
const OFFSET_TAG = 1 << 3;

const varintLength = (value: number): number => {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
};

function putVarint(bytes: Uint8Array, from: number, given: number): number {
  let at = from;
  let value = given >>> 0;
  while (value >= 0x80) {
    bytes[at] = (value & 0x7f) | 0x80;
    at += 1;
    value >>>= 7;
  }
  bytes[at] = value;
  return at + 1;
}

/** The bytes of an answer that is nothing but an Ack; undefined for other frames. */
export function encodeAck({ replyTo = 0, ack }: Init<ServerFrame>): Uint8Array | undefined {
  if (ack === undefined || ack === null) return undefined;
  const { offset = 0 } = ack;
  const ackLength = offset === 0 ? 0 : 1 + varintLength(offset);
  const replyLength = replyTo === 0 ? 0 : 1 + varintLength(replyTo);
  const bytes = new Uint8Array(replyLength + 2 + ackLength);
  let at = 0;
  if (replyTo !== 0) at = putVarint(bytes, putVarint(bytes, at, REPLY_TO_TAG), replyTo);
  bytes[at] = ACK_TAG;
  bytes[at + 1] = ackLength;
  if (offset !== 0) putVarint(bytes, putVarint(bytes, at + 2, OFFSET_TAG), offset);
  return bytes;
}
