/** Workers as processes: where rooms go, how they die and come back, how they end. */

import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observer, type types } from 'mediasoup';
import { afterEach, expect, test } from 'vitest';
import type { MediaEngine } from '../../../src/sfu/media-engine.ts';
import type { MediaStartError } from '../../../src/sfu/media-engine-options.ts';
import { startMediaEngine } from '../../../src/sfu/start-media-engine.ts';
import type { AppError } from '../../../src/shared/app-error.ts';
import {
  MediaMember,
  NOTHING_OPEN,
  openCounts,
  roomOf,
  type WatchedEngine,
  watch,
} from '../../support/media-member.ts';
import { realOptions, startReal, startThreaded } from '../../support/real-engine.ts';
import { opus } from '../../support/rtp-parameters.ts';
import { waitFor } from '../../support/wait-for.ts';

const opened: MediaEngine[] = [];
const track = <T extends MediaEngine>(engine: T): T => {
  opened.push(engine);
  return engine;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((engine) => engine.close()));
});

/** Whether the process runs. One that ended and was not reaped yet (state Z) does not. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

const pidsOf = async (engine: MediaEngine): Promise<readonly number[]> =>
  (await engine.request({ type: 'getCounts' })).workerPids;

const lostRooms = ({ events }: WatchedEngine): readonly string[] =>
  events.flatMap((event) => (event.type === 'workerLost' ? event.rooms.map(({ roomId }) => String(roomId)) : []));

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const portOf = (candidates: unknown): readonly number[] =>
  (candidates as readonly { port: number }[]).map(({ port }) => port);

test('[SF-55] rooms spread over the workers, also when they come at once', async () => {
  const watched = watch(track(await startReal({ workers: 2 })));
  await Promise.all(Array.from({ length: 6 }, (_, index) => MediaMember.join(watched, `room-${index}`, 'anna')));
  await watched.engine.request({ type: 'killWorker', roomId: roomOf('room-0') });
  await waitFor('the loss', () => lostRooms(watched).length > 0);
  expect(lostRooms(watched)).toHaveLength(3);
});

test('[SF-50] [SF-51] a killed worker takes only its rooms; another worker serves them at once, its port opens again', async () => {
  const basePort = await freePort();
  const watched = watch(track(await startReal({ workers: 2, basePort })));
  const { engine } = watched;
  const anna = await MediaMember.join(watched, 'lost', 'anna');
  const ben = await MediaMember.join(watched, 'kept', 'ben');
  await Promise.all([anna.produce('audio', opus()), ben.produce('audio', opus())]);
  const before = await pidsOf(engine);
  const killedAt = performance.now();
  await engine.request({ type: 'killWorker', roomId: anna.roomId });
  await waitFor('the loss', () => lostRooms(watched).length > 0);
  expect(lostRooms(watched)).toEqual(['lost']);
  expect(await ben.flows('audio')).toEqual([true]);
  const again = await MediaMember.join(watched, 'lost', 'anna');
  await again.produce('audio', opus());
  const after = await waitFor('two workers', async () => {
    const pids = await pidsOf(engine);
    return pids.length === 2 ? pids : undefined;
  });
  expect(performance.now() - killedAt).toBeLessThan(5000);
  expect(after.filter((pid) => before.includes(pid))).toHaveLength(1);
  const ports = new Set<number>();
  for (let index = 0; index < 4; index += 1) {
    const member = new MediaMember(watched, `new-${index}`, 'anna');
    const transport = await member.request({ type: 'createTransport', direction: 'send', forceTcp: false });
    for (const port of portOf(transport.iceCandidates)) ports.add(port);
  }
  expect(ports).toEqual(new Set([basePort, basePort + 1]));
});

test('[SF-52] requests under way fail with mediaUnavailable when the worker dies', async () => {
  const watched = watch(track(await startReal({ workers: 1 })));
  const anna = await MediaMember.join(watched, 'room', 'anna');
  const [pid] = await pidsOf(watched.engine);
  process.kill(pid ?? 0, 'SIGSTOP');
  const underWay = [
    anna.produce('audio', opus()),
    anna.produceData('claw', 1),
    anna.openSend(),
    anna.request({ type: 'restartIce', transportId: anna.sendId }),
  ];
  const outcomes = Promise.allSettled(underWay);
  process.kill(pid ?? 0, 'SIGKILL');
  for (const outcome of await outcomes) {
    expect(outcome.status === 'rejected' && (outcome.reason as AppError).errorName).toBe('mediaUnavailable');
  }
  const again = await waitFor('the new worker', () => MediaMember.join(watched, 'room', 'anna').catch(() => undefined));
  await again.produce('audio', opus());
});

test('[SF-53] a worker that hangs is noticed, killed and replaced', async () => {
  const watched = watch(track(await startReal({ workers: 1, requestTimeoutMs: 300, healthIntervalMs: 50 })));
  const anna = await MediaMember.join(watched, 'room', 'anna');
  const [pid = 0] = await pidsOf(watched.engine);
  process.kill(pid, 'SIGSTOP');
  const startedAt = performance.now();
  await expect(anna.produce('audio', opus())).rejects.toMatchObject({ errorName: 'mediaUnavailable' });
  expect(performance.now() - startedAt).toBeLessThan(2000);
  await waitFor('the loss', () => lostRooms(watched).includes('room'));
  const again = await waitFor('the new worker', () => MediaMember.join(watched, 'room', 'anna').catch(() => undefined));
  await again.produce('audio', opus());
  expect(isAlive(pid)).toBe(false);
});

test.each([false, true])(
  '[SF-56] commands beyond the bound are refused at once, the others are answered (thread: %s)',
  async (thread) => {
    const watched = watch(track(await startMediaEngine(realOptions({ workers: 1 }), { thread })));
    const anna = await MediaMember.join(watched, 'room', 'anna');
    const [pid = 0] = await pidsOf(watched.engine);
    process.kill(pid, 'SIGSTOP');
    const outcomes = Array.from({ length: 10_100 }, () =>
      anna.request({ type: 'restartIce', transportId: anna.sendId }),
    );
    const refused = Promise.allSettled(outcomes.slice(10_000));
    for (const outcome of await refused)
      expect(outcome).toMatchObject({ reason: { errorName: 'mediaUnavailable', detail: 'too many media commands' } });
    process.kill(pid, 'SIGCONT');
    const answered = await Promise.allSettled(outcomes.slice(0, 10_000));
    expect(answered.filter(({ status }) => status === 'fulfilled')).toHaveLength(10_000);
  },
);

test.each([false, true])('[SF-17] a mute overtakes a storm of joins (thread: %s)', async (thread) => {
  const watched = watch(track(await startMediaEngine(realOptions({ workers: 1 }), { thread })));
  const anna = await MediaMember.join(watched, 'room', 'anna');
  await anna.produce('audio', opus());
  let joined = 0;
  const storm = Array.from({ length: 400 }, async (_, index) => {
    const member = await MediaMember.join(watched, 'room', `member-${index}`);
    await member.subscribe([], true);
    joined += 1;
  });
  await anna.setFlow('audio', false);
  expect(joined).toBeLessThan(100);
  expect(await anna.flows('audio')).toEqual([false]);
  await Promise.all(storm);
  await waitFor('all consumers', async () => (await openCounts(watched.engine)).consumers === 400);
});

test('[SF-54] a crashed thread is a loss of all rooms, and comes back', async () => {
  const engine = track(await startThreaded());
  const watched = watch(engine);
  const anna = await MediaMember.join(watched, 'one', 'anna');
  await MediaMember.join(watched, 'two', 'ben');
  const before = await pidsOf(engine);
  const underWay = anna.produce('audio', opus());
  const outcome = underWay.then(
    () => 'done',
    (error: AppError) => error.errorName,
  );
  await engine.crash();
  expect(await outcome).toBe('mediaUnavailable');
  await waitFor('the loss', () => lostRooms(watched).length > 0);
  expect(new Set(lostRooms(watched))).toEqual(new Set(['one', 'two']));
  const again = await waitFor('the new thread', () => MediaMember.join(watched, 'one', 'anna').catch(() => undefined));
  await again.produce('audio', opus());
  await waitFor('the old workers to end', () => before.every((pid) => !isAlive(pid)));
});

test.each([false, true])('[SF-61] a busy port is named and nothing is left (thread: %s)', async (thread) => {
  const port = await freePort();
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(port + 1, '127.0.0.1', resolve));
  const spawned: number[] = [];
  const note = (worker: types.Worker): void => void spawned.push(worker.pid);
  observer.on('newworker', note);
  const error = await startMediaEngine(realOptions({ basePort: port }), { thread }).then(
    () => undefined,
    (reason: MediaStartError) => reason,
  );
  observer.off('newworker', note);
  expect(error).toMatchObject({ name: 'MediaStartError', reason: 'portBusy', port: port + 1 });
  expect(error?.message).toContain(String(port + 1));
  if (!thread) expect(spawned).toHaveLength(2);
  await waitFor('the workers to end', () => spawned.every((pid) => !isAlive(pid)));
  await new Promise((resolve) => blocker.close(resolve));
});

test('[SF-61] a missing, a dead and a foreign worker, and a foreign address, are named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worker-'));
  const plain = join(folder, 'not-executable');
  await writeFile(plain, '');
  const failing = join(folder, 'failing');
  await writeFile(failing, '#!/bin/sh\nexit 3\n');
  await chmod(failing, 0o755);
  const start = (more: object): Promise<MediaEngine> => startMediaEngine(realOptions(more), { thread: false });
  await expect(start({ workerBin: join(folder, 'nothing') })).rejects.toMatchObject({ reason: 'workerBinaryMissing' });
  await expect(start({ workerBin: plain })).rejects.toMatchObject({ reason: 'workerBinaryMissing' });
  await expect(start({ workerBin: failing })).rejects.toMatchObject({ reason: 'workerFailed' });
  await expect(start({ listenIp: '192.0.2.1' })).rejects.toMatchObject({ reason: 'addressUnavailable' });
});

test.each([false, true])(
  '[SF-62] close leaves no process, also while a worker is coming back (thread: %s)',
  async (thread) => {
    const engine = await startMediaEngine(realOptions(), { thread });
    const anna = await MediaMember.join(watch(engine), 'room', 'anna');
    const pids = await pidsOf(engine);
    await anna.request({ type: 'killWorker', roomId: anna.roomId } as never);
    await engine.close();
    await waitFor('no process', () => pids.every((pid) => !isAlive(pid)));
    await expect(anna.openSend()).rejects.toMatchObject({ errorName: 'mediaUnavailable' });
  },
);

test('[SF-63] every object says whose it is', async () => {
  const owners: unknown[] = [];
  const onTransport = (transport: types.Transport): void => {
    owners.push(transport.appData);
    transport.observer.on('newproducer', ({ appData }) => owners.push(appData));
    transport.observer.on('newconsumer', ({ appData }) => owners.push(appData));
    transport.observer.on('newdataproducer', ({ appData }) => owners.push(appData));
  };
  const onWorker = (worker: types.Worker): void => {
    worker.observer.on('newrouter', (router) => router.observer.on('newtransport', onTransport));
  };
  observer.on('newworker', onWorker);
  const watched = watch(track(await startReal({ workers: 1 })));
  observer.off('newworker', onWorker);
  const anna = await MediaMember.join(watched, 'room', 'anna');
  const ben = await MediaMember.join(watched, 'room', 'ben');
  await anna.produce('audio', opus());
  await anna.produceData('claw', 1);
  await ben.subscribe([], true);
  await ben.nth('consumerOpened', 1);
  expect(owners).toHaveLength(7);
  for (const owner of owners)
    expect(owner).toMatchObject({
      roomId: 'room',
      memberId: expect.stringMatching(/anna|ben/),
      medium: expect.any(String),
    });
});

test('[SF-42] two hundred members come and go and leave nothing, not even in the workers', async () => {
  const workers: types.Worker[] = [];
  const servers: types.WebRtcServer[] = [];
  const onWorker = (worker: types.Worker): void => {
    workers.push(worker);
    worker.observer.on('newwebrtcserver', (server) => servers.push(server));
  };
  observer.on('newworker', onWorker);
  const watched = watch(track(await startReal({ workers: 2 })));
  observer.off('newworker', onWorker);
  const visit = async (index: number): Promise<void> => {
    const member = await MediaMember.join(watched, `room-${index % 10}`, `member-${index}`);
    await member.subscribe([], true);
    await Promise.all([member.produce('audio', opus(), index % 2 === 0), member.produceData('claw', 1)]);
    await member.request({ type: 'consumeData', transportId: member.receiveId, topics: ['claw'] });
    await member.setFlow('audio', true);
    if (index % 3 === 0) await member.openSend();
    await member.leave();
  };
  const waves = Array.from({ length: 4 }, (_, wave) => Array.from({ length: 50 }, (__, index) => wave * 50 + index));
  for (const wave of waves) await Promise.all(wave.map(visit));
  expect(await openCounts(watched.engine)).toEqual(NOTHING_OPEN);
  expect(workers).toHaveLength(2);
  for (const worker of workers) expect((await worker.dump()).routerIds).toEqual([]);
  for (const server of servers) {
    const { webRtcTransportIds, localIceUsernameFragments } = await server.dump();
    expect([...webRtcTransportIds, ...localIceUsernameFragments]).toEqual([]);
  }
});
