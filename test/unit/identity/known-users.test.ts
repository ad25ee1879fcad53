import { describe, expect, test } from 'vitest';
import { base32 } from '../../../src/identity/internal/base32.ts';
import { KnownUsers } from '../../../src/identity/internal/known-users.ts';
import { type LoginStore, MemoryLoginStore } from '../../../src/identity/login-store.ts';

function setUp({ secret = 's', store = new MemoryLoginStore(100) }: { secret?: string; store?: LoginStore } = {}) {
  const merged: string[] = [];
  const users = new KnownUsers({ store, secret, onMerged: (kept, given) => merged.push(`${given} -> ${kept}`) });
  const of = async (appid: string, openid: string, unionid?: string): Promise<string> =>
    await users.userOf(appid, { openid, unionid });
  return { of, merged, store };
}

describe('[ID-14] a user', () => {
  test('is the same each time, also for a node that remembers nothing', async () => {
    const first = setUp();
    const ann = await first.of('A', 'o1');
    expect(await first.of('A', 'o1')).toBe(ann);
    expect(await setUp().of('A', 'o1')).toBe(ann);
  });

  test('is somebody else with another openid, in another mini program, under another secret', async () => {
    const { of } = setUp();
    const ids = [
      await of('A', 'o1'),
      await of('A', 'o2'),
      await of('B', 'o1'),
      await setUp({ secret: 't' }).of('A', 'o1'),
    ];
    // Parts cannot run into each other.
    ids.push(await of('A","o', '1'), await of('A', 'o","1'), await of('X', 'y', 'o1'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is the same in all mini programs with the same unionid', async () => {
    const { of, merged } = setUp();
    const ann = await of('A', 'o1', 'u');
    expect(await of('B', 'o2', 'u')).toBe(ann);
    expect(await of('B', 'o3', 'v')).not.toBe(ann);
    expect(merged).toEqual([]);
  });

  test('stays when the unionid appears later, and takes it to the other mini programs', async () => {
    const { of, merged } = setUp();
    const ann = await of('A', 'o1');
    expect(await of('A', 'o1', 'u')).toBe(ann);
    expect(await of('B', 'o2', 'u')).toBe(ann);
    expect(await of('B', 'o2')).toBe(ann);
    expect(merged).toEqual([]);
  });

  test('stays when the unionid goes away', async () => {
    const { of } = setUp();
    const ann = await of('A', 'o1', 'u');
    expect(await of('A', 'o1')).toBe(ann);
  });

  test('who was two becomes the one that had the unionid first', async () => {
    const { of, merged } = setUp();
    const [inA, inB] = [await of('A', 'o1'), await of('B', 'o2')];
    expect(inA).not.toBe(inB);
    expect(await of('A', 'o1', 'u')).toBe(inA);
    expect(await of('B', 'o2', 'u')).toBe(inA);
    expect(merged).toEqual([`${inB} -> ${inA}`]);
    expect(await of('B', 'o2')).toBe(inA);
    expect(await of('B', 'o2', 'u')).toBe(inA);
    expect(merged).toHaveLength(1);
  });

  test('is one also when both mini programs bring the unionid at the same moment', async () => {
    const { of } = setUp();
    const users = await Promise.all([of('A', 'o1', 'u'), of('B', 'o2', 'u'), of('A', 'o1', 'u')]);
    expect(new Set(users).size).toBe(1);
  });

  test('keeps the id that another node gave meanwhile', async () => {
    const store = new MemoryLoginStore(100);
    const ann = await setUp({ store, secret: 'old' }).of('A', 'o1');
    // A store that is shared, and an id that derivation would not give.
    for (const key of store.keys()) await store.move(key, 'somebody' as never);
    expect(await setUp({ store, secret: 'old' }).of('A', 'o1')).toBe('somebody');
    expect(ann).not.toBe('somebody');
  });
});

test('[ID-15] ids and keys tell nothing of openid and unionid', async () => {
  const { of, store } = setUp();
  const id = await of('wxapp', 'oOPENID12345', 'oUNIONID9876');
  const stored = (store as MemoryLoginStore).keys().join();
  for (const part of ['OPENID', 'UNIONID', 'wxapp']) {
    expect(id).not.toContain(part.toLowerCase());
    expect(stored).not.toContain(part);
  }
});

test('base 32 is that of RFC 4648, without what fills no character', () => {
  const vectors = { '': '', fo: 'mzxq', foo: 'mzxw6', foob: 'mzxw6yq', fooba: 'mzxw6ytb', foobar: 'mzxw6ytboi' };
  for (const [text, encoded] of Object.entries(vectors)) {
    const bytes = Buffer.from(text);
    expect(base32(bytes)).toBe(encoded.slice(0, Math.floor((bytes.length * 8) / 5)));
  }
});
