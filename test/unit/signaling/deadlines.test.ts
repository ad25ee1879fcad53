import { describe, expect, test } from 'vitest';
import { instantMs } from '../../../src/shared/ids.ts';
import { Deadlines } from '../../../src/signaling/deadlines.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function setUp() {
  const clock = new VirtualClock();
  const due: string[] = [];
  const deadlines = new Deadlines<string>(clock, 100, (item) => due.push(item));
  return { clock, due, deadlines };
}

describe('[SG-2] deadlines of one length', () => {
  test('each is told once, when its own time is over', () => {
    const { clock, due, deadlines } = setUp();
    deadlines.add('a');
    clock.advance(60);
    deadlines.add('b');
    deadlines.add('c');
    clock.advance(39);
    expect(due).toEqual([]);
    clock.advance(1);
    expect(due).toEqual(['a']);
    clock.advance(59);
    expect(due).toEqual(['a']);
    clock.advance(1);
    expect(due).toEqual(['a', 'b', 'c']);
    clock.advance(1000);
    expect(due).toEqual(['a', 'b', 'c']);
    expect(deadlines.size).toBe(0);
  });

  test('who is dropped is not told, and the others are on time', () => {
    const { clock, due, deadlines } = setUp();
    deadlines.add('a');
    clock.advance(10);
    deadlines.add('b');
    deadlines.drop('a');
    deadlines.drop('nobody');
    clock.advance(99);
    expect(due).toEqual([]);
    clock.advance(1);
    expect(due).toEqual(['b']);
  });

  test('what is added meanwhile has its whole time', () => {
    const clock = new VirtualClock();
    const due: string[] = [];
    const deadlines = new Deadlines<string>(clock, 100, (item) => {
      due.push(item);
      if (due.length === 1) deadlines.add('again');
    });
    deadlines.add('a');
    deadlines.add('b');
    clock.advance(100);
    expect(due).toEqual(['a', 'b']);
    clock.advance(99);
    expect(due).toEqual(['a', 'b']);
    clock.advance(1);
    expect(due).toEqual(['a', 'b', 'again']);
  });

  test('a clock that is put back does not keep anybody for long', () => {
    const fires: { readonly delayMs: number; readonly fire: () => void }[] = [];
    let at = 1_000_000;
    const due: string[] = [];
    const clock = {
      now: () => instantMs(at),
      after: (delayMs: number, fire: () => void) => {
        fires.push({ delayMs, fire });
        return () => undefined;
      },
    };
    const deadlines = new Deadlines<string>(clock, 100, (item) => due.push(item));
    deadlines.add('a');
    at -= 500_000;
    expect(fires.map(({ delayMs }) => delayMs)).toEqual([100]);
    fires[0]?.fire();
    expect(due).toEqual(['a']);
  });

  test('nothing is left: no timer without somebody who waits', () => {
    const { clock, due, deadlines } = setUp();
    deadlines.add('a');
    deadlines.drop('a');
    expect(clock.pending).toBe(0);
    deadlines.add('b');
    deadlines.close();
    expect(clock.pending).toBe(0);
    clock.advance(1000);
    expect(due).toEqual([]);
  });
});
