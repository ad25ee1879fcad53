import { expect, test } from 'vitest';
import { WorkerLoad } from '../../../src/sfu/internal/worker-load.ts';

test('[SF-55] a measured load follows the processor time', () => {
  const load = new WorkerLoad();
  for (let second = 0; second <= 60; second += 1) load.sampleCpu(second * 500, second * 1000);
  expect(load.score(60_000)).toBeCloseTo(0.5, 2);
  for (let second = 61; second <= 120; second += 1) load.sampleCpu(60 * 500, second * 1000);
  expect(load.score(120_000)).toBeCloseTo(0, 2);
});

test('[SF-55] a clock that stands still or a counter that falls does no harm', () => {
  const load = new WorkerLoad();
  load.sampleCpu(1000, 1000);
  load.sampleCpu(2000, 1000);
  load.sampleCpu(0, 2000);
  expect(load.score(2000)).toBe(0);
});

test('[SF-55] what was placed just now counts at once and is forgotten', () => {
  const load = new WorkerLoad();
  for (let room = 0; room < 10; room += 1) load.assigned(1000);
  const full = load.score(1000);
  expect(full).toBeGreaterThan(0.4);
  expect(load.score(11_000)).toBeCloseTo(full / 2, 5);
  expect(load.score(121_000)).toBeLessThan(0.001);
});

test('[SF-55] open media count by their weight and never below nothing', () => {
  const [audio, video] = [new WorkerLoad(), new WorkerLoad()];
  for (let index = 0; index < 100; index += 1) {
    audio.change('audioConsumer', 1);
    video.change('videoConsumer', 1);
  }
  expect(video.score(0)).toBeGreaterThan(audio.score(0));
  for (let index = 0; index < 101; index += 1) video.change('videoConsumer', -1);
  expect(video.score(0)).toBe(0);
});
