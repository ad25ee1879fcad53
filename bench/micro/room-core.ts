/**
 * How many commands the room core takes in a second of processor time, in a room of 100 members: a program of the
 * scenario `room-core`. The commands are made beforehand, because making them is the decoder's work; each of them
 * changes something, which is checked.
 */
import { defaultFloorSettings } from '../../src/floor-control/floors.ts';
import { RoomHost } from '../../src/room-host/room-host.ts';
import type { LoggedEvent } from '../../src/room-host/room-turn.ts';
import type { RoomCommand, RoomEvent, RoomState } from '../../src/room-state/room-types.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { type MemberId, memberId } from '../../src/shared/ids.ts';
import { DEFAULT_TOPICS, deltaToWire } from '../../src/signaling/codec/events-to-wire.ts';
import { encodeServerFrame } from '../../src/signaling/codec/frames.ts';
import { snapshotToWire } from '../../src/signaling/codec/to-wire.ts';
import { stateHash } from '../../wire/state-hash.ts';
import { type Figure, perCpuSecond, printFigures } from './figure.ts';
import { AT, carryOut, freshMemberId, fullRoom, joinCommand, publish, received } from './room-fixture.ts';

const MEMBERS = 100;
const COMMANDS = 100_000;
const TOPICS = new Set(DEFAULT_TOPICS);
const BURST = 8;
/** For what takes some 100 us: slices must be long beside the kernel's tick, by which processor time is counted. */
const SLOW_ROUNDS = 3000;

type Make = (actor: MemberId, isOn: boolean) => RoomCommand;

/** Commands of a member about itself, in two forms of which each undoes the other. */
const OWN_COMMANDS: Readonly<Record<string, Make>> = {
  raiseHand: (actor, isOn) => ({ type: 'raiseHand', at: AT, actor, target: actor, raised: isOn }),
  setSelfMute: (actor, isOn) => ({ type: 'setSelfMute', at: AT, actor, medium: 'audio', muted: isOn }),
  setPresence: (actor, isOn) => ({ type: 'setPresence', at: AT, actor, presence: isOn ? 'background' : 'online' }),
  setMemberAttributes: (actor, isOn) => {
    const attributes = [{ key: 'seat', value: isOn ? 'A 7' : 'B 12', version: 0 }];
    return { type: 'setMemberAttributes', at: AT, actor, target: actor, attributes, force: true };
  },
  sendChat: (actor, isOn) => {
    return { type: 'sendChat', at: AT, actor, messageId: isOn ? 'c1' : 'c2', text: 'Good morning, everybody.' };
  },
};

/** Every member does each of these things, then undoes them: the room is as it was, and the cycle can begin anew. */
function cycleOf(ids: readonly MemberId[], makes: readonly Make[]): readonly RoomCommand[] {
  return [true, false].flatMap((isOn) => ids.flatMap((actor) => makes.map((make) => make(actor, isOn))));
}

/** Runs the cycle through `carry`, and checks that no command was without effect. */
function measure(cycle: readonly RoomCommand[], carry: (command: RoomCommand) => number): number {
  let idle = 0;
  const rate = perCpuSecond(COMMANDS, (step) => {
    const command = cycle[step % cycle.length];
    if (command !== undefined && carry(command) === 0) idle += 1;
  });
  if (idle > 0) throw new Error(`${idle} commands changed nothing`);
  return rate;
}

/** As the fan-out does for a turn of one command: one delta, one encoding. The size of the frame in bytes. */
function encodeDelta(state: RoomState, actor: MemberId, events: readonly RoomEvent[]): number {
  const before = state.offset - events.length;
  const entries = events.map((event, index): LoggedEvent => {
    return { offset: before + index + 1, at: AT, actor, causeId: 7, event };
  });
  const roomDelta = deltaToWire(state.roomId, state.epoch, before, entries, TOPICS);
  if (roomDelta === undefined) throw new Error('nothing to tell the members');
  return encodeServerFrame('proto', { roomDelta }).length;
}

const actorOf = (command: RoomCommand): MemberId =>
  'actor' in command && command.actor !== null ? command.actor : memberId('');

function coreAlone(makes: readonly Make[]): number {
  const { state, ids } = fullRoom(MEMBERS);
  return measure(cycleOf(ids, makes), (command) => carryOut(state, command).length);
}

function coreAndEncoding(makes: readonly Make[]): number {
  const { state, ids } = fullRoom(MEMBERS);
  return measure(cycleOf(ids, makes), (command) => {
    const events = carryOut(state, command);
    return events.length === 0 ? 0 : encodeDelta(state, actorOf(command), events);
  });
}

/** The room host around the core: log, deadline, room turn. A turn ends after `burst` commands. */
function throughHost(makes: readonly Make[], burst: number): number {
  const { state, ids } = fullRoom(MEMBERS);
  let endTurn: (() => void) | undefined;
  const clock: Clock = {
    now: () => AT,
    after: () => () => undefined,
    turnEnd: (fire) => {
      endTurn = fire;
    },
  };
  let published = state.offset;
  const host = new RoomHost({
    // The log of a host begins with its room.
    state: { ...state, offset: 0 },
    clock,
    logMaxEvents: 1000,
    logMaxBytes: 2 ** 20,
    onEvent: () => undefined,
    onTurn: ({ roomId, epoch, events }, { offset }) => {
      const roomDelta = deltaToWire(roomId, epoch, published, events, TOPICS);
      published = offset;
      if (roomDelta !== undefined) encodeServerFrame('proto', { roomDelta });
    },
    onBroken: (error) => {
      throw error;
    },
  });
  let commands = 0;
  return measure(cycleOf(ids, makes), (command) => {
    const outcome = host.execute(command, { actor: actorOf(command), causeId: 7 });
    if ('rejected' in outcome) throw new Error(`the bench was refused: ${outcome.rejected}`);
    commands += 1;
    if (commands % burst === 0) endTurn?.();
    return outcome.events.length;
  });
}

/** Commands of the chair and of the media plane, and what is done to a room as a whole. */
function otherFigures(): readonly Figure[] {
  const { state, ids } = fullRoom(MEMBERS);
  const [chair = memberId('')] = ids;
  const mute: Make = (target, muted) => {
    return { type: 'setModeratorMute', at: AT, actor: chair, target, medium: 'video', muted };
  };
  const speakers = ids.slice(-20);
  const publishing = speakers.map((actor) => publish(actor, 'video'));
  const ending = publishing.map((command): RoomCommand => {
    return command.type === 'published' ? { ...command, type: 'unpublished' } : command;
  });
  const wire = snapshotToWire(state, DEFAULT_TOPICS);
  let joins = 0;
  const alone = (command: RoomCommand): number => carryOut(state, command).length;
  return [
    { name: 'setModeratorMute', value: measure(cycleOf(ids, [mute]), alone) },
    { name: 'published, unpublished', value: measure([...publishing, ...ending], alone) },
    {
      name: 'join that takes over',
      value: perCpuSecond(COMMANDS / 10, () => {
        joins += 1;
        carryOut(state, joinCommand(freshMemberId(), joins % MEMBERS));
      }),
    },
    { name: 'hash of the state', value: perCpuSecond(SLOW_ROUNDS, () => stateHash(wire)) },
    {
      name: 'snapshot, encoded',
      value: perCpuSecond(SLOW_ROUNDS, () =>
        encodeServerFrame('proto', { snapshotResult: { snapshot: snapshotOf(state) } }),
      ),
    },
  ];
}

/** A room with a floor on audio: what reports, flows and queues add to the rules. */
function floorFigures(): readonly Figure[] {
  const { state, ids } = fullRoom(MEMBERS);
  const settings = { ...defaultFloorSettings('mic', 'audio'), graceMs: 0 };
  carryOut(state, { type: 'configureFloor', at: AT, actor: null, settings });
  const asked = { floorIds: ['mic'], priority: 2, beneficiary: null, ttlMs: 0 };
  const turns = perCpuSecond(COMMANDS / 2, (step) => {
    const actor = ids[step % MEMBERS] ?? memberId('');
    carryOut(state, { type: 'requestFloor', at: AT, actor, requestId: `r${step}`, ...asked });
    carryOut(state, { type: 'releaseFloor', at: AT, actor, target: { by: 'all' } });
  });
  const presence: Make = (actor, isLost) => ({ type: isLost ? 'presenceLost' : 'presenceSeen', at: AT, actor });
  return [
    { name: 'requestFloor, releaseFloor', value: 2 * turns },
    { name: 'presence with a floor', value: measure(cycleOf(ids, [presence]), (one) => carryOut(state, one).length) },
  ];
}

const snapshotOf = (state: RoomState): ReturnType<typeof snapshotToWire> => snapshotToWire(state, DEFAULT_TOPICS);

const mix = Object.values(OWN_COMMANDS);
printFigures([
  { name: 'mix: decide, evolve, encode', value: coreAndEncoding(mix) },
  { name: 'mix: decide, evolve', value: coreAlone(mix) },
  { name: 'mix: room host and encoding, one command a turn', value: throughHost(mix, 1) },
  { name: 'mix: room host and encoding, eight a turn', value: throughHost(mix, BURST) },
  ...Object.entries(OWN_COMMANDS).map(([name, make]) => ({ name: received(name), value: coreAlone([make]) })),
  ...otherFigures(),
  ...floorFigures(),
]);
