/** A thousand joins and leaves with real media objects: nothing may be left, and memory must not grow with them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Medium, TransportDirection } from '../../wire/generated/messages.ts';
import { livingHeapBytes } from '../support/heap.ts';
import type { RawClient } from '../support/raw-client.ts';
import { startTestNode, type TestNode } from '../support/test-node.ts';

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({
    media: 'real',
    env: {
      RTCROOM_ROOMS_DEPARTURE_MS: '1000',
      RTCROOM_SIGNALING_RESUME_GRACE_MS: '500',
      RTCROOM_SIGNALING_MAX_FRAMES_PER_SECOND: '1000',
      RTCROOM_SIGNALING_FRAME_BURST: '2000',
    },
  });
});
afterAll(async () => {
  await node?.stop();
});

const OPUS = JSON.stringify({
  mid: '0',
  codecs: [
    { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: {}, rtcpFeedback: [] },
  ],
  headerExtensions: [],
  encodings: [{ ssrc: 1111, dtx: false }],
  rtcp: { cname: 'test', reducedSize: true },
});

/** Joins, opens transports, publishes audio, subscribes to everybody, leaves. */
async function visit(client: RawClient, roomId: string, ssrc: number): Promise<void> {
  await client.join(roomId);
  const { rtpCapabilities } = await client.ok({ getRtpCapabilities: { roomId } });
  const send = await client.ok({ createTransport: { roomId, direction: TransportDirection.SEND } });
  const receive = await client.ok({ createTransport: { roomId, direction: TransportDirection.RECEIVE } });
  await client.ok({
    produce: {
      roomId,
      transportId: send.transportCreated?.transportId ?? '',
      medium: Medium.AUDIO,
      rtpParametersJson: OPUS.replace('1111', String(ssrc)),
    },
  });
  await client.ok({
    setSubscriptions: {
      roomId,
      transportId: receive.transportCreated?.transportId ?? '',
      autoAudio: true,
      rtpCapabilitiesJson: rtpCapabilities?.rtpCapabilitiesJson ?? '',
    },
  });
  await client.ok({ leaveRoom: { roomId } });
}

async function visits(from: number, count: number): Promise<void> {
  const lanes = 4;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const client = await node.client(`lane${from}-${lane}`);
      for (let i = 0; i < count / lanes; i += 1)
        await visit(client, `churn-${lane % 2}`, 10_000 + from + i * lanes + lane);
      client.close();
    }),
  );
}

test('1000 joins and leaves leave nothing behind', async () => {
  await visits(0, 400);
  await node.untilIdle();
  const before = livingHeapBytes();
  await visits(400, 600);
  await node.untilIdle();
  const after = livingHeapBytes();
  const counts = await node.counts();
  expect(counts.media.workers).toBe(2);
  const { workers: _workers, workerPids: _pids, ...open } = counts.media;
  expect(Object.values(open).every((count) => count === 0)).toBe(true);
  // What 600 visits left behind: 2 KiB each would show.
  expect(after - before).toBeLessThan(600 * 2048);
}, 240_000);
