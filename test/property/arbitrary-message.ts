/** fast-check arbitraries of any message of the schema, made from the generated table. */
import fc from 'fast-check';
import { ENUM_VALUES, type FieldDescriptor, MESSAGE_FIELDS } from '../../wire/generated/messages.ts';

function scalar(type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      // Whole code points only: text with half a surrogate pair has no UTF-8.
      return fc.string({ unit: 'binary', maxLength: 12 });
    case 'bool':
      return fc.boolean();
    case 'bytes':
      return fc.uint8Array({ maxLength: 20 });
    case 'int32':
      return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    case 'double':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
    default:
      return fc.integer({ min: 0, max: 2 ** 32 - 1 });
  }
}

function single([, , type, kind]: FieldDescriptor): fc.Arbitrary<unknown> {
  if (kind === 'm') return arbitraryMessage(type);
  return kind === 'e' ? fc.constantFrom(...Object.values(ENUM_VALUES[type] ?? {})) : scalar(type);
}

function fieldValue(field: FieldDescriptor): fc.Arbitrary<unknown> {
  if (field[4] === 'list') return fc.array(single(field), { maxLength: 3 });
  if (field[4] === 'map')
    return fc.dictionary(fc.string({ unit: 'binary', maxLength: 12 }), single(field), { maxKeys: 3 });
  return single(field);
}

/** Messages of that type: any fields present or not, at most one of each oneof. */
export function arbitraryMessage(type: string): fc.Arbitrary<Record<string, unknown>> {
  const fields = MESSAGE_FIELDS[type] ?? [];
  const plain = fields.filter(([, , , , , oneof]) => oneof === '');
  const ofOneof = fields.filter(([, , , , , oneof]) => oneof !== '');
  const own = fc.record(Object.fromEntries(plain.map((field) => [field[0], fieldValue(field)])), { requiredKeys: [] });
  if (ofOneof.length === 0) return own as fc.Arbitrary<Record<string, unknown>>;
  const body = fc.oneof(...ofOneof.map((field) => fieldValue(field).map((value) => ({ [field[0]]: value }))));
  return fc.tuple(own, fc.option(body, { nil: {} })).map(([left, right]) => ({ ...left, ...right }));
}
