/** Keeps secrets out of the log, whoever put them into the fields. */

const MASK = '[redacted]';
const MAX_DEPTH = 5;
const MAX_ENTRIES = 100;

/** Names of fields that hold secrets, whole or as an ending: token, resumeToken, apiSecret, session_key, ... */
const SECRET_NAME = /(token|secret|password|credential|authorization|cookie|apikey|session_?key)s?$/i;
/** A JWT anywhere in a text; its header always begins with the base64 of `{"`. */
const JWT = /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g;

/** A copy fit for the log: secrets masked, errors as objects, depth and size bounded. Never throws. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactObject(fields, 0);
}

function redactObject(fields: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields).slice(0, MAX_ENTRIES)) {
    const isSecret = SECRET_NAME.test(name) && value !== undefined && typeof value !== 'number';
    copy[name] = isSecret ? MASK : redactValue(value, depth + 1);
  }
  return copy;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replace(JWT, MASK);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((item) => redactValue(item, depth + 1));
  return redactObject(value, depth);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    ...redactObject(error, depth),
    type: error.name,
    message: redactValue(error.message, depth),
    stack: redactValue(error.stack, depth),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  };
}
