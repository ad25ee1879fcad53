/** What every login store does; adapters run it in their test file. */
import { describe, expect, test } from 'vitest';
import type { LoginStore } from '../../src/identity/login-store.ts';
import type { UserId } from '../../src/shared/ids.ts';

const user = (id: string): UserId => id as UserId;

/** @param make a new, empty store for at most `maxEntries` */
export function loginStoreContract(name: string, make: (maxEntries: number) => Promise<LoginStore>): void {
  describe(`login store: ${name}`, () => {
    test('what was claimed is found; the first one wins', async () => {
      const store = await make(10);
      expect(await store.find('k')).toBeUndefined();
      expect(await store.claim('k', user('ann'))).toBe('ann');
      expect(await store.claim('k', user('bob'))).toBe('ann');
      expect(await store.find('k')).toBe('ann');
      await store.close();
    });

    test('of many at once, one wins and all hear of it', async () => {
      const store = await make(10);
      const holders = await Promise.all(['a', 'b', 'c', 'd'].map((id) => store.claim('k', user(id))));
      expect(new Set(holders).size).toBe(1);
      expect(await store.find('k')).toBe(holders[0]);
      await store.close();
    });

    test('what was moved is elsewhere', async () => {
      const store = await make(10);
      await store.claim('k', user('ann'));
      await store.move('k', user('bob'));
      await store.move('new', user('cid'));
      expect([await store.find('k'), await store.find('new')]).toEqual(['bob', 'cid']);
      await store.close();
    });

    test('[ID-20] beyond the bound, the entry unused for longest goes', async () => {
      const store = await make(2);
      await store.claim('a', user('ann'));
      await store.claim('b', user('bob'));
      await store.find('a');
      await store.claim('c', user('cid'));
      expect([await store.find('a'), await store.find('b'), await store.find('c')]).toEqual(['ann', undefined, 'cid']);
      await store.close();
    });

    test('closing twice is closing once', async () => {
      const store = await make(2);
      await store.claim('a', user('ann'));
      await store.close();
      await store.close();
    });
  });
}
