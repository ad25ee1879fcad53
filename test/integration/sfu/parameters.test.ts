/** Whatever clients send as parameters: an AppError at most, and the worker lives on for everybody else. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../../src/sfu/media-engine.ts';
import { AppError } from '../../../src/shared/app-error.ts';
import { MediaMember, type WatchedEngine, watch } from '../../support/media-member.ts';
import { startReal } from '../../support/real-engine.ts';
import { dtls, h264, opus, simulcastVp8 } from '../../support/rtp-parameters.ts';

let watched: WatchedEngine;
let pids: readonly number[];
let anna: MediaMember;
let serial = 0;

beforeAll(async () => {
  watched = watch(await startReal({ workers: 1 }));
  pids = (await watched.engine.request({ type: 'getCounts' })).workerPids;
  anna = await MediaMember.join(watched, 'room', 'anna');
});
afterAll(async () => {
  const after = (await watched.engine.request({ type: 'getCounts' })).workerPids;
  await watched.engine.close();
  expect(after).toEqual(pids);
});

/** Fails when anything but an AppError comes, or when the worker has lost its mind. */
async function feed(parameters: Json): Promise<void> {
  serial += 1;
  const ben = await MediaMember.join(watched, `room-${serial % 7}`, `ben-${serial}`);
  const sctpStreamParameters = parameters;
  const attempts = [
    ben.request({ type: 'connectTransport', transportId: ben.sendId, dtlsParameters: parameters }),
    ben.request({
      type: 'produce',
      transportId: ben.sendId,
      medium: 'audio',
      rtpParameters: parameters,
      mayFlow: true,
    }),
    ben.request({
      type: 'produce',
      transportId: ben.sendId,
      medium: 'video',
      rtpParameters: parameters,
      mayFlow: true,
    }),
    ben.subscribeWith(parameters, [[anna, 'audio']], true),
    ben.request({ type: 'produceData', transportId: ben.sendId, sctpStreamParameters, topic: 'claw', mayFlow: true }),
  ];
  for (const outcome of await Promise.allSettled(attempts)) {
    if (outcome.status === 'rejected') {
      expect(outcome.reason).toBeInstanceOf(AppError);
      expect(['mediaParametersInvalid', 'cannotConsume']).toContain((outcome.reason as AppError).errorName);
    }
  }
  await ben.leave();
}

/** The worker still does its work for those who behave. */
async function prove(): Promise<void> {
  serial += 1;
  const room = `proof-${serial}`;
  const carl = await MediaMember.join(watched, room, 'carl');
  const dora = await MediaMember.join(watched, room, 'dora');
  await carl.produce('video', simulcastVp8());
  await dora.subscribe([[carl, 'video']]);
  await dora.nth('consumerOpened', 1);
  await Promise.all([carl.leave(), dora.leave()]);
}

/** `value` with one place in it replaced. */
function mutate(value: Json, path: readonly number[], replacement: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return replacement;
  const copy = structuredClone(value) as Record<string, Json>;
  const keys = Object.keys(copy);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  copy[key] = mutate(copy[key] ?? null, rest, replacement);
  return copy;
}

const strange = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(
    0,
    -1,
    0.5,
    1e300,
    4_294_967_296,
    2_147_483_648,
    '',
    'a'.repeat(10_000),
    [],
    {},
    null,
    'audio/rtx',
    'video/rtx',
    'L99T99',
  ),
  fc.constant(Array.from({ length: 65 }, () => ({}))),
);

test('[SF-60] random parameters', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), (value) => feed(value as Json)),
    { numRuns: 60 },
  );
  await prove();
});

test('[SF-60] valid parameters with one place changed', async () => {
  const start = fc.constantFrom(opus('0', 77), simulcastVp8(), h264('1', 99), dtls, {
    streamId: 1,
    ordered: true,
  } as Json);
  const path = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(start, path, strange, (value, where, what) => feed(mutate(value, where, what))),
    { numRuns: 150 },
  );
  await prove();
});

const withEncoding = (encoding: Json): Json => ({ ...(opus() as object), encodings: [encoding] });
const fingerprints = (list: Json): Json => ({ role: 'client', fingerprints: list });

test.each<[string, Json]>([
  ['a bitrate that is no integer', withEncoding({ ssrc: 5, maxBitrate: 0.5 })],
  ['a bitrate below zero', withEncoding({ ssrc: 5, maxBitrate: -1 })],
  ['an SSRC above 32 bits', withEncoding({ ssrc: 4_294_967_296 })],
  ['an SSRC of 0', withEncoding({ ssrc: 0 })],
  ['an unknown extension', { ...(opus() as object), headerExtensions: [{ uri: 'urn:x', id: 1 }] }],
  [
    'a parameter that is an object',
    {
      codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: { a: {} } }],
      encodings: [{ ssrc: 7 }],
    },
  ],
  ['no codecs', { codecs: [], encodings: [{ ssrc: 7 }] }],
  [
    'nine encodings',
    { ...(opus() as object), encodings: Array.from({ length: 9 }, (_, ssrc) => ({ ssrc: ssrc + 1 })) },
  ],
])('[SF-60] %s is refused before it reaches the worker', async (_, rtpParameters) => {
  const attempt = anna.request({
    type: 'produce',
    transportId: anna.sendId,
    medium: 'audio',
    rtpParameters,
    mayFlow: true,
  });
  await expect(attempt).rejects.toMatchObject({ errorName: 'mediaParametersInvalid' });
  await prove();
});

test.each<[string, Json]>([
  ['no fingerprints', fingerprints([])],
  ['a fingerprint of wrong length', fingerprints([{ algorithm: 'sha-256', value: 'AB:CD' }])],
  ['an unknown hash', fingerprints([{ algorithm: 'md5', value: 'AB' }])],
  [
    'a fingerprint that is no hex',
    fingerprints([{ algorithm: 'sha-1', value: Array.from({ length: 20 }, () => 'ZZ').join(':') }]),
  ],
  ['an unknown role', { ...(dtls as object), role: 'both' }],
])('[SF-60] DTLS with %s is refused and does not kill the worker', async (_, dtlsParameters) => {
  const attempt = anna.request({ type: 'connectTransport', transportId: anna.receiveId, dtlsParameters });
  await expect(attempt).rejects.toMatchObject({ errorName: 'mediaParametersInvalid' });
  await prove();
});
