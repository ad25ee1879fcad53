/** What the first bytes of an audio or video body say (Adobe FLV 10.1, E.4.2 and E.4.3; enhanced RTMP). */

const AAC = 10;
const AVC = 7;
const ENHANCED_VIDEO = 0x80;
const KEY_FRAME = 1;
const COMMAND_FRAME = 5;
const AVC_HEADER_BYTES = 5;
const AAC_HEADER_BYTES = 2;

export type MediaBody =
  | { readonly type: 'config' }
  | { readonly type: 'frame'; readonly isKeyFrame: boolean; readonly compositionMs: number }
  /** Nothing to be passed on: an empty body, the end of a sequence, a command for a seeking player. */
  | { readonly type: 'nothing' }
  | { readonly type: 'unsupported'; readonly codec: string };

const NOTHING: MediaBody = { type: 'nothing' };
const CONFIG: MediaBody = { type: 'config' };
const AUDIO_FRAME: MediaBody = { type: 'frame', isKeyFrame: false, compositionMs: 0 };

export function readAudioBody(body: Uint8Array): MediaBody {
  const first = body[0];
  if (first === undefined) return NOTHING;
  const format = first >> 4;
  if (format !== AAC) return { type: 'unsupported', codec: `audio format ${format}` };
  if (body.length <= AAC_HEADER_BYTES) return NOTHING;
  return body[1] === 0 ? CONFIG : AUDIO_FRAME;
}

export function readVideoBody(body: Buffer): MediaBody {
  const first = body[0];
  if (first === undefined) return NOTHING;
  if ((first & ENHANCED_VIDEO) !== 0) return { type: 'unsupported', codec: fourCc(body) };
  if (first >> 4 === COMMAND_FRAME) return NOTHING;
  const codec = first & 0x0f;
  if (codec !== AVC) return { type: 'unsupported', codec: `video codec ${codec}` };
  if (body.length <= AVC_HEADER_BYTES) return NOTHING;
  if (body[1] === 0) return CONFIG;
  if (body[1] !== 1) return NOTHING;
  return { type: 'frame', isKeyFrame: first >> 4 === KEY_FRAME, compositionMs: body.readIntBE(2, 3) };
}

/** The four letters of an enhanced RTMP body, as far as they are letters. */
function fourCc(body: Buffer): string {
  const letters = body.toString('latin1', 1, 5);
  return /^[\w.-]{4}$/.test(letters) ? letters : 'enhanced RTMP video';
}
