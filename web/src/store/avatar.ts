/** A stable hue (0..359) for a text: FNV-1a, then mixed so that ids that differ in one digit differ in colour. */
export function hueOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 360;
}

const HAN = /\p{Script=Han}/u;
/** Whether the text is written in Chinese characters, which are wider than letters. */
export const isHan = (text: string): boolean => HAN.test(text);
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function graphemes(text: string): string[] {
  return [...segmenter.segment(text)].map((part) => part.segment);
}

/** Up to two characters for the avatar: first letters of the first and last word; of a Chinese name the last two. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) return '?';
  if (words.length === 1 && HAN.test(first)) return graphemes(first).slice(-2).join('');
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  const letters = [graphemes(first)[0], last === undefined ? undefined : graphemes(last)[0]];
  return letters
    .filter((letter) => letter !== undefined)
    .join('')
    .toUpperCase();
}
