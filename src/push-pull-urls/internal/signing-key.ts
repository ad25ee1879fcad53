import { assert } from '../../shared/assert.ts';
import type { DomainKeys } from '../providers.ts';

/** The key that signs now. A missing backup key is found by `checkProvider` before it can be missed here. */
export function signingKey({ primary, backup, signWith }: DomainKeys): string {
  const key = signWith === 'primary' ? primary : backup;
  assert(key !== undefined, 'the signing key exists');
  return key;
}
