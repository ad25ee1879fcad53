/**
 * The schema in the form the codecs walk: fields by name, and a factory of complete, empty messages. Built once from
 * the generated table; no code is generated at run time, which WeChat mini programs forbid.
 */
import { MESSAGE_FIELDS } from './generated/messages.ts';

/** A message of any type, by field name. */
export type AnyMessage = Record<string, unknown>;

export interface FieldShape {
  /** lowerCamelCase. */
  readonly name: string;
  /** A scalar's name, or the name of an enum or message of the schema. */
  readonly type: string;
  readonly kind: 'scalar' | 'enum' | 'message';
  readonly shape: 'one' | 'list' | 'map';
  /** Name of the oneof it belongs to; '' = none. */
  readonly oneof: string;
}

export interface MessageShape {
  readonly type: string;
  readonly fields: readonly FieldShape[];
  readonly fieldByName: ReadonlyMap<string, FieldShape>;
  /** Also finds a field by the snake_case name it has in the schema, which JSON may use. */
  readonly fieldByJsonName: ReadonlyMap<string, FieldShape>;
  /**
   * A new message with every field at its default. Absent fields of a oneof are inherited nulls: a frame has dozens,
   * and writing them into each one would cost more than decoding it.
   */
  readonly create: () => AnyMessage;
}

const KINDS: Readonly<Record<string, FieldShape['kind']>> = { s: 'scalar', e: 'enum', m: 'message' };

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The value of a field that is not there. Lists and maps are fresh each time. */
function emptyValue(field: FieldShape): unknown {
  if (field.shape === 'list') return [];
  // Without a prototype: `params.constructor` of untrusted text must be undefined.
  if (field.shape === 'map') return Object.create(null);
  if (field.kind === 'message') return null;
  if (field.kind === 'enum') return 0;
  if (field.type === 'string') return '';
  if (field.type === 'bool') return false;
  return field.type === 'bytes' ? new Uint8Array(0) : 0;
}

const isFresh = ({ shape, type }: FieldShape): boolean => shape !== 'one' || type === 'bytes';

/** Makes messages of one type; a copy of a finished one where nothing in it must be new each time. */
function creatorOf(own: readonly FieldShape[], oneofs: readonly string[], prototype: AnyMessage): () => AnyMessage {
  const fill = (message: AnyMessage): AnyMessage => {
    for (const field of own) message[field.name] = emptyValue(field);
    for (const oneof of oneofs) message[oneof] = undefined;
    return message;
  };
  if (oneofs.length > 0) {
    // As `Object.create(prototype)`, which is slower.
    function Message(): void {}
    Message.prototype = prototype;
    const New = Message as unknown as new () => AnyMessage;
    return () => fill(new New());
  }
  if (own.some(isFresh)) return () => fill({});
  const template = fill({});
  return () => ({ ...template });
}

function buildShape(type: string, descriptors: (typeof MESSAGE_FIELDS)[string]): MessageShape {
  const fields = descriptors.map(
    ([name, , fieldType, kind, shape, oneof]): FieldShape => ({
      name,
      type: fieldType,
      kind: KINDS[kind] ?? 'scalar',
      shape: shape === 'list' || shape === 'map' ? shape : 'one',
      oneof,
    }),
  );
  const own = fields.filter((field) => field.oneof === '');
  const oneofs = [...new Set(fields.map((field) => field.oneof))].filter((name) => name !== '');
  const prototype: AnyMessage = {};
  for (const field of fields) if (field.oneof !== '') prototype[field.name] = null;
  const create = creatorOf(own, oneofs, prototype);
  const fieldByName = new Map(fields.map((field) => [field.name, field]));
  const bySnakeCase = fields.map((field) => [snakeCase(field.name), field] as const);
  return { type, fields, fieldByName, fieldByJsonName: new Map([...bySnakeCase, ...fieldByName]), create };
}

const SHAPES: ReadonlyMap<string, MessageShape> = new Map(
  Object.entries(MESSAGE_FIELDS).map(([type, descriptors]) => [type, buildShape(type, descriptors)]),
);

/** The shape of a message type of the schema. Throws on any other name, which only a bug can pass. */
export function shapeOf(type: string): MessageShape {
  const shape = SHAPES.get(type);
  if (shape === undefined) throw new Error(`no message type ${type} in the schema`);
  return shape;
}
