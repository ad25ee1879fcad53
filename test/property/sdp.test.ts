/** Whatever arrives instead of SDP gets a typed error, soon. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { routerCapabilities } from '../../src/sfu/internal/codecs.ts';
import { parseRtpParameters } from '../../src/sfu/internal/media-parameters.ts';
import { AppError } from '../../src/shared/app-error.ts';
import { roomCapabilities } from '../../src/whip/sdp/codecs.ts';
import { readFragment } from '../../src/whip/sdp/fragment.ts';
import { planIngest } from '../../src/whip/sdp/ingest.ts';
import { readOffer } from '../../src/whip/sdp/offer.ts';
import { planPlayback } from '../../src/whip/sdp/playback.ts';
import { INGEST_CLIENTS, offerOf } from '../support/sdp-offers.ts';

const capabilities = roomCapabilities(routerCapabilities());

/** Reads it in every way; true when it was an offer to send. Throws what is not a refusal. */
function survives(text: string): boolean {
  let isOffer = false;
  const attempts: (() => void)[] = [
    () => {
      for (const { medium, rtpParameters } of planIngest(readOffer(text), capabilities)) {
        parseRtpParameters(rtpParameters, medium);
      }
      isOffer = true;
    },
    () => void planPlayback(readOffer(text), capabilities),
    () => void readFragment(text),
  ];
  for (const attempt of attempts) {
    try {
      attempt();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      expect(['sdpMalformed', 'sdpUnsupported', 'mediaParametersInvalid']).toContain(error.errorName);
    }
  }
  return isOffer;
}

const client = fc.constantFrom(...INGEST_CLIENTS);
const token = fc.oneof(
  fc.constantFrom(
    '',
    '-1',
    '0',
    '65536',
    '4294967296',
    '1e9',
    'NaN',
    '__proto__',
    '*',
    ';;;',
    '=',
    '='.repeat(50),
    '\u{1f600}',
  ),
  fc.string({ maxLength: 40 }),
);

test('[WH-41] any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => void survives(text)));
});

test('[WH-41] any lines of SDP', () => {
  const name = fc.constantFrom(
    ...['rtpmap', 'fmtp', 'extmap', 'ssrc', 'ssrc-group', 'rid', 'simulcast', 'group', 'mid', 'candidate', 'imageattr'],
  );
  const line = fc.oneof(
    fc.tuple(name, token).map(([attribute, value]) => `a=${attribute}:${value}`),
    fc
      .tuple(fc.constantFrom('audio', 'video', 'application', ''), token)
      .map(([kind, rest]) => `m=${kind} 9 UDP/TLS/RTP/SAVPF ${rest}`),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => void survives(['v=0', ...lines, ''].join('\r\n'))),
  );
});

test('[WH-41] offers of real clients with a piece cut out, doubled or replaced', () => {
  fc.assert(
    fc.property(client, fc.nat(), fc.nat(200), token, fc.boolean(), (from, at, length, text, isDoubled) => {
      const sdp = offerOf(from);
      const start = at % sdp.length;
      const piece = isDoubled ? sdp.slice(start, start + length).repeat(2) : text;
      survives(sdp.slice(0, start) + piece + sdp.slice(start + length));
    }),
    { numRuns: 500 },
  );
  // Or the property would hold of a reader that refuses everything.
  expect(INGEST_CLIENTS.every((one) => survives(offerOf(one)))).toBe(true);
});

test('[WH-41] offers of the size of an attack are read or refused soon', () => {
  const obs = offerOf('obs');
  const hostile = [
    `${obs}${`a=imageattr:96 send ${'[x=1,y=1] '.repeat(90)}!\r\n`.repeat(1500)}`,
    `${obs}${`a=fmtp:96 ${'a=b;'.repeat(200)}\r\n`.repeat(1500)}`,
    `${obs}${'a=ssrc:1 cname:x\r\n'.repeat(1900)}`,
    `${obs}${'a=ssrc-group:FID 1 2\r\n'.repeat(1900)}`,
    `${obs}${`a=extmap:1 ${'x'.repeat(900)}\r\n`.repeat(120)}`,
    `${obs}${'m=video 9 UDP/TLS/RTP/SAVPF 96\r\n'.repeat(1900)}`,
  ];
  // Milliseconds each where time is linear in size; else the test does not end. The third and the fifth say nothing new.
  expect(hostile.map(survives)).toEqual([false, false, true, false, true, false]);
});
