/** The one STUN message that an ICE client must send: a Binding request that nominates the pair (RFC 8445, RFC 8489). */
import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;
const FINGERPRINT_BYTES = 8;
const FINGERPRINT_XOR = 0x5354554e;
const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlling: 0x802a,
} as const;

function attribute(type: number, value: Uint8Array): Buffer {
  const padded = Math.ceil(value.length / 4) * 4;
  const bytes = Buffer.alloc(4 + padded);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  bytes.set(value, 4);
  return bytes;
}

export interface IceCredentials {
  readonly usernameFragment: string;
  readonly password: string;
}

/** A request to the server with those credentials. */
export function bindingRequest(remote: IceCredentials, localFragment: string): Buffer {
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(0x6e0000ff);
  const attributes = Buffer.concat([
    attribute(ATTRIBUTE.username, Buffer.from(`${remote.usernameFragment}:${localFragment}`)),
    attribute(ATTRIBUTE.priority, priority),
    attribute(ATTRIBUTE.iceControlling, randomBytes(8)),
    attribute(ATTRIBUTE.useCandidate, new Uint8Array(0)),
  ]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(BINDING_REQUEST, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  randomBytes(12).copy(header, 8);
  // Each check covers what is before it, with a length that already counts the check itself.
  header.writeUInt16BE(attributes.length + INTEGRITY_BYTES, 2);
  const hmac = createHmac('sha1', remote.password).update(header).update(attributes).digest();
  const signed = Buffer.concat([header, attributes, attribute(ATTRIBUTE.messageIntegrity, hmac)]);
  signed.writeUInt16BE(attributes.length + INTEGRITY_BYTES + FINGERPRINT_BYTES, 2);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE((crc32(signed) ^ FINGERPRINT_XOR) >>> 0);
  return Buffer.concat([signed, attribute(ATTRIBUTE.fingerprint, checksum)]);
}

/** Whether that datagram is a positive answer to a Binding request. */
export const isBindingSuccess = (data: Buffer): boolean =>
  data.length >= HEADER_BYTES && data.readUInt16BE(0) === BINDING_SUCCESS && data.readUInt32BE(4) === MAGIC_COOKIE;
