/** What a room tells, as the component's own events: flat objects with names instead of numbers. */
import type { RoomChange } from '../../../client/client-events.ts';
import type { ClientRoom } from '../../../client/client-room.ts';
import {
  FloorCause,
  FloorRequestStatus,
  LeaveReason,
  Medium,
  type Member,
  Presence,
  Role,
} from '../../../wire/generated/messages.ts';
import { decodeUtf8 } from '../../../wire/utf8.ts';
import { enumName } from '../model/names.ts';

export type EventDetail = Readonly<Record<string, unknown>>;
export type Tell = (name: string, detail: EventDetail) => void;

const person = ({ memberId, userId, displayName, role }: Member): EventDetail => ({
  memberId,
  userId,
  name: displayName,
  role: enumName(Role, role),
});

type Tellers = { readonly [K in RoomChange['type']]?: (change: Extract<RoomChange, { type: K }>, tell: Tell) => void };

const TELLERS: Tellers = {
  memberJoined: ({ member }, tell) => tell('memberjoin', person(member)),
  memberLeft: ({ member, reason }, tell) =>
    tell('memberleave', { ...person(member), reason: enumName(LeaveReason, reason) }),
  presenceChanged: ({ memberId, presence, previous }, tell) =>
    tell('presencechange', {
      memberId,
      presence: enumName(Presence, presence),
      previous: enumName(Presence, previous),
    }),
  mediumChanged: ({ memberId, state }, tell) => {
    if (state === null) return;
    const { medium, selfMuted, moderatorMuted, mayFlow, published } = state;
    const detail = { memberId, medium: enumName(Medium, medium), selfMuted, moderatorMuted, mayFlow, published };
    tell('mutechange', detail);
  },
  roleChanged: ({ memberId, role }, tell) => tell('rolechange', { memberId, role: enumName(Role, role) }),
  grantsChanged: ({ memberId, grants }, tell) => tell('grantschange', { memberId, grants }),
  handChanged: ({ memberId, handRaisedAtMs }, tell) => tell('handchange', { memberId, raised: handRaisedAtMs > 0 }),
  memberAttributesChanged: ({ memberId, attributes }, tell) => tell('attributechange', { memberId, attributes }),
  roomAttributesChanged: ({ attributes }, tell) => tell('attributechange', { memberId: '', attributes }),
  policyChanged: ({ policy }, tell) =>
    tell('policychange', {
      locked: policy?.locked ?? false,
      lobby: policy?.lobby ?? false,
      unmuteLocked: (policy?.unmuteLocked ?? []).map((medium) => enumName(Medium, medium)),
    }),
  floorChanged: ({ floor }, tell) =>
    tell('floorchange', {
      floorId: floor.floorId,
      requests: floor.requests.map(({ requestId, memberId, status, queuePosition, expiresAtMs, warned }) => ({
        requestId,
        memberId,
        status: enumName(FloorRequestStatus, status),
        queuePosition,
        expiresAtMs,
        warned,
      })),
    }),
  floorRemoved: ({ floorId }, tell) => tell('floorchange', { floorId, requests: [], removed: true }),
  floorRequestEnded: ({ request }, tell) =>
    tell('floorend', {
      requestId: request.requestId,
      memberId: request.memberId,
      floorIds: request.floorIds,
      status: enumName(FloorRequestStatus, request.status),
      cause: enumName(FloorCause, request.cause),
    }),
  chatSent: ({ message }, tell) => {
    if (message === null) return;
    const { messageId, memberId, displayName, text, sentAtMs } = message;
    tell('chat', { messageId, memberId, name: displayName, text, sentAtMs });
  },
  lobbyChanged: ({ lobby }, tell) => tell('lobbychange', { waiting: lobby }),
  unmuteInvited: ({ memberId, medium }, tell) => tell('unmuteinvited', { memberId, medium: enumName(Medium, medium) }),
  audienceCountChanged: ({ audienceCount }, tell) => tell('audiencecount', { count: audienceCount }),
};

/** Changes wait for `flush`; the rest is told at once. */
export interface RoomEventTeller {
  /** To be called when what is shown has the changes. */
  flush(): void;
  stop(): void;
}

/** Tells everything that happens in the room. `state`, `status` and `ended` are not told. */
export function tellRoomEvents(room: ClientRoom, tell: Tell): RoomEventTeller {
  // Of one delta; its `state` follows in the same turn.
  let changes: RoomChange[] = [];
  const unlisten = [
    room.on('change', (change) => changes.push(change)),
    room.on('data', ({ memberId, topic, payload, lossy }) =>
      tell('data', { memberId, topic, text: decodeUtf8(payload) ?? '', lossy }),
    ),
    room.on('selfReport', ({ differences }) =>
      tell('selfreport', { differences: differences.map(({ what, cause, atMs }) => ({ what, cause, atMs })) }),
    ),
    room.on('speakers', ({ speakers, dominantMemberId }) => tell('speakers', { speakers, dominantMemberId })),
    room.on('quality', ({ members }) => tell('quality', { members })),
  ];
  return {
    flush: () => {
      const told = changes;
      changes = [];
      for (const change of told) {
        const teller = TELLERS[change.type] as ((one: RoomChange, to: Tell) => void) | undefined;
        teller?.(change, tell);
      }
    },
    stop: () => {
      for (const stop of unlisten) stop();
    },
  };
}
