/** Any calls in any order, against a naive model; and any bytes at all. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Caller } from '../../src/room-service/callers.ts';
import { ROOM_KINDS, ServiceRefusal } from '../../src/room-service/service-types.ts';
import type { MemberId, RoomId } from '../../src/shared/ids.ts';
import { type Kind, roomIdOf, userIdOf, Weapp } from '../support/weapp.ts';

const USERS = ['u0', 'u1', 'u2', 'u3', 'u4', 'u5'] as const;
const ROOMS = ['r0', 'r1', 'r2'] as const;
const KINDS = ['double_room', 'multi_room', 'live_room'] as const satisfies readonly Kind[];
const LIMIT: Readonly<Record<Kind, number>> = { double_room: 2, multi_room: 4, live_room: 4, webrtc_room: 4 };
const MAX_AUDIENCE = 2;
const TICK_MS = 5000;
const EXPIRY_MS = 20_000;
const IDLE_MS = 30_000;
const AUDIENCE_MS = 180_000;

const step = fc.record({
  type: fc.constantFrom(
    'create',
    'add',
    'add',
    'add',
    'delete',
    'beat',
    'beat',
    'destroy',
    'watch',
    'unwatch',
    'web',
    'webLeaves',
    'kick',
    'wait',
    'wait',
  ),
  user: fc.constantFrom(...USERS),
  room: fc.constantFrom(...ROOMS),
  // Mostly of the kind the room has, or nothing would ever happen.
  kind: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...KINDS) }),
  ticks: fc.integer({ min: 1, max: 6 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
/** With the kind it is asked by. */
interface RealStep extends Omit<Step, 'kind'> {
  readonly kind: Kind;
}

interface ModelRoom {
  readonly kind: Kind;
  readonly createdBy: string | null;
  readonly createdAt: number;
  creator: string | null;
  readonly pushers: Map<string, number>;
  readonly audience: Map<string, number>;
  web: boolean;
}

/** What the API should answer and show. */
class Model {
  readonly rooms = new Map<string, ModelRoom>();
  now = 0;

  run(step: RealStep): number {
    return this.#steps[step.type](step, this.rooms.get(step.room));
  }

  readonly #steps: Readonly<Record<Step['type'], (step: RealStep, room: ModelRoom | undefined) => number>> = {
    create: ({ room: id, user, kind }, room) => {
      if (room !== undefined) return 11;
      this.#make(id, kind, user);
      return 0;
    },
    add: ({ room: id, user, kind }) => this.#add(id, user, kind),
    delete: ({ room: id, user, kind }, room) => {
      if (room?.kind !== kind || !room.pushers.delete(user)) return 5;
      this.#settle(id, room);
      return 0;
    },
    beat: ({ user, kind }, room) => {
      if (room?.kind !== kind || !room.pushers.has(user)) return 5;
      room.pushers.set(user, this.now);
      return 0;
    },
    destroy: ({ room: id, user, kind }, room) => {
      if (room?.kind !== kind || (room.creator ?? room.createdBy) !== user) return 3;
      this.rooms.delete(id);
      return 0;
    },
    watch: ({ user }, room) => {
      if (room?.kind !== 'live_room') return 3;
      if (!room.audience.has(user) && room.audience.size >= MAX_AUDIENCE) return 5001;
      room.audience.set(user, this.now);
      return 0;
    },
    unwatch: ({ user }, room) => {
      if (room?.kind === 'live_room') room.audience.delete(user);
      return 0;
    },
    web: (_, room) => {
      if (room !== undefined && room.pushers.size > 0) room.web = true;
      return 0;
    },
    webLeaves: ({ room: id }, room) => {
      if (room === undefined) return 0;
      room.web = false;
      this.#settle(id, room);
      return 0;
    },
    kick: ({ room: id, user }, room) => {
      if (room === undefined || !room.pushers.delete(user)) return 0;
      room.audience.delete(user);
      this.#settle(id, room);
      return 0;
    },
    wait: ({ ticks }) => {
      for (let tick = 0; tick < ticks; tick += 1) this.#tick();
      return 0;
    },
  };

  #make(id: string, kind: Kind, createdBy: string | null): ModelRoom {
    const room: ModelRoom = {
      kind,
      createdBy,
      createdAt: this.now,
      creator: null,
      pushers: new Map(),
      audience: new Map(),
      web: false,
    };
    this.rooms.set(id, room);
    return room;
  }

  #add(id: string, user: string, kind: Kind): number {
    const known = this.rooms.get(id);
    if (known !== undefined && known.kind !== kind) return 3;
    if (known !== undefined && !known.pushers.has(user) && known.pushers.size >= LIMIT[kind]) return 5001;
    const room = known ?? this.#make(id, kind, null);
    room.creator ??= user;
    room.pushers.set(user, this.now);
    return 0;
  }

  #settle(id: string, { kind, creator, pushers, web }: ModelRoom): void {
    if (creator === null || pushers.has(creator)) return;
    if (kind === 'live_room' || (pushers.size === 0 && !web)) this.rooms.delete(id);
  }

  #tick(): void {
    this.now += TICK_MS;
    for (const [id, room] of [...this.rooms]) {
      for (const [user, heardAt] of room.pushers) if (this.now - heardAt > EXPIRY_MS) room.pushers.delete(user);
      for (const [user, heardAt] of room.audience) if (this.now - heardAt > AUDIENCE_MS) room.audience.delete(user);
      if (room.creator === null && this.now - room.createdAt >= IDLE_MS) this.rooms.delete(id);
      this.#settle(id, room);
    }
  }
}

/** The real thing. */
class Real {
  readonly weapp = new Weapp({ env: { RTCROOM_ROOM_SERVICE_MAX_AUDIENCE: String(MAX_AUDIENCE) } });
  readonly #webs = new Map<string, MemberId>();

  run(step: RealStep): number {
    const caller = { userId: userIdOf(step.user), role: undefined, grants: {}, allowsRoom: () => true };
    try {
      this.#steps[step.type](caller, roomIdOf(step.room), step);
      return 0;
    } catch (error) {
      if (error instanceof ServiceRefusal) return error.code;
      throw error;
    } finally {
      this.weapp.clock.endTurn();
    }
  }

  readonly #steps: Readonly<Record<Step['type'], (caller: Caller, roomId: RoomId, step: RealStep) => unknown>> = {
    create: (caller, roomId, { kind }) => this.weapp.api.service.createRoom(caller, kind, roomId, ''),
    add: (caller, roomId, { kind, user }) => {
      const { service } = this.weapp.api;
      const pushUrl = service.pushUrl(caller, roomId);
      service.addPusher(caller, kind, { roomId, name: user, avatar: '', pushUrl, roomInfo: '' });
    },
    delete: (caller, roomId, { kind }) => this.weapp.api.service.deletePusher(caller, kind, roomId),
    beat: (caller, roomId, { kind }) => this.weapp.api.service.heartbeat(caller, kind, roomId),
    destroy: (caller, roomId, { kind }) => this.weapp.api.service.destroyRoom(caller, kind, roomId),
    watch: (caller, roomId) => this.weapp.api.service.addAudience(caller, 'live_room', roomId, '{}'),
    unwatch: (caller, roomId) => this.weapp.api.service.deleteAudience(caller, 'live_room', roomId),
    web: (_, __, { room }) => {
      const isOpen = (this.weapp.state(room)?.members.size ?? 0) > 0;
      if (isOpen && this.#web(room) === undefined) this.#webs.set(room, this.weapp.join(room, 'web', 'audience'));
    },
    webLeaves: (_, __, { room }) => this.#leave(room, this.#web(room), 'left'),
    kick: (_, __, { room, user }) => {
      const members = [...(this.weapp.state(room)?.members.values() ?? [])];
      const pusher = members.find(({ userId, role }) => userId === user && role !== 'audience');
      this.#leave(room, pusher?.memberId, 'kicked');
    },
    wait: (_, __, { ticks }) => {
      for (let tick = 0; tick < ticks; tick += 1) this.weapp.clock.advance(TICK_MS);
    },
  };

  #web(room: string): MemberId | undefined {
    const web = this.#webs.get(room);
    return web !== undefined && this.weapp.state(room)?.members.has(web) === true ? web : undefined;
  }

  #leave(room: string, member: MemberId | undefined, reason: 'left' | 'kicked'): void {
    if (member === undefined) return;
    this.weapp.tell(room, { type: 'leave', at: this.weapp.clock.now(), actor: member, reason });
  }
}

/** Everything that the API shows of a room, and that it is no more and no less than what is there. */
function check(weapp: Weapp, model: Model): void {
  const { service } = weapp.api;
  const looker = { userId: userIdOf('looker'), role: undefined, grants: {}, allowsRoom: () => true };
  expect(service.size).toBe(model.rooms.size);
  for (const [id, { kind, creator, pushers, audience, web }] of model.rooms) {
    const roomId = roomIdOf(id);
    if (creator === null) {
      expect(() => service.view(looker, kind, roomId)).toThrow(ServiceRefusal);
      continue;
    }
    const { roomCreator, pushers: shown } = service.view(looker, kind, roomId);
    const inOrder = [...pushers.keys()];
    const expected = inOrder.includes(creator) ? [creator, ...inOrder.filter((user) => user !== creator)] : inOrder;
    expect(shown.map(({ userID }) => userID)).toEqual(expected);
    expect(roomCreator).toBe(creator);
    expect(shown.length).toBeLessThanOrEqual(LIMIT[kind]);
    expect([...service.require(looker, kind, roomId).audience.keys()].sort()).toEqual([...audience.keys()].sort());
    const seated = [...(weapp.state(id)?.members.values() ?? [])].filter(
      ({ role, userId }) => role === 'audience' && userId !== 'web',
    );
    const others = [...audience.keys()].filter((user) => !pushers.has(user));
    // Who watched before the room was open has no seat in it: everybody else has exactly one.
    expect(seated.length).toBeLessThanOrEqual(others.length);
    expect(weapp.state(id)?.members.size).toBe(pushers.size + seated.length + (web ? 1 : 0));
  }
}

test('[WA-84] any calls in any order agree with the model, and leave nothing behind', () => {
  const kindsOfRooms = fc.tuple(...ROOMS.map(() => fc.constantFrom(...KINDS)));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), kindsOfRooms, (steps, kinds) => {
      const real = new Real();
      const model = new Model();
      for (const one of steps) {
        const own = model.rooms.get(one.room)?.kind ?? kinds[ROOMS.indexOf(one.room)] ?? 'multi_room';
        const asked = { ...one, kind: one.kind ?? own };
        expect(real.run(asked), JSON.stringify(asked)).toBe(model.run(asked));
        check(real.weapp, model);
      }
      for (const room of ROOMS) real.run({ type: 'webLeaves', user: 'u0', room, kind: 'multi_room', ticks: 1 });
      real.weapp.clock.advance(300_000);
      expect([real.weapp.api.counts().rooms, real.weapp.rooms.size]).toEqual([0, 0]);
      expect(real.weapp.faults).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('[WA-1] whatever is sent is answered, and nothing breaks', async () => {
  const weapp = new Weapp();
  const user = await weapp.login();
  const segment = fc.oneof(
    fc.constantFrom(
      ...ROOM_KINDS,
      'im',
      'utils',
      'login',
      'v4',
      'openim',
      'add_pusher',
      'create_room',
      'get_room_list',
      'heartbeat',
      'merge_stream',
      'set_custom_field',
    ),
    fc.string({ maxLength: 12 }),
  );
  const value = fc.oneof(fc.constantFrom(user.userID, 'r', '', 0, 1, -1, true, null), fc.string(), fc.jsonValue());
  const name = fc.constantFrom(
    'roomID',
    'userID',
    'roomInfo',
    'userName',
    'userAvatar',
    'pushURL',
    'cnt',
    'index',
    'mergeParams',
    'userInfo',
    'fieldName',
    'operation',
    'value',
    'GroupId',
    'MsgBody',
  );
  const body = fc.oneof(
    fc.dictionary(name, value).map((fields) => JSON.stringify(fields)),
    fc.string(),
    fc.json(),
  );
  const query = fc.oneof(
    fc.constant(`userID=${user.userID}&token=${user.token}`),
    fc.constant(`a2=${user.token}`),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { minLength: 1, maxLength: 4 }), query, body, async (path, asked, sent) => {
      const answer = await weapp.request(`/weapp/${path.join('/')}`, asked, sent);
      expect(
        typeof answer.code === 'number' ||
          typeof answer['ActionStatus'] === 'string' ||
          'url_push' in answer ||
          'url_rtmpacc' in answer,
      ).toBe(true);
    }),
    { numRuns: 400 },
  );
  expect(weapp.faults).toEqual([]);
});
