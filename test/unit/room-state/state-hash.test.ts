import { describe, expect, test } from 'vitest';
import { snapshotToWire } from '../../../src/signaling/codec/to-wire.ts';
import { type HashedRoom, stateHash } from '../../../wire/state-hash.ts';
import { TestRoom } from './rooms.ts';

/** FNV-1a as in its definition, over bytes, with big integers. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5n;
  for (const unit of Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))) {
    for (const byte of [unit % 256, Math.floor(unit / 256)]) hash = ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n;
  }
  return Number(hash);
}

const FULL: HashedRoom = {
  mediaGeneration: 3,
  policy: { locked: true, lobby: false, unmuteLocked: [1, 2], unmuteAllowed: ['m1'] },
  attributes: [{ key: 'k', value: '水', version: 2 }],
  members: [
    {
      memberId: 'm1',
      userId: 'u1',
      displayName: 'One',
      avatar: 'a',
      role: 1,
      presence: 2,
      grants: {
        publishAudio: true,
        publishVideo: false,
        publishScreen: true,
        publishData: false,
        subscribe: true,
        chat: false,
        moderate: true,
        bypassLobby: false,
        hidden: true,
      },
      media: [
        {
          medium: 1,
          selfMuted: true,
          moderatorMuted: false,
          published: true,
          source: 1,
          producerId: 'p',
          mayFlow: false,
        },
      ],
      handRaisedAtMs: 1_700_000_000_123,
      attributes: [{ key: 'a', value: 'b', version: 1 }],
      joinedAtMs: 5,
      pushGeneration: 7,
    },
  ],
  floors: [
    {
      floorId: 'audio',
      medium: 1,
      policy: 2,
      maxHolders: 1,
      chairMemberId: 'm1',
      turnMs: 10,
      graceMs: 20,
      idleMs: 30,
      confirmMs: 40,
      warnMs: 50,
      chairFallback: 2,
      chairAbsent: true,
      requests: [
        {
          requestId: 'r',
          memberId: 'm1',
          requestedBy: 'm2',
          floorIds: ['audio'],
          status: 3,
          priority: 2,
          queuePosition: 4,
          requestedAtMs: 6,
          grantedAtMs: 7,
          expiresAtMs: 8,
          cause: 1,
          warned: true,
        },
      ],
    },
  ],
};

const FULL_TEXT =
  '15:rtcroom-state-13;1;0;2[1;2;1[2:m11[1:k1:水2;' +
  '1[2:m12:u13:One1:a1;2;1;0;1;0;1;0;1;0;1;1[1;1;0;1;1;1:p0;1700000000123;1[1:a1:b1;5;7;' +
  '1[5:audio1;2;1;2:m110;20;30;40;50;2;1;1[1:r2:m12:m21[5:audio3;2;4;6;7;8;1;1;';

/** The object with each single value in it changed, one after the other. */
function variants<T>(value: T): T[] {
  if (typeof value === 'boolean') return [!value as T];
  if (typeof value === 'number') return [(value + 1) as T];
  if (typeof value === 'string') return [`${value}x` as T];
  if (Array.isArray(value)) {
    const changed = value.flatMap((item, index) => variants(item).map((other) => value.with(index, other)));
    return [...changed, [], [...value, ...value]] as T[];
  }
  return Object.entries(value as object).flatMap(([key, inner]) =>
    variants(inner).map((other) => ({ ...value, [key]: other })),
  );
}

describe('state hash', () => {
  test('[RS-95] is FNV-1a over the canonical text', () => {
    expect(stateHash(FULL)).toBe(fnv1a(FULL_TEXT));
    expect(stateHash(FULL)).toBeGreaterThan(0);
  });

  test('[RS-95] 0 becomes 1', () => {
    // A value found by search, so that the plain hash of this room is 0.
    expect(fnv1a('15:rtcroom-state-10;0;0;0[0[1[0:3:丌剺峸0;0[0[')).toBe(0);
    expect(stateHash({ attributes: [{ key: '', value: '丌剺峸' }] })).toBe(1);
  });

  test('[RS-96] what is absent or null counts as its default', () => {
    const empty = fnv1a('15:rtcroom-state-10;0;0;0[0[0[0[0[');
    expect(stateHash({})).toBe(empty);
    expect(stateHash({ policy: null, members: [], floors: [], attributes: [], mediaGeneration: 0 })).toBe(empty);
    const bare = fnv1a(`15:rtcroom-state-10;0;0;0[0[0[1[0:0:0:0:0;0;${'0;'.repeat(9)}0[0;0[0;0;0[`);
    expect(stateHash({ members: [{}] })).toBe(bare);
    expect(stateHash({ members: [{ grants: null, media: [], attributes: [] }] })).toBe(bare);
  });

  test('[RS-97] every field counts', () => {
    const all = variants(FULL);
    expect(all.length).toBeGreaterThan(70);
    expect(new Set([FULL, ...all].map(stateHash)).size).toBe(all.length + 1);
  });

  test('[RS-97] chat, lobby, bans and the offset do not count', () => {
    const room = new TestRoom();
    const topics = ['members', 'attributes', 'chat', 'moderation'];
    const hash = () => stateHash(snapshotToWire(room.state, topics));
    const before = hash();
    room.run({ type: 'sendChat', actor: 'b', messageId: 'c', text: 'hello' });
    room.run({ type: 'ban', actor: 'a', userId: 'uz', durationMs: 0 });
    expect(hash()).toBe(before);
    room.run({ type: 'setSelfMute', actor: 'b', medium: 'audio', muted: true });
    expect(hash()).not.toBe(before);
  });
});
