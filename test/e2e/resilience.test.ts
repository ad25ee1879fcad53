/** What happens to a call when things break: the socket, a worker, the page. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Medium, SimulateFault } from '../../wire/generated/messages.ts';
import { launchBrowser, screenshot } from '../support/browser.ts';
import { CallPages, seesAndHears } from '../support/call-pages.ts';
import { growing, inbound, outbound } from '../support/page-media.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';
import { waitFor } from '../support/wait-for.ts';

let node: TestNode;
let browser: Browser;
let pages: CallPages;

beforeAll(async () => {
  node = await startTestNode({ media: 'real' });
  browser = await launchBrowser();
  pages = new CallPages(browser, node.httpUrl);
});
afterEach(async () => {
  await pages.closeAll();
});
afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

interface Replica {
  readonly offset: number;
  readonly members: readonly {
    readonly memberId: string;
    readonly userId: string;
    readonly media: readonly object[];
  }[];
  readonly selfMemberId: string;
  readonly recoveredCount: number;
}

/** The page's replica of a room, as it shows it to scripts. */
async function replicaOf(page: Page, room: string): Promise<Replica> {
  return await page.evaluate((roomId) => {
    const { state } = (window as unknown as { rtcroom: { state: { client: { rooms: Record<string, unknown> } } } })
      .rtcroom;
    return JSON.parse(JSON.stringify(state.client.rooms[roomId]));
  }, room);
}

const connections = async (page: Page): Promise<number> =>
  await page.evaluate(() => (window as unknown as { peerConnections: unknown[] }).peerConnections.length);

test('a socket cut for 3 s: nobody leaves, media flows on, nothing is negotiated again, the replica is right', async () => {
  const room = 'cut';
  const watcher = await node.client('watcher');
  await watcher.join(room);
  const proxy = await TcpProxy.start(node.port);
  try {
    const ann = await pages.enter('Ann', room, '', { httpUrl: `http://127.0.0.1:${proxy.port}` });
    const bob = await pages.enter('Bob', room);
    await seesAndHears(ann, 1, 1);
    await seesAndHears(bob, 1, 1);
    const before = await replicaOf(ann, room);
    const connectionsBefore = await connections(ann);

    proxy.cut();
    await ann.getByTestId('reconnecting-banner').waitFor();
    await screenshot(ann, 'reconnecting');
    // While the socket is away the picture goes on, both ways, for the whole three seconds.
    const [annFrames, bobFrames] = [await inbound(ann), await inbound(bob)];
    await watcher.ok({ sendChat: { roomId: room, text: 'said while Ann was away' } });
    await ann.waitForTimeout(3000);
    expect(growing(annFrames, await inbound(ann))).toBe(1);
    expect(growing(bobFrames, await inbound(bob))).toBe(1);
    proxy.mend();

    await ann.getByTestId('reconnecting-banner').waitFor({ state: 'hidden', timeout: 30_000 });
    const after = await waitFor('the replica to be the server’s', async () => {
      const { snapshotResult } = await watcher.ok({ getSnapshot: { roomId: room } });
      const replica = await replicaOf(ann, room);
      return replica.offset === snapshotResult?.snapshot?.offset
        ? { replica, snapshot: snapshotResult.snapshot }
        : undefined;
    });
    expect(after.replica.selfMemberId).toBe(before.selfMemberId);
    expect(after.replica.recoveredCount).toBe(1);
    expect(after.replica.members).toEqual(JSON.parse(JSON.stringify(after.snapshot.members)));
    expect(
      watcher.frames.some((frame) => frame.roomDelta?.events.some(({ change }) => change?.memberLeft != null)),
    ).toBe(false);
    expect(await connections(ann)).toBe(connectionsBefore);
    await ann.keyboard.press('c');
    await ann.getByText('said while Ann was away').waitFor();
    await seesAndHears(bob, 1, 1);
  } finally {
    proxy.close();
    watcher.close();
  }
});

test('a worker killed in a call of four: pictures are back within 5 s, members and mutes unchanged', async () => {
  const room = 'kill';
  const chair = await node.client('chair');
  await chair.join(room);
  const people: Page[] = [];
  for (const name of ['Ann', 'Bob', 'Cid', 'Dan']) people.push(await pages.enter(name, room));
  for (const page of people) await seesAndHears(page, 3, 3, 60_000);
  const standing = async () => {
    const { snapshotResult } = await chair.ok({ getSnapshot: { roomId: room } });
    const members = snapshotResult?.snapshot?.members ?? [];
    return members.map(({ memberId, userId, role, media }) => ({
      memberId,
      userId,
      role,
      mutes: media.map(({ selfMuted, moderatorMuted }) => ({ selfMuted, moderatorMuted })),
    }));
  };
  const ann = (await standing()).find(({ userId }) => userId === 'Ann');
  await chair.ok({
    setModeratorMute: { roomId: room, memberId: ann?.memberId ?? '', medium: Medium.AUDIO, muted: true },
  });
  const before = await standing();
  const { workerPids } = (await node.counts()).media;

  await chair.ok({ simulate: { roomId: room, fault: SimulateFault.KILL_WORKER } });
  const killedAt = performance.now();
  await chair.frame(
    'the reset',
    (frame) => frame.roomDelta?.events.some(({ change }) => change?.mediaReset != null) ?? false,
  );
  // Statistics of the new connections begin at zero: every picture that grows in them is a picture that is back.
  await Promise.all(
    people.map(async (page) => {
      const frames = await inbound(page);
      await waitFor('three pictures again', async () => growing(frames, await inbound(page)) >= 3, 15_000);
    }),
  );
  const backMs = performance.now() - killedAt;
  console.log(`pictures were back ${Math.round(backMs)} ms after the worker was killed`);
  expect(backMs).toBeLessThan(5000);
  expect(await standing()).toEqual(before);
  const pidsNow = await waitFor('a new worker', async () => {
    const { media } = await node.counts();
    return media.workers === 2 ? media.workerPids : undefined;
  });
  expect(pidsNow.toSorted()).not.toEqual(workerPids.toSorted());
  // The mute is enforced on the new producer, too.
  const annPage = people[0] as Page;
  const bobPage = people[1] as Page;
  expect((await outbound(annPage)).length).toBeGreaterThan(0);
  const voices = async (): Promise<number> =>
    (await inbound(bobPage)).filter((stream) => stream.kind === 'audio' && stream.packets > 0).length;
  await waitFor('two voices', async () => (await voices()) === 2);
  chair.close();
});
