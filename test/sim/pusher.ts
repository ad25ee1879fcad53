/** Somebody who pushes by RTMP, as far as rooms see it: admission, frames that may flow or not, an end. */
import type { LiveEnd, LivePeer, LivePublication } from '../../src/live-gateway/live-ports.ts';
import { SimFailure } from './failure.ts';
import type { World } from './world.ts';

const MEDIA = ['audio', 'video'] as const;

export class SimPusher {
  readonly #publication: LivePublication | undefined;
  ended: LiveEnd | undefined;

  constructor(world: World, url: string) {
    const peer: LivePeer = {
      protocol: 'rtmp',
      address: '192.0.2.1',
      end: (why) => {
        if (this.ended !== undefined) world.fail('endedTwice', `${this.ended}, then ${why}`);
        this.ended = why;
      },
    };
    const admitted = world.node.admission.admitPublish(url, peer);
    this.#publication = 'refused' in admitted ? undefined : admitted;
  }

  get isOpen(): boolean {
    return this.#publication !== undefined && this.ended === undefined;
  }

  send(): void {
    if (!this.isOpen) return;
    for (const medium of MEDIA) this.#publication?.begin(medium);
    this.#publication?.alive();
  }

  hangUp(): void {
    this.#publication?.end();
    this.ended ??= 'peerClosed';
  }

  /** What flows is what the room says, and of who is no member nothing. @throws SimFailure */
  check(world: World): void {
    const publication = this.#publication;
    if (publication === undefined) return;
    const { roomId, memberId } = publication.key;
    const member = memberId === null ? undefined : world.node.rooms.get(roomId)?.state.members.get(memberId);
    for (const medium of MEDIA) {
      if (!publication.mayFlow(medium)) continue;
      const truth = member?.media[medium];
      if (truth?.mayFlow === true && truth.source === 'rtmp') continue;
      throw new SimFailure('rtmpFlow', `${roomId} ${memberId} ${medium} flows, room: ${JSON.stringify(truth)}`);
    }
  }
}
