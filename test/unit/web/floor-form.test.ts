import { describe, expect, test } from 'vitest';
import {
  FLOOR_CHOICES,
  type FloorForm,
  floorChange,
  floorForm,
  floorFormProblems,
} from '../../../web/src/floor-form.ts';
import { ChairFallback, type Floor, FloorPolicy, Medium } from '../../../wire/generated/messages.ts';

const form = (fields: Partial<FloorForm>): FloorForm => ({
  choice: 'queue',
  maxHolders: '1',
  turnSeconds: '60',
  ...fields,
});

const floor = (fields: Partial<Floor>): Floor => ({
  floorId: 'audio',
  medium: Medium.AUDIO,
  policy: FloorPolicy.QUEUE,
  maxHolders: 1,
  chairMemberId: '',
  turnMs: 0,
  graceMs: 0,
  idleMs: 0,
  confirmMs: 0,
  requests: [],
  warnMs: 0,
  chairFallback: ChairFallback.WAIT_FOR_CHAIR,
  chairAbsent: false,
  ...fields,
});

describe('what the form opens with', () => {
  test('[WEB-14] a room without a microphone floor: off, and proposals for the rest', () => {
    const video = floor({ floorId: 'video', medium: Medium.VIDEO, policy: FloorPolicy.CHAIRED });
    expect(floorForm([video])).toEqual({ choice: 'off', maxHolders: '1', turnSeconds: '60' });
  });

  test.each([
    ['open', FloorPolicy.OPEN],
    ['queue', FloorPolicy.QUEUE],
    ['priority', FloorPolicy.PRIORITY],
    ['leastSpoken', FloorPolicy.LEAST_SPOKEN],
    ['chaired', FloorPolicy.CHAIRED],
    ['turns', FloorPolicy.TURNS],
  ] as const)('[WEB-14] %s is read and written as the same policy', (choice, policy) => {
    expect(floorForm([floor({ policy })]).choice).toBe(choice);
    expect(floorChange(form({ choice }), [])).toMatchObject({ type: 'configure', floor: { policy } });
  });

  test('[WEB-14] numbers come from the floor; an open one has no turn time to propose', () => {
    const set = { maxHolders: 3, turnMs: 90_000 };
    expect(floorForm([floor(set)])).toEqual({ choice: 'queue', maxHolders: '3', turnSeconds: '90' });
    expect(floorForm([floor({ turnMs: 0 })]).turnSeconds).toBe('0');
    expect(floorForm([floor({ policy: FloorPolicy.OPEN })]).turnSeconds).toBe('60');
  });
});

describe('what is sent', () => {
  test('[WEB-14] a new floor guards the microphone, with times in milliseconds', () => {
    expect(floorChange(form({ maxHolders: '2', turnSeconds: '45' }), [])).toEqual({
      type: 'configure',
      floor: {
        floorId: 'audio',
        medium: Medium.AUDIO,
        policy: FloorPolicy.QUEUE,
        maxHolders: 2,
        turnMs: 45_000,
        graceMs: 3000,
        warnMs: 10_000,
        confirmMs: 0,
        chairMemberId: '',
        idleMs: 0,
        chairFallback: ChairFallback.WAIT_FOR_CHAIR,
      },
    });
  });

  test('[WEB-14] only turns are confirmed', () => {
    const confirmed = FLOOR_CHOICES.filter((choice) => {
      const change = floorChange(form({ choice }), []);
      return change?.type === 'configure' && change.floor.confirmMs === 10_000;
    });
    expect(confirmed).toEqual(['turns']);
  });

  test('[WEB-14] what the form does not show stays, under the name the floor has', () => {
    const kept = {
      floorId: 'mic',
      chairMemberId: 'm1',
      idleMs: 5000,
      chairFallback: ChairFallback.QUEUE_WITHOUT_CHAIR,
    };
    expect(floorChange(form({ choice: 'chaired' }), [floor(kept)])).toMatchObject({ type: 'configure', floor: kept });
    expect(floorChange(form({ choice: 'off' }), [floor(kept)])).toEqual({ type: 'remove', floorId: 'mic' });
  });

  test('[WEB-14] off in a room without a floor sends nothing', () => {
    expect(floorChange(form({ choice: 'off' }), [])).toBeNull();
  });

  test('[WEB-14] an open floor has neither turn time nor number of speakers, whatever is in the hidden fields', () => {
    const hidden = form({ choice: 'open', maxHolders: 'x', turnSeconds: '' });
    expect(floorFormProblems(hidden).size).toBe(0);
    expect(floorChange(hidden, [])).toMatchObject({ floor: { maxHolders: 1, turnMs: 0 } });
  });
});

describe('numbers that are not right', () => {
  test.each([
    [{ maxHolders: '0' }, 'maxHolders'],
    [{ maxHolders: '11' }, 'maxHolders'],
    [{ maxHolders: '' }, 'maxHolders'],
    [{ maxHolders: '1.5' }, 'maxHolders'],
    [{ turnSeconds: '-1' }, 'turnSeconds'],
    [{ turnSeconds: '3601' }, 'turnSeconds'],
    [{ turnSeconds: '1e2' }, 'turnSeconds'],
    [{ turnSeconds: '' }, 'turnSeconds'],
    [{ choice: 'turns', turnSeconds: '0' }, 'turnSeconds'],
  ] as const)('[WEB-14] %j is refused for %s and not sent', (fields, problem) => {
    expect([...floorFormProblems(form(fields))]).toEqual([problem]);
    expect(floorChange(form(fields), [])).toBeNull();
  });

  test.each([
    [{ maxHolders: '10', turnSeconds: '3600' }],
    [{ turnSeconds: '0' }],
    [{ choice: 'turns', turnSeconds: '1' }],
  ] as const)('[WEB-14] %j may be sent', (fields) => {
    expect([...floorFormProblems(form(fields))]).toEqual([]);
  });
});
