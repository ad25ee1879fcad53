/** What the API remembers of a room beside its members: pure data and pure changes to it. */
import type { InstantMs, MemberId, RoomId, UserId } from '../shared/ids.ts';
import type { MixLayout } from './merge-layout.ts';
import { type RoomKind, ServiceRefusal } from './service-types.ts';

/** A pusher that came by this API; others in the room are known by their membership alone. */
export interface Pusher {
  readonly userId: UserId;
  readonly memberId: MemberId;
  name: string;
  avatar: string;
  /** As the client gave it. */
  pushUrl: string;
  /** Generation of the URL that the client says it pushes to; 0 = none of ours. */
  claimedGeneration: number;
  /** Last heartbeat, `add_pusher`, or media. */
  heardAt: InstantMs;
  /** Shown to others as suspect. */
  isLost: boolean;
  /** Silence after which it is gone. */
  readonly expiryMs: number;
}

export interface AudienceEntry {
  readonly userId: UserId;
  userInfo: string;
  /** Of its membership; null while it is in the room as a pusher, or when the room had no place. */
  memberId: MemberId | null;
  heardAt: InstantMs;
}

export type CustomValue = string | number | boolean;

export interface RoomRecord {
  readonly roomId: RoomId;
  kind: RoomKind;
  readonly roomInfo: { text: string };
  readonly createdAt: InstantMs;
  /** Who called `create_room`; null = nobody did. */
  readonly createdBy: UserId | null;
  /** The room was there before this API knew it: its own rules say when it ends. */
  readonly isAdopted: boolean;
  /** The first pusher; null until there was one. */
  creator: UserId | null;
  /** In the order they came. */
  readonly pushers: Map<UserId, Pusher>;
  readonly audience: Map<UserId, AudienceEntry>;
  readonly custom: Map<string, CustomValue>;
  mix: MixLayout | null;
  /** Who was listed when others were last told to look. */
  lastListed: string;
}

export type NewRecord = Pick<RoomRecord, 'roomId' | 'kind' | 'createdAt' | 'createdBy' | 'isAdopted'> & {
  readonly roomInfo: string;
};

export function newRecord({ roomInfo, ...given }: NewRecord): RoomRecord {
  return {
    ...given,
    roomInfo: { text: roomInfo },
    creator: null,
    pushers: new Map(),
    audience: new Map(),
    custom: new Map(),
    mix: null,
    lastListed: '',
  };
}

const MAX_CUSTOM_FIELDS = 32;
const FIELD_NAME = /^[^\p{Cc}]{1,64}$/u;
const MAX_CUSTOM_VALUE_CHARS = 1024;

export type CustomOperation = 'set' | 'inc' | 'dec';
export const isCustomOperation = (text: unknown): text is CustomOperation =>
  text === 'set' || text === 'inc' || text === 'dec';

/**
 * Sets a custom field, or counts it up or down by one from 0.
 * @throws ServiceRefusal `badValue` for what cannot be, `params` for `set` without a value
 */
export function changeCustom(record: RoomRecord, name: string, operation: CustomOperation, value: unknown): void {
  const { custom } = record;
  if (!FIELD_NAME.test(name)) throw new ServiceRefusal('badValue', 'fieldName');
  const current = custom.get(name);
  if (current === undefined && custom.size >= MAX_CUSTOM_FIELDS) {
    throw new ServiceRefusal('badValue', `more than ${MAX_CUSTOM_FIELDS} fields`);
  }
  custom.set(name, operation === 'set' ? customValue(value) : counted(current ?? 0, operation === 'inc' ? 1 : -1));
}

function counted(current: CustomValue, by: 1 | -1): number {
  const next = typeof current === 'number' ? current + by : Number.NaN;
  if (!Number.isSafeInteger(next)) throw new ServiceRefusal('badValue', 'the field is not a whole number');
  return next;
}

function customValue(value: unknown): CustomValue {
  if (value === undefined || value === null) throw new ServiceRefusal('params', 'value is missing');
  const isScalar = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
  // Structures are kept as the text they are.
  const kept = isScalar ? value : JSON.stringify(value);
  if (typeof kept === 'string' && kept.length > MAX_CUSTOM_VALUE_CHARS) throw new ServiceRefusal('badValue', 'value');
  return kept;
}

/** As the API gives them out: an object as JSON text. */
export const customText = ({ custom }: RoomRecord): string => JSON.stringify(Object.fromEntries(custom));
