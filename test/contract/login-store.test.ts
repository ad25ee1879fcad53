import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FileLoginStore } from '../../src/identity/file-login-store.ts';
import { MemoryLoginStore } from '../../src/identity/login-store.ts';
import type { UserId } from '../../src/shared/ids.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { waitFor } from '../support/wait-for.ts';
import { loginStoreContract } from './login-store.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'rtcroom-logins-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
const newPath = (): string => {
  count += 1;
  return join(folder, `logins-${count}.json`);
};
const user = (id: string): UserId => id as UserId;

async function openStore(path: string, maxEntries = 10_000) {
  const clock = new VirtualClock();
  const faults: unknown[] = [];
  const store = await FileLoginStore.open({ path, maxEntries, clock, onFault: (error) => faults.push(error) });
  return { clock, faults, store };
}

loginStoreContract('memory', async (maxEntries) => new MemoryLoginStore(maxEntries));
loginStoreContract('file', async (maxEntries) => (await openStore(newPath(), maxEntries)).store);

describe('[ID-20] the file', () => {
  test('survives a restart, order of use included', async () => {
    const path = newPath();
    const first = await openStore(path);
    for (const id of ['ann', 'bob', 'cid']) await first.store.claim(`key-${id}`, user(id));
    await first.store.find('key-ann');
    await first.store.close();
    const second = await openStore(path, 2);
    expect(await second.store.find('key-bob')).toBeUndefined();
    expect(await second.store.find('key-cid')).toBe('cid');
    expect(await second.store.find('key-ann')).toBe('ann');
    expect(first.clock.pending).toBe(0);
  });

  test('is written a while after a change, for its owner only, and not for mere reading', async () => {
    const path = newPath();
    const { store, clock } = await openStore(path);
    await store.claim('k', user('ann'));
    await store.claim('l', user('bob'));
    expect(clock.pending).toBe(1);
    clock.advance(5000);
    await waitFor('the file', () => readdirSync(folder).includes(`logins-${count}.json`));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      version: 1,
      users: [
        ['k', 'ann'],
        ['l', 'bob'],
      ],
    });
    expect(statSync(path).mode & 0o077).toBe(0);
    await store.find('k');
    await store.claim('k', user('cid'));
    expect(clock.pending).toBe(0);
    await store.close();
  });

  test('is whole when it is large and changes while it is written', async () => {
    const path = newPath();
    const { store, clock } = await openStore(path);
    for (let number = 0; number < 2345; number += 1) await store.claim(`k${number}`, user(`u${number}`));
    clock.advance(5000);
    for (let number = 0; number < 2345; number += 7) await store.find(`k${number}`);
    await store.claim('late', user('late'));
    await store.close();
    const { store: read } = await openStore(path);
    for (let number = 0; number < 2345; number += 1) expect(await read.find(`k${number}`)).toBe(`u${number}`);
    expect(await read.find('late')).toBe('late');
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('that cannot be written is told, tried again, and costs no login', async () => {
    const path = join(folder, 'not-there-yet', 'logins.json');
    const { store, clock, faults } = await openStore(path);
    expect(await store.claim('k', user('ann'))).toBe('ann');
    clock.advance(5000);
    await waitFor('the fault', () => faults.length === 1 && clock.pending === 1);
    expect(await store.find('k')).toBe('ann');
    await store.close();
    expect(faults).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  test.for(['', '{', '[]', '{"version":2,"users":[]}', '{"version":1,"users":[["k","not an id"]]}', 'my diary'])(
    'that is not ours (%j) stops the start and stays',
    async (text) => {
      const path = newPath();
      writeFileSync(path, text);
      await expect(openStore(path)).rejects.toThrow(`login.storeFile: ${path} is not a file of logins`);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  test('that cannot be read stops the start', async () => {
    await expect(openStore(folder)).rejects.toThrow('cannot be read');
  });
});
