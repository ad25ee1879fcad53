/** Key-value pairs of the room and of its members, changed by compare-and-set. */
import type { Attribute, Decision, Member, Rejection, RoomConfig, RoomState } from '../room-types.ts';
import { accept, type CommandOf, reject, withTarget } from './decisions.ts';
import { mayActOn, mayModerate } from './rights.ts';
import { utf8Bytes } from './text-size.ts';

export const MAX_ATTRIBUTE_KEY_LENGTH = 128;

/** Attributes of the room belong to those who may publish data: an audience reads them. */
export function decideRoomAttributes(
  state: RoomState,
  actor: Member,
  command: CommandOf<'setRoomAttributes'>,
): Decision {
  if (!(actor.grants.publishData || mayModerate(actor))) return reject('notAllowed');
  const result = changesTo(state, state.attributes, command);
  if ('rejected' in result) return result;
  return result.changes.length === 0 ? accept() : accept({ type: 'roomAttributesChanged', attributes: result.changes });
}

/** One's own, or as a moderator another's. */
export function decideMemberAttributes(
  state: RoomState,
  actor: Member,
  command: CommandOf<'setMemberAttributes'>,
): Decision {
  return withTarget(state, command.target, (member) => {
    if (member.memberId !== actor.memberId) {
      if (!mayModerate(actor)) return reject('notAllowed');
      if (!mayActOn(actor, member)) return reject('chairRequired');
    }
    const result = changesTo(state, member.attributes, command);
    if ('rejected' in result) return result;
    const { memberId } = member;
    const attributes = result.changes;
    return attributes.length === 0 ? accept() : accept({ type: 'memberAttributesChanged', memberId, attributes });
  });
}

interface Wanted {
  readonly attributes: readonly Attribute[];
  /** Skips the comparison of versions. */
  readonly force: boolean;
}
type Changes = { readonly changes: readonly Attribute[] } | Rejection;

/** The attributes a new member brings; empty ones are left out. */
export function initialAttributes(state: RoomState, attributes: readonly Attribute[]): Changes {
  return changesTo(state, [], { attributes, force: true });
}

/** What really changes, sorted by key, with new versions; '' = deleted. All of it or nothing. */
function changesTo(state: RoomState, current: readonly Attribute[], { attributes, force }: Wanted): Changes {
  const { config, bookkeeping } = state;
  const invalid = invalidAttributes(attributes, config);
  if (invalid !== null) return invalid;
  const known = new Map(current.map((attribute) => [attribute.key, attribute]));
  const changes: Attribute[] = [];
  let size = known.size;
  for (const { key, value, version } of attributes) {
    const before = known.get(key) ?? { value: '', version: 0 };
    if (!force && version !== before.version) return reject('versionConflict', key);
    if (value === before.value) continue;
    if (value === '') size -= 1;
    if (before.version === 0) size += 1;
    // A key that was deleted goes on above its last version, so that no version means two values.
    changes.push({ key, value, version: (before.version || bookkeeping.attributeVersionFloor) + 1 });
  }
  if (size > config.maxAttributes) return reject('limitExceeded', 'attributes');
  return { changes: changes.sort(byKey) };
}

function invalidAttributes(attributes: readonly Attribute[], config: RoomConfig): Rejection | null {
  if (attributes.length > config.maxAttributes) return reject('limitExceeded', 'attributes');
  if (new Set(attributes.map(({ key }) => key)).size < attributes.length) return reject('invalidArgument', 'key twice');
  for (const { key, value } of attributes) {
    if (key.length === 0 || key.length > MAX_ATTRIBUTE_KEY_LENGTH) return reject('invalidArgument', 'key');
    const isTooLarge = key.length + value.length > config.maxAttributeBytes;
    if (isTooLarge || utf8Bytes(key) + utf8Bytes(value) > config.maxAttributeBytes) {
      return reject('limitExceeded', 'attribute bytes');
    }
  }
  return null;
}

/** By UTF-16 unit, the same in every host and locale. */
const byKey = (a: Attribute, b: Attribute): number => (a.key < b.key ? -1 : 1);

/** `current` with `changes`, sorted by key. */
export function withAttributes(current: readonly Attribute[], changes: readonly Attribute[]): readonly Attribute[] {
  const changed = new Set(changes.map(({ key }) => key));
  const kept = current.filter(({ key }) => !changed.has(key));
  return [...kept, ...changes.filter(({ value }) => value !== '')].sort(byKey);
}
