import { expect, test } from 'vitest';
import { SILENCE_MS, SPEECH_LEVEL, SpeakingDetector } from '../../../src/room-host/speaking-detector.ts';
import { instantMs } from '../../../src/shared/ids.ts';
import { asMember } from '../../support/rooms.ts';

const at = instantMs;
const loud = (...names: string[]) => names.map((name) => ({ memberId: asMember(name), level: SPEECH_LEVEL }));
const quiet = (name: string) => [{ memberId: asMember(name), level: SPEECH_LEVEL - 1 }];
const starts = (name: string) => ({ memberId: asMember(name), speaking: true });
const stops = (name: string) => ({ memberId: asMember(name), speaking: false });

test('[RH-20] speech begins with the second loud report in a row; one alone is a cough', () => {
  const detector = new SpeakingDetector();
  expect(detector.report(at(0), loud('ann'))).toEqual([]);
  expect(detector.report(at(300), quiet('ann'))).toEqual([]);
  expect(detector.isEmpty).toBe(true);
  expect(detector.report(at(600), loud('ann'))).toEqual([]);
  expect(detector.report(at(900), loud('ann', 'bob'))).toEqual([starts('ann')]);
  expect(detector.report(at(1200), loud('ann', 'bob'))).toEqual([starts('bob')]);
});

test('[RH-21] speech ends after a second of silence, told by a report or by the deadline', () => {
  const detector = new SpeakingDetector();
  detector.report(at(0), loud('ann', 'bob'));
  detector.report(at(300), loud('ann', 'bob'));
  expect(detector.wakeAt).toBe(null);
  expect(detector.report(at(600), loud('bob'))).toEqual([]);
  expect(detector.wakeAt).toBe(600 + SILENCE_MS);
  expect(detector.wake(at(599 + SILENCE_MS))).toEqual([]);
  expect(detector.report(at(600 + SILENCE_MS), loud('bob'))).toEqual([stops('ann')]);
  detector.report(at(2000), []);
  expect(detector.wake(at(2000 + SILENCE_MS))).toEqual([stops('bob')]);
  expect(detector.isEmpty).toBe(true);
  expect(detector.wakeAt).toBe(null);
});

test('[RH-21] a pause shorter than that is part of the speech', () => {
  const detector = new SpeakingDetector();
  detector.report(at(0), loud('ann'));
  expect(detector.report(at(300), loud('ann'))).toEqual([starts('ann')]);
  detector.report(at(600), quiet('ann'));
  detector.report(at(900), quiet('ann'));
  expect(detector.wakeAt).toBe(600 + SILENCE_MS);
  expect(detector.report(at(1500), loud('ann'))).toEqual([]);
  expect(detector.wakeAt).toBe(null);
  expect(detector.wake(at(5000))).toEqual([]);
});
