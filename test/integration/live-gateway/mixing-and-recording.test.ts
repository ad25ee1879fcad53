/** A room of pushers as one stream and as files, asked for over HTTP. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { push, type Running, run } from '../../support/ffmpeg.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

const KEY = `ops:${'k'.repeat(40)}`;
const ROOM = '/v1/rooms/studio';

let folder: string;
let node: TestNode;
const pushers: Running[] = [];
const closeAtEnd: (() => void)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rtcroom-rec-'));
  node = await startTestNode({
    env: {
      RTCROOM_AUTH_API_KEYS: KEY,
      RTCROOM_ROOMS_DEPARTURE_MS: '200',
      RTCROOM_SIGNALING_RESUME_GRACE_MS: '200',
      RTCROOM_RECORDING_FOLDER: folder,
      RTCROOM_RECORDING_MIN_FREE_MIB: '0',
      RTCROOM_MIXING_WIDTH: '320',
      RTCROOM_MIXING_HEIGHT: '180',
    },
  });
});
afterAll(async () => {
  for (const pusher of pushers) await pusher.stop();
  await node.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the answer holds is what is tested
  readonly body: any;
}

async function ask(method: string, path: string, body?: object | string, bearer = KEY): Promise<Answer> {
  const response = await fetch(`${node.httpUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

async function codecsOf(url: string): Promise<string[]> {
  const args = ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', url];
  const { stdout } = await run('ffprobe', args).done;
  return stdout.trim().split(/\s+/).sort();
}

test('[MX-10] [RC-1] [SG-100] a room is played as one stream, and recorded, mixed and by member', async () => {
  for (const user of ['ann', 'bob']) {
    const { body } = await ask('POST', `${ROOM}/members/${user}/push-url`);
    pushers.push(push(body.url));
  }
  const { body: urls } = await ask('GET', `${ROOM}/play-urls`);
  await waitFor('the mix in a player', async () => (await codecsOf(urls.flv)).join() === 'aac,h264', 30_000);
  expect((await ask('PUT', `${ROOM}/layout`, { type: 'mainSide', main: 'bob' })).status).toBe(204);

  const ids: string[] = [];
  for (const wanted of [{ user: 'ann' }, { format: 'mp4' }]) {
    const { status, body } = await ask('POST', `${ROOM}/recordings`, wanted);
    expect(status).toBe(201);
    ids.push(body.recordingId);
  }
  await waitFor(
    'something of both',
    async () => {
      const { recordings } = (await ask('GET', `${ROOM}/recordings`)).body;
      return recordings.length === 2 && recordings.every(({ bytes }: { bytes: number }) => bytes > 20_000);
    },
    30_000,
  );
  for (const id of ids) {
    const { status, body } = await ask('DELETE', `${ROOM}/recordings/${id}`);
    expect(status).toBe(200);
    const file = join(folder, body.files[0]);
    expect(existsSync(file)).toBe(true);
    expect(await codecsOf(file)).toEqual(['aac', 'h264']);
  }
  expect((await ask('GET', `${ROOM}/recordings`)).body).toEqual({ recordings: [] });
});

test('[SG-101] who may not is told so', async () => {
  const speaker = await node.client('eve', { role: 'speaker' });
  closeAtEnd.push(() => speaker.close());
  await speaker.join('studio');
  const token = await node.token('eve', { role: 'speaker' });
  const stranger = await node.token('mallory', {});
  const cases: [string, string, object | string | undefined, string, number, string | undefined][] = [
    ['POST', `${ROOM}/recordings`, {}, token, 403, 'notAllowed'],
    ['PUT', `${ROOM}/layout`, { type: 'grid' }, token, 403, 'notAllowed'],
    ['GET', `${ROOM}/recordings`, undefined, stranger, 403, 'notMember'],
    ['GET', `${ROOM}/recordings`, undefined, 'nonsense', 401, 'tokenInvalid'],
    ['POST', '/v1/rooms/nowhere/recordings', {}, KEY, 404, 'roomNotFound'],
    ['POST', `${ROOM}/recordings`, { user: 'nobody' }, KEY, 404, 'memberNotFound'],
    ['POST', `${ROOM}/recordings`, { user: '../etc' }, KEY, 400, 'invalidArgument'],
    ['POST', `${ROOM}/recordings`, { format: 'avi' }, KEY, 400, 'invalidArgument'],
    ['POST', `${ROOM}/recordings`, 'nonsense', KEY, 400, 'invalidArgument'],
    ['POST', `${ROOM}/recordings`, '[]', KEY, 400, 'invalidArgument'],
    ['PUT', `${ROOM}/layout`, { type: 'circle' }, KEY, 400, 'invalidArgument'],
    ['DELETE', `${ROOM}/recordings/unknown`, undefined, KEY, 404, 'notFound'],
    ['PATCH', `${ROOM}/recordings`, {}, KEY, 405, 'methodNotAllowed'],
    ['GET', `${ROOM}/layout`, undefined, KEY, 405, 'methodNotAllowed'],
  ];
  for (const [method, path, body, bearer, status, name] of cases) {
    const answer = await ask(method, path, body, bearer);
    expect([method, path, answer.status, answer.body?.error?.name]).toEqual([method, path, status, name]);
  }
});

test('[MX-15] when all have gone nothing is left', async () => {
  for (const close of closeAtEnd) close();
  for (const pusher of pushers.splice(0)) await pusher.stop();
  for (const user of ['ann', 'bob']) await ask('DELETE', `${ROOM}/members/${user}`);
  await node.untilIdle();
});
