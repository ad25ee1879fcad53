/**
 * Port: the hash functions that URL schemes are made of. Synchronous and deterministic. Text is hashed as UTF-8, results
 * are lowercase hex. Nothing here fails, whatever the text.
 */
export interface Digests {
  /** 32 characters. */
  md5Hex(text: string): string;
  /** 64 characters. */
  sha256Hex(text: string): string;
  /** HMAC-SHA-256 (RFC 2104), 64 characters. */
  hmacSha256Hex(key: string, text: string): string;
  /** Whether the texts are equal, in a time that does not tell where they differ. Their length is no secret. */
  isEqual(left: string, right: string): boolean;
}
