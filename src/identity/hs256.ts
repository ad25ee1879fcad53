/**
 * Verifying JWTs signed with HS256 (RFC 7515, 7518 section 3.2, 7519), at once and in this thread. The library that signs
 * them verifies through Web Crypto, which costs two trips to a thread pool: 50 us of processor time each, where accepting
 * a connection costs 30. One algorithm and five claims are all that is needed here; the tests hold this against tokens
 * that the library makes.
 */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

export interface VerificationKey {
  readonly keyId: string;
  readonly secret: KeyObject;
}

export interface Hs256Options {
  readonly keys: readonly VerificationKey[];
  /** Must be (in) `aud`; '' = not checked. */
  readonly audience: string;
  /** In seconds since 1970, and by how much clocks may differ. */
  readonly nowS: number;
  readonly toleranceS: number;
  /** Still accepted so long after `exp`. */
  readonly expiredForS: number;
}

/** What is wrong with a token; '' = it is none. */
export type Hs256Problem = '' | 'algorithm' | 'signature' | `claim ${'sub' | 'iat' | 'exp' | 'nbf' | 'aud'}`;

export type Hs256Outcome =
  | { readonly payload: Readonly<Record<string, unknown>> }
  | { readonly expired: true }
  | { readonly problem: Hs256Problem };

const PARTS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON object in that part; undefined when it is none. */
function objectIn(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(UTF8.decode(Buffer.from(part, 'base64url')));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** Verifies the signature, then the claims about time and audience. Never throws; O(length x keys). */
export function verifyHs256(token: string, options: Hs256Options): Hs256Outcome {
  const [, headerPart, payloadPart, signaturePart] = PARTS.exec(token) ?? [];
  if (headerPart === undefined || payloadPart === undefined || signaturePart === undefined) return { problem: '' };
  const header = objectIn(headerPart);
  if (header === undefined) return { problem: '' };
  if (header['alg'] !== 'HS256') return { problem: 'algorithm' };
  // Extensions that must be understood are not (RFC 7515 section 4.1.11).
  if (header['crit'] !== undefined) return { problem: '' };
  const signature = Buffer.from(signaturePart, 'base64url');
  const signed = `${headerPart}.${payloadPart}`;
  if (!options.keys.some((key) => isNamed(key, header['kid']) && isSignedBy(key, signed, signature))) {
    return { problem: 'signature' };
  }
  const payload = objectIn(payloadPart);
  return payload === undefined ? { problem: '' } : claimsOutcome(payload, options);
}

/** A token that names no key may be signed by any. */
const isNamed = ({ keyId }: VerificationKey, kid: unknown): boolean => kid === undefined || kid === keyId;

function isSignedBy({ secret }: VerificationKey, signed: string, signature: Buffer): boolean {
  const expected = createHmac('sha256', secret).update(signed).digest();
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

function claimsOutcome(payload: Readonly<Record<string, unknown>>, options: Hs256Options): Hs256Outcome {
  const { audience, nowS, toleranceS, expiredForS } = options;
  const { sub, iat, exp, nbf, aud } = payload;
  if (sub === undefined) return { problem: 'claim sub' };
  if (typeof iat !== 'number') return { problem: 'claim iat' };
  if (typeof exp !== 'number') return { problem: 'claim exp' };
  if (audience !== '' && aud !== audience && !(Array.isArray(aud) && aud.includes(audience))) {
    return { problem: 'claim aud' };
  }
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > nowS + toleranceS)) return { problem: 'claim nbf' };
  if (exp + expiredForS + toleranceS <= nowS) return { expired: true };
  return { payload };
}
