import { expect, test } from 'vitest';
import { type ScoredRoom, tellQuality } from '../../../src/sfu/internal/evidence.ts';
import type { RtpSource } from '../../../src/sfu/internal/media-context.ts';
import type { MediaEvent } from '../../../src/sfu/media-engine.ts';
import { memberOf, roomOf } from '../../support/media-member.ts';

const source = (scores: readonly number[], paused = false): RtpSource =>
  ({
    paused,
    score: scores.map((score, encodingIdx) => ({ encodingIdx, ssrc: encodingIdx + 1, score })),
  }) as unknown as RtpSource;

test('[SF-34] the worst of what flows, each by its best layer; only who changed, only once', () => {
  const events: MediaEvent[] = [];
  const members = {
    anna: [source([10]), source([0, 7, 3])],
    ben: [source([9]), source([1], true)],
    carl: [source([2], true)],
    dora: [source([])],
    emil: [source([4])],
  };
  const room: ScoredRoom = {
    roomId: roomOf('room'),
    changedQuality: new Set(['anna', 'ben', 'carl', 'dora', 'gone'].map(memberOf)),
    members: new Map(
      Object.entries(members).map(([name, rtpSources]) => [memberOf(name), { publisher: { rtpSources } }]),
    ),
    emit: (event) => events.push(event),
  };
  tellQuality(room);
  tellQuality(room);
  expect(events).toEqual([
    {
      type: 'quality',
      roomId: 'room',
      members: [
        { memberId: 'anna', score: 7 },
        { memberId: 'ben', score: 9 },
      ],
    },
  ]);
});
