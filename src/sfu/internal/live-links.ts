/** The live gateway's links to one member: what it feeds, and what it receives. */
import { AppError } from '../../shared/app-error.ts';
import type { FedFrame } from '../live-media.ts';
import { LiveEgress, type LiveEgressOptions } from './live-egress.ts';
import { type IngestRequest, LiveIngest } from './live-ingest.ts';
import type { LiveContext, MemberContext, RoomContext } from './media-context.ts';
import { MAX_EGRESSES } from './media-limits.ts';
import type { Publisher } from './publisher.ts';

export class LiveLinks {
  readonly #room: RoomContext;
  readonly #member: MemberContext;
  readonly #live: LiveContext;
  readonly #ingest: LiveIngest;
  readonly #egressById = new Map<string, LiveEgress>();

  constructor(room: RoomContext, member: MemberContext, live: LiveContext, publisher: Publisher) {
    this.#room = room;
    this.#member = member;
    this.#live = live;
    this.#ingest = new LiveIngest(room, member, live, publisher);
  }

  get isEmpty(): boolean {
    return this.#ingest.isEmpty && this.#egressById.size === 0;
  }

  get transportCount(): number {
    return this.#sum((egress) => egress.transportCount) + this.#ingest.transportCount;
  }

  get consumerCount(): number {
    return this.#sum((egress) => egress.consumerCount);
  }

  /** For the inspector. */
  get stats() {
    return [...this.#egressById.values()].flatMap((egress) => egress.stats);
  }

  /** @throws AppError alreadyPublished, mediaUnavailable */
  openIngest(request: IngestRequest): Promise<{ producerId: string }> {
    return this.#ingest.open(request);
  }

  feed(frame: FedFrame): void {
    this.#ingest.feed(frame);
  }

  /** @throws AppError invalidArgument when the id is in use, limitExceeded, mediaUnavailable */
  async openEgress({ egressId, takesVp8 = false }: Pick<LiveEgressOptions, 'egressId' | 'takesVp8'>): Promise<void> {
    if (this.#egressById.has(egressId)) throw new AppError('invalidArgument', 'egressId is in use');
    if (this.#egressById.size >= MAX_EGRESSES) throw new AppError('limitExceeded', 'egresses');
    const room = this.#room;
    const member = this.#member;
    const live = this.#live;
    let isOpen = false;
    const egress = new LiveEgress({
      egressId,
      takesVp8,
      room,
      member,
      live,
      onClosed: () => {
        if (this.#egressById.get(egressId) === egress) this.#egressById.delete(egressId);
        const { roomId } = room;
        // One that never opened has failed its command.
        if (isOpen) live.emitLive({ type: 'egressClosed', roomId, memberId: member.memberId, egressId });
      },
    });
    this.#egressById.set(egressId, egress);
    await egress.open();
    isOpen = true;
  }

  /** Asks for a key frame, where there is video. */
  refreshEgress(egressId: string): void {
    this.#egressById.get(egressId)?.refresh();
  }

  closeEgress(egressId: string): void {
    this.#egressById.get(egressId)?.close();
  }

  /** What the member sends has changed. */
  settle(): void {
    for (const egress of this.#egressById.values()) egress.settle();
  }

  close(): void {
    for (const egress of [...this.#egressById.values()]) egress.close();
    this.#ingest.close();
  }

  #sum(count: (egress: LiveEgress) => number): number {
    return [...this.#egressById.values()].reduce((sum, egress) => sum + count(egress), 0);
  }
}
