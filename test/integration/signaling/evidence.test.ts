/** What the media plane sees of a member whose signalling is lost. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryMediaEngine } from '../../../src/sfu/memory-media-engine.ts';
import { LeaveReason, Presence } from '../../../wire/generated/messages.ts';
import type { RawClient } from '../../support/raw-client.ts';
import { asMember, asRoom } from '../../support/rooms.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

/** A delta bears the instant of the last event of its turn, which may be this much younger than the first. */
const TURN_MS = 5;
const SUSPECT_GRACE_MS = 400;
const BACKGROUND_GRACE_MS = 1600;

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({
    env: {
      RTCROOM_ROOMS_SUSPECT_GRACE_MS: String(SUSPECT_GRACE_MS),
      RTCROOM_ROOMS_BACKGROUND_GRACE_MS: String(BACKGROUND_GRACE_MS),
    },
  });
});
afterAll(async () => {
  await node.stop();
});

/** What a client was told of a member, with the server's instants. */
function toldOf(client: RawClient, memberId: string) {
  const told = client.frames.flatMap(({ roomDelta }) =>
    (roomDelta?.events ?? []).flatMap(({ change }) => [
      ...(change?.presenceChanged?.memberId === memberId ? [{ ...change.presenceChanged, atMs: roomDelta?.atMs }] : []),
      ...(change?.memberLeft?.memberId === memberId ? [{ ...change.memberLeft, atMs: roomDelta?.atMs }] : []),
    ]),
  );
  const suspect = told.find((change) => 'presence' in change && change.presence === Presence.SUSPECT);
  const left = told.find((change) => 'reason' in change);
  return { told, suspect, left };
}

test('[SG-13] media keep a member with a lost socket suspect, for the background grace at most', async () => {
  const { engine } = node;
  if (!(engine instanceof MemoryMediaEngine)) throw new Error('this test needs the engine in memory');
  const watcher = await node.client('watcher');
  const silent = await node.client('silent');
  const heard = await node.client('heard');
  await watcher.join('evidence');
  const silentId = (await silent.join('evidence')).memberId;
  const heardId = (await heard.join('evidence')).memberId;
  silent.close();
  heard.close();
  const roomId = asRoom('evidence');
  await waitFor('both to be gone', () => {
    engine.simulate({ type: 'alive', roomId, memberIds: [asMember(heardId), asMember('stranger')] });
    return toldOf(watcher, heardId).left !== undefined;
  });
  const lasted = (memberId: string): number => {
    const { suspect, left } = toldOf(watcher, memberId);
    expect(left).toMatchObject({ reason: LeaveReason.TIMED_OUT });
    return (left?.atMs ?? 0) - (suspect?.atMs ?? 0);
  };
  expect(lasted(silentId)).toBeGreaterThanOrEqual(SUSPECT_GRACE_MS - TURN_MS);
  expect(lasted(silentId)).toBeLessThan(BACKGROUND_GRACE_MS);
  expect(lasted(heardId)).toBeGreaterThanOrEqual(BACKGROUND_GRACE_MS - TURN_MS);
  // Evidence made nobody online, and clients saw none of it: suspect, then gone.
  expect(toldOf(watcher, heardId).told).toHaveLength(2);
  watcher.close();
});
