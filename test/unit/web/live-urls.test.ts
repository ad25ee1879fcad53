import { expect, test } from 'vitest';
import { playLines, pushLines } from '../../../web/src/live-urls.ts';

test('[WEB-16] server and stream key make the URL, whatever its query holds', () => {
  for (const url of [
    'rtmp://127.0.0.1:1935/live/room-mann-g1?purpose=push&expires=1795251600&sign=ab',
    'rtmp://push.example.org/a/b/name?auth_key=1-0-0-ff/with/slashes',
    'rtmp://push.example.org/live/name',
  ]) {
    const { lines, generation } = pushLines({ url, generation: 4 });
    const [server, streamKey, whole] = lines.map(({ text }) => text);
    expect(`${server}/${streamKey}`).toBe(url);
    expect(server).toMatch(/^rtmp:\/\/[^?]+[^/]$/);
    expect(streamKey).toMatch(/^(room|name)/);
    expect([whole, generation]).toEqual([url, 4]);
  }
});

test('[WEB-16] of play URLs those that there are', () => {
  const urls = { rtmp: 'rtmp://x/1', flv: 'https://x/1.flv', wsFlv: '', lowLatencyRtmp: '', webrtc: 'webrtc://x/1' };
  const { lines, generation } = playLines({ ...urls, generation: 2 });
  expect(lines.map(({ name }) => name)).toEqual(['rtmp', 'flv', 'webrtc']);
  expect(lines.map(({ text }) => text)).toEqual([urls.rtmp, urls.flv, urls.webrtc]);
  expect(generation).toBe(2);
});
