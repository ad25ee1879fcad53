/** Whatever is asked of a room in whatever order, these hold after every command. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRoom, decide, evolve, wakeAt } from '../../src/room-state/room.ts';
import { createRoomLog } from '../../src/room-state/room-log.ts';
import {
  MEDIA,
  type Medium,
  type Member,
  type RoomCommand,
  type RoomConfig,
  type RoomEvent,
  type RoomState,
} from '../../src/room-state/room-types.ts';
import { restoreRoom, takeSnapshot } from '../../src/room-state/snapshot.ts';
import { instantMs, type MemberId, type RoomId, type UserId } from '../../src/shared/ids.ts';
import { commandLists, configs } from './arbitrary-room.ts';
import { applyToModel, modelOf } from './room-model.ts';

const RUNS = 150;

const newRoom = (config: RoomConfig): RoomState =>
  createRoom({
    roomId: 'r' as RoomId,
    // Half of them: drawn with the configuration, which says nothing of scenes.
    scene: config.backgroundAudio ? 'live' : 'conference',
    epoch: 'e',
    config,
    at: instantMs(1000),
  });

interface Followed {
  readonly command: RoomCommand;
  readonly events: readonly RoomEvent[];
  readonly state: RoomState;
}

/** Runs the commands; `check` sees the state after each, accepted or not. */
function follow(config: RoomConfig, commands: readonly RoomCommand[], check: (step: Followed) => void): RoomState {
  const state = newRoom(config);
  for (const command of commands) {
    const decision = decide(state, command);
    const events = 'rejected' in decision ? [] : decision.events;
    for (const event of events) evolve(state, event);
    check({ command, events, state });
  }
  return state;
}

const forAll = (check: (config: RoomConfig, commands: readonly RoomCommand[]) => void): void =>
  fc.assert(fc.property(configs, commandLists, check), { numRuns: RUNS });

const GRANT = { audio: 'publishAudio', video: 'publishVideo', screen: 'publishScreen', data: 'publishData' } as const;

const mayPush = ({ grants }: Member): boolean => !grants.hidden && (grants.publishAudio || grants.publishVideo);

/** Effective media, said once more in other words. */
function shouldFlow(member: Member, medium: Medium, { config, floors }: RoomState): boolean {
  const { grants, presence, media, memberId } = member;
  if (grants.hidden || !grants[GRANT[medium]]) return false;
  if (media[medium].selfMuted || media[medium].moderatorMuted) return false;
  const floor = [...floors.records.values()].map((record) => record.floor).find((guard) => guard.medium === medium);
  const isOpen = floor?.policy === 'open' || (floor?.isChairAbsent === true && floor.chairFallback === 'open');
  const holders = floor?.slots.filter(({ status }) => status !== 'confirming').map((slot) => slot.memberId);
  if (holders !== undefined && !isOpen && !holders.includes(memberId)) return false;
  if (presence === 'background') return medium === 'audio' && config.backgroundAudio;
  return true;
}

/** Which media moderators muted of which user, from the commands they gave. */
class MutesByName {
  readonly #mediaByUser = new Map<UserId, Set<Medium>>();
  readonly #userByMember = new Map<MemberId, UserId>();

  whenJoining({ memberId, userId }: Member): readonly Medium[] {
    this.#userByMember.set(memberId, userId);
    return [...(this.#mediaByUser.get(userId) ?? [])];
  }

  /** An accepted command that changed something. */
  follow(command: RoomCommand): void {
    if (command.type !== 'setModeratorMute') return;
    const userId = this.#userByMember.get(command.target);
    if (userId === undefined) throw new Error('a mute of somebody who never joined');
    const media = this.#mediaByUser.get(userId) ?? new Set();
    if (command.muted) media.add(command.medium);
    else media.delete(command.medium);
    this.#mediaByUser.set(userId, media);
  }
}

/** As many holders as there may be, all members with the right to use what they hold. */
function checkFloors({ config, floors, floorEndings, members }: RoomState): void {
  expect(floors.records.size).toBeLessThanOrEqual(config.maxFloors);
  const isMember = (memberId: MemberId) => members.has(memberId);
  expect([...floors.away.keys(), ...floorEndings.keys()].every(isMember)).toBe(true);
  for (const { floor, accounts } of floors.records.values()) {
    const { medium, policy, slots, queue } = floor;
    if (policy !== 'open') expect(slots.length).toBeLessThanOrEqual(floor.maxHolders);
    expect(slots.length + queue.length).toBeLessThanOrEqual(config.maxFloorRequests);
    const named = [...slots, ...queue].map(({ memberId }) => memberId);
    expect([...named, ...accounts.keys()].every(isMember)).toBe(true);
    if (medium === null) continue;
    expect(slots.every(({ memberId }) => members.get(memberId)?.grants[GRANT[medium]])).toBe(true);
  }
}

describe('invariants of a room', () => {
  test('[RS-11] mayFlow equals effective media', () => {
    forAll((config, commands) => {
      follow(config, commands, ({ state }) => {
        if (state.status === 'closed') return;
        const wrong = [...state.members.values()].filter((member) =>
          MEDIA.some((medium) => member.media[medium].mayFlow !== shouldFlow(member, medium, state)),
        );
        expect(wrong).toEqual([]);
      });
    });
  });

  test('[RS-11] each medium is told once at most, only when it changed, and last', () => {
    forAll((config, commands) => {
      const before = new Map<string, unknown>();
      follow(config, commands, ({ events, state }) => {
        const told = events.flatMap((event) => (event.type === 'mediumChanged' ? [event] : []));
        const keys = told.map((event) => `${event.memberId} ${event.state.medium}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const [index, event] of told.entries()) expect(event.state).not.toEqual(before.get(keys[index] ?? ''));
        before.clear();
        for (const { memberId, media } of state.members.values()) {
          for (const medium of MEDIA) before.set(`${memberId} ${medium}`, media[medium]);
        }
      });
    });
  });

  test('[RS-100] floors have as many holders as they may, all of them members who may use them', () => {
    forAll((config, commands) => {
      follow(config, commands, ({ state }) => {
        if (state.status === 'open') checkFloors(state);
      });
    });
  });

  test('[RS-2] decide changes nothing and never throws', () => {
    forAll((config, commands) => {
      const state = newRoom(config);
      for (const command of commands) {
        const before = JSON.stringify(takeSnapshot(state));
        const decision = decide(state, command);
        expect(JSON.stringify(takeSnapshot(state))).toBe(before);
        for (const event of 'rejected' in decision ? [] : decision.events) evolve(state, event);
      }
    });
  });

  test('[RS-6] evolve agrees with the copying model after every event', () => {
    forAll((config, commands) => {
      const shadow = newRoom(config);
      let model = modelOf(shadow);
      follow(config, commands, ({ events }) => {
        for (const event of events) {
          evolve(shadow, event);
          model = applyToModel(model, event, config);
          if (!isDeepStrictEqual(modelOf(shadow), model)) expect(modelOf(shadow)).toEqual(model);
        }
      });
    });
  });

  test('[RS-6] the indexes say what the members say', () => {
    forAll((config, commands) => {
      follow(config, commands, ({ state }) => {
        expect(isDeepStrictEqual(restoreRoom(takeSnapshot(state)), state)).toBe(true);
      });
    });
  });

  test('[RS-5] a snapshot at any offset and the log after it make the room', () => {
    fc.assert(
      fc.property(configs, commandLists, fc.nat(), (config, commands, pick) => {
        const snapshots = [takeSnapshot(newRoom(config))];
        const log = createRoomLog({ epoch: 'e', maxEvents: 10_000, maxBytes: 1e9 });
        const state = follow(config, commands, (step) => {
          const first = step.state.offset - step.events.length + 1;
          for (const [index, event] of step.events.entries()) {
            log.append({ offset: first + index, at: step.command.at, actor: null, causeId: 0, event });
          }
          snapshots.push(takeSnapshot(step.state));
        });
        const snapshot = structuredClone(snapshots[pick % snapshots.length] ?? takeSnapshot(state));
        const restored = restoreRoom(snapshot);
        const missed = log.since('e', snapshot.offset) ?? [];
        expect(missed.map(({ offset }) => offset)).toEqual(missed.map((_, index) => snapshot.offset + 1 + index));
        for (const { event } of missed) evolve(restored, event);
        expect(restored).toEqual(state);
      }),
      { numRuns: RUNS },
    );
  });

  test('[RS-24] nobody comes back unmuted', () => {
    forAll((config, commands) => {
      const muted = new MutesByName();
      follow(config, commands, ({ command, events }) => {
        for (const event of events) {
          if (event.type !== 'memberJoined') continue;
          for (const medium of muted.whenJoining(event.member)) {
            expect(event.member.media[medium]).toMatchObject({ moderatorMuted: true, mayFlow: false });
          }
        }
        if (events.length > 0) muted.follow(command);
      });
    });
  });

  test('[RS-54] mutes of a lock exist under that lock only, and not above it', () => {
    forAll((config, commands) => {
      follow(config, commands, ({ state }) => {
        for (const { role, grants, media } of state.members.values()) {
          for (const medium of MEDIA.filter((name) => media[name].mutedByLock)) {
            expect(media[medium].moderatorMuted).toBe(true);
            expect(state.policy.unmuteLocked).toContain(medium);
            expect(role === 'chair' || grants.moderate).toBe(false);
          }
        }
      });
    });
  });

  test('[RS-43] waking at the deadline always does something, waking before it nothing', () => {
    forAll((config, commands) => {
      const state = follow(config, commands, () => undefined);
      for (let at = wakeAt(state); at !== null; at = wakeAt(state)) {
        expect(decide(state, { type: 'wake', at: instantMs(at - 1) })).toEqual({ events: [] });
        const decision = decide(state, { type: 'wake', at });
        const events = 'rejected' in decision ? [] : decision.events;
        expect(events.length).toBeGreaterThan(0);
        for (const event of events) evolve(state, event);
      }
      const isSettled = [...state.members.values()].every(({ presence }) => presence === 'online');
      expect(state.status === 'closed' || isSettled).toBe(true);
    });
  });

  test('[RS-120] push generations grow by one each time, and who may not publish has none that is in use', () => {
    forAll((config, commands) => {
      const known = new Map<MemberId, number>();
      const note = (event: RoomEvent): void => {
        if (event.type === 'memberJoined') known.set(event.member.memberId, 1);
        if (event.type !== 'pushGenerationRaised') return;
        expect(event.pushGeneration).toBe((known.get(event.memberId) ?? 0) + 1);
        known.set(event.memberId, event.pushGeneration);
      };
      follow(config, commands, ({ events, state }) => {
        events.forEach(note);
        for (const member of state.members.values()) {
          expect(member.pushGeneration).toBe(known.get(member.memberId));
          expect(member.wasPushed && !mayPush(member)).toBe(false);
        }
      });
    });
  });

  test('[RS-62] everything is bounded', () => {
    forAll((config, commands) => {
      follow(config, commands, ({ state }) => {
        const { members, attributes, chat, bans, lobby, admitted, bookkeeping } = state;
        expect(members.size).toBeLessThanOrEqual(config.maxMembers);
        expect(bookkeeping.publisherCount).toBeLessThanOrEqual(config.maxPublishers);
        for (const [memberId, at] of bookkeeping.suspectAtMost) {
          expect(state.members.get(memberId)?.presence).toBe('suspect');
          expect(at).toBeLessThanOrEqual(bookkeeping.clockMs + config.backgroundGraceMs);
        }
        for (const list of [attributes, ...[...members.values()].map((member) => member.attributes)]) {
          expect(list.length).toBeLessThanOrEqual(config.maxAttributes);
        }
        expect(chat.length).toBeLessThanOrEqual(config.maxChatHistory);
        expect(bans.size).toBeLessThanOrEqual(config.maxBans);
        expect(lobby.length).toBeLessThanOrEqual(config.maxLobby);
        expect(admitted.size).toBeLessThanOrEqual(config.maxLobby);
      });
    });
  });

  test('[RS-2] the lists reach every kind of event and refusal', () => {
    const kinds = new Set<string>();
    const lists = fc.sample(fc.tuple(configs, commandLists), { numRuns: 3000, seed: 1 });
    for (const [config, commands] of lists) {
      const state = newRoom(config);
      for (const command of commands) {
        const decision = decide(state, command);
        if ('rejected' in decision) kinds.add(`refused ${decision.rejected}`);
        else for (const event of decision.events) kinds.add(evolve(state, event) && event.type);
      }
    }
    // 28 kinds of events and 21 errors of this module.
    expect([...kinds].sort()).toHaveLength(49);
  });
});
