/**
 * A crowd in rooms of ours. The first member of each raises and lowers a hand: the cheapest change of state that takes the
 * whole authoritative path (decode, grants, rate limit, decide, evolve, log, encode, publish, answer).
 */
import { signToken } from '../../support/tokens.ts';
import { inParallel } from '../in-parallel.ts';
import { RoomClient } from '../room-client.ts';
import { type Crowd, type CrowdSize, OPEN_AT_ONCE } from './crowd.ts';

export interface RtcroomCrowd extends Crowd {
  /** Size of the last delta with one event, for references to send the same; 0 before there was one. */
  readonly deltaBytes: () => number;
}

const roomName = (room: number): string => `bench-room-${room}`;

/** All join; returns when everybody has heard of everybody. */
export async function openRtcroomCrowd(port: number, size: Omit<CrowdSize, 'messageBytes'>): Promise<RtcroomCrowd> {
  const { rooms, membersPerRoom } = size;
  const clients = await inParallel(rooms * membersPerRoom, OPEN_AT_ONCE, async (index) => {
    const client = await RoomClient.open(port);
    await client.hello(signToken(`member-${index}`));
    await client.join(roomName(Math.floor(index / membersPerRoom)));
    return client;
  });
  // The answer to a ping comes after all that was published before: the arrival of the last one is out of the way.
  await inParallel(clients.length, OPEN_AT_ONCE, (index) => settled(clients[index]));
  let deltaBytes = 0;
  const raised = new Array<boolean>(rooms).fill(false);
  const crowd: RtcroomCrowd = {
    onReceived: () => undefined,
    deltaBytes: () => deltaBytes,
    send: (room, count) => {
      const commands = Array.from({ length: count }, () => {
        const isRaised = raised[room] !== true;
        raised[room] = isRaised;
        return { raiseHand: { roomId: roomName(room), raised: isRaised } };
      });
      clients[room * membersPerRoom]?.sendAll(commands);
    },
    fault: () => clients.find(({ fault }) => fault !== undefined)?.fault,
    close: () => {
      for (const client of clients) client.close();
    },
  };
  for (const [index, client] of clients.entries()) {
    const room = Math.floor(index / membersPerRoom);
    client.onDelta = (prevOffset, offset, bytes) => {
      if (offset === prevOffset + 1) deltaBytes = bytes;
      crowd.onReceived(room, prevOffset + 1, offset);
    };
  }
  return crowd;
}

async function settled(client: RoomClient | undefined): Promise<void> {
  await client?.request({ ping: { sentAtMs: 0 } });
}
