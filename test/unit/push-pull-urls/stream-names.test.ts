import { describe, expect, test } from 'vitest';
import { nodeDigests } from '../../../src/live-gateway/node-digests.ts';
import {
  escapeId,
  MAX_STREAM_NAME_LENGTH,
  networkStreamName,
  parseStreamName,
  streamName,
  unescapeMemberId,
} from '../../../src/push-pull-urls/stream-names.ts';
import { MAX_GENERATION } from '../../../src/push-pull-urls/url-types.ts';
import { stream } from './url-fixtures.ts';

const longest = `a${'@'.repeat(127)}`;

describe('names', () => {
  test.for([
    ['class-7', 'm_1', 3, 'class--7-mm-u1-g3'],
    ['a', 'b', 0, 'a-mb-g0'],
    ['a.b:c@d', 'x', 12, 'a-db-cc-ad-mx-g12'],
    ['a-m', 'b-g1', 2, 'a--m-mb--g1-g2'],
  ] as const)('[PU-1] [PU-2] %s %s %d is %s', ([roomId, memberId, generation, name]) => {
    const one = stream(generation, roomId, memberId);
    expect(streamName(one)).toBe(name);
    expect(parseStreamName(name)).toEqual(one);
  });

  test('[PU-1] the longest one is as long as we say', () => {
    const name = streamName(stream(MAX_GENERATION, longest, longest));
    expect(name).toHaveLength(MAX_STREAM_NAME_LENGTH);
    expect(parseStreamName(name)).toEqual(stream(MAX_GENERATION, longest, longest));
  });

  test.for([
    '',
    'a',
    'a-mb',
    'a-mb-g',
    'a-mb-g01',
    'a-mb-g1234567890',
    'a-mb-g1.flv',
    '-mb-g1',
    'a-m-g1',
    'a_b-mc-g1',
    'a-x-mb-g1',
    'a-mb-mc-g1',
    '--a-mb-g1',
    'a-m--b-g1',
    'a-mb-g1\n',
    `${'a'.repeat(129)}-mb-g1`,
    `a-mb-g1${'0'.repeat(MAX_STREAM_NAME_LENGTH)}`,
  ])('[PU-2] %j is no name', (text) => {
    expect(parseStreamName(text)).toBeUndefined();
  });

  test('[PU-2] a viewer is escaped alike', () => {
    expect(escapeId('m_1')).toBe('m-u1');
    expect(unescapeMemberId('m-u1')).toBe('m_1');
    expect(unescapeMemberId('m-x1')).toBeUndefined();
    expect(unescapeMemberId('--1')).toBeUndefined();
  });
});

describe('names at networks', () => {
  const nameAt = (generation: number, roomId: string) => networkStreamName(nodeDigests, stream(generation, roomId));

  test('[PU-3] as long as it fits it is the name', () => {
    const fitting = 'r'.repeat(128 - '-mm-u1-g3'.length);
    expect(nameAt(3, fitting)).toBe(`${fitting}-mm-u1-g3`);
    expect(nameAt(3, `${fitting}r`)).toMatch(/^[0-9a-f]{40}-g3$/);
  });

  test('[PU-3] hashes differ by whose stream it is, generations by number, and no stream is read from them', () => {
    expect(nameAt(3, `a${longest.slice(0, -1)}`).split('-')[0]).not.toBe(nameAt(3, longest).split('-')[0]);
    expect(nameAt(4, longest)).toBe(nameAt(3, longest).replace(/3$/, '4'));
    expect(parseStreamName(nameAt(3, longest))).toBeUndefined();
  });
});
