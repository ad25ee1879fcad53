/**
 * proto3 JSON mapping, reading. Strict: a value of the wrong type or out of range, an unknown enum name or two fields
 * of one oneof make the whole message malformed. As the mapping says, both lowerCamelCase and the schema's names are
 * read, enums also as numbers, numbers also as strings, and null means absent. One deviation: NaN and infinities are
 * refused, since no field has a use for them.
 */
import { decodeBase64 } from './base64.ts';
import { ENUM_VALUES } from './generated/messages.ts';
import { type AnyMessage, type FieldShape, type MessageShape, shapeOf } from './message-shape.ts';
import { WireError } from './wire-error.ts';

const MAX_UINT32 = 2 ** 32 - 1;
const MIN_INT32 = -(2 ** 31);
const MAX_INT32 = 2 ** 31 - 1;

/** In unicode mode this matches only a surrogate that is not half of a pair. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;
const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** Numbers of each enum by name; maps, since the names come from outside. */
const ENUM_NUMBERS: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(ENUM_VALUES).map(([type, values]) => [type, new Map(Object.entries(values))]),
);

const malformed = (field: FieldShape, expected: string): WireError =>
  new WireError(`${field.name}: ${expected} expected`);

const isObject = (value: unknown): value is AnyMessage =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `value` (from JSON.parse) as a complete message. O(size); depth is that of the schema, which is not recursive. */
export function messageFromJson(shape: MessageShape, value: unknown): AnyMessage {
  if (!isObject(value)) throw new WireError(`${shape.type}: an object expected`);
  const message = shape.create();
  const seen = new Set<string>();
  for (const key of Object.keys(value)) {
    const field = shape.fieldByJsonName.get(key);
    const given = value[key];
    if (field === undefined || given === null) continue;
    const slot = field.oneof === '' ? field.name : `oneof ${field.oneof}`;
    if (seen.has(slot)) throw new WireError(`${field.name}: given twice, or beside another field of its oneof`);
    seen.add(slot);
    message[field.name] = fieldFromJson(field, given);
    if (field.oneof !== '') message[field.oneof] = field.name;
  }
  return message;
}

function fieldFromJson(field: FieldShape, value: unknown): unknown {
  if (field.shape === 'one') return valueFromJson(field, value);
  if (field.shape === 'list') {
    if (!Array.isArray(value)) throw malformed(field, 'a list');
    return value.map((item) => valueFromJson(field, item));
  }
  if (!isObject(value)) throw malformed(field, 'an object');
  // No prototype, so a key named __proto__ is a key like any other.
  const map = Object.create(null) as AnyMessage;
  for (const key of Object.keys(value)) {
    if (LONE_SURROGATE.test(key)) throw malformed(field, 'well-formed text');
    map[key] = valueFromJson(field, value[key]);
  }
  return map;
}

function valueFromJson(field: FieldShape, value: unknown): unknown {
  if (field.kind === 'message') return messageFromJson(shapeOf(field.type), value);
  if (field.kind === 'enum') return enumFromJson(field, value);
  switch (field.type) {
    case 'string':
      if (typeof value !== 'string' || LONE_SURROGATE.test(value)) throw malformed(field, 'well-formed text');
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw malformed(field, 'true or false');
      return value;
    case 'bytes':
      return bytesFromJson(field, value);
    case 'int32':
      return integerFromJson(field, value, MIN_INT32, MAX_INT32);
    case 'double':
      return numberFromJson(field, value);
    default:
      // uint32 and fixed32: the schema has no other scalars (the generator refuses them).
      return integerFromJson(field, value, 0, MAX_UINT32);
  }
}

function enumFromJson(field: FieldShape, value: unknown): number {
  if (typeof value !== 'string') return integerFromJson(field, value, MIN_INT32, MAX_INT32);
  const number = ENUM_NUMBERS.get(field.type)?.get(value);
  if (number === undefined) throw malformed(field, `a ${field.type}`);
  return number;
}

function bytesFromJson(field: FieldShape, value: unknown): Uint8Array {
  const bytes = typeof value === 'string' ? decodeBase64(value) : undefined;
  if (bytes === undefined) throw malformed(field, 'base64');
  return bytes;
}

function numberFromJson(field: FieldShape, value: unknown): number {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw malformed(field, 'a finite number');
  // Protobuf leaves a zero out whatever its sign, so that minus zero cannot survive a round trip.
  return number === 0 ? 0 : number;
}

function integerFromJson(field: FieldShape, value: unknown, min: number, max: number): number {
  const number = numberFromJson(field, value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw malformed(field, `a whole number from ${min} to ${max}`);
  }
  return number;
}
