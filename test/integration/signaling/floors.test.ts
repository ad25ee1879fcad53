/** Floors over real sockets: asked for, passed on, taken away, lost, and enforced in the media plane. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ChairFallback,
  type Floor,
  FloorCause,
  FloorDecision,
  FloorPolicy,
  FloorRequestStatus,
  type Init,
  Medium,
  Scene,
  TransportDirection,
} from '../../../wire/generated/messages.ts';
import { RawClient } from '../../support/raw-client.ts';
import { asRoom } from '../../support/rooms.ts';
import { opus } from '../../support/rtp-parameters.ts';
import { startTestNode, type TestNode } from '../../support/test-node.ts';
import { waitFor } from '../../support/wait-for.ts';

const AWAY_MS = 300;

let node: TestNode;
beforeAll(async () => {
  node = await startTestNode({
    env: {
      RTCROOM_ROOMS_FLOOR_AWAY_MS: String(AWAY_MS),
      RTCROOM_ROOMS_SUSPECT_GRACE_MS: '20000',
      RTCROOM_ROOMS_STATE_HASH_EVERY: '1',
    },
  });
});
afterAll(async () => {
  await node.stop();
});

const nameOf = (words: Readonly<Record<string, number>>, value: number): string =>
  Object.keys(words).find((word) => words[word] === value) ?? String(value);

/** `granted:chair accepted:bob@1`: the newest picture of a floor that this client was sent. */
class FloorWatcher {
  readonly client: RawClient;
  readonly roomId: string;
  readonly #names = new Map<string, string>();

  constructor(client: RawClient, roomId: string) {
    this.client = client;
    this.roomId = roomId;
  }

  name(memberId: string, name: string): void {
    this.#names.set(memberId, name);
  }

  get endings(): string[] {
    return this.#changes.flatMap(({ floorRequestEnded }) => {
      const request = floorRequestEnded?.request;
      if (request === undefined || request === null) return [];
      const { memberId, status, cause } = request;
      return [`${this.#names.get(memberId)} ${nameOf(FloorRequestStatus, status)} ${nameOf(FloorCause, cause)}`];
    });
  }

  line(floorId: string): string {
    const floor = this.#changes.findLast(({ floorChanged }) => floorChanged?.floor?.floorId === floorId)?.floorChanged
      ?.floor;
    return (floor?.requests ?? [])
      .map(({ memberId, status, queuePosition }) => {
        const place = queuePosition === 0 ? '' : `@${queuePosition}`;
        return `${nameOf(FloorRequestStatus, status)}:${this.#names.get(memberId)}${place}`;
      })
      .join(' ');
  }

  async until(floorId: string, line: string): Promise<void> {
    await waitFor(`${floorId} to be "${line}"`, () => this.line(floorId) === line).catch((error: unknown) => {
      throw new Error(`${floorId} is "${this.line(floorId)}"`, { cause: error });
    });
  }

  get #changes() {
    return this.client.frames.flatMap((frame) =>
      frame.roomDelta?.roomId === this.roomId ? frame.roomDelta.events.flatMap(({ change }) => change ?? []) : [],
    );
  }
}

interface FloorScene {
  readonly roomId: string;
  readonly watcher: FloorWatcher;
  readonly clients: Readonly<Record<'chair' | 'bob' | 'cid', RawClient>>;
  readonly ids: Readonly<Record<'chair' | 'bob' | 'cid', string>>;
  close(): void;
}

/** A chair and two speakers in a room with an audio floor. */
async function openScene(roomId: string, floor: Init<Floor> = {}): Promise<FloorScene> {
  const [chair, bob, cid] = [await node.client('chair'), await node.client('bob'), await node.client('cid')];
  const watcher = new FloorWatcher(chair, roomId);
  const clients = { chair, bob, cid };
  const ids = { chair: '', bob: '', cid: '' };
  for (const name of ['chair', 'bob', 'cid'] as const) {
    ids[name] = (await clients[name].join(roomId)).memberId;
    watcher.name(ids[name], name);
  }
  const settings = { floorId: 'mic', medium: Medium.AUDIO, policy: FloorPolicy.QUEUE, maxHolders: 1, ...floor };
  await chair.ok({ configureFloor: { roomId, floor: settings } });
  return {
    roomId,
    watcher,
    clients,
    ids,
    close: () => {
      for (const client of Object.values(clients)) client.close();
    },
  };
}

async function ask(client: RawClient, roomId: string, more: object = {}) {
  const { floorRequested } = await client.ok({ requestFloor: { roomId, floorIds: ['mic'], priority: 2, ...more } });
  if (floorRequested === null) throw new Error('no answer');
  return floorRequested;
}

test('[SG-70] requests are answered with their place; places are pushed as they change', async () => {
  const { roomId, watcher, clients, close } = await openScene('floors-queue');
  const { bob, cid, chair } = clients;
  expect(await ask(bob, roomId)).toMatchObject({ status: FloorRequestStatus.GRANTED, queuePosition: 0 });
  const waiting = await ask(cid, roomId);
  expect(waiting).toMatchObject({ status: FloorRequestStatus.ACCEPTED, queuePosition: 1 });
  expect(await ask(chair, roomId)).toMatchObject({ status: FloorRequestStatus.ACCEPTED, queuePosition: 2 });
  await watcher.until('mic', 'GRANTED:bob ACCEPTED:cid@1 ACCEPTED:chair@2');
  expect(await bob.errorOf({ requestFloor: { roomId, floorIds: ['mic'], priority: 2 } })).toBe('alreadyRequested');

  await bob.ok({ releaseFloor: { roomId, floorId: 'mic' } });
  await watcher.until('mic', 'GRANTED:cid ACCEPTED:chair@1');
  await cid.ok({ cancelFloorRequest: { roomId, requestId: waiting.requestId } });
  await watcher.until('mic', 'GRANTED:chair');

  const { snapshotResult } = await bob.ok({ getSnapshot: { roomId } });
  expect(snapshotResult?.snapshot?.floors).toMatchObject([
    { floorId: 'mic', medium: Medium.AUDIO, chairFallback: ChairFallback.WAIT_FOR_CHAIR, requests: [{}] },
  ]);
  await chair.ok({ configureFloor: { roomId, floor: { floorId: 'mic' }, remove: true } });
  const { snapshotResult: after } = await bob.ok({ getSnapshot: { roomId } });
  expect(after?.snapshot?.floors).toEqual([]);
  close();
});

test('[SG-71] the end of a request is told with its cause; a revoked holder keeps the floor for the grace', async () => {
  const { roomId, watcher, clients, ids, close } = await openScene('floors-revoke', { graceMs: 200 });
  const { bob, cid, chair } = clients;
  const { requestId } = await ask(bob, roomId);
  await ask(cid, roomId);
  expect(await cid.errorOf({ decideFloor: { roomId, requestId, decision: FloorDecision.REVOKE } })).toBe(
    'chairRequired',
  );
  await chair.ok({ decideFloor: { roomId, requestId, decision: FloorDecision.REVOKE } });
  await watcher.until('mic', 'REVOKING:bob ACCEPTED:cid@1');
  await watcher.until('mic', 'GRANTED:cid');
  expect(watcher.endings).toEqual(['bob REVOKED BY_CHAIR']);
  await chair.ok({ kick: { roomId, memberId: ids.cid } });
  await waitFor('the end', () => watcher.endings.includes('cid REVOKED MEMBER_LEFT'));
  close();
});

test('[SG-70] a chaired floor: the chair chooses, for others too, and hands over', async () => {
  const { roomId, watcher, clients, ids, close } = await openScene('floors-chaired', { policy: FloorPolicy.CHAIRED });
  const { bob, cid, chair } = clients;
  const first = await ask(bob, roomId);
  const second = await ask(cid, roomId);
  expect(first.status).toBe(FloorRequestStatus.PENDING);
  const reorder = { roomId, requestId: second.requestId, decision: FloorDecision.REORDER, queuePosition: 1 };
  await chair.ok({ decideFloor: reorder });
  await watcher.until('mic', 'PENDING:cid@1 PENDING:bob@2');
  await chair.ok({ setFloorChair: { roomId, floorId: 'mic', memberId: ids.bob } });
  await bob.ok({ decideFloor: { roomId, requestId: second.requestId, decision: FloorDecision.GRANT } });
  await watcher.until('mic', 'GRANTED:cid PENDING:bob@1');
  await bob.ok({ decideFloor: { roomId, requestId: first.requestId, decision: FloorDecision.DENY } });
  await waitFor('the denial', () => watcher.endings.includes('bob DENIED BY_CHAIR'));
  expect(await ask(chair, roomId, { beneficiary: ids.bob })).toMatchObject({ queuePosition: 1 });
  close();
});

test('[SG-72] who is away loses the floor long before the membership, and is told when and why on return', async () => {
  const { roomId, watcher, clients, close } = await openScene('floors-away');
  const { bob, cid } = clients;
  await ask(bob, roomId);
  await ask(cid, roomId);
  await watcher.until('mic', 'GRANTED:bob ACCEPTED:cid@1');
  const { resumeToken } = bob.welcome;
  bob.close();
  await watcher.until('mic', 'GRANTED:cid');
  expect(watcher.endings).toEqual(['bob REVOKED MEMBER_AWAY']);
  const { snapshotResult } = await cid.ok({ getSnapshot: { roomId } });
  expect(snapshotResult?.snapshot?.members).toHaveLength(3);

  const back = await RawClient.hello({ url: node.wsUrl, token: await node.token('bob'), resumeToken });
  const joined = await back.join(roomId, { belief: { heldFloors: ['mic', 'never'] } });
  expect(joined.resumed).toBe(true);
  expect(joined.selfReport?.differences).toEqual([
    { what: 'floor.mic', cause: 'memberAway', atMs: expect.closeTo(Date.now(), -4) },
    { what: 'floor.never', cause: 'notHeld', atMs: 0 },
  ]);
  const flows = joined.selfReport?.self?.media.find(({ medium }) => medium === Medium.AUDIO)?.mayFlow;
  expect(flows).toBe(false);
  back.close();
  close();
});

test('[SG-72] who gets the floor while believing otherwise is told', async () => {
  const { roomId, clients, close } = await openScene('floors-came');
  await ask(clients.bob, roomId);
  const report = { roomId, presence: 1, belief: { heldFloors: [], role: 1 } } as const;
  const before = clients.bob.frames.length;
  await clients.bob.ok({ setPresence: report });
  const told = clients.bob.frames.slice(before).find((frame) => frame.selfReport !== null)?.selfReport;
  expect(told?.differences).toMatchObject([
    { what: 'role', cause: 'roleChanged' },
    { what: 'floor.mic', cause: 'granted' },
  ]);
  close();
});

test('[SG-73] control data counts from the holder only', async () => {
  const [ann, bob] = [await node.client('ann'), await node.client('bob')];
  const roomId = 'floors-claw';
  await ann.join(roomId, { scene: Scene.REMOTE, subscribe: ['members', 'media', 'floors', 'data:control'] });
  const joined = await bob.join(roomId);
  expect(joined.snapshot?.floors).toMatchObject([{ floorId: 'control', medium: Medium.DATA, turnMs: 30_000 }]);
  const control = (lossy: boolean) => ({ sendData: { roomId, topic: 'control', payload: new Uint8Array([1]), lossy } });
  expect(await bob.errorOf(control(false))).toBe('notHolder');
  expect(await bob.errorOf(control(true))).toBe('notHolder');
  await bob.ok({ requestFloor: { roomId, floorIds: ['control'], priority: 2 } });
  await bob.ok(control(false));
  await bob.ok(control(true));
  await bob.ok({ sendData: { roomId, topic: 'game', payload: new Uint8Array([1]) } });
  await bob.ok({ releaseFloor: { roomId } });
  expect(await bob.errorOf(control(false))).toBe('notHolder');
  const heard = ann.frames.filter(
    (frame) =>
      frame.lossyData !== null || frame.roomDelta?.events.some(({ change }) => change?.dataSent?.topic === 'control'),
  );
  expect(heard).toHaveLength(2);
  ann.close();
  bob.close();
});

test('[SG-76] control data keeps a turn from being idle', async () => {
  const idleMs = 400;
  const mic = { floorId: 'mic', medium: Medium.DATA, policy: FloorPolicy.QUEUE, idleMs };
  const { roomId, watcher, clients, close } = await openScene('floors-idle', mic);
  await ask(clients.bob, roomId);
  const askedAt = performance.now();
  await clients.bob.ok({ sendData: { roomId, topic: 'control', payload: new Uint8Array([1]) } });
  await waitFor('the end of the turn', () => watcher.endings.length > 0);
  expect(watcher.endings).toEqual(['bob REVOKED IDLE']);
  // Activity lasts a second after the last data, and only then the idle time begins.
  expect(performance.now() - askedAt).toBeGreaterThan(1000 + idleMs - 50);
  close();
});

describe('the media plane', () => {
  const sendTransport = async (client: RawClient, roomId: string): Promise<string> => {
    await client.ok({ getRtpCapabilities: { roomId } });
    const { transportCreated } = await client.ok({ createTransport: { roomId, direction: TransportDirection.SEND } });
    return transportCreated?.transportId ?? '';
  };
  const publish = async (client: RawClient, roomId: string): Promise<void> => {
    const transportId = await sendTransport(client, roomId);
    const rtpParametersJson = JSON.stringify(opus());
    await client.ok({ produce: { roomId, transportId, medium: Medium.AUDIO, rtpParametersJson } });
  };
  const flowing = async (roomId: string): Promise<readonly string[]> => {
    const { flows } = await node.engine.request({ type: 'audit', roomId: asRoom(roomId) });
    return flows.filter(({ mayFlow }) => mayFlow).map(({ memberId }) => memberId);
  };

  test('[SG-74] lets the holders of an audio floor flow and nobody else', async () => {
    const { roomId, clients, ids, close } = await openScene('floors-media');
    for (const client of Object.values(clients)) await publish(client, roomId);
    expect(await flowing(roomId)).toEqual([]);
    await ask(clients.bob, roomId);
    await ask(clients.cid, roomId);
    expect(await flowing(roomId)).toEqual([ids.bob]);
    await clients.bob.ok({ releaseFloor: { roomId } });
    expect(await flowing(roomId)).toEqual([ids.cid]);
    await clients.cid.ok({ leaveRoom: { roomId } });
    expect(await flowing(roomId)).toEqual([]);
    await clients.chair.ok({ configureFloor: { roomId, floor: { floorId: 'mic' }, remove: true } });
    expect([...(await flowing(roomId))].sort()).toEqual([ids.bob, ids.chair].sort());
    close();
  });

  test('[SG-74] lets only the holder of the control floor steer over data channels', async () => {
    const [ann, bob] = [await node.client('ann'), await node.client('bob')];
    const roomId = 'floors-channels';
    await ann.join(roomId, { scene: Scene.REMOTE });
    const { memberId } = await bob.join(roomId);
    for (const client of [ann, bob]) {
      const transportId = await sendTransport(client, roomId);
      const sctpStreamParametersJson = JSON.stringify({ streamId: 0, ordered: true });
      await client.ok({ produceData: { roomId, transportId, topic: 'control', sctpStreamParametersJson } });
    }
    expect(await flowing(roomId)).toEqual([]);
    await bob.ok({ requestFloor: { roomId, floorIds: ['control'], priority: 2 } });
    expect(await flowing(roomId)).toEqual([memberId]);
    await bob.ok({ releaseFloor: { roomId } });
    expect(await flowing(roomId)).toEqual([]);
    ann.close();
    bob.close();
  });
});

test.for([
  { name: 'no policy', frame: { configureFloor: { floor: { floorId: 'x' } } } },
  { name: 'no floor', frame: { configureFloor: {} } },
  {
    name: 'a floor id with a space',
    frame: { configureFloor: { floor: { floorId: 'a b', policy: FloorPolicy.QUEUE } } },
  },
  { name: 'turns without a time', frame: { configureFloor: { floor: { floorId: 'x', policy: FloorPolicy.TURNS } } } },
  { name: 'a second floor on a medium', frame: { configureFloor: { floor: { floorId: 'x', policy: 2, medium: 1 } } } },
  { name: 'no floors at all', frame: { requestFloor: { priority: 2 } } },
  { name: 'a priority of 5', frame: { requestFloor: { floorIds: ['mic'], priority: 5 } } },
  { name: 'no decision', frame: { decideFloor: { requestId: 'r' } } },
])('[SG-75] $name is invalidArgument', async ({ frame }, { expect: check }) => {
  const chair = await node.client('chair');
  const roomId = 'floors-invalid';
  await chair.join(roomId);
  await chair.ok({
    configureFloor: { roomId, floor: { floorId: 'mic', policy: FloorPolicy.QUEUE, medium: Medium.AUDIO } },
  });
  const addressed = Object.fromEntries(Object.entries(frame).map(([name, body]) => [name, { roomId, ...body }]));
  check(await chair.errorOf(addressed)).toBe('invalidArgument');
  chair.close();
});
