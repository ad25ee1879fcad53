/** What the server says, as bytes (RTMP 1.0, sections 5.4 and 7). */
import { CHUNK_STREAM, messageOf, OUT_CHUNK_SIZE } from './chunk-writer.ts';
import { type AmfValue, encodeAmf0 } from './nms-protocol.ts';
import { MESSAGE, USER_CONTROL } from './rtmp-message.ts';

/** How often we want to hear, and tell, how much has come. */
export const WINDOW_BYTES = 2_500_000;
const DYNAMIC_LIMIT = 2;

function control(type: number, ...numbers: readonly [bytes: 1 | 2 | 4, value: number][]): Buffer {
  const body = Buffer.alloc(numbers.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of numbers) at = body.writeUIntBE(value, at, bytes);
  return messageOf({ chunkStreamId: CHUNK_STREAM.control, type, streamId: 0, timestampMs: 0 }, body);
}

export const acknowledgement = (bytesReceived: number): Buffer =>
  control(MESSAGE.acknowledgement, [4, bytesReceived % 2 ** 32]);

export const userControl = (event: number, value: number): Buffer =>
  control(MESSAGE.userControl, [2, event], [4, value]);

export const pingResponse = (value: number): Buffer => userControl(USER_CONTROL.pingResponse, value);

export function command(streamId: number, values: readonly AmfValue[]): Buffer {
  const head = { chunkStreamId: CHUNK_STREAM.command, type: MESSAGE.commandAmf0, streamId, timestampMs: 0 };
  return messageOf(head, encodeAmf0(values));
}

export function data(streamId: number, values: readonly AmfValue[]): Buffer {
  const head = { chunkStreamId: CHUNK_STREAM.data, type: MESSAGE.dataAmf0, streamId, timestampMs: 0 };
  return messageOf(head, encodeAmf0(values));
}

export function status(streamId: number, level: 'status' | 'error', code: string, description: string): Buffer {
  return command(streamId, ['onStatus', 0, null, { level, code, description }]);
}

/** Everything that answers a connect. `objectEncoding` as the client asked: 0 or 3; our commands are AMF0 in both. */
export function connectAnswer(transactionId: number, objectEncoding: number): Buffer {
  return Buffer.concat([
    control(MESSAGE.windowAckSize, [4, WINDOW_BYTES]),
    control(MESSAGE.setPeerBandwidth, [4, WINDOW_BYTES], [1, DYNAMIC_LIMIT]),
    control(MESSAGE.setChunkSize, [4, OUT_CHUNK_SIZE]),
    command(0, [
      '_result',
      transactionId,
      { fmsVer: 'FMS/3,0,1,123', capabilities: 31 },
      {
        level: 'status',
        code: 'NetConnection.Connect.Success',
        description: 'Connection succeeded.',
        objectEncoding,
      },
    ]),
  ]);
}
