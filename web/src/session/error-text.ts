import { isMessageKey, type Translate } from '../i18n/i18n.ts';

/** Errors that are all "the server cannot be reached" to a user. */
const NETWORK_ERRORS: ReadonlySet<string> = new Set([
  'requestTimeout',
  'connectTimeout',
  'connectionLost',
  'tokenFailed',
]);

/** The stable name of an error; '' when it has none. */
export function errorNameOf(error: unknown): string {
  const name = (error as { errorName?: unknown } | null)?.errorName;
  return typeof name === 'string' ? name : '';
}

/** What to tell a user about an error, in their language. */
export function errorText(t: Translate, error: unknown): string {
  const name = errorNameOf(error);
  const key = `error.${name}`;
  if (isMessageKey(key)) return t(key);
  if (NETWORK_ERRORS.has(name)) return t('error.network');
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause !== undefined && errorNameOf(cause) !== '') return errorText(t, cause);
  return t('error.other', { detail: name === '' ? String(error) : name });
}
