/** A live room with real media: the host pushes before there is a room, others play what they are told to play. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { HttpWeapp } from '../../support/http-weapp.ts';
import { type LivePush, probeStreams, pushTestPicture, SLOW_MS } from '../../support/live-media.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

let node: TestNode;
const pushes: LivePush[] = [];
beforeAll(async () => {
  node = await startTestNode();
});
afterEach(() => {
  for (const push of pushes.splice(0)) push.stop();
});
afterAll(async () => {
  await node.stop();
});

const push = (url: unknown): LivePush => {
  const begun = pushTestPicture(String(url));
  pushes.push(begun);
  return begun;
};

/** What of a user's media is published by RTMP in that room, as a browser sees it. */
async function publishedOf(room: string, userId: string): Promise<string> {
  const browser = await node.client('browser');
  const { snapshot } = await browser.join(room);
  browser.close();
  const member = snapshot?.members.find((one) => one.userId === userId);
  return (member?.media ?? [])
    .filter(({ published }) => published)
    .map(({ medium }) => medium)
    .sort()
    .join();
}

test("[WA-64] a stream that began before its room is the host's, in the room and for players", async () => {
  const host = await HttpWeapp.login(node.httpUrl, 'live_room');
  const viewer = await HttpWeapp.login(node.httpUrl, 'live_room');
  const { pushURL } = await host.call('get_push_url');
  push(pushURL);
  await waitFor('the stream to arrive', async () => (await node.counts()).live.streams === 1, SLOW_MS);
  const { roomID } = await host.call('create_room', { roomInfo: 'live' });
  expect(await host.call('add_pusher', { roomID, userName: 'Host', userAvatar: '', pushURL })).toMatchObject({
    code: 0,
  });
  const { mixedPlayURL, pushers } = (await viewer.call('get_pushers', { roomID })) as unknown as {
    mixedPlayURL: string;
    pushers: { accelerateURL: string }[];
  };
  expect(await probeStreams(pushers[0]?.accelerateURL ?? '')).toEqual(['aac', 'h264']);
  expect(await probeStreams(mixedPlayURL)).toEqual(['aac', 'h264']);
  await waitFor(
    'the room to know',
    async () => (await publishedOf(String(roomID), host.userID)).split(',').length === 2,
    SLOW_MS,
  );
  expect((await node.counts()).publications).toBe(1);
  // The end of the room ends the push.
  const [begun] = pushes;
  expect(await host.call('destroy_room', { roomID })).toMatchObject({ code: 0 });
  await begun?.exited;
  await waitFor(
    'everything to be over',
    async () => {
      const { publications, roomService, live } = await node.counts();
      return publications + roomService.rooms + live.streams === 0;
    },
    SLOW_MS,
  );
});

test('[WA-61] a member that pushes again elsewhere is played by the new URL', async () => {
  const host = await HttpWeapp.login(node.httpUrl, 'multi_room');
  const roomID = 'again';
  const enter = async (): Promise<string> => {
    const { pushURL } = await host.call('get_push_url', { roomID });
    push(pushURL);
    await host.call('add_pusher', { roomID, userName: 'Host', userAvatar: '', pushURL });
    const { pushers } = (await host.call('get_pushers', { roomID })) as unknown as {
      pushers: { accelerateURL: string }[];
    };
    return pushers[0]?.accelerateURL ?? '';
  };
  const first = await enter();
  expect(await probeStreams(first)).toEqual(['aac', 'h264']);
  const second = await enter();
  expect(second).not.toBe(first);
  expect(await probeStreams(second)).toEqual(['aac', 'h264']);
  expect(await host.call('delete_pusher', { roomID })).toMatchObject({ code: 0 });
});
