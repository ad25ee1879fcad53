import { describe, expect, test } from 'vitest';
import { ApiKeys, isApiKeyText } from '../../../src/identity/api-keys.ts';

const keys = new ApiKeys([
  { keyId: 'new', secret: 'a secret, with: colons and spaces' },
  { keyId: 'old', secret: 'another-secret' },
]);
const INVALID = { name: 'AppError', errorName: 'tokenInvalid' };

describe('API keys', () => {
  test('[ID-25] each of them is accepted, whole', () => {
    expect(() => keys.verify('new:a secret, with: colons and spaces')).not.toThrow();
    expect(() => keys.verify('old:another-secret')).not.toThrow();
  });

  test.for([
    '',
    ':',
    'new:',
    'old',
    'another-secret',
    'old:another-secre',
    'old:another-secret ',
    'OLD:another-secret',
    'new:another-secret',
    'stranger:another-secret',
    `old:${'x'.repeat(2000)}`,
  ])('[ID-25] %j is not', (credential) => {
    let thrown: unknown;
    try {
      keys.verify(credential);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject(INVALID);
    expect(String(thrown)).not.toContain('secret');
  });

  test('[ID-25] without keys nothing is accepted, and no token looks like a key', () => {
    expect(() => new ApiKeys([]).verify('development:x')).toThrow();
    expect(isApiKeyText('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl-_')).toBe(false);
    expect(isApiKeyText('old:another-secret')).toBe(true);
  });
});
