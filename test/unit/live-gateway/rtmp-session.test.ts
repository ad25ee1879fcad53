import { expect, test } from 'vitest';
import { messageOf } from '../../../src/live-gateway/rtmp/internal/chunk-writer.ts';
import { encodeAmf0 } from '../../../src/live-gateway/rtmp/internal/nms-protocol.ts';
import { MESSAGE } from '../../../src/live-gateway/rtmp/internal/rtmp-message.ts';
import { streamUrl } from '../../../src/live-gateway/rtmp/stream-url.ts';
import { liveKey } from '../../support/live-admission.ts';
import { type Connection, LIMITS, LiveWorld, WatcherNotes } from '../../support/live-world.ts';
import {
  AAC_CONFIG,
  AVC_CONFIG,
  aacFrame,
  audio,
  avcFrame,
  clientHandshake,
  command,
  control,
  metadata,
  playing,
  publishing,
  setChunkSize,
  video,
} from '../../support/rtmp-bytes.ts';

function published(name = 'ann', query = ''): { world: LiveWorld; connection: Connection; notes: WatcherNotes } {
  const world = new LiveWorld();
  const notes = new WatcherNotes();
  world.streams.watch(liveKey(name), notes);
  const connection = world.connect();
  connection.session.receive(publishing(name, query));
  return { world, connection, notes };
}

/** Sends in pieces of `size` bytes. */
function inPieces(connection: Connection, bytes: Buffer, size: number): void {
  for (let at = 0; at < bytes.length; at += size) connection.session.receive(bytes.subarray(at, at + size));
}

test.for([
  { from: 'ffmpeg, live-pusher', app: 'live', tcUrl: 'rtmp://host:1935/live', name: 'ann?a=1&b=2' },
  { from: 'OBS with a key', app: 'live', tcUrl: 'rtmp://host/live', name: 'ann?a=1&b=2' },
  {
    from: 'OBS with everything in its server',
    app: 'live/ann?a=1&b=2',
    tcUrl: 'rtmp://host/live/ann?a=1&b=2',
    name: '',
  },
  { from: 'a query with the app', app: 'live?a=1&b=2', tcUrl: 'rtmp://host/live?a=1&b=2', name: 'ann' },
  { from: 'a query in the tcUrl alone', app: 'live', tcUrl: 'rtmp://host/live?a=1&b=2', name: 'ann' },
  { from: 'slashes too many', app: '/live//', tcUrl: '', name: '//ann/?a=1&b=2' },
  { from: 'no app', app: '', tcUrl: 'RTMP://[::1]:1935/live', name: 'ann?a=1&b=2' },
])('[LG-20] the URL is put together again: $from', ({ app, tcUrl, name }) => {
  expect(streamUrl(app, tcUrl, name)).toBe('/live/ann?a=1&b=2');
});

test('[LG-20] several folders, no query, and what is no URL of ours', () => {
  expect(streamUrl('a/b', '', 'c')).toBe('/a/b/c');
  expect(streamUrl('live', '', '')).toBeUndefined();
  expect(streamUrl('live', '', 'x'.repeat(3000))).toBeUndefined();
});

test.for([1, 7, 1000, 100_000])('[LG-21] a publisher is let in and heard, in pieces of %i bytes', (size) => {
  const world = new LiveWorld();
  const notes = new WatcherNotes();
  world.streams.watch(liveKey('ann'), notes);
  const connection = world.connect();
  const media = [
    metadata({ width: 320 }),
    video(0, AVC_CONFIG),
    audio(0, AAC_CONFIG),
    video(0, avcFrame(true)),
    audio(23, aacFrame()),
    video(40, avcFrame(false)),
  ];
  inPieces(connection, Buffer.concat([publishing('ann', 'purpose=push'), ...media]), size);
  expect(connection.answers.codes).toEqual(['NetConnection.Connect.Success', 'NetStream.Publish.Start']);
  expect(world.admission.publications.map(({ url, begun }) => [url, begun])).toEqual([
    ['/live/ann?purpose=push', ['video', 'audio']],
  ]);
  expect(notes.take()).toEqual([
    'metadata 0',
    'video config 0',
    'audio config 0',
    'video key 0',
    'audio 23',
    'video 40',
  ]);
  // Script data without the word that only the server is meant to hear.
  expect(Buffer.from(notes.frames[0]?.body ?? []).toString('latin1', 3, 13)).toBe('onMetaData');
  connection.session.receive(
    Buffer.concat([command(0, 'FCUnpublish', 6, null, 'ann'), command(0, 'deleteStream', 7, null, 1)]),
  );
  expect(notes.take()).toEqual(['source ended']);
  expect(world.admission.publications[0]?.endCount).toBe(1);
  expect(world.notes.lines).toEqual(['begun publisher rtmp', 'ended publisher rtmp peerClosed']);
});

test('[LG-21] a connection may publish again after it has ended a publication', () => {
  const { world, connection } = published();
  connection.session.receive(command(0, 'deleteStream', 6, null, 1));
  connection.session.receive(Buffer.concat([audio(0, aacFrame()), command(1, 'publish', 7, null, 'bob', 'live')]));
  expect(connection.closed).toBeUndefined();
  expect(world.streams.isPublished(liveKey('bob'))).toBe(true);
  connection.session.end('peerClosed');
  connection.session.end('peerClosed');
  expect(connection.overCount).toBe(1);
  expect(world.streams.isPublished(liveKey('bob'))).toBe(false);
});

test('[LG-22] who is refused hears no reason, and is closed', () => {
  const { world, connection } = published('ann', 'refuse');
  expect(connection.answers.codes).toEqual(['NetConnection.Connect.Success', 'NetStream.Publish.Denied']);
  expect(connection.answers.messages.at(-1)?.body.toString('latin1')).not.toContain('test');
  expect(connection.closed).toEqual({ flush: true });
  expect(world.admission.publications).toEqual([]);
  const player = world.connect();
  player.session.receive(playing('ann', 'refuse'));
  expect(player.answers.codes).toEqual(['NetConnection.Connect.Success', 'NetStream.Play.Failed']);
  expect(world.notes.lines).toEqual([
    'turned away rtmp refused',
    'unused notAllowed',
    'turned away rtmp refused',
    'unused notAllowed',
  ]);
});

test('[LG-11] other codecs are refused with words, and counted', () => {
  const { world, connection, notes } = published();
  connection.session.receive(video(0, Buffer.from('\u0090hvc1xxxx', 'latin1')));
  expect(connection.answers.codes.at(-1)).toBe('NetStream.Publish.Rejected');
  expect(connection.answers.messages.at(-1)?.body.toString('latin1')).toContain(
    'hvc1 is not supported: H.264 and AAC only',
  );
  expect(connection.closed).toEqual({ flush: true });
  expect(world.notes.lines.at(-1)).toBe('ended publisher rtmp unsupportedCodec');
  expect(notes.take()).toEqual(['source ended']);
});

test.for([
  { what: 'media before publish', bytes: () => [publishing('ann').subarray(0, 3073), audio(0, aacFrame())] },
  {
    what: 'publish before connect',
    bytes: () => [clientHandshake(), setChunkSize(), command(1, 'publish', 1, null, 'ann')],
  },
  { what: 'a second connect', bytes: () => [publishing('ann'), command(0, 'connect', 9, { app: 'live' })] },
  { what: 'a second publish', bytes: () => [publishing('ann'), command(1, 'publish', 9, null, 'bob')] },
  { what: 'another version', bytes: () => [Buffer.of(6)] },
  { what: 'a chunk size of 0', bytes: () => [clientHandshake(), control(MESSAGE.setChunkSize, 0)] },
  {
    what: 'a chunk size with its first bit set',
    bytes: () => [clientHandshake(), control(MESSAGE.setChunkSize, 2 ** 31)],
  },
  {
    what: 'a frame beyond the limit',
    bytes: () => [publishing('ann'), video(0, avcFrame(true, new Uint8Array(LIMITS.maxMediaBytes)))],
  },
  {
    what: 'a frame before publishing that only a publisher may send',
    bytes: () => [clientHandshake(), setChunkSize(), video(0, avcFrame(true, new Uint8Array(20_000)))],
  },
  {
    what: 'a long command',
    bytes: () => [clientHandshake(), setChunkSize(), command(0, 'connect', 1, 'x'.repeat(20_000))],
  },
  {
    what: 'a long control message',
    bytes: () => [clientHandshake(), control(MESSAGE.acknowledgement, ...new Array<number>(20).fill(1))],
  },
  {
    what: 'a command that is not AMF',
    bytes: () => [
      clientHandshake(),
      messageOf({ chunkStreamId: 3, type: 20, streamId: 0, timestampMs: 0 }, Buffer.of(0x7f)),
    ],
  },
  {
    what: 'an aggregate cut off',
    bytes: () => [
      publishing('ann'),
      messageOf({ chunkStreamId: 3, type: 22, streamId: 1, timestampMs: 0 }, Buffer.alloc(12, 9)),
    ],
  },
  {
    what: 'commands without end',
    bytes: () => [publishing('ann'), ...Array.from({ length: 60 }, () => command(0, 'x', 1))],
  },
  {
    what: 'a message begun within another',
    bytes: () => [
      clientHandshake(),
      Buffer.from('03000000000100140000000000'.padEnd(26 + 254, '0'), 'hex'),
      Buffer.from('030000000001001400000000', 'hex'),
    ],
  },
])('[LG-23] $what ends the connection as a breach of protocol, and leaves nothing', ({ bytes }) => {
  const world = new LiveWorld();
  const connection = world.connect();
  for (const piece of bytes()) connection.session.receive(piece);
  expect(connection.closed).toEqual({ flush: false });
  expect(connection.overCount).toBe(1);
  expect(world.notes.lines.at(-1)).toMatch(/^(unused|ended publisher rtmp) protocolError$/);
  expect(world.notes.bugs).toEqual([]);
  connection.session.receive(publishing('ann'));
  expect(world.left).toEqual({ streams: 0, broadcasts: 0, cached: 0, timers: 0 });
});

const scriptData = (body: Buffer): Buffer =>
  messageOf({ chunkStreamId: 3, type: MESSAGE.dataAmf0, streamId: 1, timestampMs: 0 }, body);

test.each([
  { what: 'not AMF0', body: Buffer.of(2, 0, 9, 1) },
  { what: 'too many values', body: encodeAmf0(['onMetaData', ...new Array<number>(600).fill(1)]) },
  { what: 'too long', body: encodeAmf0(['onMetaData', { comment: 'x'.repeat(20_000) }]) },
])('[LG-26] script data that are $what are passed over, and the media go on', ({ body }) => {
  const { connection, notes } = published();
  connection.session.receive(setChunkSize());
  connection.session.receive(scriptData(body));
  connection.session.receive(video(0, AVC_CONFIG));
  connection.session.receive(video(0, avcFrame(true)));
  expect(connection.closed).toBeUndefined();
  expect(notes.take()).toEqual(['video config 0', 'video key 0']);
});

test('[LG-24] who neither publishes nor plays in time is closed, however busy it looks', () => {
  const world = new LiveWorld();
  const silent = world.connect();
  const slow = world.connect();
  const bytes = publishing('ann');
  for (let sent = 0; sent < 9; sent += 1) {
    slow.session.receive(bytes.subarray(sent, sent + 1));
    world.clock.advance(1000);
    expect(slow.closed).toBeUndefined();
  }
  world.clock.advance(1000);
  expect([silent.closed, slow.closed]).toEqual([{ flush: false }, { flush: false }]);
  expect(world.notes.lines).toEqual(['unused timedOut', 'unused timedOut']);
  expect(world.left.timers).toBe(0);
});

test('[LG-24] a publisher that sends no whole message for a while has gone', () => {
  const { world, connection } = published();
  const bytes = audio(0, aacFrame());
  for (let second = 0; second < 14; second += 1) {
    world.clock.advance(1000);
    connection.session.receive(bytes.subarray(second, second + 1));
  }
  connection.session.receive(bytes.subarray(14));
  world.clock.advance(14_000);
  expect(connection.closed).toBeUndefined();
  world.clock.advance(1000);
  expect(connection.closed).toEqual({ flush: false });
  expect(world.notes.lines.at(-1)).toBe('ended publisher rtmp timedOut');
});

test('[LG-25] time goes on over the wrap of 32 bits', () => {
  const { connection, notes } = published();
  const wrap = 2 ** 32;
  connection.session.receive(
    Buffer.concat([video(wrap - 40, AVC_CONFIG), video(wrap - 40, avcFrame(true)), video(20, avcFrame(false))]),
  );
  expect(notes.take()).toEqual([`video config ${wrap - 40}`, `video key ${wrap - 40}`, `video ${wrap + 20}`]);
});

test('[LG-25] aggregates are taken apart, and AMF3 messages understood', () => {
  const { connection, notes } = published();
  const tag = (type: number, timestampMs: number, body: Buffer): Buffer => {
    const head = Buffer.alloc(11);
    head.writeUInt8(type, 0);
    head.writeUIntBE(body.length, 1, 3);
    head.writeUIntBE(timestampMs, 4, 3);
    return Buffer.concat([head, body, Buffer.alloc(4)]);
  };
  const body = Buffer.concat([
    tag(9, 500, AVC_CONFIG),
    tag(9, 500, avcFrame(true)),
    tag(18, 500, Buffer.of(5)),
    tag(9, 540, avcFrame(false)),
  ]);
  connection.session.receive(
    messageOf({ chunkStreamId: 7, type: MESSAGE.aggregate, streamId: 1, timestampMs: 1000 }, body),
  );
  const script = Buffer.concat([Buffer.of(0), encodeAmf0(['onMetaData', { width: 1 }])]);
  connection.session.receive(
    messageOf({ chunkStreamId: 5, type: MESSAGE.dataAmf3, streamId: 1, timestampMs: 0 }, script),
  );
  expect(notes.take()).toEqual(['video config 1000', 'video key 1000', 'video 1040', 'metadata 0']);
  const stop = Buffer.concat([Buffer.of(0), encodeAmf0(['deleteStream', 9, null, 1])]);
  connection.session.receive(
    messageOf({ chunkStreamId: 3, type: MESSAGE.commandAmf3, streamId: 0, timestampMs: 0 }, stop),
  );
  expect(notes.take()).toEqual(['source ended']);
});

test('[LG-28] who does not read its answers is closed', () => {
  const world = new LiveWorld();
  const connection = world.connect();
  connection.session.receive(publishing('ann'));
  connection.isStuck = true;
  for (let second = 0; second < 60 && connection.closed === undefined; second += 1) {
    world.clock.advance(1000);
    const asks = Array.from({ length: 45 }, () => command(0, 'createStream', 1, null));
    connection.session.receive(Buffer.concat(asks));
  }
  expect(connection.closed).toEqual({ flush: false });
  expect(connection.unsent).toBeLessThan(70_000);
});

test('[LG-28] a player that makes us answer and does not read is closed', () => {
  const { world, connection } = published();
  connection.session.receive(Buffer.concat([video(0, AVC_CONFIG), video(0, avcFrame(true))]));
  const player = world.connect();
  player.session.receive(playing('ann'));
  player.session.receive(command(1, 'pause', 4, null, true, 0));
  // It has begun and waits for nothing.
  world.clock.advance(1000);
  player.isStuck = true;
  for (let round = 0; round < 2000 && player.closed === undefined; round += 1) {
    world.clock.advance(100);
    connection.session.receive(video(round * 100, avcFrame(true)));
    player.session.receive(command(1, 'pause', 4, null, true, 0));
  }
  expect(player.closed).toEqual({ flush: false });
  expect(player.unsent).toBeLessThan(100_000);
});

test('[LG-28] a player that lags behind and reads may pause as often as it likes', () => {
  const { world, connection } = published();
  connection.session.receive(Buffer.concat([video(0, AVC_CONFIG), video(0, avcFrame(true))]));
  const player = world.connect();
  player.session.receive(playing('ann'));
  for (let round = 0; round < 2000; round += 1) {
    world.clock.advance(100);
    connection.session.receive(video(round * 100, avcFrame(true)));
    player.isStuck = true;
    player.session.receive(command(1, 'pause', 4, null, round % 2 === 0, 0));
    player.isStuck = false;
    player.unsent = 0;
    player.session.drained();
  }
  expect(player.closed).toBeUndefined();
});

test('[LG-31] pings are answered; what has come is acknowledged, at most as often as every 16 KiB', () => {
  const { world, connection } = published();
  const ping = Buffer.alloc(6);
  ping.writeUInt16BE(6);
  ping.writeUInt32BE(4711, 2);
  connection.session.receive(
    messageOf({ chunkStreamId: 2, type: MESSAGE.userControl, streamId: 0, timestampMs: 0 }, ping),
  );
  const pong = connection.answers.ofType(MESSAGE.userControl).at(-1)?.body;
  expect([pong?.readUInt16BE(0), pong?.readUInt32BE(2)]).toEqual([7, 4711]);
  connection.session.receive(control(MESSAGE.windowAckSize, 1));
  for (let sent = 0; sent < 100; sent += 1) connection.session.receive(audio(sent, aacFrame(new Uint8Array(1000))));
  const acks = connection.answers.ofType(MESSAGE.acknowledgement);
  expect(acks).toHaveLength(6);
  expect(acks.at(-1)?.body.readUInt32BE(0)).toBeLessThanOrEqual(world.notes.bytes.in);
});

test('[LG-30] a player over RTMP gets what is cached, then what comes; pausing skips to a key frame', () => {
  const { world, connection } = published();
  connection.session.receive(
    Buffer.concat([
      metadata({}),
      video(0, AVC_CONFIG),
      audio(0, AAC_CONFIG),
      video(0, avcFrame(true)),
      audio(20, aacFrame()),
    ]),
  );
  const player = world.connect();
  player.session.receive(playing('ann', 'x=1'));
  const seen = (): string[] => {
    world.clock.advance(100);
    const media = player.answers.messages.splice(0).filter(({ type }) => type === 8 || type === 9 || type === 18);
    return media.map(({ type, timestamp, body }) => `${type} ${timestamp} ${body.length}`);
  };
  expect(player.answers.codes).toEqual([
    'NetConnection.Connect.Success',
    'NetStream.Play.Reset',
    'NetStream.Play.Start',
  ]);
  const [access, meta, ...media] = seen();
  expect([access, meta].map((line) => line?.slice(0, 4))).toEqual(['18 0', '18 0']);
  expect(media).toEqual(['8 0 4', `9 0 ${AVC_CONFIG.length}`, '9 0 505', '8 20 102']);
  connection.session.receive(video(40, avcFrame(false)));
  expect(seen()).toEqual(['9 40 505']);
  player.session.receive(command(1, 'pause', 4, null, true, 0));
  connection.session.receive(video(80, avcFrame(false)));
  expect(seen()).toEqual([]);
  player.session.receive(command(1, 'pause', 5, null, false, 0));
  connection.session.receive(Buffer.concat([video(120, avcFrame(false)), video(160, avcFrame(true))]));
  expect(seen()).toEqual(['9 160 505']);
  player.session.receive(
    Buffer.concat([command(1, 'receiveAudio', 6, null, false), command(1, 'deleteStream', 7, null, 1)]),
  );
  expect(world.admission.playbacks.map(({ url, endCount }) => [url, endCount])).toEqual([['/live/ann?x=1', 1]]);
  expect(world.broadcasts.size).toBe(0);
});

test('[LG-46] who loses the right is closed at once, publisher and player, and the room is told once', () => {
  const { world, connection, notes } = published();
  const player = world.connect();
  player.session.receive(playing('ann'));
  world.admission.endLatest('memberGone');
  world.admission.playbacks[0]?.peer.end('memberGone');
  expect([connection.closed, player.closed]).toEqual([{ flush: false }, { flush: false }]);
  expect([world.admission.publications[0]?.endCount, world.admission.playbacks[0]?.endCount]).toEqual([1, 1]);
  expect(notes.take()).toEqual(['source ended']);
  expect(world.notes.lines.slice(-2)).toEqual(['ended publisher rtmp memberGone', 'ended player rtmp memberGone']);
});

test('[LG-4] a second publisher of a stream replaces the first', () => {
  const { world, connection, notes } = published();
  connection.session.receive(Buffer.concat([video(0, AVC_CONFIG), video(0, avcFrame(true))]));
  const second = world.connect();
  second.session.receive(Buffer.concat([publishing('ann'), video(0, AVC_CONFIG), video(0, avcFrame(true))]));
  expect(connection.closed).toEqual({ flush: false });
  expect(world.notes.lines).toContain('ended publisher rtmp replaced');
  expect(second.closed).toBeUndefined();
  expect(notes.take().slice(2)).toEqual(['source ended', 'video config 20', 'video key 20']);
});
