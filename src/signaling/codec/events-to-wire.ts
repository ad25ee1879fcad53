/** Room events to wire changes, and the topic each belongs to. Pure. */
import type { Change, DeltaEvent, Init, RoomDelta } from '../../../wire/generated/messages.ts';
import type { LoggedEvent } from '../../room-host/room-turn.ts';
import type { RoomEvent } from '../../room-state/room-types.ts';
import { assertNever } from '../../shared/assert.ts';
import type { MemberId } from '../../shared/ids.ts';
import { endedRequestToWire, floorToWire } from './floors-to-wire.ts';
import {
  attributesToWire,
  grantsToWire,
  mediumStateToWire,
  memberToWire,
  policyToWire,
  WIRE_LEAVE_REASON,
  WIRE_MEDIUM,
  WIRE_PRESENCE,
  WIRE_ROLE,
} from './to-wire.ts';

/** Topics a client may subscribe to, beside `data:<name>`. */
export const TOPICS = ['members', 'media', 'floors', 'attributes', 'chat', 'speakers', 'moderation'] as const;

/** What a client gets that names no topics. `moderation` is added for those who may moderate. */
export const DEFAULT_TOPICS: readonly string[] = ['attributes', 'chat', 'floors', 'media', 'members', 'speakers'];

/** The topic of an event; null = it goes to nobody by topic. `every` goes to all subscribers of the room. */
export function topicOf(event: RoomEvent): string | null {
  switch (event.type) {
    case 'memberJoined':
    case 'memberRenamed':
    case 'memberLeft':
    case 'presenceChanged':
    case 'roleChanged':
    case 'grantsChanged':
    case 'handChanged':
    case 'pushGenerationRaised':
      return 'members';
    case 'mediumChanged':
    case 'unmuteInvited':
      return 'media';
    case 'memberAttributesChanged':
    case 'roomAttributesChanged':
      return 'attributes';
    case 'policyChanged':
    case 'mediaReset':
    case 'roomClosed':
      return 'every';
    case 'chatSent':
      return 'chat';
    case 'dataSent':
      return event.to.length === 0 ? `data:${event.topic}` : null;
    case 'floorChanged':
    case 'floorRemoved':
    case 'requestEnded':
      return 'floors';
    case 'accountNoted':
    case 'awayNoted':
      return null;
    case 'lobbyChanged':
    case 'lobbyAdmitted':
    case 'lobbyDenied':
    case 'userBanned':
    case 'userUnbanned':
      return 'moderation';
    case 'graceRenewed':
      return null;
    default:
      return assertNever(event);
  }
}

/** The wire form; null for events that clients do not see. */
export function eventToChange(event: RoomEvent): Init<Change> | null {
  switch (event.type) {
    // Who has seen it join replaces what it knows of it.
    case 'memberJoined':
    case 'memberRenamed':
      return { memberJoined: { member: memberToWire(event.member) } };
    case 'memberLeft':
      return { memberLeft: { memberId: event.memberId, reason: WIRE_LEAVE_REASON[event.reason] } };
    case 'presenceChanged':
      return { presenceChanged: { memberId: event.memberId, presence: WIRE_PRESENCE[event.presence] } };
    case 'mediumChanged':
      return { mediumChanged: { memberId: event.memberId, state: mediumStateToWire(event.state) } };
    case 'roleChanged':
      return { roleChanged: { memberId: event.memberId, role: WIRE_ROLE[event.role] } };
    case 'grantsChanged':
      return { grantsChanged: { memberId: event.memberId, grants: grantsToWire(event.grants) } };
    case 'handChanged':
      return { handChanged: { memberId: event.memberId, handRaisedAtMs: event.handRaisedAtMs } };
    case 'pushGenerationRaised':
      return { pushGenerationRaised: { memberId: event.memberId, pushGeneration: event.pushGeneration } };
    case 'memberAttributesChanged':
      return {
        memberAttributesChanged: { memberId: event.memberId, attributes: attributesToWire(event.attributes) },
      };
    case 'roomAttributesChanged':
      return { roomAttributesChanged: { attributes: attributesToWire(event.attributes) } };
    case 'policyChanged':
      return { policyChanged: { policy: policyToWire(event.policy) } };
    case 'chatSent':
      return { chatSent: { message: event.message } };
    case 'dataSent':
      return {
        dataSent: { memberId: event.memberId, topic: event.topic, payload: event.payload, to: event.to },
      };
    case 'mediaReset':
      return { mediaReset: { mediaGeneration: event.mediaGeneration, memberIds: event.memberIds } };
    case 'lobbyChanged':
      return { lobbyChanged: { lobby: event.lobby } };
    case 'roomClosed':
      return { roomClosed: { reason: WIRE_LEAVE_REASON[event.reason] } };
    case 'unmuteInvited':
      return { unmuteInvited: { memberId: event.memberId, medium: WIRE_MEDIUM[event.medium] } };
    case 'floorChanged':
      return { floorChanged: { floor: floorToWire(event.floor) } };
    case 'floorRemoved':
      return { floorRemoved: { floorId: event.floorId } };
    case 'requestEnded':
      return { floorRequestEnded: { request: endedRequestToWire(event.request) } };
    case 'accountNoted':
    case 'awayNoted':
    case 'graceRenewed':
    case 'lobbyAdmitted':
    case 'lobbyDenied':
    case 'userBanned':
    case 'userUnbanned':
      return null;
    default:
      return assertNever(event);
  }
}

/** Whether a client with those topics gets the event. `memberId`: directed data reaches its addressees (in resumes). */
export function reaches(event: RoomEvent, topics: ReadonlySet<string>, memberId?: MemberId): boolean {
  const topic = topicOf(event);
  if (topic === null) {
    return memberId !== undefined && event.type === 'dataSent' && event.to.includes(memberId);
  }
  return topic === 'every' || topics.has(topic);
}

/** What others than its subject are told of an entry; null = nothing. */
function visibleChange(
  { event, sight }: LoggedEvent,
  topics: ReadonlySet<string>,
  memberId: MemberId | undefined,
): Init<Change> | null {
  const appearance = sight?.appearance ?? { type: 'itself' };
  switch (appearance.type) {
    case 'itself':
      return reaches(event, topics, memberId) ? eventToChange(event) : null;
    case 'nothing':
      return null;
    case 'appeared':
      return topics.has('members') ? { memberJoined: { member: memberToWire(appearance.member) } } : null;
    case 'vanished':
      return topics.has('members') ? { memberLeft: { memberId: appearance.memberId } } : null;
    default:
      return assertNever(appearance);
  }
}

/** The last of the entries that changed the number of the audience: all of them together are told as one. */
function lastCounted(
  entries: readonly LoggedEvent[],
  topics: ReadonlySet<string>,
): { readonly entry: LoggedEvent; readonly audienceCount: number } | undefined {
  if (!topics.has('members')) return undefined;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    const audienceCount = entry?.sight?.audienceCount ?? null;
    if (entry !== undefined && audienceCount !== null) return { entry, audienceCount };
  }
  return undefined;
}

/** Those of the entries that reach a client with those topics, as one delta; undefined when none does. */
export function deltaToWire(
  roomId: string,
  epoch: string,
  prevOffset: number,
  entries: readonly LoggedEvent[],
  topics: ReadonlySet<string>,
  memberId?: MemberId,
): Init<RoomDelta> | undefined {
  const events: Init<DeltaEvent>[] = [];
  const counted = lastCounted(entries, topics);
  for (const entry of entries) {
    const { offset, actor, causeId } = entry;
    const change = visibleChange(entry, topics, memberId);
    if (change !== null) events.push({ offset, actor: actor ?? '', causeId, change });
    if (entry === counted?.entry)
      events.push({ offset, change: { audienceCountChanged: { audienceCount: counted.audienceCount } } });
  }
  const last = entries.at(-1);
  if (events.length === 0 || last === undefined) return undefined;
  return { roomId, epoch, prevOffset, offset: last.offset, atMs: last.at, events };
}
