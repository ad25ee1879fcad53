import { expect, test } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';

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
