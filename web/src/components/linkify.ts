/** A piece of a chat message: text, or a link that may be opened. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const URL_PATTERN = /https?:\/\/[^\s<>"'`\u3000-\u303f\uff00-\uffef]+/gi;
const TRAILING = /[.,;:!?)\]}]+$/;

function linkOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb ? url.href : undefined;
}

/**
 * Splits a message at its http(s) links. Only these schemes become links, and punctuation after a link stays text.
 * The pieces, joined, are the message.
 */
export function linkify(message: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  const pushText = (text: string): void => {
    if (text !== '') pieces.push({ kind: 'text', text });
  };
  let end = 0;
  for (const match of message.matchAll(URL_PATTERN)) {
    const text = match[0].replace(TRAILING, '');
    const href = linkOf(text);
    if (href === undefined) continue;
    pushText(message.slice(end, match.index));
    pieces.push({ kind: 'link', text, href });
    end = match.index + text.length;
  }
  pushText(message.slice(end));
  return pieces;
}
