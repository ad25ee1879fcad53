/** Reads what clients send. Numbers pass for text where the old servers, in a language that does not mind, took them. */
import { parseRoomId, type RoomId } from '../shared/ids.ts';
import { type ServiceCode, ServiceRefusal } from './service-types.ts';

export type Body = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The body as an object; none at all is an empty one. @throws ServiceRefusal params */
export function parseBody(bytes: Uint8Array): Body {
  if (bytes.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch {
    throw new ServiceRefusal('params', 'the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ServiceRefusal('params', 'the body is not a JSON object');
  }
  return value as Body;
}

/** Text that may be empty; undefined = absent. @throws ServiceRefusal params for another type, badValue when too long */
export function optionalText(body: Body, name: string, maxChars: number): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new ServiceRefusal('params', `${name} must be text`);
  const text = String(value);
  if (text.length > maxChars) throw new ServiceRefusal('badValue', `${name} is too long`);
  // Half of a pair of surrogates has no UTF-8: it could be told to nobody.
  if (/[\uD800-\uDFFF]/u.test(text)) throw new ServiceRefusal('badValue', `${name} is not valid text`);
  return text;
}

/** Text that must be there, perhaps empty. */
export function givenText(body: Body, name: string, maxChars: number): string {
  const text = optionalText(body, name, maxChars);
  if (text === undefined) throw new ServiceRefusal('params', `${name} is missing`);
  return text;
}

/** Text that must be there and not be empty. */
export function requiredText(body: Body, name: string, maxChars: number, missing: ServiceCode = 'params'): string {
  const text = optionalText(body, name, maxChars) ?? '';
  if (text === '') throw new ServiceRefusal(missing, `${name} is missing`);
  return text;
}

/** A whole number within bounds; text of digits passes. */
export function requiredInteger(
  body: Body,
  name: string,
  min: number,
  max: number,
  missing: ServiceCode = 'params',
): number {
  const value = body[name];
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < min) {
    throw new ServiceRefusal(missing, `${name} must be a whole number from ${min}`);
  }
  return Math.min(number, max);
}

/** A room id to make a room with; undefined = the client leaves it to the server. @throws ServiceRefusal badValue */
export function optionalRoomId(body: Body): RoomId | undefined {
  const text = optionalText(body, 'roomID', 128) ?? '';
  return text === '' ? undefined : roomIdOf(text, 'badValue');
}

/** @throws ServiceRefusal params, badValue */
export function requiredRoomId(body: Body): RoomId {
  return roomIdOf(requiredText(body, 'roomID', 128), 'badValue');
}

/** Of a room that should be there: what cannot be an id is no room. Empty ones come from timers that outlive a room. */
export function knownRoomId(body: Body, absent: ServiceCode): RoomId {
  return roomIdOf(givenText(body, 'roomID', 1024), absent);
}

function roomIdOf(text: string, otherwise: ServiceCode): RoomId {
  const roomId = parseRoomId(text);
  if (roomId === undefined) throw new ServiceRefusal(otherwise, 'roomID is not one');
  return roomId;
}

export const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');
