/** From a request over HTTP to pictures in a player and out again, with real ffmpeg and ffprobe. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { MediaSource, Medium, Presence } from '../../../wire/generated/messages.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

const KEY = `ops:${'k'.repeat(40)}`;
/** An encoder on a busy machine takes its time. */
const SLOW_MS = 40_000;

let node: TestNode;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  node = await startTestNode({
    env: {
      RTCROOM_AUTH_API_KEYS: KEY,
      RTCROOM_ROOMS_DEPARTURE_MS: '200',
      RTCROOM_SIGNALING_RESUME_GRACE_MS: '200',
    },
  });
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(async () => {
  await node.stop();
});

/** Pushes a test picture and tone for a minute at most; resolves with the exit code when ffmpeg ends. */
function push(url: string): { readonly exited: Promise<number | null>; readonly child: ChildProcess } {
  const picture = [
    '-re',
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=160x120:rate=10',
    '-f',
    'lavfi',
    '-i',
    'sine=frequency=440',
  ];
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-profile:v',
    'baseline',
    '-g',
    '10',
  ];
  const audio = ['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '32k', '-t', '60'];
  const args = ['-hide_banner', '-loglevel', 'error', ...picture, ...video, ...audio, '-f', 'flv', url];
  const child = spawn('ffmpeg', args, { stdio: 'ignore' });
  children.add(child);
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on('exit', (code) => {
      children.delete(child);
      resolve(code);
    });
    child.on('error', reject);
  });
  return { exited, child };
}

/** The codecs that a player finds there. */
async function codecsOf(url: string): Promise<string[]> {
  const args = [
    '-v',
    'error',
    '-analyzeduration',
    '3000000',
    '-show_entries',
    'stream=codec_name',
    '-of',
    'csv=p=0',
    url,
  ];
  const { stdout } = await promisify(execFile)('ffprobe', args, { timeout: SLOW_MS });
  return stdout.trim().split(/\s+/).sort();
}

async function ask(method: string, path: string): Promise<Record<string, string>> {
  const response = await fetch(`${node.httpUrl}${path}`, { method, headers: { authorization: `Bearer ${KEY}` } });
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return (text === '' ? {} : JSON.parse(text)) as Record<string, string>;
}

/** The member as the room shows it now. */
async function memberOf(client: RawClient, roomId: string, userId: string) {
  const { snapshotResult } = await client.ok({ getSnapshot: { roomId } });
  return snapshotResult?.snapshot?.members.find((member) => member.userId === userId);
}

/** `rtmp` for what flows from RTMP, `silent` for what may not flow, `-`. */
async function flowOf(client: RawClient, roomId: string, userId: string, medium: Medium): Promise<string> {
  const state = (await memberOf(client, roomId, userId))?.media.find((one) => one.medium === medium);
  if (state?.published !== true || state.source !== MediaSource.RTMP) return '-';
  return state.mayFlow ? 'rtmp' : 'silent';
}

const refusals = async (reason: string): Promise<number> => {
  const text = await (await fetch(`${node.httpUrl}/metrics`)).text();
  const [, count] =
    new RegExp(`^room_urls_refused_total\\{purpose="push",reason="${reason}"\\} (\\d+)$`, 'm').exec(text) ?? [];
  return Number(count);
};

test('[LG-102] [LG-106] [SG-93] a URL, a push, a player, a kick', { timeout: 3 * SLOW_MS }, async () => {
  const chair = await node.client('chair', { role: 'chair' });
  await chair.join('tv');
  const { url = '', memberId = '' } = await ask('POST', '/v1/rooms/tv/members/camera/push-url');
  const { exited } = push(url);
  for (const medium of [Medium.AUDIO, Medium.VIDEO]) {
    await waitFor(
      'the media in the room',
      async () => (await flowOf(chair, 'tv', 'camera', medium)) === 'rtmp',
      SLOW_MS,
    );
  }
  expect((await memberOf(chair, 'tv', 'camera'))?.presence).toBe(Presence.ONLINE);

  const play = await ask('GET', '/v1/rooms/tv/members/camera/play-urls');
  expect(await codecsOf(play['flv'] ?? '')).toEqual(['aac', 'h264']);
  expect(await codecsOf(play['rtmp'] ?? '')).toEqual(['aac', 'h264']);
  await chair.ok({ setModeratorMute: { roomId: 'tv', memberId, medium: Medium.AUDIO, muted: true } });
  expect(await flowOf(chair, 'tv', 'camera', Medium.AUDIO)).toBe('silent');

  // Whoever plays is let go with the member.
  const player = await fetch(play['flv'] ?? '');
  expect(player.status).toBe(200);
  const played = player.arrayBuffer();
  await ask('DELETE', '/v1/rooms/tv/members/camera');
  await played.catch(() => undefined);
  expect(await exited).not.toBe(0);
  expect(await memberOf(chair, 'tv', 'camera')).toBeUndefined();

  const before = await refusals('unknownStream');
  expect(await push(url).exited).not.toBe(0);
  expect(await refusals('unknownStream')).toBe(before + 1);
  expect((await fetch(play['flv'] ?? '')).status).toBe(403);
  await chair.ok({ leaveRoom: { roomId: 'tv' } });
  chair.close();
});

test('[LG-105] [LG-109] [SG-90] a pusher that comes back: with the same URL, and with a new one', {
  timeout: 3 * SLOW_MS,
}, async () => {
  const ann = await node.client('ann');
  await ann.join('back');
  const pushUrl = async () => (await ann.ok({ getPushUrl: { roomId: 'back' } })).pushUrl;
  const first = await pushUrl();
  const flows = async () => (await flowOf(ann, 'back', 'ann', Medium.VIDEO)) === 'rtmp';
  const one = push(first?.url ?? '');
  await waitFor('the first push', flows, SLOW_MS);
  // The network went and came: the pusher is back before anybody has noticed.
  const two = push(first?.url ?? '');
  expect(await one.exited).not.toBe(0);
  await waitFor('the second push', flows, SLOW_MS);
  const next = await pushUrl();
  expect([first?.generation, next?.generation]).toEqual([1, 2]);
  const three = push(next?.url ?? '');
  expect(await two.exited).not.toBe(0);
  await waitFor('the third push', flows, SLOW_MS);
  three.child.kill('SIGKILL');
  await waitFor('the media to leave the room', async () => !(await flows()), SLOW_MS);
  expect(await push(first?.url ?? '').exited).not.toBe(0);
  expect(await refusals('oldGeneration')).toBe(1);
  await ann.ok({ leaveRoom: { roomId: 'back' } });
  ann.close();
});

test('[LG-113] nothing is left', { timeout: SLOW_MS }, async () => {
  await node.untilIdle();
});
