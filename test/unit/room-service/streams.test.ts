/** Push URLs, before and after joining, and what the gateway makes of them. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { LiveAdmission, LivePeer, LivePublication } from '../../../src/live-gateway/live-ports.ts';
import { nodeDigests } from '../../../src/live-gateway/node-digests.ts';
import { parseStreamName } from '../../../src/push-pull-urls/stream-names.ts';
import { verifyLiveUrl } from '../../../src/push-pull-urls/verify-url.ts';
import type { MixedStreams, MixLayout } from '../../../src/room-service/merge-layout.ts';
import { TicketAdmission } from '../../../src/room-service/ticket-admission.ts';
import type { RoomId } from '../../../src/shared/ids.ts';
import { OWN_GATEWAY, roomIdOf, type User, Weapp } from '../../support/weapp.ts';

let weapp: Weapp;
let ann: User;
let bob: User;
beforeEach(async () => {
  weapp = new Weapp();
  ann = await weapp.login('ann');
  bob = await weapp.login('bob');
});

const nameOf = (url: string | undefined): string => /\/([^/?]+?)(\.flv)?\?/.exec(url ?? '')?.[1] ?? '';
const add = async (user: User, roomID: string, pushURL: string): Promise<number> =>
  (await weapp.call(user, 'multi_room', 'add_pusher', weapp.pusher(user, roomID, pushURL))).code;
const playUrl = async (user: User, roomID: string): Promise<string> => {
  const pushers = await weapp.pushers(bob, 'multi_room', roomID);
  return pushers.find(({ userID }) => userID === user.userID)?.['accelerateURL'] ?? '';
};
const isGood = (url: string, purpose: 'push' | 'play'): boolean => {
  if (OWN_GATEWAY.type !== 'selfHosted') return false;
  const use = {
    purpose,
    generationOf: (roomId: RoomId, id: never) => weapp.state(roomId)?.members.get(id)?.pushGeneration,
    isMember: () => true,
    mayWatch: () => true,
  };
  return 'ok' in verifyLiveUrl(OWN_GATEWAY, nodeDigests, url, use, weapp.clock.now());
};

test('[WA-60] a URL is for the caller, signed, and names a generation', async () => {
  const first = await weapp.pushUrl(ann, 'multi_room', 'r');
  expect(first).toMatch(/^rtmp:\/\/media\.test:1935\/live\/[A-Za-z0-9-]+\?purpose=push&expires=\d+&sign=[0-9a-f]{64}$/);
  expect(isGood(first, 'push')).toBe(false);
  await add(ann, 'r', first);
  expect(isGood(first, 'push')).toBe(true);
  expect(isGood(await playUrl(ann, 'r'), 'play')).toBe(true);
  const second = await weapp.pushUrl(ann, 'multi_room', 'r');
  expect(parseStreamName(nameOf(second))).toMatchObject({
    generation: 2,
    memberId: parseStreamName(nameOf(first))?.memberId,
  });
  expect([isGood(first, 'push'), isGood(second, 'push')]).toEqual([false, true]);
  expect(await weapp.pushUrl(ann, 'multi_room', 'r')).toBe(second);
});

test('[WA-60] of a content delivery network', async () => {
  const keys = { primary: 'k'.repeat(32), signWith: 'primary' } as const;
  const provider = {
    type: 'tencentCss',
    pushHost: '8888.livepush.test',
    playHost: '8888.liveplay.test',
    appName: 'live',
    bizId: '8888',
    algorithm: 'md5',
    flvScheme: 'https',
    pushKeys: keys,
    hasLowLatency: true,
    hasWebrtc: false,
  } as const;
  weapp = new Weapp({ provider });
  [ann, bob] = [await weapp.login(), await weapp.login()];
  const pushURL = await weapp.pushUrl(ann, 'multi_room', 'r');
  expect(pushURL).toMatch(
    /^rtmp:\/\/8888\.livepush\.test\/live\/8888_r-m[a-z0-9]+-g1\?bizid=8888&txSecret=[0-9a-f]{32}&txTime=[0-9A-F]+$/,
  );
  expect(await add(ann, 'r', pushURL)).toBe(0);
  const played = await playUrl(ann, 'r');
  expect(nameOf(played)).toBe(nameOf(pushURL));
  expect(played).toContain('txSecret=');
  const room = await weapp.call(bob, 'multi_room', 'get_pushers', { roomID: 'r' });
  expect(room['mixedPlayURL']).toBe(`https://8888.liveplay.test/live/${nameOf(pushURL)}.flv?bizid=8888`);
});

describe('[WA-62] a push URL that is not the own', () => {
  test.for([
    'rtmp://evil.test/live/x',
    'rtmp://h/live/8888_user_abcd?bizid=1',
    'nonsense',
    '?',
    '//',
    'http://a/b.flv?x',
  ])('%s leads to the own stream', async (pushURL) => {
    expect(await add(ann, 'r', pushURL)).toBe(0);
    const [member] = weapp.state('r')?.members.values() ?? [];
    expect(parseStreamName(nameOf(await playUrl(ann, 'r')))).toMatchObject({ roomId: 'r', memberId: member?.memberId });
  });

  test("somebody else's ticket stays theirs", async () => {
    const url = await weapp.pushUrl(ann, 'multi_room', 'r');
    expect(await add(bob, 'r', url)).toBe(0);
    expect(nameOf(await playUrl(bob, 'r'))).not.toBe(nameOf(url));
    expect(await add(ann, 'r', url)).toBe(0);
    expect(nameOf(await playUrl(ann, 'r'))).toBe(nameOf(url));
  });

  test('nobody is told it', async () => {
    const url = await weapp.pushUrl(ann, 'multi_room', 'r');
    await add(ann, 'r', url);
    const told = JSON.stringify([
      await weapp.call(bob, 'multi_room', 'get_pushers', { roomID: 'r' }),
      await weapp.call(bob, 'multi_room', 'get_room_list', { cnt: 1, index: 0 }),
    ]);
    expect(told).not.toContain('purpose=push');
    expect(told).not.toContain(url.split('sign=')[1]);
  });
});

describe('[WA-63] pushing elsewhere', () => {
  test('the same URL changes nothing, others do', async () => {
    const first = await weapp.pushUrl(ann, 'multi_room', 'r');
    await add(ann, 'r', first);
    const played = [await playUrl(ann, 'r')];
    await add(ann, 'r', first);
    played.push(await playUrl(ann, 'r'));
    expect(played[1]).toBe(played[0]);
    const second = await weapp.pushUrl(ann, 'multi_room', 'r');
    await add(ann, 'r', second);
    played.push(await playUrl(ann, 'r'));
    expect(nameOf(played[2])).toBe(nameOf(second));
    for (const url of [await weapp.pushUrl(ann, 'multi_room'), 'rtmp://h/live/other']) {
      await add(ann, 'r', url);
      played.push(await playUrl(ann, 'r'));
    }
    expect(new Set(played.slice(1)).size).toBe(4);
    // All of it is one membership: who plays the stream by our gateway goes on playing.
    expect(new Set(played.map((url) => parseStreamName(nameOf(url))?.memberId)).size).toBe(1);
  });

  test('[WA-25] a play URL is the same text for days', async () => {
    await weapp.enter(ann, 'multi_room', 'r', {});
    const before = await playUrl(ann, 'r');
    weapp.clock.advance(9000);
    expect(await playUrl(ann, 'r')).toBe(before);
  });
});

describe('[WA-43] merge_stream', () => {
  const layouts: [string, MixLayout][] = [];
  const stopped: string[] = [];
  const mixes: MixedStreams = {
    setLayout: (roomId, layout) => layouts.push([roomId, layout]),
    stop: (roomId) => stopped.push(roomId),
    hasMix: (roomId) => layouts.some(([id]) => id === roomId),
  };
  const input = (name: string, layer: number): object => ({
    input_stream_id: name,
    layout_params: { image_layer: layer, image_width: 120, image_height: 180, location_x: 240, location_y: 400 },
  });
  const request = (inputs: readonly object[]): object => ({
    timestamp: 1,
    eventId: 1,
    interface: {
      interfaceName: 'Mix_StreamV2',
      para: {
        app_id: '1',
        interface: 'mix_streamv2.start_mix_stream_advanced',
        mix_stream_session_id: 's',
        output_stream_id: 'o',
        input_stream_list: inputs,
      },
    },
  });
  let names: string[];
  const merge = async (user: User, mergeParams: unknown): Promise<Readonly<Record<string, unknown>>> =>
    await weapp.call(user, 'live_room', 'merge_stream', { roomID: 'live', userID: user.userID, mergeParams });

  beforeEach(async () => {
    weapp = new Weapp({ mixes });
    [ann, bob] = [await weapp.login('ann'), await weapp.login('bob')];
    await weapp.enter(ann, 'live_room', 'live');
    await weapp.enter(bob, 'live_room', 'live');
    names = (await weapp.pushers(bob, 'live_room', 'live')).map((pusher) => nameOf(pusher['accelerateURL']));
    layouts.length = 0;
    stopped.length = 0;
  });

  test('as text and as an object, from the bottom up', async () => {
    for (const form of [JSON.stringify, (value: object) => value]) {
      const answer = await merge(ann, form(request([input(names[1] ?? '', 2), input(names[0] ?? '', 1)])));
      expect(answer).toMatchObject({
        code: 0,
        result: { code: 0, message: 'ok', timestamp: Math.floor(weapp.clock.now() / 1000) },
      });
    }
    expect(layouts).toHaveLength(2);
    expect(layouts[1]).toEqual(layouts[0]);
    const box = { width: 120, height: 180, x: 240, y: 400 };
    expect(layouts[0]).toEqual([
      'live',
      {
        sessionId: 's',
        outputName: 'o',
        inputs: [
          { streamName: names[0], layer: 1, ...box },
          { streamName: names[1], layer: 2, ...box },
        ],
      },
    ]);
    const mixed = async (user: User): Promise<unknown> =>
      (await weapp.call(user, 'live_room', 'get_pushers', { roomID: 'live' }))['mixedPlayURL'];
    const url = await mixed(bob);
    expect(url).toMatch(/^http:\/\/media\.test:8080\/live\/live-mmix-g1\.flv\?purpose=play&/);
    weapp.clock.advance(9000);
    expect(await mixed(bob)).toBe(url);
    expect(await mixed(ann)).not.toBe(url);
    await weapp.call(ann, 'live_room', 'destroy_room', { roomID: 'live', userID: ann.userID });
    expect(stopped).toEqual(['live']);
  });

  test('of streams that left nothing is made', async () => {
    await weapp.call(bob, 'live_room', 'delete_pusher', { roomID: 'live', userID: bob.userID });
    expect(await merge(ann, request([input(names[0] ?? '', 1), input(names[1] ?? '', 2)]))).toMatchObject({ code: 0 });
    expect(layouts[0]?.[1].inputs.map(({ streamName }) => streamName)).toEqual([names[0]]);
    expect(await merge(ann, request([input(names[1] ?? '', 1)]))).toMatchObject({ code: 10 });
  });

  test('is for the host', async () => {
    expect(await merge(bob, request([input(names[0] ?? '', 1)]))).toMatchObject({ code: 3 });
    const other = { roomID: 'gone', userID: ann.userID, mergeParams: request([input('a', 1)]) };
    expect(await weapp.call(ann, 'live_room', 'merge_stream', other)).toMatchObject({ code: 3 });
    expect(layouts).toEqual([]);
  });

  test.for([
    '{',
    '[]',
    'null',
    7,
    {},
    { interface: {} },
    request([]),
    request(Array.from({ length: 17 }, () => input('a', 1))),
    request([{}]),
    request([{ input_stream_id: 'a' }]),
    request([{ input_stream_id: 7, layout_params: {} }]),
    request([input('a', 0)]),
    request([input('a', 99)]),
    request([{ input_stream_id: 'a', layout_params: { image_width: -1 } }]),
    request([{ input_stream_id: 'a', layout_params: { location_x: 'x' } }]),
    request([{ input_stream_id: '', layout_params: {} }]),
    'x'.repeat(40_000),
  ])('%j is 10', async (given) => {
    expect(await merge(ann, given)).toMatchObject({ code: 10 });
    expect(layouts).toEqual([]);
  });
});

describe('[WA-64] the gateway', () => {
  /** A gateway's admission that lets members of rooms in, and remembers what it was told. */
  const seen: string[] = [];
  const inner: LiveAdmission = {
    admitPublish: (url) => {
      const stream = parseStreamName(nameOf(url));
      const member = stream === undefined ? undefined : weapp.state(stream.roomId)?.members.get(stream.memberId);
      if (stream === undefined || member === undefined) return { refused: 'unknownStream' };
      seen.push(`publish ${stream.roomId} g${stream.generation}`);
      return {
        key: { roomId: stream.roomId, memberId: stream.memberId },
        begin: (medium) => seen.push(`begin ${medium}`) > 0,
        mayFlow: (medium) => medium === 'video',
        alive: () => seen.push('alive'),
        end: () => seen.push('end'),
      };
    },
    admitPlay: () => ({ refused: 'of the gateway' }),
  };
  const ends: string[] = [];
  const peer: LivePeer = { protocol: 'rtmp', address: '', end: (why) => ends.push(why) };
  let admission: TicketAdmission;
  beforeEach(() => {
    seen.length = 0;
    ends.length = 0;
    const { tickets, service } = weapp.api;
    admission = new TicketAdmission({
      inner,
      tickets: () => tickets,
      provider: () => OWN_GATEWAY,
      digests: nodeDigests,
      clock: weapp.clock,
      currentPushUrl: (owner) => service.currentPushUrl(owner),
      onMedia: (roomId, id) => service.onMedia(roomId, id),
    });
  });
  const publish = (url: string): LivePublication => {
    const admitted = admission.admitPublish(url, peer);
    if ('refused' in admitted) throw new Error(admitted.refused);
    return admitted;
  };

  test('lets a pusher publish before it joined, and as the member from then on', async () => {
    const url = await weapp.pushUrl(ann, 'multi_room', 'r');
    const publication = publish(url);
    expect([publication.begin('video'), publication.mayFlow('video'), publication.mayFlow('audio')]).toEqual([
      true,
      true,
      true,
    ]);
    publication.alive();
    expect(seen).toEqual([]);
    await add(ann, 'r', url);
    expect(seen).toEqual(['publish r g1', 'begin video']);
    expect([publication.begin('audio'), publication.mayFlow('audio')]).toEqual([true, false]);
    const [member] = weapp.state('r')?.members.values() ?? [];
    expect(publication.key).toEqual({ roomId: 'r', memberId: member?.memberId });
    publication.end();
    expect([seen.at(-1), ends]).toEqual(['end', []]);
  });

  test('media that arrive are heartbeats', async () => {
    const url = await weapp.pushUrl(ann, 'multi_room', 'r');
    const publication = publish(url);
    await add(ann, 'r', url);
    for (let second = 0; second < 40; second += 1) {
      weapp.clock.advance(1000);
      publication.alive();
    }
    expect(weapp.state('r')?.members.size).toBe(1);
    weapp.clock.advance(26_000);
    expect(weapp.state('r')?.members.size ?? 0).toBe(0);
  });

  test('a ticket whose user joined elsewhere is led there after a reconnect', async () => {
    const url = await weapp.pushUrl(ann, 'multi_room');
    const publication = publish(url);
    publication.begin('video');
    await add(ann, 'chosen', url);
    expect(ends).toEqual(['replaced']);
    publication.end();
    const again = publish(url);
    expect(again.key.roomId).toBe(roomIdOf('chosen'));
    expect(seen).toEqual(['publish chosen g1']);
    await weapp.call(ann, 'multi_room', 'delete_pusher', { roomID: 'chosen', userID: ann.userID });
    expect(admission.admitPublish(url, peer)).toEqual({ refused: 'unknownStream' });
    expect(weapp.api.counts().tickets).toBe(0);
  });

  test('tickets that nobody redeems end, with who pushes', async () => {
    publish(await weapp.pushUrl(ann, 'multi_room', 'r'));
    weapp.clock.advance(3_606_000);
    expect(ends).toEqual(['timedOut']);
    expect(weapp.api.counts().tickets).toBe(0);
    for (let index = 0; index < 20; index += 1) await weapp.pushUrl(bob, 'multi_room', `r${index}`);
    expect(weapp.api.counts().tickets).toBe(16);
  });

  test('forged and misused tickets are refused, everything else is for the gateway to say', async () => {
    const url = await weapp.pushUrl(ann, 'multi_room', 'r');
    expect(admission.admitPublish(url.replace(/sign=./, 'sign=g'), peer)).toEqual({ refused: 'malformed' });
    expect(admission.admitPublish(url.replace(/.{4}$/, '0000'), peer)).toEqual({ refused: 'badSignature' });
    expect(admission.admitPlay(url, peer)).toEqual({ refused: 'of the gateway' });
    expect(admission.admitPublish('rtmp://media.test:1935/live/x?y', peer)).toEqual({ refused: 'unknownStream' });
  });

  test('[WA-83] test streams are played as they are pushed', async () => {
    const urls = (await weapp.get('/weapp/utils/get_test_pushurl')) as unknown as Readonly<Record<string, string>>;
    expect(Object.keys(urls)).toEqual(['url_push', 'url_play_flv', 'url_play_rtmp', 'url_play_hls', 'url_play_acc']);
    const name = nameOf(urls['url_push']);
    expect([urls['url_play_flv'], urls['url_play_rtmp'], urls['url_play_acc']].map(nameOf)).toEqual([name, name, name]);
    const { key } = publish(urls['url_push'] ?? '');
    for (const url of [urls['url_play_flv'], urls['url_play_rtmp']]) {
      expect(admission.admitPlay(url ?? '', peer)).toMatchObject({ key });
      expect(admission.admitPlay(`${url}0`, peer)).toHaveProperty('refused');
    }
    expect(admission.admitPublish(urls['url_play_rtmp'] ?? '', peer)).toEqual({ refused: 'wrongPurpose' });
  });
});
