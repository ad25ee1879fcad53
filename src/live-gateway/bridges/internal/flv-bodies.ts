/** Bodies of FLV audio and video tags (Adobe FLV 10.1, E.4.2, E.4.3), as far as bridges read and write them. */

const AVC = 7;
const AAC = 10;
const KEY_FRAME = 1;
const INTER_FRAME = 2;
const ENHANCED = 0x80;
const VIDEO_HEADER_BYTES = 5;
const AUDIO_HEADER_BYTES = 2;
/** AAC; rate, size and channels of the header mean nothing for it and have these values (E.4.2.1). */
const AAC_HEADER = 0xaf;

export type VideoBody =
  | { readonly type: 'config'; readonly record: Uint8Array }
  | { readonly type: 'frame'; readonly compositionMs: number; readonly units: Uint8Array }
  | { readonly type: 'other' }
  | { readonly type: 'unsupported' };

export function parseVideoBody(body: Uint8Array): VideoBody {
  const [first = 0, packetType = 0, c0 = 0, c1 = 0, c2 = 0] = body;
  if ((first & ENHANCED) !== 0 || (first & 0x0f) !== AVC) return { type: 'unsupported' };
  const data = body.subarray(VIDEO_HEADER_BYTES);
  if (packetType === 0) return { type: 'config', record: data };
  const frameType = first >> 4;
  if (packetType !== 1 || (frameType !== KEY_FRAME && frameType !== INTER_FRAME)) return { type: 'other' };
  // 24 bits, signed.
  return { type: 'frame', compositionMs: ((c0 << 24) | (c1 << 16) | (c2 << 8)) >> 8, units: data };
}

export type AudioBody =
  | { readonly type: 'config'; readonly config: Uint8Array }
  | { readonly type: 'frame'; readonly raw: Uint8Array }
  | { readonly type: 'unsupported' };

export function parseAudioBody(body: Uint8Array): AudioBody {
  const [first = 0, packetType = 0] = body;
  if (first >> 4 !== AAC) return { type: 'unsupported' };
  const data = body.subarray(AUDIO_HEADER_BYTES);
  return packetType === 0 ? { type: 'config', config: data } : { type: 'frame', raw: data };
}

export function videoConfigBody(record: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined([(KEY_FRAME << 4) | AVC, 0, 0, 0, 0], record);
}

/** A frame that is shown when it is decoded. */
export function videoFrameBody(isKeyFrame: boolean, units: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined([((isKeyFrame ? KEY_FRAME : INTER_FRAME) << 4) | AVC, 1, 0, 0, 0], units);
}

export const audioConfigBody = (config: Uint8Array): Uint8Array<ArrayBuffer> => joined([AAC_HEADER, 0], config);
export const audioFrameBody = (raw: Uint8Array): Uint8Array<ArrayBuffer> => joined([AAC_HEADER, 1], raw);

function joined(header: readonly number[], data: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(header.length + data.length);
  body.set(header);
  body.set(data, header.length);
  return body;
}
