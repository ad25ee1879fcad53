/** Requests of the operator's own servers: an API key itself, shown in the Authorization header and nowhere else. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../shared/app-error.ts';
import type { SigningKey } from './tokens.ts';

/** Longer credentials are refused unread. */
const MAX_LENGTH = 1024;

/** Whether the text is meant as an API key. No token has a colon in it. */
export const isApiKeyText = (credential: string): boolean => credential.includes(':');

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Knows the API keys of a deployment. Only their hashes are kept, and compared, so that time tells nothing of them. */
export class ApiKeys {
  readonly #digests: readonly Buffer[];

  constructor(keys: readonly SigningKey[]) {
    this.#digests = keys.map(({ keyId, secret }) => digest(`${keyId}:${secret}`));
  }

  /** Checks `keyId:secret`. @throws AppError `tokenInvalid` */
  verify(credential: string): void {
    if (credential.length > MAX_LENGTH) throw new AppError('tokenInvalid', 'too long');
    const presented = digest(credential);
    // All are compared: the time taken does not say which one fits.
    const fitting = this.#digests.filter((known) => timingSafeEqual(known, presented));
    if (fitting.length === 0) throw new AppError('tokenInvalid', 'API key');
  }
}
