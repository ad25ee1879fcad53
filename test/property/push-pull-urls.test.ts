/** Issued URLs verify, changed ones do not, and no text whatever makes verification throw. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeDigests } from '../../src/live-gateway/node-digests.ts';
import { issuePlayUrls, issuePushUrl } from '../../src/push-pull-urls/issue-urls.ts';
import { networkStreamName, parseStreamName, streamName } from '../../src/push-pull-urls/stream-names.ts';
import {
  MAX_GENERATION,
  MAX_TTL_MS,
  MIN_TTL_MS,
  type Purpose,
  type StreamRef,
} from '../../src/push-pull-urls/url-types.ts';
import { MAX_URL_LENGTH, verifyLiveUrl } from '../../src/push-pull-urls/verify-url.ts';
import { type InstantMs, instantMs, type MemberId, type RoomId, type UserId } from '../../src/shared/ids.ts';
import { AT, gateway, HOUR, NEW_SECRET, OLD_SECRET, stream } from '../unit/push-pull-urls/url-fixtures.ts';

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$/);
const anyStream: fc.Arbitrary<StreamRef> = fc.record({
  roomId: id.map((text) => text as RoomId),
  memberId: id.map((text) => text as MemberId),
  generation: fc.integer({ min: 0, max: MAX_GENERATION }),
});
const anyRequest = fc.record({
  stream: anyStream,
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instantMs),
  ttlMs: fc.integer({ min: MIN_TTL_MS, max: MAX_TTL_MS }),
});
const provider = gateway({ secrets: [NEW_SECRET, OLD_SECRET] });

interface Presented {
  readonly purpose: Purpose;
  readonly text: string;
}

/** All that is issued for one stream, whole and as path and query. */
function issueAll(request: { stream: StreamRef; at: InstantMs; ttlMs: number }, viewerId: MemberId): Presented[] {
  const { rtmp, flv } = issuePlayUrls(provider, nodeDigests, request);
  const personal = issuePlayUrls(provider, nodeDigests, { ...request, viewerId });
  const viewingUser = { userId: viewerId as string as UserId, sinceMs: request.at };
  const users = issuePlayUrls(provider, nodeDigests, { ...request, viewingUser });
  const pushUrl = issuePushUrl(provider, nodeDigests, request).url;
  const played = [rtmp, flv, personal.rtmp, personal.flv, users.rtmp, users.flv].map((text) => ({
    purpose: 'play' as const,
    text,
  }));
  return [{ purpose: 'push' as const, text: pushUrl }, ...played].flatMap((one) => [
    one,
    { ...one, text: one.text.replace(/^[a-z]+:\/\/[^/]+/, '') },
  ]);
}

/** A room in which everything is as well as can be: only the URL can be wrong. */
const verify = ({ purpose, text }: Presented, at: InstantMs, generationOf: () => number = () => 3) =>
  verifyLiveUrl(provider, nodeDigests, text, { purpose, generationOf, isMember: () => true, mayWatch: () => true }, at);

describe('names', () => {
  test('[PU-1] [PU-2] [PU-3] names give their streams back and are safe everywhere', () => {
    fc.assert(
      fc.property(anyStream, (one) => {
        const name = streamName(one);
        expect(name).toMatch(/^[A-Za-z0-9-]+$/);
        expect(parseStreamName(name)).toEqual(one);
        const atNetwork = networkStreamName(nodeDigests, one);
        expect(atNetwork.length).toBeLessThanOrEqual(128);
        expect(parseStreamName(atNetwork)).toEqual(atNetwork === name ? one : undefined);
      }),
    );
  });

  test('[PU-2] what is read as a name is the name of what was read', () => {
    const almost = fc.stringMatching(/^[ab1]{1,3}(-[-udcamgx1])?[ab]?-m[a1](-[-udcamgx1])?[ab]?-g(0|1|01|12)$/);
    fc.assert(
      fc.property(fc.oneof(almost, fc.string()), (text) => {
        const read = parseStreamName(text);
        if (read !== undefined) expect(streamName(read)).toBe(text);
      }),
    );
  });
});

describe('URLs of our own gateway', () => {
  test('[PU-50] [PU-56] [PU-57] issued URLs verify, until they expire or their generation is over', () => {
    fc.assert(
      fc.property(anyRequest, id, (request, viewer) => {
        const { generation } = request.stream;
        const { expiresAtMs } = issuePushUrl(provider, nodeDigests, request);
        for (const one of issueAll(request, viewer as MemberId)) {
          expect(one.text.length).toBeLessThanOrEqual(MAX_URL_LENGTH);
          expect(verify(one, instantMs(expiresAtMs - 1), () => generation)).toMatchObject({ ok: request.stream });
          expect(verify(one, expiresAtMs, () => generation)).toMatchObject({ refused: 'expired' });
          expect(verify(one, request.at, () => generation + 1)).toMatchObject({ refused: 'oldGeneration' });
        }
      }),
    );
  });

  const SAMPLES = issueAll({ stream: stream(), at: AT, ttlMs: HOUR }, 'viewer.2' as MemberId);
  const isAccepted = (purpose: Purpose, text: string): boolean => 'ok' in verify({ purpose, text }, AT);

  test('[PU-51] no character can be replaced, removed or inserted', () => {
    const alphabet = [...'0aAfgz9-_.:@/?&=%#+ \n\u0000é'];
    const accepted: string[] = [];
    for (const { purpose, text } of SAMPLES) {
      expect(isAccepted(purpose, text)).toBe(true);
      for (let index = 0; index <= text.length; index++) {
        const [before, after] = [text.slice(0, index), text.slice(index + 1)];
        const changed = [
          before + after,
          ...alphabet.flatMap((c) => [before + c + after, before + c + text.slice(index)]),
        ];
        accepted.push(...changed.filter((one) => one !== text && isAccepted(purpose, one)));
      }
    }
    expect(accepted).toEqual([]);
  });

  test('[PU-51] nor by any other character, nor two characters swapped', () => {
    const place = fc.nat();
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLES),
        place,
        place,
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (one, a, b, c) => {
          const at = a % one.text.length;
          const replaced = one.text.slice(0, at) + c + one.text.slice(at + 1);
          if (replaced !== one.text) expect(isAccepted(one.purpose, replaced)).toBe(false);
          const letters = [...one.text];
          const to = b % letters.length;
          [letters[at], letters[to]] = [letters[to] ?? '', letters[at] ?? ''];
          const swapped = letters.join('');
          if (swapped !== one.text) expect(isAccepted(one.purpose, swapped)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('[PU-52] random text is refused, never thrown at', () => {
    const [sample] = SAMPLES;
    const piece = fc.constantFrom(
      ...[
        '/live/',
        'class--7-mm-u1-g3',
        '.flv',
        '?',
        'purpose=',
        'push',
        'play',
        '&',
        'expires=',
        '1800003600',
        'viewer=',
      ],
      ...['sign=', 'a'.repeat(64), '%', '\uD800', '\u0000', '-', `${sample?.text}`],
    );
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.constantFrom('/', '-', 'a', '?').map((c) => c.repeat(MAX_URL_LENGTH)),
    );
    fc.assert(
      fc.property(hostile, fc.constantFrom('push', 'play'), (text, purpose) => {
        if (text !== sample?.text) expect(verify({ purpose, text }, AT)).toHaveProperty('refused');
      }),
      { numRuns: 1000 },
    );
  });
});
