/** Bytes of `text` in UTF-8; a lone surrogate counts as the three bytes of its replacement. O(length). */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const unit = character.charCodeAt(0);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else bytes += character.length === 2 ? 4 : 3;
  }
  return bytes;
}
