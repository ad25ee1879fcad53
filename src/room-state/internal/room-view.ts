/**
 * The room as it will be once the direct events of a decision are applied, as far as floors and flows depend on it.
 * Floors are decided on this view, so that a leave and the grant that follows from it leave in one decision.
 */
import type { FloorContext } from '../../floor-control/floor-types.ts';
import { assert } from '../../shared/assert.ts';
import type { MemberId } from '../../shared/ids.ts';
import { mayPublish } from '../role-grants.ts';
import type { Member, RoomEvent, RoomState } from '../room-types.ts';
import { mayRunRoom } from './rights.ts';

/** Here, and allowed to decide about floors that have no chair of their own. */
export const isDecider = (member: Member): boolean => member.presence === 'online' && mayRunRoom(member);

const counted = (member: Member | null | undefined): number => Number(member != null && isDecider(member));

export class RoomView {
  readonly #state: RoomState;
  /** Members that differ from the state; null = gone. */
  readonly #changed = new Map<MemberId, Member | null>();

  constructor(state: RoomState, events: readonly RoomEvent[]) {
    this.#state = state;
    for (const event of events) this.#apply(event);
  }

  member(memberId: MemberId): Member | undefined {
    const changed = this.#changed.get(memberId);
    return changed === undefined ? this.#state.members.get(memberId) : (changed ?? undefined);
  }

  /** Everybody. O(members). */
  *members(): Generator<Member> {
    for (const memberId of this.#state.members.keys()) {
      const member = this.member(memberId);
      if (member !== undefined) yield member;
    }
    for (const [memberId, member] of this.#changed) {
      if (member !== null && !this.#state.members.has(memberId)) yield member;
    }
  }

  /** Somebody who may decide on floors without a chair of their own is here. O(members that changed). */
  get hasDecider(): boolean {
    let count = this.#state.bookkeeping.deciderCount;
    for (const [memberId, member] of this.#changed) {
      count += counted(member) - counted(this.#state.members.get(memberId));
    }
    return count > 0;
  }

  /** What floor control asks about the room. */
  get floorContext(): FloorContext {
    const { hasDecider } = this;
    return {
      isMember: (memberId) => this.member(memberId) !== undefined,
      mayModerate: (memberId) => this.#is(memberId, mayRunRoom),
      mayPublish: (memberId, medium) => this.#is(memberId, ({ grants }) => mayPublish(grants, medium)),
      isPresent: (memberId) => this.#is(memberId, ({ presence }) => presence === 'online'),
      isChairPresent: hasDecider,
    };
  }

  #is(memberId: MemberId, holds: (member: Member) => boolean): boolean {
    const member = this.member(memberId);
    return member !== undefined && holds(member);
  }

  #apply(event: RoomEvent): void {
    switch (event.type) {
      case 'memberJoined':
        this.#changed.set(event.member.memberId, event.member);
        return;
      case 'memberLeft':
        this.#changed.set(event.memberId, null);
        return;
      case 'presenceChanged':
        this.#patch(event.memberId, (member) => ({ ...member, presence: event.presence }));
        return;
      case 'roleChanged':
        this.#patch(event.memberId, (member) => ({ ...member, role: event.role }));
        return;
      case 'grantsChanged':
        this.#patch(event.memberId, (member) => ({ ...member, grants: event.grants }));
        return;
      case 'mediumChanged': {
        const { state } = event;
        this.#patch(event.memberId, (member) => ({ ...member, media: { ...member.media, [state.medium]: state } }));
        return;
      }
      default:
    }
  }

  #patch(memberId: MemberId, change: (member: Member) => Member): void {
    const member = this.member(memberId);
    assert(member !== undefined, 'events of a decision are about members');
    this.#changed.set(memberId, change(member));
  }
}
