/** What an RTMP client says, as bytes, for tests and the bench; and frames that look like H.264 and AAC. */
import { randomBytes } from 'node:crypto';
import { messageOf } from '../../src/live-gateway/rtmp/internal/chunk-writer.ts';
import { type AmfValue, encodeAmf0 } from '../../src/live-gateway/rtmp/internal/nms-protocol.ts';
import { MESSAGE } from '../../src/live-gateway/rtmp/internal/rtmp-message.ts';

export const HANDSHAKE_BYTES = 1536;

/** C0, C1 and C2; a server takes any C2. */
export const clientHandshake = (): Buffer =>
  Buffer.concat([Buffer.of(3), Buffer.alloc(8), randomBytes(2 * HANDSHAKE_BYTES - 8)]);

export const command = (streamId: number, ...values: readonly AmfValue[]): Buffer =>
  messageOf({ chunkStreamId: 3, type: MESSAGE.commandAmf0, streamId, timestampMs: 0 }, encodeAmf0(values));

export function control(type: number, ...words: readonly number[]): Buffer {
  const body = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) body.writeUInt32BE(word, index * 4);
  return messageOf({ chunkStreamId: 2, type, streamId: 0, timestampMs: 0 }, body);
}

export const audio = (timestampMs: number, body: Uint8Array): Buffer =>
  messageOf({ chunkStreamId: 4, type: MESSAGE.audio, streamId: 1, timestampMs }, body);

export const video = (timestampMs: number, body: Uint8Array): Buffer =>
  messageOf({ chunkStreamId: 6, type: MESSAGE.video, streamId: 1, timestampMs }, body);

export const metadata = (values: Readonly<Record<string, AmfValue>>): Buffer =>
  messageOf(
    { chunkStreamId: 5, type: MESSAGE.dataAmf0, streamId: 1, timestampMs: 0 },
    encodeAmf0(['@setDataFrame', 'onMetaData', values]),
  );

/** Chunk size of `messageOf`; a client says so first. */
export const setChunkSize = (): Buffer => control(MESSAGE.setChunkSize, 60_000);

/** Up to and with publish, as one piece: what a client says does not depend on the answers. */
export const publishing = (name: string, query = '', app = 'live'): Buffer =>
  Buffer.concat([
    clientHandshake(),
    setChunkSize(),
    command(0, 'connect', 1, { app, tcUrl: `rtmp://127.0.0.1/${app}`, flashVer: 'test' }),
    command(0, 'releaseStream', 2, null, name),
    command(0, 'FCPublish', 3, null, name),
    command(0, 'createStream', 4, null),
    command(1, 'publish', 5, null, query === '' ? name : `${name}?${query}`, app),
  ]);

/** Up to and with play. */
export const playing = (name: string, query = '', app = 'live'): Buffer =>
  Buffer.concat([
    clientHandshake(),
    setChunkSize(),
    command(0, 'connect', 1, { app, tcUrl: `rtmp://127.0.0.1/${app}` }),
    command(0, 'createStream', 2, null),
    command(1, 'play', 3, null, query === '' ? name : `${name}?${query}`, -2000),
  ]);

export const AAC_CONFIG: Buffer = Buffer.of(0xaf, 0, 0x12, 0x10);
/** 320x240, constrained baseline, as x264 makes it. */
export const AVC_CONFIG: Buffer = Buffer.from(
  '17000000000142c00dffe100166742c00dda0507ec04400000030040000' + '00ca3c50aa801000468ce0fc8',
  'hex',
);

/** A frame of sound that nobody decodes; `fill` follows its header. */
export const aacFrame = (fill: Uint8Array = new Uint8Array(100)): Buffer => Buffer.concat([Buffer.of(0xaf, 1), fill]);

/** A picture that nobody decodes. */
export function avcFrame(isKeyFrame: boolean, fill: Uint8Array = new Uint8Array(500), compositionMs = 0): Buffer {
  const head = Buffer.of(isKeyFrame ? 0x17 : 0x27, 1, 0, 0, 0);
  head.writeIntBE(compositionMs, 2, 3);
  return Buffer.concat([head, fill]);
}
