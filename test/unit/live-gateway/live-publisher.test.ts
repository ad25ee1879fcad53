import { expect, test } from 'vitest';
import { silentAacTag } from '../../../src/live-gateway/internal/aac.ts';
import { LivePublisher } from '../../../src/live-gateway/live-publisher.ts';
import { liveKey, TestPublication } from '../../support/live-admission.ts';
import { LiveWorld, WatcherNotes } from '../../support/live-world.ts';
import { AAC_CONFIG, AVC_CONFIG, aacFrame, avcFrame } from '../../support/rtmp-bytes.ts';

const KEY = liveKey('ann');

function setUp() {
  const world = new LiveWorld();
  const publication = new TestPublication(KEY, '', { protocol: 'rtmp', address: '', end: () => undefined });
  const notes = new WatcherNotes();
  world.streams.watch(KEY, notes);
  const ends: string[] = [];
  const publisher = new LivePublisher({
    clock: world.clock,
    streams: world.streams,
    publication,
    onReplaced: (why) => ends.push(why),
  });
  return { world, publication, notes, publisher, ends };
}

test('[LG-8] sound that may not flow becomes silence of the same time', () => {
  const { publication, notes, publisher } = setUp();
  publisher.media('audio', 0, AAC_CONFIG);
  publisher.media('audio', 20, aacFrame());
  publication.muted.add('audio');
  expect(publisher.media('audio', 40, aacFrame()).type).toBe('taken');
  publication.muted.delete('audio');
  publisher.media('audio', 60, aacFrame());
  const silence = silentAacTag(AAC_CONFIG.subarray(2));
  expect(notes.frames.map(({ timestampMs, body }) => [timestampMs, Buffer.from(body)])).toEqual([
    [0, AAC_CONFIG],
    [20, aacFrame()],
    [40, Buffer.from(silence ?? [])],
    [60, aacFrame()],
  ]);
  expect(publication.begun).toEqual(['audio']);
  expect(publication.aliveCount).toBe(4);
});

test('[LG-8] sound for which there is no silence is left out', () => {
  const { publication, notes, publisher } = setUp();
  // Six channels.
  publisher.media('audio', 0, Buffer.of(0xaf, 0, 0x12, 0x30));
  publication.muted.add('audio');
  expect(publisher.media('audio', 20, aacFrame()).type).toBe('dropped');
  expect(notes.take()).toEqual(['audio config 0']);
});

test('[LG-8] pictures that may not flow are left out until a key frame follows', () => {
  const { publication, notes, publisher } = setUp();
  publisher.media('video', 0, AVC_CONFIG);
  publisher.media('video', 0, avcFrame(true));
  publication.muted.add('video');
  publisher.media('video', 40, avcFrame(false));
  publisher.media('video', 80, avcFrame(true));
  publication.muted.delete('video');
  publisher.media('video', 120, avcFrame(false));
  publisher.media('video', 160, avcFrame(true));
  publisher.media('video', 200, avcFrame(false));
  expect(notes.take()).toEqual(['video config 0', 'video key 0', 'forget', 'video key 160', 'video 200']);
});

test('[LG-9] what was cached before a mute is not shown to those who come during it or after it', () => {
  const { world, publication, publisher } = setUp();
  const newcomer = (): string[] => {
    const notes = new WatcherNotes();
    world.streams.watch(KEY, notes)();
    return notes.lines;
  };
  publisher.media('video', 0, AVC_CONFIG);
  publisher.media('video', 0, avcFrame(true));
  expect(newcomer()).toContain('video key 0');
  publication.muted.add('video');
  // No frame has come since: there is nothing yet that was left out.
  expect(newcomer()).toEqual(['video config 0']);
  publisher.media('video', 40, avcFrame(false));
  publication.muted.delete('video');
  expect(newcomer()).toEqual(['video config 0']);
  publisher.media('video', 80, avcFrame(true));
  expect(newcomer()).toContain('video key 80');
  // A mute of sound hides what was heard before it, and not the pictures that come after.
  publisher.media('audio', 90, AAC_CONFIG);
  publisher.media('audio', 95, aacFrame());
  publication.muted.add('audio');
  expect(newcomer().filter((line) => !line.includes('config'))).toEqual([]);
  publisher.media('audio', 100, aacFrame());
  publisher.media('video', 120, avcFrame(true));
  expect(newcomer()).toContain('video key 120');
});

test('[LG-10] a medium that the room does not take is dropped, and offered again with its configuration', () => {
  const { world, publication, notes, publisher } = setUp();
  publication.refusedMedia.add('video');
  publisher.media('video', 0, AVC_CONFIG);
  publisher.media('video', 0, avcFrame(true));
  publisher.media('audio', 0, AAC_CONFIG);
  publication.refusedMedia.delete('video');
  publisher.media('video', 40, avcFrame(true));
  expect(notes.take()).toEqual(['audio config 0']);
  world.clock.advance(1000);
  publisher.media('video', 1040, avcFrame(true));
  expect(notes.take()).toEqual(['video config 0', 'video key 1040']);
  expect(publication.begun).toEqual(['audio', 'video']);
});

test.for([
  { codec: 'audio format 2', medium: 'audio', body: Buffer.of(0x2f, 1, 2) },
  { codec: 'audio format 9', medium: 'audio', body: Buffer.of(0x90, 0x4f, 0x70) },
  { codec: 'video codec 2', medium: 'video', body: Buffer.of(0x22, 0, 0) },
  { codec: 'hvc1', medium: 'video', body: Buffer.from('\u0090hvc1xxxx', 'latin1') },
  { codec: 'enhanced RTMP video', medium: 'video', body: Buffer.of(0x90, 0, 0, 0, 0) },
] as const)('[LG-11] $codec is not carried', ({ codec, medium, body }) => {
  const { publisher, notes } = setUp();
  expect(publisher.media(medium, 0, body)).toEqual({ type: 'unsupported', codec });
  expect(notes.lines).toEqual([]);
});

test.for([
  ['audio', Buffer.of()],
  ['audio', Buffer.of(0xaf)],
  ['audio', Buffer.of(0xaf, 1)],
  ['video', Buffer.of()],
  ['video', Buffer.of(0x17)],
  ['video', Buffer.of(0x17, 2, 0, 0, 0)],
  ['video', Buffer.of(0x57, 0)],
] as const)('[LG-11] %s bodies with nothing in them are left out', ([medium, body]) => {
  const { publisher, notes, publication } = setUp();
  expect(publisher.media(medium, 0, body)).toEqual({ type: 'dropped' });
  expect([notes.lines, publication.begun]).toEqual([[], []]);
});

test('[LG-12] pictures out of order pass, and can be known', () => {
  const { publisher, notes } = setUp();
  publisher.media('video', 0, AVC_CONFIG);
  publisher.media('video', 0, avcFrame(true));
  expect(publisher.hasBFrames).toBe(false);
  publisher.media('video', 40, avcFrame(false, undefined, 80));
  expect(publisher.hasBFrames).toBe(true);
  expect(notes.take()).toHaveLength(3);
});

test('[LG-4] a publisher that was replaced ends its publication once, and does nothing more', () => {
  const { world, publication, publisher, ends, notes } = setUp();
  world.streams.publish(KEY, () => undefined);
  expect([ends, publication.endCount]).toEqual([['replaced'], 1]);
  notes.take();
  publisher.media('audio', 0, AAC_CONFIG);
  publisher.metadata(Buffer.of(1));
  publisher.end();
  expect([notes.take(), publication.endCount]).toEqual([[], 1]);
});

test.for([
  { what: 'AAC LC mono', config: [0x12, 0x08], bytes: 8 },
  { what: 'AAC LC stereo', config: [0x12, 0x10], bytes: 11 },
  { what: 'AAC LC stereo with an escaped rate', config: [0x17, 0x80, 0x56, 0x22, 0x10], bytes: 11 },
  { what: 'HE-AAC stereo', config: [0x2b, 0x92, 0x08, 0x00], bytes: 11 },
  { what: '960 samples a frame', config: [0x12, 0x14], bytes: undefined },
  { what: 'AAC Main', config: [0x0a, 0x10], bytes: undefined },
  { what: 'half a configuration', config: [0x12], bytes: undefined },
])('[LG-8] silence for $what', ({ config, bytes }) => {
  expect(silentAacTag(Uint8Array.from(config))?.length).toBe(bytes);
});
