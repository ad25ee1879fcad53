/** proto3 JSON mapping, writing: lowerCamelCase, enums by name, bytes as base64, defaults left out. */
import { encodeBase64 } from './base64.ts';
import { ENUM_VALUES } from './generated/messages.ts';
import { type AnyMessage, type FieldShape, type MessageShape, shapeOf } from './message-shape.ts';

/** Names of each enum by number. */
const ENUM_NAMES: ReadonlyMap<string, ReadonlyMap<unknown, string>> = new Map(
  Object.entries(ENUM_VALUES).map(([type, values]) => [
    type,
    new Map(Object.entries(values).map(([name, number]) => [number, name])),
  ]),
);

/** A value for JSON.stringify. Throws when the caller set two fields of one oneof or gave NaN: both are bugs. */
export function messageToJson(shape: MessageShape, message: AnyMessage): AnyMessage {
  const json: AnyMessage = {};
  const oneofs = new Set<string>();
  for (const field of shape.fields) {
    const value = message[field.name];
    if (value === undefined || value === null) continue;
    if (field.oneof !== '') {
      if (oneofs.has(field.oneof)) throw new Error(`${shape.type}: two fields of the oneof ${field.oneof} are set`);
      oneofs.add(field.oneof);
    }
    const encoded = fieldToJson(field, value);
    if (encoded !== undefined) json[field.name] = encoded;
  }
  return json;
}

/** undefined = a default, which is left out. */
function fieldToJson(field: FieldShape, value: unknown): unknown {
  if (field.shape === 'list') {
    const items = value as readonly unknown[];
    return items.length === 0 ? undefined : items.map((item) => valueToJson(field, item));
  }
  if (field.shape === 'map') {
    const entries = Object.entries(value as AnyMessage);
    if (entries.length === 0) return undefined;
    const map = Object.create(null) as AnyMessage;
    for (const [key, item] of entries) map[key] = valueToJson(field, item);
    return map;
  }
  if (field.kind === 'message') return valueToJson(field, value);
  const isDefault = value === 0 || value === '' || value === false || (value as Uint8Array).length === 0;
  return isDefault ? undefined : valueToJson(field, value);
}

function valueToJson(field: FieldShape, value: unknown): unknown {
  if (field.kind === 'message') return messageToJson(shapeOf(field.type), value as AnyMessage);
  // An enum value newer than this schema stays a number, as the mapping says.
  if (field.kind === 'enum') return ENUM_NAMES.get(field.type)?.get(value) ?? value;
  if (field.type === 'bytes') return encodeBase64(value as Uint8Array);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${field.name}: not a finite number`);
  return value;
}
