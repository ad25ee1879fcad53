import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { expect, test } from 'vitest';
import type { RtpSource } from '../../../src/sfu/internal/media-context.ts';
import { Speakers } from '../../../src/sfu/internal/speakers.ts';
import type { MemberId } from '../../../src/shared/ids.ts';
import { memberOf } from '../../support/media-member.ts';

class FakeObserver extends EventEmitter {
  readonly added: string[] = [];

  addProducer({ producerId }: { producerId: string }): Promise<void> {
    this.added.push(producerId);
    return Promise.resolve();
  }
}

const source = (name: string): RtpSource =>
  ({ id: `audio-${name}`, closed: false, appData: { memberId: memberOf(name) } }) as unknown as RtpSource;

/** Speakers on observers that a test drives. */
async function harness(...names: string[]) {
  const [levels, dominant] = [new FakeObserver(), new FakeObserver()];
  const router = {
    createAudioLevelObserver: () => Promise.resolve(levels),
    createActiveSpeakerObserver: () => Promise.resolve(dominant),
  } as unknown as types.Router;
  const muted = new Set<MemberId>();
  const told: string[] = [];
  const speakers = new Speakers({
    intervalMs: 300,
    isAudible: (memberId) => !muted.has(memberId),
    onChange: (list, who) =>
      told.push(`${list.map(({ memberId, level }) => `${memberId} ${level}`).join(', ')} | ${who}`),
    onFault: (error) => {
      throw error;
    },
  });
  await Promise.all(names.map((name) => speakers.add(source(name), Promise.resolve(router))));
  const measure = (volumes: Readonly<Record<string, number>>): void => {
    levels.emit(
      'volumes',
      Object.entries(volumes).map(([name, volume]) => ({ producer: source(name), volume })),
    );
  };
  return { speakers, levels, dominant, muted, told, measure };
}

test('[SF-30] levels and the dominant speaker are told together', async () => {
  const { levels, dominant, told, measure } = await harness('anna', 'ben');
  expect(levels.added).toEqual(['audio-anna', 'audio-ben']);
  expect(dominant.added).toEqual(levels.added);
  dominant.emit('dominantspeaker', { producer: source('ben') });
  measure({ ben: -12, anna: -30 });
  levels.emit('silence');
  levels.emit('silence');
  expect(told).toEqual(['ben 80, anna 50 | ben', ' | ben']);
});

test('[SF-30] a level that was on its way when the mute came is not shown', async () => {
  const { speakers, dominant, muted, told, measure } = await harness('anna', 'ben');
  dominant.emit('dominantspeaker', { producer: source('anna') });
  measure({ anna: -30, ben: -30 });
  muted.add(memberOf('anna'));
  speakers.muted(memberOf('anna'));
  speakers.muted(memberOf('anna'));
  measure({ anna: -30, ben: -30 });
  muted.delete(memberOf('anna'));
  measure({ anna: -30 });
  expect(told).toEqual(['anna 50, ben 50 | anna', 'ben 50 | null', 'ben 50 | null', 'anna 50 | anna']);
});

test('[SF-30] who left is not dominant any more; a closed room tells nothing', async () => {
  const { speakers, dominant, told, measure } = await harness('anna', 'ben');
  dominant.emit('dominantspeaker', { producer: source('anna') });
  measure({ anna: -30 });
  speakers.left(memberOf('anna'));
  speakers.close();
  measure({ ben: -30 });
  expect(told).toEqual(['anna 50 | anna', ' | null']);
});
