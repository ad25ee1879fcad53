import { expect, test } from 'vitest';
import { afterTurnEnd, systemClock } from '../../../src/shared/clock.ts';

test('a timer fires not before its time, and not at all when cancelled', async () => {
  const started = systemClock.now();
  const fired: string[] = [];
  const cancel = systemClock.after(1, () => fired.push('cancelled'));
  cancel();
  cancel();
  // Longer than Node's timers take: must not fire at once.
  const cancelFar = systemClock.after(2 ** 40, () => fired.push('far'));
  await new Promise<void>((resolve) => systemClock.after(20, resolve));
  cancelFar();
  expect(fired).toEqual([]);
  expect(systemClock.now() - started).toBeGreaterThanOrEqual(19);
});

test('turnEnd runs after everything the turn delivered', async () => {
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    systemClock.turnEnd(() => {
      order.push('turn end');
      resolve();
    });
    queueMicrotask(() => order.push('microtask'));
    order.push('now');
  });
  expect(order).toEqual(['now', 'microtask', 'turn end']);
});

test('what follows the end of a turn waits for all that the end leads to', async () => {
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    afterTurnEnd(() => {
      order.push('after');
      resolve();
    });
    systemClock.turnEnd(() => {
      order.push('end');
      systemClock.turnEnd(() => order.push('its consequence'));
    });
  });
  expect(order).toEqual(['end', 'its consequence', 'after']);
});

test('a turn end that throws takes nothing from the others', async () => {
  const order: string[] = [];
  const caught: unknown[] = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.once('uncaughtException', (error) => caught.push(error));
  try {
    await new Promise<void>((resolve) => {
      systemClock.turnEnd(() => {
        throw new Error('a bug');
      });
      systemClock.turnEnd(() => order.push('the next one'));
      afterTurnEnd(resolve);
    });
  } finally {
    for (const listener of listeners) process.on('uncaughtException', listener);
  }
  expect(caught).toEqual([new Error('a bug')]);
  expect(order).toEqual(['the next one']);
});
