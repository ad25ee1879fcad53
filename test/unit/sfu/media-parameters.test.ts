import { expect, test } from 'vitest';
import { routerCapabilities } from '../../../src/sfu/internal/codecs.ts';
import {
  parseDtlsParameters,
  parseRtpCapabilities,
  parseRtpParameters,
  parseSctpStreamParameters,
} from '../../../src/sfu/internal/media-parameters.ts';
import { levelFromDbov } from '../../../src/sfu/internal/speakers.ts';
import type { Json } from '../../../src/sfu/media-engine.ts';
import { AppError } from '../../../src/shared/app-error.ts';
import { dtls, h264, opus, simulcastVp8 } from '../../support/rtp-parameters.ts';

test('[SF-60] what browsers send passes unchanged', () => {
  expect(parseRtpParameters(opus('0', 7), 'audio')).toEqual(opus('0', 7));
  expect(parseRtpParameters(simulcastVp8(), 'video')).toEqual(simulcastVp8());
  expect(parseRtpParameters(h264('1', 9), 'video')).toEqual(h264('1', 9));
  expect(parseRtpCapabilities(routerCapabilities())).toEqual(routerCapabilities());
  expect(parseDtlsParameters(dtls)).toEqual(dtls);
  expect(parseSctpStreamParameters({ streamId: 3, ordered: false, maxRetransmits: 2 })).toEqual({
    streamId: 3,
    ordered: false,
    maxRetransmits: 2,
  });
});

test('[SF-60] unknown fields are dropped, wherever they are', () => {
  const more = {
    ...(opus('0', 7) as Record<string, Json>),
    priority: 'high',
    encodings: [{ ssrc: 7, dtx: false, active: true }],
  };
  expect(parseRtpParameters(more, 'audio')).toEqual(opus('0', 7));
});

test('[SF-60] the error names the place and shows no more', () => {
  const wrong = { ...(opus() as Record<string, Json>), encodings: [{ ssrc: 'secret' }] };
  const attempt = (): unknown => parseRtpParameters(wrong, 'audio');
  expect(attempt).toThrow(AppError);
  expect(attempt).toThrow(/encodings\.0\.ssrc/);
  expect(attempt).not.toThrow(/secret/);
});

test('[SF-60] codecs must be of the kind of the medium', () => {
  expect(() => parseRtpParameters(opus(), 'video')).toThrow(/not for video/);
});

test.each([
  [0, 100],
  [-30, 50],
  [-60, 0],
  [-127, 0],
  [5, 100],
])('[SF-30] %d dBov is level %d', (dbov, level) => {
  expect(levelFromDbov(dbov)).toBe(level);
});
