/** The live gateway of a real node over real sockets, with ffmpeg and ffprobe as pushers and players. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { silentAacTag } from '../../../src/live-gateway/internal/aac.ts';
import type { LiveCounts } from '../../../src/live-gateway/live-gateway.ts';
import { flvFormat } from '../../../src/live-gateway/players/flv-format.ts';
import { type Probed, probe, push, type Running, run } from '../../support/ffmpeg.ts';
import { FlvClient } from '../../support/flv-client.ts';
import { FlvReader } from '../../support/flv-reader.ts';
import { TestAdmission, type TestPublication } from '../../support/live-admission.ts';
import {
  AAC_CONFIG,
  AVC_CONFIG,
  aacFrame,
  audio,
  avcFrame,
  playing,
  publishing,
  video,
} from '../../support/rtmp-bytes.ts';
import { RtmpClient } from '../../support/rtmp-client.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

const BOUND_MS = 30_000;
const NOBODY: LiveCounts = {
  rtmpConnections: 0,
  flvPlayers: 0,
  players: 0,
  broadcasts: 0,
  streams: 0,
  cachedBytes: 0,
};

let node: TestNode;
const admission = new TestAdmission();

beforeAll(async () => {
  node = await startTestNode({
    liveAdmission: admission,
    env: {
      RTCROOM_LIVE_PLAYER_BUFFER_BYTES: '200000',
      RTCROOM_LIVE_PLAYER_STALL_MS: '4000',
      RTCROOM_LIVE_SOURCE_WAIT_MS: '30000',
      RTCROOM_RTMP_MAX_CONNECTIONS_PER_ADDRESS: '20',
    },
  });
});
afterAll(async () => {
  await node.stop();
});
beforeEach(() => {
  admission.publications.length = 0;
  admission.playbacks.length = 0;
});

const rtmpPort = (): number => node.rtmpPort ?? Number.NaN;
const rtmpUrl = (stream: string): string => `rtmp://127.0.0.1:${rtmpPort()}/live/${stream}`;
const live = async (): Promise<LiveCounts> => (await node.counts()).live;
const untilNobody = async (): Promise<void> => {
  await waitFor('nobody to be left', async () => JSON.stringify(await live()) === JSON.stringify(NOBODY), BOUND_MS);
};

/** A publisher of made-up frames whose first group of pictures has begun. */
async function rawPublisher(name: string): Promise<RtmpClient> {
  const client = new RtmpClient(rtmpPort(), publishing(name));
  client.write(Buffer.concat([video(0, AVC_CONFIG), audio(0, AAC_CONFIG), video(0, avcFrame(true))]));
  await client.untilCode('NetStream.Publish.Start');
  return client;
}

function untilPictures(client: FlvClient, count: number): Promise<unknown> {
  return waitFor(
    `${count} pictures`,
    () => {
      if (client.fault !== undefined) throw client.fault;
      return client.flv.pictures.length >= count;
    },
    BOUND_MS,
  );
}

describe('with ffmpeg', () => {
  let pusher: Running;
  let publication: TestPublication | undefined;
  beforeAll(async () => {
    pusher = push(rtmpUrl('ann?purpose=push&sign=1'));
    const first = new FlvClient(node.port, '/live/ann.flv?first');
    await untilPictures(first, 20);
    first.close();
    publication = admission.publications[0];
  });
  afterAll(() => pusher.stop());

  const check = ({ streams, packets }: Probed): void => {
    expect(streams.map(({ codec_name }) => codec_name).sort()).toEqual(['aac', 'h264']);
    const pictures = packets.filter(({ codec_type }) => codec_type === 'video');
    expect(pictures[0]?.flags).toMatch(/^K/);
    const times = pictures.map(({ pts_time }) => Number(pts_time));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(packets.some(({ codec_type }) => codec_type === 'audio')).toBe(true);
  };

  test('[LG-49] H.264 and AAC pushed by ffmpeg are read by ffprobe over RTMP and HTTP-FLV, from a key frame', async () => {
    for (const probed of await Promise.all([
      probe(rtmpUrl('ann?purpose=play&sign=2')),
      probe(`${node.httpUrl}/live/ann.flv?purpose=play&sign=2`),
    ])) {
      check(probed);
    }
    const urls = admission.playbacks.map(({ url }) => url);
    expect(urls).toEqual(
      expect.arrayContaining(['/live/ann?purpose=play&sign=2', '/live/ann.flv?purpose=play&sign=2']),
    );
  });

  test('[LG-45] a WebSocket with any subprotocol gets the same FLV', async () => {
    const flv = new FlvReader();
    const socket = new WebSocket(`ws://127.0.0.1:${node.port}/live/ann.flv?purpose=play`, ['whatever', 'else']);
    socket.binaryType = 'arraybuffer';
    const faults: unknown[] = [];
    socket.addEventListener('message', ({ data }) => {
      try {
        flv.push(new Uint8Array(data as ArrayBuffer));
      } catch (error) {
        faults.push(error);
      }
    });
    await waitFor('pictures and sound', () => flv.pictures.length > 10 && flv.sounds.length > 10, BOUND_MS);
    expect(faults).toEqual([]);
    expect(socket.protocol).toBe('whatever');
    expect([flv.hasAudio, flv.hasVideo]).toEqual([true, true]);
    expect(flv.tags.slice(0, 3).map(({ type, body }) => `${type} ${body[1]}`)).toEqual([
      'script 0',
      'audio 0',
      'video 0',
    ]);
    expect(flv.pictures[0]?.body[0]).toBe(0x17);
    const gone = new Promise((resolve) => {
      socket.addEventListener('close', resolve);
    });
    admission.playbacks.at(-1)?.peer.end('memberGone');
    await gone;
  });

  test('[LG-8] what players hear during a mute is silence, to a decoder', async () => {
    for (const config of [AAC_CONFIG, Buffer.of(0xaf, 0, 0x12, 0x08)]) {
      const silence = silentAacTag(config.subarray(2)) ?? Buffer.of();
      const tags = [config, ...Array.from({ length: 50 }, () => silence)].map((body, index) => {
        const frame = {
          kind: 'audio',
          timestampMs: index * 23,
          body,
          isConfig: index === 0,
          isKeyFrame: false,
        } as const;
        const bytes = Buffer.alloc(flvFormat.frameBytes(frame));
        flvFormat.writeFrame(frame, bytes, 0);
        return bytes;
      });
      const file = Buffer.concat([flvFormat.opening({ audio: true, video: false }), ...tags]);
      const { code, stderr } = await run(
        'ffmpeg',
        ['-v', 'info', '-i', 'pipe:0', '-af', 'volumedetect', '-f', 'null', '-'],
        file,
      ).done;
      expect(code).toBe(0);
      expect(stderr).toContain('max_volume: -91.0 dB');
      expect(stderr).toMatch(/n_samples: [1-9]\d{4}/);
      expect(stderr).not.toMatch(/error/i);
    }
  });

  test('[LG-48] an ffmpeg that is killed is gone from here too', async () => {
    await pusher.stop();
    await waitFor('the publication to end', () => publication?.endCount === 1, BOUND_MS);
    await waitFor('its connection to be gone', async () => (await live()).rtmpConnections === 0, BOUND_MS);
    await untilNobody();
  });
});

describe('URLs that are refused', () => {
  test('[LG-22] ffmpeg is told, and ends; nothing was read of its media', async () => {
    const { code, stderr } = await push(rtmpUrl('ann?refuse')).done;
    expect(code).not.toBe(0);
    expect(stderr).not.toBe('');
    expect(admission.publications).toEqual([]);
    expect(admission.refused).toContain('/live/ann?refuse');
  });

  test('[LG-45] over HTTP and WebSocket: 403, no reason; HEAD and OPTIONS are answered; any page may ask', async () => {
    const url = `${node.httpUrl}/live/ann.flv?refuse`;
    const refused = await fetch(url);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(await refused.text()).not.toContain('test');
    const socket = new WebSocket(`ws://127.0.0.1:${node.port}/live/ann.flv?refuse`);
    await new Promise((resolve) => {
      socket.addEventListener('error', resolve);
    });
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(403);
    const head = await fetch(`${node.httpUrl}/live/ann.flv`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), head.headers.get('connection')]).toEqual([
      200,
      'video/x-flv',
      'close',
    ]);
    const preflight = await fetch(url, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
      204,
      'GET, HEAD, OPTIONS',
    ]);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetch(`${node.httpUrl}/live/ann.mp4`)).status).toBe(404);
    expect(admission.playbacks.map(({ endCount }) => endCount)).toEqual([1]);
    await untilNobody();
  });
});

test('[LG-40] a player that comes in the middle of a group begins with its key frame', async () => {
  const publisher = await rawPublisher('bob');
  for (let index = 1; index < 30; index += 1) publisher.write(video(index * 40, avcFrame(false)));
  const watcher = new FlvClient(node.port, '/live/bob.flv');
  await untilPictures(watcher, 30);
  const late = new FlvClient(node.port, '/live/bob.flv');
  await untilPictures(late, 30);
  expect(late.flv.pictures.map(({ timestampMs, body }) => [timestampMs, body[0]])[0]).toEqual([0, 0x17]);
  expect(late.head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(late.head?.toLowerCase()).toContain('connection: close');
  for (const one of [watcher, late]) one.close();
  publisher.close();
  await untilNobody();
});

test('[LG-4] players stay when another publisher takes over, and the first one is closed', async () => {
  const first = await rawPublisher('bob');
  const watcher = new FlvClient(node.port, '/live/bob.flv');
  await untilPictures(watcher, 1);
  const second = await rawPublisher('bob');
  await first.untilClosed();
  await untilPictures(watcher, 2);
  const times = watcher.flv.pictures.map(({ timestampMs }) => timestampMs);
  expect(times[1]).toBeGreaterThan(times[0] ?? Number.NaN);
  expect(watcher.isClosed).toBe(false);
  watcher.close();
  second.close();
  await untilNobody();
});

test('[LG-42] players that do not read are skipped and closed, over HTTP and RTMP, while others see everything', async () => {
  const publisher = await rawPublisher('bob');
  const fast = new FlvClient(node.port, '/live/bob.flv');
  await untilPictures(fast, 1);
  const stuckHttp = new FlvClient(node.port, '/live/bob.flv');
  const stuckRtmp = new RtmpClient(rtmpPort(), playing('bob'));
  await stuckRtmp.untilCode('NetStream.Play.Start');
  await waitFor('three players', async () => (await live()).players === 3, BOUND_MS);
  stuckHttp.stopReading();
  stuckRtmp.stopReading();
  // Sent as long as it takes: what kernels hold for a socket is theirs to say.
  let sent = 1;
  const big = new Uint8Array(50_000);
  const send = (): void => {
    for (let index = 0; index < 2 && publisher.unsent === 0; index += 1, sent += 1) {
      publisher.write(video(sent * 40, avcFrame(sent % 10 === 0, big)));
    }
  };
  const untilSending = async (what: string, done: () => Promise<boolean>): Promise<void> => {
    await waitFor(
      what,
      async () => {
        send();
        return await done();
      },
      BOUND_MS,
    );
  };
  await untilSending('the two to be closed', async () => (await live()).players === 1);
  const closedAt = sent * 40;
  const latest = (): number => fast.flv.pictures.at(-1)?.timestampMs ?? 0;
  await untilSending('the third to see what came after', async () => latest() > closedAt);
  expect([fast.fault, fast.isClosed]).toEqual([undefined, false]);
  const metrics = await node.metrics.render();
  for (const protocol of ['rtmp', 'http-flv']) {
    expect(metrics).toMatch(
      new RegExp(`room_live_ended_total\\{role="player",protocol="${protocol}",reason="tooSlow"\\} 1`),
    );
  }
  expect(metrics).toMatch(/room_live_skips_total\{protocol="flv"\} [1-9]/);
  for (const one of [fast, stuckHttp, stuckRtmp, publisher]) one.close();
  await untilNobody();
});

test('[LG-29] connections beyond the limit of an address are closed at once', async () => {
  const clients = Array.from({ length: 25 }, () => new RtmpClient(rtmpPort(), new Uint8Array([3])));
  await waitFor('five to be closed', () => clients.filter(({ isClosed }) => isClosed).length === 5, BOUND_MS);
  expect((await live()).rtmpConnections).toBe(20);
  for (const client of clients) client.close();
  await untilNobody();
});

test('[LG-47] a port that is taken stops the start with a clear message', async () => {
  await expect(startTestNode({ env: { RTCROOM_RTMP_PORT: String(rtmpPort()) } })).rejects.toThrow(
    `cannot listen for RTMP on 127.0.0.1 port ${rtmpPort()}: it is in use by another program, or not allowed`,
  );
});

test('[LG-47] RTMP can be switched off; FLV is there all the same', async () => {
  const other = await startTestNode({ env: { RTCROOM_RTMP_ENABLED: 'false' }, liveAdmission: new TestAdmission() });
  expect(other.rtmpPort).toBeUndefined();
  expect((await fetch(`${other.httpUrl}/live/ann.flv`, { method: 'HEAD' })).status).toBe(200);
  await other.stop();
});

test('[LG-48] a hundred publications, ended in all ways at any moment, leave nothing', async () => {
  await untilNobody();
  const descriptors = (): number => readdirSync('/proc/self/fd').length;
  const before = descriptors();
  const withFfmpeg = Array.from({ length: 4 }, (_, index) => push(rtmpUrl(`f${index}`)));
  for (let cycle = 0; cycle < 96; cycle += 1) {
    const name = `s${cycle % 7}`;
    const publisher = new RtmpClient(rtmpPort(), publishing(name));
    const player = cycle % 3 === 0 ? new FlvClient(node.port, `/live/${name}.flv`) : undefined;
    const watcher = cycle % 5 === 0 ? new RtmpClient(rtmpPort(), playing(name)) : undefined;
    // Some go before they are heard, some in the middle of a frame.
    if (cycle % 4 !== 0) await publisher.untilCode('NetStream.Publish.Start');
    publisher.write(Buffer.concat([video(0, AVC_CONFIG), audio(0, AAC_CONFIG), video(0, avcFrame(true))]));
    publisher.write(audio(20, aacFrame()).subarray(0, cycle % 100));
    if (cycle % 2 === 0) publisher.kill();
    else publisher.close();
    player?.close();
    watcher?.kill();
    // So that connections of the address never pass its limit.
    await waitFor('room for the next', async () => (await live()).rtmpConnections < 12, BOUND_MS);
  }
  await waitFor(
    'ffmpeg to publish',
    () => [0, 1, 2, 3].every((index) => admission.publications.some(({ url }) => url === `/live/f${index}`)),
    BOUND_MS,
  );
  await Promise.all(withFfmpeg.map((one) => one.stop()));
  await untilNobody();
  await waitFor('all descriptors to be closed', () => descriptors() <= before, BOUND_MS);
  expect(admission.publications.length).toBeGreaterThan(75);
  expect(admission.publications.filter(({ endCount }) => endCount !== 1)).toEqual([]);
  expect(admission.playbacks.filter(({ endCount }) => endCount !== 1)).toEqual([]);
});

test('[LG-50] what is open and what happened is counted', async () => {
  const publisher = await rawPublisher('bob');
  const player = new FlvClient(node.port, '/live/bob.flv');
  await untilPictures(player, 1);
  const metrics = await (await fetch(`${node.httpUrl}/metrics`)).text();
  for (const line of [
    'room_live_connections_count{role="publisher",protocol="rtmp"} 1',
    'room_live_connections_count{role="player",protocol="http-flv"} 1',
    'room_live_streams_count 1',
  ]) {
    expect(metrics).toContain(line);
  }
  expect(metrics).toMatch(/room_live_bytes_total\{direction="in",protocol="rtmp"\} [1-9]/);
  expect(metrics).toMatch(/room_live_bytes_total\{direction="out",protocol="flv"\} [1-9]/);
  expect(metrics).toMatch(/room_live_cached_bytes [1-9]/);
  expect(metrics).toMatch(/room_live_turned_away_total\{protocol="rtmp",reason="refused"\} [1-9]/);
  player.close();
  publisher.close();
  await untilNobody();
});
