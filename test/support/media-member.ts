/** A member of a room as the media engine sees it: sends the commands, keeps the events. */

import type { Medium } from '../../src/room-state/room-types.ts';
import type {
  FlowReport,
  Json,
  MediaCommand,
  MediaCounts,
  MediaEngine,
  MediaEvent,
  MediaReply,
  RtpMedium,
  Subscription,
} from '../../src/sfu/media-engine.ts';
import type { MemberId, RoomId } from '../../src/shared/ids.ts';
import { waitFor } from './wait-for.ts';

/** An engine with everything it told. */
export interface WatchedEngine {
  readonly engine: MediaEngine;
  readonly events: MediaEvent[];
}

export function watch(engine: MediaEngine): WatchedEngine {
  const events: MediaEvent[] = [];
  engine.onEvent((event) => events.push(event));
  return { engine, events };
}

export const roomOf = (name: string): RoomId => name as RoomId;
export const memberOf = (name: string): MemberId => name as MemberId;

type Scoped = Extract<MediaCommand, { readonly memberId: MemberId }>;
type ScopedBody<C> = C extends Scoped ? Omit<C, 'roomId' | 'memberId'> : never;
type EventOf<T extends MediaEvent['type']> = Extract<MediaEvent, { type: T }>;

export class MediaMember {
  readonly roomId: RoomId;
  readonly memberId: MemberId;
  readonly watched: WatchedEngine;
  sendId = '';
  receiveId = '';

  constructor(watched: WatchedEngine, room: string, member: string) {
    this.watched = watched;
    this.roomId = roomOf(room);
    this.memberId = memberOf(member);
  }

  /** A member with both transports. */
  static async join(watched: WatchedEngine, room: string, name: string): Promise<MediaMember> {
    const member = new MediaMember(watched, room, name);
    await Promise.all([member.openSend(), member.openReceive()]);
    return member;
  }

  request<B extends ScopedBody<MediaCommand>>(body: B): Promise<MediaReply<B['type']>> {
    const { roomId, memberId } = this;
    return this.watched.engine.request({ ...body, roomId, memberId } as unknown as MediaCommand) as Promise<
      MediaReply<B['type']>
    >;
  }

  async openSend(): Promise<void> {
    this.sendId = (await this.request({ type: 'createTransport', direction: 'send', forceTcp: false })).transportId;
  }

  async openReceive(): Promise<void> {
    this.receiveId = (
      await this.request({ type: 'createTransport', direction: 'receive', forceTcp: false })
    ).transportId;
  }

  async produce(medium: RtpMedium, rtpParameters: Json, mayFlow = true): Promise<string> {
    const { producerId } = await this.request({
      type: 'produce',
      transportId: this.sendId,
      medium,
      rtpParameters,
      mayFlow,
    });
    return producerId;
  }

  async produceData(topic: string, streamId: number, mayFlow = true): Promise<string> {
    const sctpStreamParameters = { streamId, ordered: true };
    const body = { type: 'produceData', transportId: this.sendId, sctpStreamParameters, topic, mayFlow } as const;
    return (await this.request(body)).dataProducerId;
  }

  setFlow(medium: Medium, mayFlow: boolean): Promise<undefined> {
    return this.request({ type: 'setFlow', medium, mayFlow });
  }

  /** Wants these media of these members (highest layers), and every audio with `autoAudio`. */
  async subscribe(wanted: readonly [MediaMember, RtpMedium][], autoAudio = false): Promise<void> {
    const { rtpCapabilities } = await this.watched.engine.request({ type: 'getCapabilities', roomId: this.roomId });
    await this.subscribeWith(rtpCapabilities, wanted, autoAudio);
  }

  subscribeWith(
    rtpCapabilities: Json,
    wanted: readonly [MediaMember, RtpMedium][],
    autoAudio = false,
  ): Promise<undefined> {
    return this.request({
      type: 'setSubscriptions',
      transportId: this.receiveId,
      rtpCapabilities,
      autoAudio,
      wanted: wanted.map(
        ([{ memberId }, medium]): Subscription => ({ memberId, medium, spatialLayer: -1, temporalLayer: -1 }),
      ),
    });
  }

  leave(): Promise<undefined> {
    return this.request({ type: 'closeMember' });
  }

  /** Events about this member, oldest first. */
  events<T extends MediaEvent['type']>(type: T): readonly EventOf<T>[] {
    return this.watched.events.filter(
      (event): event is EventOf<T> =>
        event.type === type && 'memberId' in event && event.memberId === this.memberId && event.roomId === this.roomId,
    );
  }

  /** Waits for the event of that type number `count` (counted from 1). */
  async nth<T extends MediaEvent['type']>(type: T, count: number): Promise<EventOf<T>> {
    return await waitFor(`${type} ${count} of ${this.memberId}`, () => this.events(type)[count - 1]);
  }

  async audit(): Promise<readonly FlowReport[]> {
    const { flows } = await this.watched.engine.request({ type: 'audit', roomId: this.roomId });
    return flows.filter(({ memberId }) => memberId === this.memberId);
  }

  async flows(medium: Medium): Promise<readonly boolean[]> {
    return (await this.audit()).filter((report) => report.medium === medium).map(({ mayFlow }) => mayFlow);
  }
}

/** What is open, without the workers. */
export async function openCounts(engine: MediaEngine): Promise<Omit<MediaCounts, 'workers' | 'workerPids'>> {
  const { workers: _, workerPids: __, ...open } = await engine.request({ type: 'getCounts' });
  return open;
}

export const NOTHING_OPEN: Omit<MediaCounts, 'workers' | 'workerPids'> = {
  routers: 0,
  transports: 0,
  producers: 0,
  consumers: 0,
  dataProducers: 0,
  dataConsumers: 0,
  members: 0,
};
