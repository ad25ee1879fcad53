/**
 * userSig: a signed statement "this is that user", which the application's server makes and the client brings to login.
 * Two forms are in use, both a zlib-deflated JSON in base64 with `+ / =` written as `* - _`:
 *
 * - HMAC ("TLS.ver" 2.0): HMAC-SHA-256 by a secret that signs and verifies;
 * - legacy: SHA-256 with ECDSA or RSA, signed by a private key, verified by a public one; all fields are text.
 *
 * Expiry is part of both and is checked. Nothing here throws on bad input: text from outside becomes a user or null.
 */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { type InstantMs, parseUserId, type UserId } from '../shared/ids.ts';

/** Longer texts are refused unread, larger contents while they are unpacked. */
const MAX_SIG_CHARS = 8192;
const MAX_CONTENT_BYTES = 8192;
const MAX_EXPIRE_S = 10 * 365 * 86_400;
/** Clocks of those who sign may be ahead by this much. */
const CLOCK_TOLERANCE_MS = 300_000;

/** What verifies and makes them. At least one key is needed for either. */
export interface UserSigKeys {
  readonly sdkAppId: number;
  /** Of the legacy form; '' = not checked. */
  readonly accountType: string;
  /** HMAC form; '' = that form is neither accepted nor made. */
  readonly secretKey: string;
  /** PEM; '' = the legacy form is not accepted. */
  readonly publicKey: string;
  /** PEM; makes legacy ones where there is no secret. '' = it does not. */
  readonly privateKey: string;
}

type Fields = Readonly<Record<string, unknown>>;

const ALPHABET: Readonly<Record<string, string>> = { '+': '*', '/': '-', '=': '_', '*': '+', '-': '/', _: '=' };
const swap = (text: string): string => text.replace(/[+/=*_-]/g, (sign) => ALPHABET[sign] ?? sign);

export class UserSigs {
  readonly #keys: UserSigKeys;
  readonly #publicKey: KeyObject | undefined;
  readonly #privateKey: KeyObject | undefined;

  /** @throws Error when a PEM is none. */
  constructor(keys: UserSigKeys) {
    this.#keys = keys;
    this.#privateKey = keys.privateKey === '' ? undefined : createPrivateKey(keys.privateKey);
    this.#publicKey = keys.publicKey === '' ? undefined : createPublicKey(keys.publicKey);
  }

  /** Whether it can sign at all. */
  get canSign(): boolean {
    return this.#keys.secretKey !== '' || this.#privateKey !== undefined;
  }

  /** The user that `text` proves to be `userId`, at that instant; null for everything that is wrong with it. */
  verify(text: string, userId: string, at: InstantMs): UserId | null {
    const fields = unpack(text);
    if (fields === null || fields['TLS.identifier'] !== userId) return null;
    const isGood = fields['TLS.ver'] === '2.0' ? this.#isGoodHmac(fields, at) : this.#isGoodLegacy(fields, at);
    return isGood ? (parseUserId(userId) ?? null) : null;
  }

  /**
   * A userSig for that user. `userbuf` (HMAC form) is what a private map key carries beside.
   * @throws Error without a key to sign with; see `canSign`.
   */
  sign(userId: UserId, at: InstantMs, expireS: number, userbuf?: Uint8Array): string {
    const timeS = Math.floor(at / 1000);
    if (this.#keys.secretKey !== '') return this.#signHmac(userId, timeS, expireS, userbuf);
    if (this.#privateKey === undefined) throw new Error('no key to sign a userSig with');
    const fields = {
      'TLS.appid_at_3rd': String(this.#keys.sdkAppId),
      'TLS.account_type': this.#keys.accountType || '0',
      'TLS.identifier': userId,
      'TLS.sdk_appid': String(this.#keys.sdkAppId),
      'TLS.time': String(timeS),
      'TLS.expire_after': String(expireS),
      ...(userbuf === undefined ? {} : { 'TLS.userbuf': Buffer.from(userbuf).toString('base64') }),
    };
    const signature = sign('sha256', Buffer.from(legacyText(fields)), this.#privateKey).toString('base64');
    return pack({ ...fields, 'TLS.version': '201803230000', 'TLS.sig': signature });
  }

  #signHmac(userId: UserId, timeS: number, expireS: number, userbuf: Uint8Array | undefined): string {
    const fields = {
      'TLS.ver': '2.0',
      'TLS.identifier': userId,
      'TLS.sdkappid': this.#keys.sdkAppId,
      'TLS.expire': expireS,
      'TLS.time': timeS,
      ...(userbuf === undefined ? {} : { 'TLS.userbuf': Buffer.from(userbuf).toString('base64') }),
    };
    return pack({ ...fields, 'TLS.sig': hmacOf(this.#keys.secretKey, fields) });
  }

  #isGoodHmac(fields: Fields, at: InstantMs): boolean {
    const { secretKey, sdkAppId } = this.#keys;
    const given = fields['TLS.sig'];
    if (secretKey === '' || Number(fields['TLS.sdkappid']) !== sdkAppId || typeof given !== 'string') return false;
    return isCurrent(fields['TLS.time'], fields['TLS.expire'], at) && isEqual(hmacOf(secretKey, fields), given);
  }

  #isGoodLegacy(fields: Fields, at: InstantMs): boolean {
    const { accountType, sdkAppId } = this.#keys;
    const given = fields['TLS.sig'];
    if (this.#publicKey === undefined || typeof given !== 'string') return false;
    if (Number(fields['TLS.sdk_appid']) !== sdkAppId) return false;
    if (accountType !== '' && String(fields['TLS.account_type']) !== accountType) return false;
    if (!isCurrent(fields['TLS.time'], fields['TLS.expire_after'], at)) return false;
    try {
      return verify('sha256', Buffer.from(legacyText(fields)), this.#publicKey, Buffer.from(given, 'base64'));
    } catch {
      // A signature that is not even of the key's kind.
      return false;
    }
  }
}

/** Of `time` for `expire` seconds; both may be text. */
function isCurrent(time: unknown, expire: unknown, at: InstantMs): boolean {
  const timeS = secondsOf(time);
  const expireS = secondsOf(expire);
  if (timeS === null || expireS === null || expireS > MAX_EXPIRE_S) return false;
  return timeS * 1000 <= at + CLOCK_TOLERANCE_MS && at < (timeS + expireS) * 1000;
}

function secondsOf(value: unknown): number | null {
  if (typeof value !== 'number' && !(typeof value === 'string' && /^\d{1,12}$/.test(value))) return null;
  const seconds = Number(value);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

function hmacOf(secret: string, fields: Fields): string {
  const userbuf = fields['TLS.userbuf'];
  const text =
    `TLS.identifier:${fields['TLS.identifier']}\nTLS.sdkappid:${fields['TLS.sdkappid']}\n` +
    `TLS.time:${fields['TLS.time']}\nTLS.expire:${fields['TLS.expire']}\n` +
    (userbuf === undefined ? '' : `TLS.userbuf:${userbuf}\n`);
  return createHmac('sha256', secret).update(text).digest('base64');
}

const LEGACY_ORDER = ['appid_at_3rd', 'account_type', 'identifier', 'sdk_appid', 'time', 'expire_after'] as const;

function legacyText(fields: Fields): string {
  const names = 'TLS.userbuf' in fields ? [...LEGACY_ORDER, 'userbuf'] : LEGACY_ORDER;
  return names.map((name) => `TLS.${name}:${fields[`TLS.${name}`]}\n`).join('');
}

function isEqual(left: string, right: string): boolean {
  const leftBytes = Buffer.from(left);
  const rightBytes = Buffer.from(right);
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
}

function pack(fields: Fields): string {
  return swap(deflateSync(JSON.stringify(fields)).toString('base64'));
}

function unpack(text: string): Fields | null {
  if (text === '' || text.length > MAX_SIG_CHARS) return null;
  try {
    const bytes = inflateSync(Buffer.from(swap(text), 'base64'), { maxOutputLength: MAX_CONTENT_BYTES });
    const fields: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? (fields as Fields) : null;
  } catch {
    return null;
  }
}
