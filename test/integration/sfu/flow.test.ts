/** What really flows through a worker, packet by packet. */
import { observer, type types } from 'mediasoup';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Evidence } from '../../../src/sfu/internal/evidence.ts';
import type { MediaEvent } from '../../../src/sfu/media-engine.ts';
import { type DirectMember, type DirectRoom, openDirectRoom } from '../../support/direct-room.ts';
import { MediaMember, watch } from '../../support/media-member.ts';
import { startReal } from '../../support/real-engine.ts';
import { opus } from '../../support/rtp-parameters.ts';
import { waitFor } from '../../support/wait-for.ts';

let room: DirectRoom;
beforeEach(async () => {
  room = await openDirectRoom();
});
afterEach(() => {
  room.close();
});

/** Sends a packet of every member each 10 ms until the test is over. */
function keepTalking(members: readonly DirectMember[]): () => void {
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    for (const member of members) member.send(`talk-${count}`);
  }, 10);
  return () => clearInterval(timer);
}

test('[SF-15] no packet of a muted producer reaches a receiver, not even later', async () => {
  const anna = await room.join('anna');
  const source = await anna.produceAudio(true);
  const heard = await room.listen(source);
  for (let round = 0; round < 10; round += 1) {
    anna.send(`open-${round}`);
    await waitFor('the open packet', () => heard.includes(`open-${round}`));
    await anna.publisher.setFlow('audio', false);
    for (let index = 0; index < 50; index += 1) anna.send(`muted-${round}`);
    await anna.publisher.setFlow('audio', true);
  }
  anna.send('last-1');
  await waitFor('the last packet', () => heard.includes('last-1'));
  expect(heard.filter((payload) => payload.startsWith('muted'))).toEqual([]);
  expect(heard).toHaveLength(11);
});

test('[SF-13] a mute while a producer opens: it never flows', async () => {
  for (let round = 0; round < 20; round += 1) {
    const anna = await room.join(`anna-${round}`);
    const pausedAtBirth: boolean[] = [];
    let resumed = 0;
    anna.onProducer = (producer) => {
      pausedAtBirth.push(producer.paused);
      producer.observer.on('resume', () => {
        resumed += 1;
      });
    };
    const opening = anna.produceAudio(true);
    const muting = anna.publisher.setFlow('audio', false);
    const [source] = await Promise.all([opening, muting]);
    expect(pausedAtBirth).toEqual([true]);
    expect(resumed).toBe(0);
    expect(source.paused).toBe(true);
  }
});

test('[SF-13] mutes and unmutes in a row: the worker ends as the last one said', async () => {
  const anna = await room.join('anna');
  const source = await anna.produceAudio(true);
  for (const last of [true, false]) {
    const words = [...Array.from({ length: 21 }, (_, index) => index % 2 === 0), last];
    await Promise.all(words.map((mayFlow) => anna.publisher.setFlow('audio', mayFlow)));
    expect((await source.dump()).paused).toBe(!last);
    expect(anna.publisher.audit()).toMatchObject([{ medium: 'audio', mayFlow: last }]);
  }
});

test('[SF-30] levels are told; a mute is silence at once and for as long as it lasts', async () => {
  const [anna, ben] = await Promise.all([room.join('anna'), room.join('ben')]);
  await Promise.all([anna.produceAudio(true), ben.produceAudio(true)]);
  const stop = keepTalking([anna, ben]);
  const { speaking } = room;
  const levelOf = (name: string, at: number): number | undefined =>
    speaking[at]?.find(({ memberId }) => String(memberId) === name)?.level;
  await waitFor(
    'both to be heard',
    () => levelOf('anna', speaking.length - 1) !== undefined && levelOf('ben', speaking.length - 1) !== undefined,
  );
  expect(levelOf('anna', speaking.length - 1)).toBe(50);
  await waitFor('a dominant speaker', () => room.dominants.at(-1) !== null);
  const before = speaking.length;
  const muting = anna.publisher.setFlow('audio', false);
  expect(speaking).toHaveLength(before + 1);
  expect(speaking[before]).toEqual([expect.objectContaining({ memberId: 'ben' })]);
  await muting;
  await waitFor('three more messages', () => speaking.length >= before + 4);
  stop();
  for (const levels of speaking.slice(before)) expect(levels.map(({ memberId }) => memberId)).not.toContain('anna');
  expect(room.dominants.slice(before)).not.toContain('anna');
});

test('[SF-31] only those are alive whose bytes came', async () => {
  const [anna, ben] = await Promise.all([room.join('anna'), room.join('ben')]);
  await Promise.all([anna.produceAudio(true), ben.produceAudio(true)]);
  const events: MediaEvent[] = [];
  const evidence = new Evidence((event) => events.push(event), 1000);
  const look = (): Promise<void> => evidence.look([anna.publisher, ben.publisher]);
  await look();
  expect(events).toEqual([]);
  anna.send('bytes-1');
  await look();
  expect(events).toEqual([{ type: 'alive', roomId: 'room', memberIds: ['anna'] }]);
  await look();
  expect(events).toHaveLength(1);
  await anna.publisher.setFlow('audio', false);
  anna.send('bytes-2');
  ben.send('bytes-3');
  await look();
  expect(events[1]).toEqual({ type: 'alive', roomId: 'room', memberIds: ['ben'] });
});

test('[SF-4] a DTLS session that ends takes its transport along, a lost path does not', async () => {
  const transports = new Map<string, types.WebRtcTransport>();
  const onWorker = (worker: types.Worker): void => {
    worker.observer.on('newrouter', (router) =>
      router.observer.on('newtransport', (transport) =>
        transports.set(transport.id, transport as types.WebRtcTransport),
      ),
    );
  };
  observer.on('newworker', onWorker);
  const { engine, events } = watch(await startReal({ workers: 1 }));
  observer.off('newworker', onWorker);
  const anna = await MediaMember.join({ engine, events }, 'room', 'anna');
  const producerId = await anna.produce('audio', opus());
  transports.get(anna.sendId)?.emit('icestatechange', 'disconnected');
  expect(await anna.flows('audio')).toEqual([true]);
  transports.get(anna.sendId)?.emit('dtlsstatechange', 'closed');
  expect(anna.events('producerClosed')).toMatchObject([{ producerId, medium: 'audio' }]);
  expect(transports.get(anna.sendId)?.closed).toBe(true);
  await expect(anna.produce('audio', opus())).rejects.toMatchObject({ errorName: 'transportNotFound' });
  await anna.openSend();
  await anna.produce('audio', opus());
  await engine.close();
});
