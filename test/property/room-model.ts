/**
 * The room once more, as plainly as possible: every event makes a new state, everything derived is computed anew
 * from it. Slow and simple on purpose; the real `evolve` must agree with it after each event.
 */
import type { AwayNote, Floor, FloorAccount, FloorEvent } from '../../src/floor-control/floor-types.ts';
import type {
  Attribute,
  ChatMessage,
  FloorEnding,
  LobbyEntry,
  Medium,
  MediumState,
  Member,
  RoomEvent,
  RoomPolicy,
  RoomState,
  Standing,
} from '../../src/room-state/room-types.ts';

interface FloorModel {
  readonly floor: Floor;
  readonly accounts: Readonly<Record<string, FloorAccount>>;
}

export interface RoomModel {
  readonly scene: string;
  readonly offset: number;
  readonly status: string;
  readonly policy: RoomPolicy;
  readonly members: readonly Member[];
  readonly attributes: readonly Attribute[];
  readonly chat: readonly ChatMessage[];
  readonly bans: Readonly<Record<string, number>>;
  readonly lobby: readonly LobbyEntry[];
  readonly admitted: readonly string[];
  readonly muteMemory: Readonly<Record<string, readonly Medium[]>>;
  readonly standings: Readonly<Record<string, Standing>>;
  readonly mediaGeneration: number;
  readonly clockMs: number;
  readonly wasEntered: boolean;
  readonly emptySinceMs: number | null;
  readonly aloneSinceMs: number | null;
  /** memberId -> deadline, of those suspect or in the background. */
  readonly deadlines: Readonly<Record<string, number>>;
  /** memberId -> the deadline of those suspect that no media put off. */
  readonly atMost: Readonly<Record<string, number>>;
  readonly countedCount: number;
  readonly lastHandAtMs: number;
  readonly attributeVersionFloor: number;
  readonly floors: Readonly<Record<string, FloorModel>>;
  readonly away: Readonly<Record<string, AwayNote>>;
  readonly floorEndings: Readonly<Record<string, readonly FloorEnding[]>>;
}

const MEDIA: readonly Medium[] = ['audio', 'video', 'screen', 'data'];

const omit = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

const merge = (before: readonly Attribute[], changes: readonly Attribute[]): readonly Attribute[] =>
  [...before.filter(({ key }) => !changes.some((change) => change.key === key)), ...changes]
    .filter(({ value }) => value !== '')
    .sort((a, b) => (a.key < b.key ? -1 : 1));

const deletedVersions = (changes: readonly Attribute[]): readonly number[] =>
  changes.filter(({ value }) => value === '').map(({ version }) => version);

const mutedByName = (member: Member): readonly Medium[] =>
  MEDIA.filter((medium) => member.media[medium].moderatorMuted && !member.media[medium].mutedByLock);

function withCompany(model: RoomModel, at: number): RoomModel {
  const clockMs = Math.max(model.clockMs, at);
  return {
    ...model,
    clockMs,
    emptySinceMs: model.members.length === 0 ? clockMs : null,
    aloneSinceMs: model.members.length === 1 ? clockMs : null,
  };
}

const patch = (model: RoomModel, memberId: string, change: Partial<Member>): RoomModel => ({
  ...model,
  members: model.members.map((member) => (member.memberId === memberId ? { ...member, ...change } : member)),
});

function leave(
  model: RoomModel,
  member: Member | undefined,
  event: Extract<RoomEvent, { type: 'memberLeft' }>,
): RoomModel {
  const { memberId, userId, at } = event;
  const muted = member === undefined ? [] : mutedByName(member);
  const remembered = [...(model.muteMemory[userId] ?? []), ...muted];
  const media = MEDIA.filter((medium) => remembered.includes(medium));
  const left = {
    ...model,
    members: model.members.filter((other) => other.memberId !== memberId),
    deadlines: omit(model.deadlines, memberId),
    floorEndings: omit(model.floorEndings, memberId),
    atMost: omit(model.atMost, memberId),
    muteMemory: muted.length === 0 ? model.muteMemory : { ...model.muteMemory, [userId]: media },
  };
  return withCompany(left, at);
}

function changeMedium(model: RoomModel, member: Member, state: MediumState): RoomModel {
  const { medium } = state;
  const isLifted = mutedByName(member).includes(medium) && !state.moderatorMuted;
  const kept = (model.muteMemory[member.userId] ?? []).filter((name) => !(isLifted && name === medium));
  const hasBegun = state.published && state.source === 'rtmp' && !member.media[medium].published;
  const media = { ...member.media, [medium]: state };
  return {
    ...patch(model, member.memberId, { media, ...(hasBegun && { wasPushed: true }) }),
    muteMemory: { ...omit(model.muteMemory, member.userId), ...(kept.length > 0 && { [member.userId]: kept }) },
  };
}

function changeStanding(model: RoomModel, member: Member, role: Member['role'], grants: Member['grants']): RoomModel {
  const standings = { ...model.standings, [member.userId]: { role, grants } };
  return { ...patch(model, member.memberId, { role, grants }), standings };
}

function applyFloorEvent(model: RoomModel, event: FloorEvent): RoomModel {
  switch (event.type) {
    case 'floorChanged': {
      const { floor } = event;
      const floors = {
        ...model.floors,
        [floor.floorId]: { floor, accounts: model.floors[floor.floorId]?.accounts ?? {} },
      };
      return { ...model, floors };
    }
    case 'floorRemoved':
      return { ...model, floors: omit(model.floors, event.floorId) };
    case 'accountNoted': {
      const record = model.floors[event.floorId];
      if (record === undefined) return model;
      const others = omit(record.accounts, event.memberId);
      const accounts = event.account === null ? others : { ...others, [event.memberId]: event.account };
      return { ...model, floors: { ...model.floors, [event.floorId]: { ...record, accounts } } };
    }
    case 'awayNoted': {
      const others = omit(model.away, event.memberId);
      return { ...model, away: event.note === null ? others : { ...others, [event.memberId]: event.note } };
    }
    case 'requestEnded': {
      const { memberId, floorIds, cause, endedAt, status } = event.request;
      const wasHeld = status === 'revoked' || status === 'released';
      if (!wasHeld || !model.members.some((other) => other.memberId === memberId)) return model;
      const endings = [...(model.floorEndings[memberId] ?? []), { floorIds, cause, endedAt }].slice(-8);
      return { ...model, floorEndings: { ...model.floorEndings, [memberId]: endings } };
    }
  }
}

/** Who is a member in the crowd of a live room: neither shown nor hidden. */
const isInCrowd = ({ role, grants, handRaisedAtMs }: Member, scene: string): boolean => {
  const { hidden, publishAudio, publishVideo, publishScreen, publishData } = grants;
  const isSilent = !publishAudio && !publishVideo && !publishScreen && !publishData;
  return scene === 'live' && role === 'audience' && !hidden && isSilent && handRaisedAtMs === 0;
};
const isShown = (member: Member, scene: string): boolean => !member.grants.hidden && !isInCrowd(member, scene);

/** The event applied; whoever it brings into view goes to the end of the list. */
export function applyToModel(before: RoomModel, event: RoomEvent, config: RoomState['config']): RoomModel {
  const after = applied(before, event, config);
  const isNew = (member: Member): boolean =>
    isShown(member, after.scene) &&
    before.members.some((old) => old.memberId === member.memberId && !isShown(old, before.scene));
  return {
    ...after,
    members: [...after.members.filter((member) => !isNew(member)), ...after.members.filter(isNew)],
    countedCount: after.members.filter((member) => isInCrowd(member, after.scene)).length,
  };
}

function applied(before: RoomModel, event: RoomEvent, config: RoomState['config']): RoomModel {
  const model = { ...before, offset: before.offset + 1 };
  const member = 'memberId' in event ? model.members.find(({ memberId }) => memberId === event.memberId) : undefined;
  switch (event.type) {
    case 'memberJoined':
      return withCompany(
        {
          ...model,
          wasEntered: true,
          members: [...model.members, event.member],
          admitted: model.admitted.filter((userId) => userId !== event.member.userId),
        },
        event.member.joinedAtMs,
      );
    case 'memberLeft':
      return leave(model, member, event);
    case 'presenceChanged': {
      const clockMs = Math.max(model.clockMs, event.at);
      const others = omit(model.deadlines, event.memberId);
      const graceMs = { online: 0, suspect: config.suspectGraceMs, background: config.backgroundGraceMs }[
        event.presence
      ];
      const deadlines = event.presence === 'online' ? others : { ...others, [event.memberId]: clockMs + graceMs };
      const rest = omit(model.atMost, event.memberId);
      const longestMs = Math.max(config.suspectGraceMs, config.backgroundGraceMs);
      const atMost = event.presence === 'suspect' ? { ...rest, [event.memberId]: clockMs + longestMs } : rest;
      return { ...patch(model, event.memberId, { presence: event.presence }), clockMs, deadlines, atMost };
    }
    case 'graceRenewed': {
      const clockMs = Math.max(model.clockMs, event.at);
      const deadlines = { ...model.deadlines, [event.memberId]: clockMs + config.suspectGraceMs };
      return { ...model, clockMs, deadlines };
    }
    case 'mediumChanged':
      return member === undefined ? model : changeMedium(model, member, event.state);
    case 'pushGenerationRaised':
      return patch(model, event.memberId, { pushGeneration: event.pushGeneration, wasPushed: false });
    case 'roleChanged':
      return member === undefined ? model : changeStanding(model, member, event.role, member.grants);
    case 'grantsChanged':
      return member === undefined ? model : changeStanding(model, member, member.role, event.grants);
    case 'handChanged':
      return {
        ...patch(model, event.memberId, { handRaisedAtMs: event.handRaisedAtMs }),
        lastHandAtMs: Math.max(model.lastHandAtMs, event.handRaisedAtMs),
      };
    case 'memberRenamed': {
      const { memberId, displayName, avatar } = event.member;
      return patch(model, memberId, { displayName, avatar });
    }
    case 'memberAttributesChanged':
      return {
        ...patch(model, event.memberId, { attributes: merge(member?.attributes ?? [], event.attributes) }),
        attributeVersionFloor: Math.max(model.attributeVersionFloor, ...deletedVersions(event.attributes)),
      };
    case 'roomAttributesChanged':
      return {
        ...model,
        attributes: merge(model.attributes, event.attributes),
        attributeVersionFloor: Math.max(model.attributeVersionFloor, ...deletedVersions(event.attributes)),
      };
    case 'policyChanged':
      return { ...model, policy: event.policy };
    case 'userBanned':
      return { ...model, bans: { ...model.bans, [event.userId]: event.untilMs } };
    case 'userUnbanned':
      return { ...model, bans: omit(model.bans, event.userId) };
    case 'lobbyChanged':
      return { ...model, lobby: event.lobby };
    case 'lobbyAdmitted': {
      const others = model.admitted.filter((userId) => userId !== event.userId);
      const admitted = model.admitted.includes(event.userId) ? model.admitted : [...others, event.userId];
      return { ...model, admitted: admitted.slice(-config.maxLobby) };
    }
    case 'lobbyDenied':
      return { ...model, admitted: model.admitted.filter((userId) => userId !== event.userId) };
    case 'chatSent':
      return { ...model, chat: [...model.chat, event.message].slice(-config.maxChatHistory) };
    case 'mediaReset':
      return { ...model, mediaGeneration: event.mediaGeneration };
    case 'roomClosed':
      return { ...model, status: 'closed' };
    case 'floorChanged':
    case 'floorRemoved':
    case 'accountNoted':
    case 'awayNoted':
    case 'requestEnded':
      return applyFloorEvent(model, event);
    case 'dataSent':
    case 'unmuteInvited':
      return model;
  }
}

/** What the model says of a room. */
export function modelOf(state: RoomState): RoomModel {
  const { bookkeeping } = state;
  return {
    scene: state.scene,
    offset: state.offset,
    status: state.status,
    policy: state.policy,
    members: [...state.members.values()],
    attributes: state.attributes,
    chat: [...state.chat],
    bans: Object.fromEntries(state.bans),
    lobby: state.lobby,
    admitted: [...state.admitted],
    muteMemory: Object.fromEntries(state.muteMemory),
    standings: Object.fromEntries(state.standings),
    mediaGeneration: state.mediaGeneration,
    clockMs: bookkeeping.clockMs,
    wasEntered: bookkeeping.wasEntered,
    emptySinceMs: bookkeeping.emptySinceMs,
    aloneSinceMs: bookkeeping.aloneSinceMs,
    deadlines: Object.fromEntries([...bookkeeping.suspectUntil, ...bookkeeping.backgroundUntil]),
    atMost: Object.fromEntries(bookkeeping.suspectAtMost),
    countedCount: bookkeeping.countedCount,
    lastHandAtMs: bookkeeping.lastHandAtMs,
    attributeVersionFloor: bookkeeping.attributeVersionFloor,
    floors: Object.fromEntries(
      Array.from(state.floors.records, ([floorId, { floor, accounts }]) => [
        floorId,
        { floor, accounts: Object.fromEntries(accounts) },
      ]),
    ),
    away: Object.fromEntries(state.floors.away),
    floorEndings: Object.fromEntries(state.floorEndings),
  };
}
