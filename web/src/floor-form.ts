import { ChairFallback, type Floor, FloorPolicy, type Init, Medium } from '../../wire/generated/messages.ts';

/** What a moderator can choose for the microphone, in the order of the list. `off`: no floor, everybody may speak. */
export const FLOOR_CHOICES = ['off', 'open', 'queue', 'priority', 'leastSpoken', 'chaired', 'turns'] as const;
/** One of them. */
export type FloorChoice = (typeof FLOOR_CHOICES)[number];

/** The microphone floor as it stands in the form; numbers as they are typed. */
export interface FloorForm {
  readonly choice: FloorChoice;
  /** How many may speak at once, 1 to 10. */
  readonly maxHolders: string;
  /** Whole seconds; 0 = no limit, which turns do not have. */
  readonly turnSeconds: string;
}

/** What to ask of the room. */
export type FloorChange =
  | { readonly type: 'configure'; readonly floor: Init<Floor> }
  | { readonly type: 'remove'; readonly floorId: string };

const POLICIES: Readonly<Record<Exclude<FloorChoice, 'off'>, FloorPolicy>> = {
  open: FloorPolicy.OPEN,
  queue: FloorPolicy.QUEUE,
  priority: FloorPolicy.PRIORITY,
  leastSpoken: FloorPolicy.LEAST_SPOKEN,
  chaired: FloorPolicy.CHAIRED,
  turns: FloorPolicy.TURNS,
};

const FLOOR_ID = 'audio';
/** Most members that the form lets speak at once. */
export const MAX_SPEAKERS = 10;
/** The longest turn of the form, in seconds: an hour. */
export const MAX_TURN_SECONDS = 3600;
const DEFAULT_TURN_SECONDS = '60';
const GRACE_MS = 3000;
const WARN_MS = 10_000;
const CONFIRM_MS = 10_000;

/** The floor that guards the microphone, whatever its name: a medium has one floor at most. */
const microphoneFloor = (floors: readonly Floor[]): Floor | undefined =>
  floors.find((floor) => floor.medium === Medium.AUDIO) ?? floors.find((floor) => floor.floorId === FLOOR_ID);

/** The form for the room as it is. */
export function floorForm(floors: readonly Floor[]): FloorForm {
  const floor = microphoneFloor(floors);
  const choice = FLOOR_CHOICES.find((name) => name !== 'off' && POLICIES[name] === floor?.policy);
  if (floor === undefined || choice === undefined)
    return { choice: 'off', maxHolders: '1', turnSeconds: DEFAULT_TURN_SECONDS };
  return {
    choice,
    maxHolders: String(floor.maxHolders),
    // An open floor has no turns: what is proposed when it becomes another one is not its 0.
    turnSeconds: choice === 'open' ? DEFAULT_TURN_SECONDS : String(Math.round(floor.turnMs / 1000)),
  };
}

/** Whether the choice has a number of speakers and a turn time at all. */
export const hasNumbers = (choice: FloorChoice): boolean => choice !== 'off' && choice !== 'open';

/** The least turn time of the choice, in seconds. */
export const minTurnSeconds = (choice: FloorChoice): number => (choice === 'turns' ? 1 : 0);

function wholeNumber(text: string, min: number, max: number): number | null {
  if (!/^\d{1,9}$/.test(text.trim())) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}

/** The fields that are not right; none = it can be sent. */
export function floorFormProblems(form: FloorForm): ReadonlySet<'maxHolders' | 'turnSeconds'> {
  const problems = new Set<'maxHolders' | 'turnSeconds'>();
  if (!hasNumbers(form.choice)) return problems;
  if (wholeNumber(form.maxHolders, 1, MAX_SPEAKERS) === null) problems.add('maxHolders');
  if (wholeNumber(form.turnSeconds, minTurnSeconds(form.choice), MAX_TURN_SECONDS) === null)
    problems.add('turnSeconds');
  return problems;
}

/**
 * What makes the room's microphone floor that of the form; null = it is so already, or the form has problems. What
 * the form does not show (chair, idle time, what happens without the chair) stays as it is.
 */
export function floorChange(form: FloorForm, floors: readonly Floor[]): FloorChange | null {
  const old = microphoneFloor(floors);
  const { choice } = form;
  if (choice === 'off') return old === undefined ? null : { type: 'remove', floorId: old.floorId };
  if (floorFormProblems(form).size > 0) return null;
  return {
    type: 'configure',
    floor: {
      floorId: old?.floorId ?? FLOOR_ID,
      medium: Medium.AUDIO,
      policy: POLICIES[choice],
      maxHolders: hasNumbers(choice) ? Number(form.maxHolders) : 1,
      turnMs: hasNumbers(choice) ? Number(form.turnSeconds) * 1000 : 0,
      graceMs: GRACE_MS,
      warnMs: WARN_MS,
      confirmMs: choice === 'turns' ? CONFIRM_MS : 0,
      chairMemberId: old?.chairMemberId ?? '',
      idleMs: old?.idleMs ?? 0,
      chairFallback: old?.chairFallback ?? ChairFallback.WAIT_FOR_CHAIR,
    },
  };
}
