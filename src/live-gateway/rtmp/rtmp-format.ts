import type { LiveFrame } from '../live-frame.ts';
import { type LiveFormat, TAG_TYPE } from '../players/live-format.ts';
import { CHUNK_STREAM, messageBytes, writeMessage } from './internal/chunk-writer.ts';

/** The one message stream of a connection: all players read the same bytes, so all have the same number for it. */
export const STREAM_ID = 1;

const CHUNK_STREAM_OF = { audio: CHUNK_STREAM.audio, video: CHUNK_STREAM.video, metadata: CHUNK_STREAM.data } as const;

/** RTMP messages in chunks. */
export const rtmpFormat: LiveFormat = {
  name: 'rtmp',
  opening: () => new Uint8Array(),
  frameBytes: ({ body, timestampMs }) => messageBytes(body.length, timestampMs),
  writeFrame: ({ kind, timestampMs, body }: LiveFrame, target, at) =>
    writeMessage(
      { chunkStreamId: CHUNK_STREAM_OF[kind], type: TAG_TYPE[kind], streamId: STREAM_ID, timestampMs },
      body,
      target,
      at,
    ),
};
