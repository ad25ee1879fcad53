import { describe, expect, test } from 'vitest';
import { MediaEnforcer, type RepairKind } from '../../../src/room-host/media-enforcer.ts';
import { RoomRegistry } from '../../../src/room-host/room-registry.ts';
import { DEFAULT_ROOM_CONFIG } from '../../../src/room-state/default-config.ts';
import type { FlowReport, MediaCommand, MediaEngine } from '../../../src/sfu/media-engine.ts';
import { asMember, asRoom, joinCommand } from '../../support/rooms.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const ROOM = asRoom('r');
const ANN = asMember('ann');

/** An engine that says what the test wants it to say, and remembers what it was told. */
function scriptedEngine() {
  const commands: MediaCommand[] = [];
  let flows: readonly FlowReport[] = [];
  let beforeAnswer = (): void => undefined;
  const broken: { by: Error | undefined } = { by: undefined };
  const engine = {
    request: async (command: MediaCommand) => {
      commands.push(command);
      if (broken.by !== undefined) throw broken.by;
      if (command.type !== 'audit') return undefined;
      beforeAnswer();
      return { flows };
    },
    onEvent: () => undefined,
    feed: () => undefined,
    onLive: () => undefined,
    close: async () => undefined,
  } as MediaEngine;
  return {
    engine,
    broken,
    commands,
    told: (type: MediaCommand['type']) => commands.filter((command) => command.type === type),
    report: (reports: readonly FlowReport[]) => {
      flows = reports;
    },
    whileAuditing: (work: () => void) => {
      beforeAnswer = work;
    },
  };
}

function setUp() {
  const clock = new VirtualClock();
  const scripted = scriptedEngine();
  const repairs: RepairKind[] = [];
  const faults: string[] = [];
  const enforcer = new MediaEnforcer({
    engine: scripted.engine,
    clock,
    auditIntervalMs: 1000,
    onRepair: (kind) => repairs.push(kind),
    onEnforced: () => undefined,
    onFault: (what) => faults.push(what),
  });
  const rooms = new RoomRegistry({
    clock,
    roomConfig: DEFAULT_ROOM_CONFIG,
    maxRooms: 3,
    logMaxEvents: 100,
    logMaxBytes: 1 << 20,
    newEpoch: () => 'e',
    effects: {
      onEvent: (entry, state) => enforcer.onEvent(entry, state),
      onTurn: () => undefined,
      onBroken: () => undefined,
    },
  });
  enforcer.start(rooms);
  enforcer.touch(ROOM);
  const host = rooms.getOrCreate(ROOM, 'conference');
  host.execute(joinCommand('chair', clock.now(), 'chair'));
  host.execute(joinCommand('ann', clock.now()));
  host.execute({ type: 'published', at: clock.now(), actor: ANN, medium: 'audio', source: 'webrtc', producerId: 'p1' });
  const mute = (muted: boolean) =>
    host.execute({
      type: 'setModeratorMute',
      at: clock.now(),
      actor: asMember('chair'),
      target: ANN,
      medium: 'audio',
      muted,
    });
  return { clock, enforcer, repairs, faults, rooms, host, mute, ...scripted };
}

const flow = (mayFlow: boolean, more: Partial<FlowReport> = {}): FlowReport => ({
  roomId: ROOM,
  memberId: ANN,
  medium: 'audio',
  producerId: 'p1',
  mayFlow,
  ...more,
});

test('[RH-10] a mute reaches the engine in the turn that decided it', () => {
  const { mute, told } = setUp();
  const before = told('setFlow').length;
  mute(true);
  expect(told('setFlow').slice(before)).toEqual([
    { type: 'setFlow', roomId: ROOM, memberId: ANN, medium: 'audio', mayFlow: false },
  ]);
});

describe('audits', () => {
  test('[RH-11] a producer that flows without the right to is stopped', async () => {
    const { enforcer, mute, told, report, repairs } = setUp();
    mute(true);
    report([flow(true)]);
    const before = told('setFlow').length;
    await enforcer.audit(ROOM);
    expect(repairs).toEqual(['flow']);
    expect(told('setFlow').slice(before)).toMatchObject([{ memberId: ANN, medium: 'audio', mayFlow: false }]);
  });

  test('[RH-11] agreement repairs nothing', async () => {
    const { enforcer, report, repairs } = setUp();
    report([flow(true)]);
    await enforcer.audit(ROOM);
    expect(repairs).toEqual([]);
  });

  test('[RH-12] media of a stranger is closed when seen twice', async () => {
    const { enforcer, report, repairs, told } = setUp();
    report([flow(true), flow(true, { memberId: asMember('ghost'), producerId: 'p9' })]);
    await enforcer.audit(ROOM);
    expect(told('closeMember')).toEqual([]);
    await enforcer.audit(ROOM);
    expect(told('closeMember')).toMatchObject([{ memberId: 'ghost' }]);
    expect(repairs).toEqual(['unknownMember']);
  });

  test('[RH-12] a producer nobody published is closed, one the engine lost is recorded', async () => {
    const { enforcer, report, repairs, told, host } = setUp();
    report([flow(true, { medium: 'video', producerId: 'p2' })]);
    await enforcer.audit(ROOM);
    await enforcer.audit(ROOM);
    expect(told('closeProducer')).toMatchObject([{ producerId: 'p2' }]);
    expect(host.state.members.get(ANN)?.media.audio.published).toBe(false);
    expect(repairs.toSorted()).toEqual(['lostProducer', 'unknownProducer']);
  });

  test('[RH-13] an answer that a change has overtaken repairs nothing', async () => {
    const { enforcer, report, repairs, mute, whileAuditing } = setUp();
    report([flow(true)]);
    whileAuditing(() => mute(true));
    await enforcer.audit(ROOM);
    expect(repairs).toEqual([]);
  });

  test('[RH-11] they come by themselves, every second, and stop with the enforcer', () => {
    const { clock, enforcer, told } = setUp();
    clock.advance(1000);
    expect(told('audit')).toHaveLength(1);
    enforcer.stop();
    clock.advance(10_000);
    expect(told('audit')).toHaveLength(1);
  });
});

test('[RH-14] who leaves has its media closed, a closed room all of it', () => {
  const { host, told, clock } = setUp();
  host.execute({ type: 'leave', at: clock.now(), actor: ANN, reason: 'left' });
  expect(told('closeMember')).toMatchObject([{ memberId: ANN }]);
  host.execute({ type: 'closeRoom', at: clock.now(), actor: asMember('chair'), reason: 'roomClosed' });
  expect(told('closeRoom')).toMatchObject([{ roomId: ROOM }]);
});

test('[RH-15] an engine that does not obey is told of, unless the node stops', async () => {
  const { host, enforcer, mute, broken, faults, clock } = setUp();
  broken.by = new Error('the engine is closed');
  mute(true);
  await enforcer.audit(ROOM);
  expect(faults).toEqual(['setFlow ann/audio', 'audit']);
  const asked = enforcer.audit(ROOM);
  host.execute({ type: 'closeRoom', at: clock.now(), actor: null, reason: 'serverShutdown' });
  enforcer.stop();
  await asked;
  expect(faults).toEqual(['setFlow ann/audio', 'audit']);
});
