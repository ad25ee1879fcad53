/** Names of the wire's enums as pages see them. Pure. */

/** `BACKGROUND_TIMED_OUT` of an enum is `backgroundTimedOut`; unknown numbers are `unknown`. */
export function enumName(values: Readonly<Record<string, number>>, value: number): string {
  const key = Object.keys(values).find((name) => values[name] === value);
  if (key === undefined || key.endsWith('_UNSPECIFIED')) return 'unknown';
  return key.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A name to show: the first letter or character, in capitals. */
export function initialOf(name: string): string {
  return ([...name.trim()][0] ?? '?').toUpperCase();
}

/** One of eight colours that a name keeps, 0 to 7. */
export function hueOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % 8;
}

/** UTF-8 bytes of a text; hosts of mini programs have no TextEncoder. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return new Uint8Array(bytes);
}
