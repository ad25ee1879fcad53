import { ERRORS, type ErrorSpec } from './error-codes.ts';

const RETRY_WORDS: Readonly<Record<ErrorSpec['retry'], string>> = {
  never: 'The same command fails again.',
  sameSocket: 'Try again later on the same socket.',
  reconnect: 'Open a new socket and resume.',
  rejoin: 'The membership is gone: join the room again.',
};

/** What each hundred of the numbers is about. */
const RANGES: Readonly<Record<number, string>> = {
  10: 'Wire and session',
  11: 'Identity',
  12: 'Room',
  13: 'Moderation',
  14: 'Floor',
  15: 'Media',
  16: 'Limits',
  19: 'Server',
};

/** Text of docs/errors.md: every registered error, by number. Ends with a newline. */
export function renderErrorsPage(): string {
  const entries = (Object.entries(ERRORS) as [string, ErrorSpec][]).toSorted(([, a], [, b]) => a.code - b.code);
  const lines = [
    '# Errors',
    '',
    'Generated from `src/shared/error-codes.ts` by `src/shared/print-errors.ts`; do not edit.',
    '',
    'Every refusal carries a number and a name, which are never reused, and says what to do:',
    '',
    ...Object.entries(RETRY_WORDS).map(([retry, words]) => `- \`${retry}\`: ${words}`),
    '',
    'An error with a close code ends the socket with it: 4000 to 4499 mean reconnect, 4500 to 4999 are final.',
    'An error with an HTTP status answers requests with it; the body has the same name, number and message.',
  ];
  let range = 0;
  for (const [name, { code, retry, close, http, message }] of entries) {
    if (Math.floor(code / 100) !== range) {
      range = Math.floor(code / 100);
      lines.push('', `## ${RANGES[range] ?? 'Other'}`, '');
      lines.push('| Number | Name | Retry | Close | HTTP | Meaning |', '|---|---|---|---|---|---|');
    }
    lines.push(`| ${code} | \`${name}\` | ${retry} | ${close ?? ''} | ${http ?? ''} | ${message} |`);
  }
  return `${lines.join('\n')}\n`;
}
