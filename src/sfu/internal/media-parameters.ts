/**
 * Parameter objects from clients, checked before they reach mediasoup. Its own checks are not enough: a number that is
 * no integer throws in the middle of an encoding and breaks the channel to the worker for everybody, and workers have
 * died of an empty fingerprint list (mediasoup #537). So: types, ranges and sizes here, meaning (codecs that match,
 * SSRCs that are free) there. Unknown fields are dropped.
 */
import type { types } from 'mediasoup';
import * as v from 'valibot';
import { AppError } from '../../shared/app-error.ts';
import type { Json } from '../media-engine.ts';

const MAX_ENTRIES = 64;
/** Simulcast has three layers in practice; one more encoding costs the worker a stream. */
const MAX_ENCODINGS = 8;
const MAX_UINT32 = 2 ** 32 - 1;
const MAX_INT32 = 2 ** 31 - 1;

const integer = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const text = (maxChars: number) => v.pipe(v.string(), v.maxLength(maxChars));
const listOf = <T extends v.GenericSchema>(entry: T, max = MAX_ENTRIES) => v.pipe(v.array(entry), v.maxLength(max));

const kind = v.picklist(['audio', 'video']);
const mimeType = v.pipe(v.string(), v.regex(/^(?:audio|video)\/[A-Za-z0-9.-]{1,32}$/i));
const payloadType = integer(0, 127);
const clockRate = integer(1, 1_000_000);
const channels = integer(1, 8);
const extensionId = integer(1, 255);
/** Whole numbers travel as int32. */
const parameterNumber = v.pipe(v.number(), v.finite(), v.minValue(-MAX_INT32), v.maxValue(MAX_INT32));
const parameters = v.pipe(
  v.record(text(64), v.union([text(512), parameterNumber, v.boolean()])),
  v.check((record) => Object.keys(record).length <= MAX_ENTRIES, 'too many parameters'),
);
const rtcpFeedback = listOf(v.object({ type: text(32), parameter: v.exactOptional(text(32)) }));

const EXTENSION_URIS = [
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'urn:3gpp:video-orientation',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'urn:mediasoup:params:rtp-hdrext:packet-id',
] as const satisfies readonly types.RtpHeaderExtensionUri[];

const rtpParameters = v.object({
  mid: v.exactOptional(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,32}$/))),
  codecs: v.pipe(
    listOf(
      v.object({
        mimeType,
        payloadType,
        clockRate,
        channels: v.exactOptional(channels),
        parameters: v.exactOptional(parameters),
        rtcpFeedback: v.exactOptional(rtcpFeedback),
      }),
    ),
    v.minLength(1),
  ),
  headerExtensions: v.exactOptional(
    listOf(
      v.object({
        uri: v.picklist(EXTENSION_URIS),
        id: extensionId,
        encrypt: v.exactOptional(v.boolean()),
        parameters: v.exactOptional(parameters),
      }),
    ),
  ),
  encodings: v.exactOptional(
    listOf(
      v.object({
        ssrc: v.exactOptional(integer(1, MAX_UINT32)),
        rid: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/))),
        codecPayloadType: v.exactOptional(payloadType),
        rtx: v.exactOptional(v.object({ ssrc: integer(1, MAX_UINT32) })),
        dtx: v.exactOptional(v.boolean()),
        scalabilityMode: v.exactOptional(v.pipe(v.string(), v.regex(/^[LS][1-8]T[1-8]h?(?:_KEY(?:_SHIFT)?)?$/))),
        maxBitrate: v.exactOptional(integer(0, 1_000_000_000)),
      }),
      MAX_ENCODINGS,
    ),
  ),
  rtcp: v.exactOptional(v.object({ cname: v.exactOptional(text(256)), reducedSize: v.exactOptional(v.boolean()) })),
  msid: v.exactOptional(text(256)),
});

const rtpCapabilities = v.object({
  codecs: v.exactOptional(
    listOf(
      v.object({
        kind,
        mimeType,
        preferredPayloadType: payloadType,
        clockRate,
        channels: v.exactOptional(channels),
        parameters: v.exactOptional(parameters),
        rtcpFeedback: v.exactOptional(rtcpFeedback),
      }),
    ),
  ),
  headerExtensions: v.exactOptional(
    listOf(
      v.object({
        kind,
        uri: text(256),
        preferredId: extensionId,
        preferredEncrypt: v.exactOptional(v.boolean()),
        direction: v.exactOptional(v.picklist(['sendrecv', 'sendonly', 'recvonly', 'inactive'])),
      }),
    ),
  ),
});

/** Bytes of each hash, which say how long a fingerprint must be. */
const HASH_BYTES = { 'sha-1': 20, 'sha-224': 28, 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 } as const;

const dtlsParameters = v.object({
  role: v.exactOptional(v.picklist(['auto', 'client', 'server'])),
  fingerprints: v.pipe(
    v.array(
      v.pipe(
        v.object({
          algorithm: v.picklist(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
          value: v.pipe(v.string(), v.maxLength(191), v.regex(/^[0-9A-F]{2}(?::[0-9A-F]{2})*$/i)),
        }),
        v.check(({ algorithm, value }) => value.length === HASH_BYTES[algorithm] * 3 - 1, 'fingerprint length'),
      ),
    ),
    v.minLength(1),
    v.maxLength(8),
  ),
});

const sctpStreamParameters = v.object({
  streamId: integer(0, 65_534),
  ordered: v.exactOptional(v.boolean()),
  maxPacketLifeTime: v.exactOptional(integer(0, 65_535)),
  maxRetransmits: v.exactOptional(integer(0, 65_535)),
});

function parse<T extends v.GenericSchema>(schema: T, value: Json, what: string): v.InferOutput<T> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new AppError('mediaParametersInvalid', `${what}: ${v.getDotPath(issue) ?? 'not an object'}`.slice(0, 160));
}

/** RtpParameters of a producer of that kind. @throws AppError mediaParametersInvalid */
export function parseRtpParameters(value: Json, ofKind: types.MediaKind): types.RtpParameters {
  const parsed = parse(rtpParameters, value, 'rtpParameters');
  if (!parsed.codecs.every((codec) => codec.mimeType.toLowerCase().startsWith(`${ofKind}/`))) {
    throw new AppError('mediaParametersInvalid', `rtpParameters: a codec is not for ${ofKind}`);
  }
  return parsed;
}

/** @throws AppError mediaParametersInvalid */
export function parseRtpCapabilities(value: Json): types.RtpCapabilities {
  const { codecs = [], headerExtensions = [] } = parse(rtpCapabilities, value, 'rtpCapabilities');
  // mediasoup compares URIs and knows what to do with those that are not its own.
  return { codecs, headerExtensions: headerExtensions as types.RtpHeaderExtension[] };
}

/** @throws AppError mediaParametersInvalid */
export const parseDtlsParameters = (value: Json): types.DtlsParameters =>
  parse(dtlsParameters, value, 'dtlsParameters');

/** @throws AppError mediaParametersInvalid */
export const parseSctpStreamParameters = (value: Json): types.SctpStreamParameters =>
  parse(sctpStreamParameters, value, 'sctpStreamParameters');
