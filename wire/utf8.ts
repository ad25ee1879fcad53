/** Strict UTF-8 to text. */

interface Utf8Decoder {
  decode(bytes: Uint8Array): string;
}
type Utf8DecoderClass = new (encoding: string, options: { fatal: boolean; ignoreBOM: boolean }) => Utf8Decoder;

/** Smallest code point that may be written in this many bytes (RFC 3629 forbids longer forms). */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

/** In plain JavaScript, for hosts without TextDecoder; undefined when the bytes are not UTF-8. O(n). */
export function decodeUtf8Plainly(bytes: Uint8Array): string | undefined {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const length = sequenceLength(lead);
    if (length === 0 || at + length > bytes.length) return undefined;
    let point = length === 1 ? lead : lead & (0xff >> (length + 1));
    for (let next = 1; next < length; next++) {
      const byte = bytes[at + next] ?? 0;
      if ((byte & 0xc0) !== 0x80) return undefined;
      point = (point << 6) | (byte & 0x3f);
    }
    const isSurrogate = point >= 0xd800 && point < 0xe000;
    if (point < (SMALLEST[length] ?? 0) || point > 0x10ffff || isSurrogate) return undefined;
    text += String.fromCodePoint(point);
    at += length;
  }
  return text;
}

/** Text of the bytes; undefined when they are not UTF-8. Uses the host's decoder where there is one. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const { TextDecoder } = globalThis as { TextDecoder?: Utf8DecoderClass };
  if (TextDecoder === undefined) return decodeUtf8Plainly(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
