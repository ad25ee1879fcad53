/**
 * Floors in the room. Commands about floors go to floor control as they are; whatever else happens to members (away,
 * gone, grants lost) is reported to it within the same decision. Either way the decision ends with the flows that
 * follow, so that no offset exists at which the room says one thing and its floors another.
 */
import type { FloorCommand, FloorEvent, FloorsState } from '../../floor-control/floor-types.ts';
import { decide as decideFloors, evolve as evolveFloors, wakeAt as floorsWakeAt } from '../../floor-control/floors.ts';
import { assert } from '../../shared/assert.ts';
import type { InstantMs } from '../../shared/ids.ts';
import { mayPublish } from '../role-grants.ts';
import {
  type Decision,
  type FloorRoomCommand,
  MEDIA,
  type RoomCommand,
  type RoomEvent,
  type RoomState,
} from '../room-types.ts';
import { accept, reject } from './decisions.ts';
import { flowEvents } from './floor-flows.ts';
import { mediaContext, settled } from './media-changes.ts';
import { RoomView } from './room-view.ts';

type MediumChanged = Extract<RoomEvent, { readonly type: 'mediumChanged' }>;
const isMediumChanged = (event: RoomEvent): event is MediumChanged => event.type === 'mediumChanged';

/** Neither floors nor anything kept for them: nothing here costs such a room anything. */
export const hasNoFloors = ({ records, away }: FloorsState): boolean => records.size === 0 && away.size === 0;

/** A command about floors, by a member or (actor null) the server. */
export function decideFloorCommand(state: RoomState, command: FloorRoomCommand): Decision {
  if ('actor' in command && command.actor !== null && !state.members.has(command.actor)) return reject('notMember');
  const view = new RoomView(state, []);
  const decision = decideFloors(state.floors, command, view.floorContext);
  if ('rejected' in decision) return decision;
  const floors = decision.events.reduce(evolveFloors, state.floors);
  return accept(...decision.events, ...flowEvents(state, view, floors, []));
}

/** The decision, completed by what it means for floors. */
export function followedByFloors(state: RoomState, command: RoomCommand, decision: Decision): Decision {
  if (hasNoFloors(state.floors) || 'rejected' in decision) return decision;
  const { events } = decision;
  // The last content of a closed room stays as it was.
  if (events.some(({ type }) => type === 'roomClosed')) return decision;
  const view = new RoomView(state, events);
  const reports = reportsOf(state, view, command, events);
  if (reports.length === 0) return decision;
  let { floors } = state;
  const floorEvents: FloorEvent[] = [];
  for (const report of reports) {
    const answer = decideFloors(floors, report, view.floorContext);
    assert(!('rejected' in answer), 'floor control takes reports of the room');
    floors = answer.events.reduce(evolveFloors, floors);
    floorEvents.push(...answer.events);
  }
  return accept(
    ...events.flatMap((event) => (isMediumChanged(event) ? [] : withJoinedSettled(event, state.config, floors))),
    ...withoutSuperseded(floorEvents),
    ...flowEvents(state, view, floors, events.filter(isMediumChanged)),
  );
}

/** Who joins in this decision joins with the floors as it leaves them. */
function withJoinedSettled(event: RoomEvent, config: RoomState['config'], floors: FloorsState): RoomEvent {
  if (event.type !== 'memberJoined') return event;
  return { type: 'memberJoined', member: settled(event.member, mediaContext({ config, floors })) };
}

/** When time alone changes floors; null = never. */
export function nextFloorDeadline({ floors }: RoomState): InstantMs | null {
  return hasNoFloors(floors) ? null : floorsWakeAt(floors);
}

/** What floor control must be told, in the order of the events. */
function reportsOf(
  state: RoomState,
  view: RoomView,
  command: RoomCommand,
  events: readonly RoomEvent[],
): readonly FloorCommand[] {
  const { at } = command;
  const reports = events.flatMap((event) => reportsOfEvent(state, event, at));
  if (command.type === 'transferChair' && events.length > 0) {
    // Who hands over the room hands over the floors it chairs.
    for (const [floorId, { floor }] of state.floors.records) {
      if (floor.chair !== command.actor) continue;
      reports.push({ type: 'setFloorChair', at, actor: null, floorId, chair: command.target });
    }
  }
  const isAnswered = events.some(({ type }) => type === 'grantsChanged');
  const hadDecider = state.bookkeeping.deciderCount > 0;
  if (isAnswered || view.hasDecider !== hadDecider) reports.push({ type: 'roomChanged', at });
  const deadline = command.type === 'wake' ? nextFloorDeadline(state) : null;
  if (deadline !== null && deadline <= at) reports.push({ type: 'wake', at });
  return reports;
}

function reportsOfEvent(state: RoomState, event: RoomEvent, at: InstantMs): FloorCommand[] {
  switch (event.type) {
    case 'memberLeft':
      return [{ type: 'memberGone', at, memberId: event.memberId }];
    case 'presenceChanged':
      return [{ type: event.presence === 'online' ? 'memberBack' : 'memberAway', at, memberId: event.memberId }];
    case 'grantsChanged': {
      const { memberId, grants } = event;
      const before = state.members.get(memberId)?.grants;
      const lost = MEDIA.filter((medium) => before && mayPublish(before, medium) && !mayPublish(grants, medium));
      return lost.map((medium) => ({ type: 'grantLost', at, memberId, medium }));
    }
    default:
      return [];
  }
}

/** Several reports may change one floor several times: only the last picture of it counts. */
function withoutSuperseded(events: readonly FloorEvent[]): readonly FloorEvent[] {
  const last = new Map<string, FloorEvent>();
  for (const event of events) if (event.type === 'floorChanged') last.set(event.floor.floorId, event);
  return events.filter((event) => event.type !== 'floorChanged' || last.get(event.floor.floorId) === event);
}
