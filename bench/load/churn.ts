/** Members who come, look, and go again in all the ways that there are, for as long as a soak lasts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../../test/support/rtp-traces.ts';
import { signToken } from '../support/tokens.ts';
import { RoomClient } from './room-client.ts';
import { openTransport, subscribe, type Wish } from './room-media.ts';

export interface ChurnOptions {
  readonly port: number;
  /** The room with media; others have none. */
  readonly mediaRoom: string;
  readonly otherRooms: number;
  /** Members there at the same time. */
  readonly visitors: number;
  readonly stayMs: number;
  readonly seed: number;
  /** What a visitor of the media room asks for; undefined while there is nothing. */
  readonly media: () =>
    | { readonly capabilities: string; readonly wishes: readonly Wish[]; readonly dtls: object }
    | undefined;
}

export interface ChurnCounts {
  visits: number;
  withMedia: number;
  /** Media that was refused, as it is for a moment after a worker died. */
  refused: number;
}

/** Runs until `isOver`; then waits until the last visitor is gone. @throws Error when a visitor is turned away */
export async function churn(options: ChurnOptions, isOver: () => boolean): Promise<ChurnCounts> {
  const counts: ChurnCounts = { visits: 0, withMedia: 0, refused: 0 };
  const lanes = Array.from({ length: options.visitors }, (_, lane) => visitorLane(options, lane, counts, isOver));
  await Promise.all(lanes);
  return counts;
}

async function visitorLane(
  options: ChurnOptions,
  lane: number,
  counts: ChurnCounts,
  isOver: () => boolean,
): Promise<void> {
  const random = seeded(options.seed + lane);
  for (let visit = 0; !isOver(); visit += 1) {
    const client = await RoomClient.open(options.port);
    await client.hello(signToken(`visitor-${lane}-${visit % 50}`));
    const isMedia = random() < 0.5;
    const roomId = isMedia ? options.mediaRoom : `churn-${Math.floor(random() * options.otherRooms)}`;
    await client.join(roomId);
    counts.visits += 1;
    if (isMedia) await watch(client, options, counts);
    await sleep(random() * options.stayMs);
    // Half of them say goodbye, the others are just gone.
    if (random() < 0.5) await client.request({ leaveRoom: { roomId } });
    client.close();
  }
}

async function watch(client: RoomClient, { mediaRoom, media }: ChurnOptions, counts: ChurnCounts): Promise<void> {
  const offer = media();
  if (offer === undefined) return;
  try {
    const { transportId } = await openTransport(client, mediaRoom, 'receive', offer.dtls);
    await subscribe(client, mediaRoom, transportId, offer.capabilities, offer.wishes);
    counts.withMedia += 1;
  } catch {
    // Between the death of a worker and the publisher's return there is nothing to watch.
    counts.refused += 1;
  }
}
