/**
 * What we take from node-media-server: the handshake with its digests (which Flash-era encoders check and no document
 * describes) and AMF0 encoding. Its chunk and AMF readers are not used, because they cannot be bounded: a chunk size of
 * 0 makes the reader spin, each of 65 600 chunk streams may hold 16 MB, lengths of interleaved messages are not checked
 * against their buffers, nested AMF recurses without end, and unknown types are printed to stdout. Ours are in
 * chunk-reader.ts and amf0-reader.ts.
 */
import amf from 'node-media-server/src/protocol/amf.js';
import Rtmp from 'node-media-server/src/protocol/rtmp.js';

const HANDSHAKE_BYTES = 1536;

/** One for all: it is asked synchronously, and holds a megabyte that we have no use for. */
const handshaker = new Rtmp();

/** S0, S1 and S2 for a client's C0 and C1 (1 + 1536 bytes). */
export function handshakeAnswer(c0c1: Buffer): Buffer {
  if (c0c1.length !== 1 + HANDSHAKE_BYTES) throw new Error(`C0 and C1 have ${1 + HANDSHAKE_BYTES} bytes`);
  const parts: Buffer[] = [];
  handshaker.handshakeState = 0;
  handshaker.onOutputCallback = (bytes) => {
    parts.push(bytes);
  };
  handshaker.parserData(c0c1);
  return Buffer.concat(parts);
}

export type AmfValue = string | number | boolean | null | undefined | { readonly [name: string]: AmfValue };

/** AMF0, one value after the other. Texts are ours, and ASCII: the library counts them in characters, not bytes. */
export const encodeAmf0 = (values: readonly AmfValue[]): Buffer => amf.amf0Encode(values);
