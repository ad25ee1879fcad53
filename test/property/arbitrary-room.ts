/** Command lists for rooms: few ids, so that commands meet, and now and then something no client should send. */
import fc from 'fast-check';
import { DEFAULT_ROOM_CONFIG } from '../../src/room-state/default-config.ts';
import { defaultGrants } from '../../src/room-state/role-grants.ts';
import { type Grants, MEDIA, type RoomCommand, type RoomConfig } from '../../src/room-state/room-types.ts';
import { instantMs, type MemberId, type UserId } from '../../src/shared/ids.ts';

type WithoutAt<C> = C extends unknown ? Omit<C, 'at'> : never;
type Body = WithoutAt<RoomCommand>;

const memberIds = ['m0', 'm1', 'm2', 'm3', 'm4'] as MemberId[];
const userIds = ['u0', 'u1', 'u2', 'u3'] as UserId[];
const member = fc.constantFrom(...memberIds);
/** Mostly the one who begins as chair, or most commands would be refused. */
const actor = fc.oneof(
  { weight: 2, arbitrary: fc.constant(memberIds[0] as MemberId) },
  { weight: 3, arbitrary: member },
);
/** Half of the time about oneself. */
const own = fc
  .tuple(actor, member, fc.boolean())
  .map(([by, other, isOwn]) => ({ actor: by, target: isOwn ? by : other }));
const user = fc.constantFrom(...userIds);
const medium = fc.constantFrom(...MEDIA);
const role = fc.constantFrom('chair', 'speaker', 'audience', 'device');
const hostileText = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    '',
    ' ',
    '__proto__',
    'constructor',
    'control',
    '\ud800',
    '\u0000',
    'x'.repeat(5000),
    '水'.repeat(3000),
  ),
);
const hostileNumber = fc.oneof(
  fc.integer({ min: -5, max: 5000 }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER, -0, 0.5, 2 ** 32),
);
const key = fc.oneof({ weight: 12, arbitrary: fc.constantFrom('a', 'b', 'c') }, { weight: 1, arbitrary: hostileText });
const version = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 1, arbitrary: hostileNumber },
);
const attributes = fc.array(
  fc.record({
    key,
    value: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('', '1', '2') }, { weight: 1, arbitrary: hostileText }),
    version,
  }),
  {
    maxLength: 3,
  },
);
const grants: fc.Arbitrary<Grants> = fc.record({
  publishAudio: fc.boolean(),
  publishVideo: fc.boolean(),
  publishScreen: fc.boolean(),
  publishData: fc.boolean(),
  subscribe: fc.boolean(),
  chat: fc.boolean(),
  moderate: fc.boolean(),
  bypassLobby: fc.boolean(),
  hidden: fc.boolean(),
});
const identity = fc.record({ userId: user, role, special: fc.option(grants, { freq: 4 }) }).map((guest) => ({
  userId: guest.userId,
  displayName: guest.userId,
  avatar: '',
  role: guest.role,
  grants: guest.special ?? defaultGrants(guest.role),
}));
const reason = fc.constantFrom('left', 'timedOut', 'serverShutdown', 'tokenExpired');
const producerId = fc.constantFrom('p0', 'p1', '');
const merged = <A, B>([a, b]: [A, B]): A & B => ({ ...a, ...b });
const is = <T extends string>(type: T): fc.Arbitrary<T> => fc.constant(type);

const common: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ type: is('setModeratorMute'), actor, target: member, medium, muted: fc.boolean() }),
  fc.record({ type: is('setSelfMute'), actor, medium, muted: fc.boolean() }),
  fc.record({
    type: is('muteAll'),
    actor,
    media: fc.array(medium, { maxLength: 3 }),
    except: fc.array(member, { maxLength: 2 }),
    allowUnmute: fc.boolean(),
  }),
  fc.record({ type: fc.constantFrom('presenceLost', 'presenceSeen', 'mediaSeen'), actor }),
  fc.record({ type: is('setPresence'), actor, presence: fc.constantFrom('online', 'background') }),
  fc.record({ type: is('setRole'), actor, target: member, role }),
  fc.record({ type: is('setGrants'), actor, target: member, grants }),
  fc.record({
    type: is('published'),
    actor,
    medium,
    source: fc.constantFrom('webrtc', 'rtmp'),
    producerId,
  }),
);

/** Often, so that most actors are members. */
const joining: fc.Arbitrary<Body> = fc.record({ type: is('join'), memberId: member, identity, attributes });

const rest: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ type: is('preparePush'), actor, force: fc.boolean() }),
  fc.record({ type: is('rename'), actor, displayName: hostileText, avatar: hostileText }),
  fc.record({ type: is('inviteToUnmute'), actor, target: member, medium }),
  fc.record({ type: is('leave'), actor, reason }),
  fc.record({ type: is('kick'), actor, target: member }),
  fc.record({ type: is('ban'), actor, userId: user, durationMs: hostileNumber }),
  fc.record({ type: is('unban'), actor, userId: user }),
  fc.record({ type: is('setPolicy'), actor, locked: fc.constantFrom(false, false, true), lobby: fc.boolean() }),
  fc.record({ type: is('setPolicy'), actor, locked: fc.constantFrom(false, false, true), lobby: fc.boolean() }),
  fc.record({
    type: fc.constantFrom('admit', 'admit', 'deny'),
    actor,
    userId: fc.constantFrom(...userIds, 'u3' as UserId),
  }),
  fc.record({ type: is('leaveLobby'), userId: user }),
  fc.record({ type: is('transferChair'), actor, target: member }),
  fc.record({ type: is('setRoomAttributes'), actor, attributes, force: fc.boolean() }),
  fc.tuple(own, fc.record({ type: is('setMemberAttributes'), attributes, force: fc.boolean() })).map(merged),
  fc.tuple(own, fc.record({ type: is('raiseHand'), raised: fc.boolean() })).map(merged),
  fc.record({ type: is('lowerAllHands'), actor }),
  fc.record({ type: is('sendChat'), actor, messageId: hostileText, text: hostileText }),
  fc.record({
    type: is('sendData'),
    actor,
    topic: hostileText,
    to: fc.array(member, { maxLength: 3 }),
    payload: fc.constantFrom(new Uint8Array(2), new Uint8Array(65_537)),
  }),
  fc.record({ type: is('unpublished'), actor, medium, producerId }),
  fc.record({ type: is('mediaLost'), members: fc.array(member, { maxLength: 4 }) }),
  fc.record({ type: is('wake') }),
);

const floorId = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('audio', 'audio', 'x', 'x', 'control') },
  { weight: 1, arbitrary: hostileText },
);
const serverOrActor = fc.oneof(
  { weight: 4, arbitrary: actor },
  { weight: 1, arbitrary: fc.constant(null as MemberId | null) },
);
const memberOrNone = fc.option(member, { nil: null });
/** Mostly values that are right, and short enough to run out within a list. */
const milliseconds = fc.oneof(
  { weight: 15, arbitrary: fc.constantFrom(0, 0, 60, 200) },
  { weight: 1, arbitrary: hostileNumber },
);
/** How many requests ago the one meant was made; becomes its id in the list. */
const requestId = fc.nat({ max: 5 }).map(String);

const floorSettings = fc.record({
  floorId,
  medium: fc.option(medium, { nil: null }),
  policy: fc.constantFrom('open', 'queue', 'priority', 'leastSpoken', 'chaired', 'turns'),
  maxHolders: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 2 }) },
    { weight: 1, arbitrary: hostileNumber },
  ),
  chair: memberOrNone,
  chairFallback: fc.constantFrom('wait', 'queue', 'open'),
  turnMs: milliseconds,
  warnMs: milliseconds,
  graceMs: milliseconds,
  idleMs: milliseconds,
  confirmMs: milliseconds,
});

const floors: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ type: is('configureFloor'), actor: serverOrActor, settings: floorSettings }),
  fc.record({ type: is('removeFloor'), actor: serverOrActor, floorId }),
  fc.record({ type: is('setFloorChair'), actor: serverOrActor, floorId, chair: memberOrNone }),
  ...[0, 1, 2].map(() =>
    fc.record({
      type: is('requestFloor'),
      actor: serverOrActor,
      requestId: is(''),
      floorIds: fc.oneof({ weight: 4, arbitrary: floorId.map((one) => [one]) }, fc.array(floorId, { maxLength: 3 })),
      priority: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 4 }) }, hostileNumber),
      beneficiary: fc.option(member, { nil: null, freq: 4 }),
      ttlMs: milliseconds,
    }),
  ),
  fc.record({ type: fc.constantFrom('cancelFloorRequest', 'confirmFloor'), actor, requestId }),
  fc.record({
    type: is('releaseFloor'),
    actor,
    target: fc.oneof(
      requestId.map((id) => ({ by: 'request' as const, requestId: id })),
      floorId.map((id) => ({ by: 'floor' as const, floorId: id })),
      fc.constant({ by: 'all' as const }),
    ),
  }),
  fc.record({
    type: is('decideFloor'),
    actor: serverOrActor,
    requestId,
    decision: fc.oneof(
      fc.record({ kind: fc.constantFrom('grant', 'deny', 'revoke') }),
      hostileNumber.map((queuePosition) => ({ kind: 'reorder' as const, queuePosition })),
    ),
  }),
  fc.record({
    type: is('mediaActivity'),
    memberId: member,
    on: fc.oneof(
      medium.map((name) => ({ medium: name })),
      floorId.map((id) => ({ floorId: id })),
    ),
    speaking: fc.boolean(),
  }),
);

const closing: fc.Arbitrary<Body> = fc.record({
  type: is('closeRoom'),
  actor: fc.oneof(member, fc.constant(null)),
  reason,
});

/** How far the clock moves before a command; it steps back now and then. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 100 }) },
  { weight: 1, arbitrary: fc.integer({ min: -300, max: 500 }) },
);

/** Three are there from the beginning: a chair and two speakers. */
const opening = memberIds.slice(0, 3).map((memberId, index): Body => {
  const role = index === 0 ? 'chair' : 'speaker';
  const userId = userIds[index] as UserId;
  const grants = defaultGrants(role);
  return {
    type: 'join',
    memberId,
    identity: { userId, displayName: userId, avatar: '', role, grants },
    attributes: [],
  };
});

/** Most rooms have floors from the beginning, most of them with settings that can be. */
const openingFloors: fc.Arbitrary<readonly Body[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(floorSettings, fc.constantFrom('queue', 'priority', 'chaired', 'turns'), fc.integer({ min: 1, max: 2 }))
      .map(([settings, policy, maxHolders]): readonly Body[] => {
        const times = policy === 'turns' ? { turnMs: 200, confirmMs: 60 } : {};
        const safe = { ...settings, ...times, policy, maxHolders, chair: null };
        return [
          { type: 'configureFloor', actor: null, settings: { ...safe, floorId: 'audio', medium: 'audio' } },
          { type: 'configureFloor', actor: null, settings: { ...safe, floorId: 'x', medium: null } },
        ];
      }),
  },
);

/** Turns `requestId` (or that of a target) from "so many requests ago" into an id. */
function recentRequest(body: Body, requests: number): object {
  const idOf = (ago: string) => `r${requests - 1 - Number(ago)}`;
  if (body.type === 'releaseFloor' && body.target.by === 'request') {
    return { target: { by: 'request', requestId: idOf(body.target.requestId) } };
  }
  return 'requestId' in body ? { requestId: idOf(body.requestId) } : {};
}

/** A list of commands at instants that follow each other, mostly. */
export const commandLists: fc.Arbitrary<readonly RoomCommand[]> = fc
  .tuple(
    openingFloors,
    fc.array(
      fc.tuple(
        step,
        fc.oneof(
          { weight: 40, arbitrary: common },
          { weight: 40, arbitrary: rest },
          { weight: 40, arbitrary: joining },
          { weight: 60, arbitrary: floors },
          { weight: 1, arbitrary: closing },
        ),
      ),
      { minLength: 20, maxLength: 80, size: 'max' },
    ),
  )
  .map(([prepared, steps]) => {
    let at = 1000;
    let requests = 0;
    const commands = steps.map(([delta, body]) => {
      at += delta;
      // The shell makes request ids, each once.
      const made = body.type === 'requestFloor' ? { requestId: `r${requests++}` } : recentRequest(body, requests);
      return { ...body, ...made, at: instantMs(at) } as RoomCommand;
    });
    const before = [...opening, ...prepared].map((body) => ({ ...body, at: instantMs(1000) }) as RoomCommand);
    return [...before, ...commands];
  });

/** Tight limits and graces, so that short lists reach them. */
export const configs: fc.Arbitrary<RoomConfig> = fc
  .record({
    maxMembers: fc.integer({ min: 3, max: 5 }),
    maxPublishers: fc.integer({ min: 1, max: 3 }),
    maxAudience: fc.integer({ min: 0, max: 3 }),
    maxAttributes: fc.integer({ min: 1, max: 4 }),
    maxChatHistory: fc.integer({ min: 1, max: 2 }),
    maxBans: fc.integer({ min: 0, max: 2 }),
    maxLobby: fc.integer({ min: 1, max: 2 }),
    maxDurationMs: fc.constantFrom(0, 0, 0, 6000),
    aloneMs: fc.constantFrom(0, 0, 900),
    backgroundAudio: fc.boolean(),
    duplicateIdentity: fc.constantFrom('take-over', 'reject-new', 'multi-device'),
  })
  .map((config) => ({
    ...DEFAULT_ROOM_CONFIG,
    ...config,
    maxFloors: 2,
    maxFloorRequests: 2,
    maxFloorRequestsPerMember: 2,
    floorAwayMs: 100,
    suspectGraceMs: 400,
    backgroundGraceMs: 700,
    emptyRoomMs: 1500,
    departureMs: 1200,
  }));
