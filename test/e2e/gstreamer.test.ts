/** GStreamer, which shares no code with ffmpeg, Chromium or us: pushes and plays RTMP, publishes by WHIP, plays by WHEP. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Medium, type Member } from '../../wire/generated/messages.ts';
import { FlvClient } from '../support/flv-client.ts';
import { GStreamer } from '../support/gstreamer.ts';
import type { RawClient } from '../support/raw-client.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { waitFor } from '../support/wait-for.ts';

const BOUND_MS = 60_000;
const PICTURE = 'videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=25/1';
const H264 = 'openh264enc complexity=low gop-size=50 ! h264parse ! queue';
const AAC = 'audiotestsrc is-live=true freq=440 ! audioconvert ! voaacenc ! aacparse ! queue';

let node: TestNode;
const cleanUps: (() => unknown)[] = [];
beforeAll(async () => {
  node = await startTestNode({ media: 'real' });
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(async () => {
  await node?.stop();
});

function started(gst: GStreamer): GStreamer {
  cleanUps.push(() => gst.stop());
  return gst;
}

async function chairOf(room: string): Promise<RawClient> {
  const chair = await node.client('chair');
  await chair.join(room);
  cleanUps.push(() => chair.close());
  return chair;
}

async function memberOf(client: RawClient, roomId: string, user: string): Promise<Member | undefined> {
  const { snapshotResult } = await client.ok({ getSnapshot: { roomId } });
  return snapshotResult?.snapshot?.members.find(({ userId }) => userId === user);
}

/** Media of a user that flow, as the room says. */
async function flowing(client: RawClient, roomId: string, user: string): Promise<readonly Medium[]> {
  const media = (await memberOf(client, roomId, user))?.media ?? [];
  return media.filter(({ published, mayFlow }) => published && mayFlow).map(({ medium }) => medium);
}

async function urls(user: string, what: 'push-url' | 'play-urls', room: string) {
  const response = await fetch(`${node.httpUrl}/v1/rooms/${room}/members/${user}/${what}`, {
    method: what === 'push-url' ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${await node.token(user)}` },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Readonly<Record<'url' | 'flv' | 'rtmp', string>>;
}

async function playerOf(room: string, user: string, codec: 'h264' | 'vp8'): Promise<GStreamer> {
  const token = await node.token(`${user}-viewer`, { role: 'audience' });
  return started(GStreamer.webrtc('play', `${node.httpUrl}/v1/rooms/${room}/whep/${user}`, codec, token));
}

/** Waits until a player has decoded some of both. */
async function playsBoth(player: GStreamer): Promise<void> {
  await waitFor('pictures and sound', () => player.decoded.video >= 30 && player.decoded.audio >= 50, BOUND_MS);
}

async function flvPlays(flv: string): Promise<void> {
  const { port, pathname, search } = new URL(flv);
  const client = new FlvClient(Number(port), pathname + search);
  cleanUps.push(() => client.close());
  await waitFor('FLV', () => client.flv.pictures.length >= 30 && client.flv.sounds.length >= 50, BOUND_MS);
  expect(client.fault).toBeUndefined();
}

test('[LG-51] what GStreamer pushes over RTMP is a member that browsers and players see and hear', async () => {
  const room = 'gst-rtmp';
  const chair = await chairOf(room);
  const { url } = await urls('gst', 'push-url', room);
  const pusher = started(
    GStreamer.launch(
      `flvmux name=mux streamable=true ! rtmp2sink location=${url} ${PICTURE} ! ${H264} ! mux. ${AAC} ! mux.`,
    ),
  );
  await waitFor('both media', async () => (await flowing(chair, room, 'gst')).length === 2, BOUND_MS);
  expect(await flowing(chair, room, 'gst')).toEqual([Medium.AUDIO, Medium.VIDEO]);
  await playsBoth(await playerOf(room, 'gst', 'h264'));
  const { flv, rtmp } = await urls('gst', 'play-urls', room);
  await flvPlays(flv);
  // Ends by itself, and well, when it has decoded so much.
  const decode = 'openh264dec ! identity eos-after=30 ! fakesink sync=false';
  const player = started(
    GStreamer.launch(`rtmp2src location=${rtmp} ! flvdemux name=d d.video ! h264parse ! ${decode}`),
  );
  expect([await player.done, player.said]).toEqual([0, '']);
  await pusher.stop();
  await waitFor('its media to end', async () => (await flowing(chair, room, 'gst')).length === 0, BOUND_MS);
});

test.for(['h264', 'vp8'] as const)(
  "[WH-61] GStreamer's webrtcbin publishes %s by WHIP, and plays it by WHEP",
  async (codec) => {
    const room = `gst-${codec}`;
    const chair = await chairOf(room);
    const url = `${node.httpUrl}/v1/rooms/${room}/whip`;
    const publisher = started(GStreamer.webrtc('publish', url, codec, await node.token('gst')));
    await waitFor('both media', async () => (await flowing(chair, room, 'gst')).length === 2, BOUND_MS);
    const player = await playerOf(room, 'gst', codec);
    await playsBoth(player);
    await flvPlays((await urls('gst', 'play-urls', room)).flv);
    expect(await player.end()).toBe(0);
    expect(await publisher.end()).toBe(0);
    for (const { events } of [player, publisher]) expect(events).toContainEqual({ event: 'ended', status: 200 });
    await waitFor('it to leave', async () => (await memberOf(chair, room, 'gst')) === undefined, BOUND_MS);
    expect((await node.counts()).whipSessions).toBe(0);
  },
);
