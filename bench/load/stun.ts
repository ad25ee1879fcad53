/** The STUN messages of an ICE client (RFC 8445, RFC 8489): Binding requests that nominate the pair, and answers to such. */
import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const TRANSACTION_AT = 8;
const IPV4 = 1;
const INTEGRITY_BYTES = 24;
const FINGERPRINT_BYTES = 8;
const FINGERPRINT_XOR = 0x5354554e;
const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  xorMappedAddress: 0x0020,
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

export interface AddressAndPort {
  readonly address: string;
  readonly port: number;
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
  return message(BINDING_REQUEST, randomBytes(12), attributes, remote.password);
}

/** The positive answer to a request that came from that IPv4 address. */
export function bindingSuccess(request: Buffer, password: string, { address, port }: AddressAndPort): Buffer {
  const mapped = Buffer.alloc(8);
  mapped.writeUInt8(IPV4, 1);
  mapped.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2);
  mapped.set(address.split('.').map(Number), 4);
  mapped.writeUInt32BE((mapped.readUInt32BE(4) ^ MAGIC_COOKIE) >>> 0, 4);
  const transactionId = request.subarray(TRANSACTION_AT, HEADER_BYTES);
  return message(BINDING_SUCCESS, transactionId, attribute(ATTRIBUTE.xorMappedAddress, mapped), password);
}

function message(type: number, transactionId: Uint8Array, attributes: Buffer, password: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(type, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  header.set(transactionId, TRANSACTION_AT);
  // Each check covers what is before it, with a length that already counts the check itself.
  header.writeUInt16BE(attributes.length + INTEGRITY_BYTES, 2);
  const hmac = createHmac('sha1', password).update(header).update(attributes).digest();
  const signed = Buffer.concat([header, attributes, attribute(ATTRIBUTE.messageIntegrity, hmac)]);
  signed.writeUInt16BE(attributes.length + INTEGRITY_BYTES + FINGERPRINT_BYTES, 2);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE((crc32(signed) ^ FINGERPRINT_XOR) >>> 0);
  return Buffer.concat([signed, attribute(ATTRIBUTE.fingerprint, checksum)]);
}

/** Whether that datagram is a positive answer to a Binding request. */
export const isBindingSuccess = (data: Buffer): boolean => isMessage(data, BINDING_SUCCESS);

export const isBindingRequest = (data: Buffer): boolean => isMessage(data, BINDING_REQUEST);

const isMessage = (data: Buffer, type: number): boolean =>
  data.length >= HEADER_BYTES && data.readUInt16BE(0) === type && data.readUInt32BE(4) === MAGIC_COOKIE;
