/**
 * Makes the media plane follow the room. Two ways, because one is not enough:
 *
 * - at once: every `mediumChanged` event whose `mayFlow` differs from what was last told goes to the engine in the
 *   same turn that decided it (mute to silence is this path);
 * - again and again: every second each room with media is audited, and what the engine really does is compared with
 *   what the room says. A producer that flows without the right to is stopped, one nobody knows is closed, one the
 *   room believes in but the engine has lost is recorded as gone. Each repair is counted: in a healthy node the
 *   counter stays at zero.
 *
 * An audit answers with the state at some moment between question and answer. What changed in that time is left for
 * the next audit, or the repair itself would be the fault.
 */
import type { Medium, RoomState } from '../room-state/room-types.ts';
import type { FlowReport, MediaEngine } from '../sfu/media-engine.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import type { MemberId, RoomId } from '../shared/ids.ts';
import type { RoomRegistry } from './room-registry.ts';
import type { LoggedEvent } from './room-turn.ts';

export type RepairKind = 'flow' | 'unknownMember' | 'unknownProducer' | 'lostProducer';

export interface MediaEnforcerOptions {
  readonly engine: MediaEngine;
  readonly clock: Clock;
  readonly auditIntervalMs: number;
  /** A divergence was found and mended. */
  readonly onRepair: (kind: RepairKind) => void;
  /** Milliseconds from the decision until the engine had carried it out. */
  readonly onEnforced: (elapsedMs: number) => void;
  /** The engine failed to obey; the audit will try again. Not told after `stop`: all media end with the engine then. */
  readonly onFault: (what: string, error: unknown) => void;
}

type FlowKey = `${MemberId}/${Medium}`;
const flowKey = (memberId: MemberId, medium: Medium): FlowKey => `${memberId}/${medium}`;

interface RoomFlows {
  /** Moves with every change that concerns the media plane; an audit older than it is not to be trusted. */
  revision: number;
  /** Seen wrong once; mended when seen wrong again (only for what may be a race with an answer under way). */
  suspects: Set<string>;
  auditing: boolean;
  /** Anything at all was opened in the engine for this room. */
  touched: boolean;
}

export class MediaEnforcer {
  readonly #options: MediaEnforcerOptions;
  readonly #flowsByRoom = new Map<RoomId, RoomFlows>();
  #rooms: RoomRegistry | undefined;
  #cancelAudit: CancelTimer | undefined;
  #stopped = false;

  constructor(options: MediaEnforcerOptions) {
    this.#options = options;
  }

  /** Begins the audits. */
  start(rooms: RoomRegistry): void {
    this.#rooms = rooms;
    this.#auditLater();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelAudit?.();
  }

  /** Media of that room is in use from now on: audit it. */
  touch(roomId: RoomId): void {
    const flows = this.#flows(roomId);
    flows.touched = true;
    flows.revision += 1;
  }

  /** Follows one event of the room; never throws. */
  onEvent(entry: LoggedEvent, state: RoomState): void {
    const { event } = entry;
    const flows = this.#flowsByRoom.get(state.roomId);
    if (flows?.touched !== true) return;
    switch (event.type) {
      case 'mediumChanged':
        flows.revision += 1;
        this.#setFlow(state.roomId, event.memberId, event.state.medium, event.state.mayFlow);
        return;
      case 'memberLeft':
        flows.revision += 1;
        this.#send('closeMember', { type: 'closeMember', roomId: state.roomId, memberId: event.memberId });
        return;
      case 'roomClosed':
        this.closeRoom(state.roomId);
        return;
      default:
    }
  }

  /** Closes all media of a room that is over. */
  closeRoom(roomId: RoomId): void {
    if (this.#flowsByRoom.delete(roomId)) this.#send('closeRoom', { type: 'closeRoom', roomId });
  }

  /** Compares one room with the engine now; also used by tests. */
  async audit(roomId: RoomId): Promise<void> {
    const flows = this.#flowsByRoom.get(roomId);
    if (flows === undefined || flows.auditing) return;
    flows.auditing = true;
    const revision = flows.revision;
    try {
      const { flows: reports } = await this.#options.engine.request({ type: 'audit', roomId });
      const state = this.#rooms?.get(roomId)?.state;
      if (state !== undefined && flows.revision === revision) this.#repair(state, flows, reports);
    } catch (error) {
      this.#onFault('audit', error);
    } finally {
      flows.auditing = false;
    }
  }

  #flows(roomId: RoomId): RoomFlows {
    let flows = this.#flowsByRoom.get(roomId);
    if (flows === undefined) {
      flows = { revision: 0, suspects: new Set(), auditing: false, touched: false };
      this.#flowsByRoom.set(roomId, flows);
    }
    return flows;
  }

  #repair(state: RoomState, flows: RoomFlows, reports: readonly FlowReport[]): void {
    const before = flows.suspects;
    const suspects = new Set<string>();
    const twice = (what: string): boolean => {
      suspects.add(what);
      return before.has(what);
    };
    const reported = new Set<string>();
    for (const report of reports) {
      reported.add(report.producerId);
      this.#repairReported(state, report, twice);
    }
    for (const member of state.members.values()) {
      for (const medium of Object.values(member.media)) {
        const lost = medium.published && medium.source === 'webrtc' && !reported.has(medium.producerId);
        if (!lost || !twice(`lost ${medium.producerId}`)) continue;
        this.#options.onRepair('lostProducer');
        const { producerId } = medium;
        const at = this.#options.clock.now();
        this.#rooms?.tell(state.roomId, {
          type: 'unpublished',
          actor: member.memberId,
          medium: medium.medium,
          producerId,
          at,
        });
      }
    }
    flows.suspects = suspects;
  }

  #repairReported(state: RoomState, report: FlowReport, twice: (what: string) => boolean): void {
    const { roomId, memberId, medium, producerId } = report;
    const member = state.members.get(memberId);
    if (member === undefined) {
      if (!twice(`member ${memberId}`)) return;
      this.#options.onRepair('unknownMember');
      this.#send('closeMember', { type: 'closeMember', roomId, memberId });
      return;
    }
    const { mayFlow, published } = member.media[medium];
    if (report.mayFlow !== mayFlow) {
      this.#options.onRepair('flow');
      this.#setFlow(roomId, memberId, medium, mayFlow);
    }
    if (!published && medium !== 'data' && twice(`producer ${producerId}`)) {
      this.#options.onRepair('unknownProducer');
      this.#send('closeProducer', { type: 'closeProducer', roomId, memberId, producerId });
    }
  }

  #setFlow(roomId: RoomId, memberId: MemberId, medium: Medium, mayFlow: boolean): void {
    const { clock, engine, onEnforced } = this.#options;
    const decidedAt = clock.now();
    engine.request({ type: 'setFlow', roomId, memberId, medium, mayFlow }).then(
      () => onEnforced(clock.now() - decidedAt),
      (error: unknown) => this.#onFault(`setFlow ${flowKey(memberId, medium)}`, error),
    );
  }

  #send(what: string, command: Parameters<MediaEngine['request']>[0]): void {
    this.#options.engine.request(command).catch((error: unknown) => this.#onFault(what, error));
  }

  #onFault(what: string, error: unknown): void {
    if (!this.#stopped) this.#options.onFault(what, error);
  }

  #auditLater(): void {
    if (this.#stopped) return;
    this.#cancelAudit = this.#options.clock.after(this.#options.auditIntervalMs, () => {
      for (const [roomId, flows] of this.#flowsByRoom) {
        if (this.#rooms?.get(roomId) === undefined) this.#flowsByRoom.delete(roomId);
        else if (flows.touched) void this.audit(roomId);
      }
      this.#auditLater();
    });
  }
}
