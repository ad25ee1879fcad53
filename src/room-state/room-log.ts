/**
 * The last events of a room, for clients that come back: exactly what they missed, or the plain answer that it is no
 * longer known. Bounded by count and by an estimate of bytes; the oldest go first.
 */
import { assert } from '../shared/assert.ts';
import type { InstantMs, MemberId } from '../shared/ids.ts';
import type { Attribute, RoomEvent } from './room-types.ts';
import type { Sight } from './visibility.ts';

/** An event with its place in the room's history. */
export interface LogEntry {
  readonly offset: number;
  readonly at: InstantMs;
  /** Who caused it; null = the server. */
  readonly actor: MemberId | null;
  /** Number of the actor's command; 0 = none. */
  readonly causeId: number;
  readonly event: RoomEvent;
  /** How others see it, where that differs. */
  readonly sight?: Sight;
}

export interface RoomLogOptions {
  readonly epoch: string;
  readonly maxEvents: number;
  /** By `approximateBytes`, with the members that appear. */
  readonly maxBytes: number;
  /** Offset of the state that the log continues; 0 (default) = a new room. */
  readonly offset?: number;
}

export interface RoomLog {
  /** Adds the entry that follows the last one. O(1) amortised. @throws when its offset does not follow (a bug). */
  append(entry: LogEntry): void;
  /**
   * Everything after `offset`, oldest first, [] when nothing is; undefined when that is not completely known (another
   * epoch, too old, or from the future) and only a snapshot helps. O(answer).
   */
  since(epoch: string, offset: number): readonly LogEntry[] | undefined;
  /** Entries kept. */
  readonly size: number;
}

const BYTES_PER_EVENT = 128;
const BYTES_PER_MEMBER = 1024;
const BYTES_PER_LOBBY_ENTRY = 256;
/** Requests are shared between the pictures of a floor; what each picture adds is a place in a list, mostly. */
const BYTES_PER_REQUEST = 32;

const attributeBytes = (attributes: readonly Attribute[]): number =>
  attributes.reduce((sum, { key, value }) => sum + 2 * (key.length + value.length), 0);

/** About how much memory an event holds. Cheap, not exact: the large ones are weighed, the rest counted. */
export function approximateBytes(event: RoomEvent): number {
  switch (event.type) {
    case 'memberJoined':
    case 'memberRenamed':
      return BYTES_PER_MEMBER + attributeBytes(event.member.attributes);
    case 'memberAttributesChanged':
    case 'roomAttributesChanged':
      return BYTES_PER_EVENT + attributeBytes(event.attributes);
    case 'lobbyChanged':
      return BYTES_PER_EVENT + BYTES_PER_LOBBY_ENTRY * event.lobby.length;
    case 'chatSent':
      return BYTES_PER_EVENT + 2 * event.message.text.length;
    case 'floorChanged':
      return BYTES_PER_EVENT + BYTES_PER_REQUEST * (event.floor.slots.length + event.floor.queue.length);
    case 'dataSent':
      return BYTES_PER_EVENT + event.payload.byteLength + BYTES_PER_EVENT * event.to.length;
    default:
      return BYTES_PER_EVENT;
  }
}

/** An event and, where the log keeps a member for those who see it now, that member. */
function entryBytes({ event, sight }: LogEntry): number {
  const bytes = approximateBytes(event);
  if (sight?.appearance.type !== 'appeared') return bytes;
  return bytes + BYTES_PER_MEMBER + attributeBytes(sight.appearance.member.attributes);
}

/** Fewer places of dropped entries are not worth a copy of the rest. */
const MIN_DROPPED = 16;

/** An empty log. */
export function createRoomLog({ epoch, maxEvents, maxBytes, offset = 0 }: RoomLogOptions): RoomLog {
  // Oldest first, from `dropped` on; what is before it is given up when it is as much as the rest.
  let entries: (LogEntry | undefined)[] = [];
  let dropped = 0;
  let bytes = 0;
  let lastOffset = offset;

  const size = (): number => entries.length - dropped;
  const dropOldest = (): void => {
    const oldest = entries[dropped];
    assert(oldest !== undefined, 'a log over its bounds has entries');
    bytes -= entryBytes(oldest);
    entries[dropped] = undefined;
    dropped += 1;
    if (dropped <= size() + MIN_DROPPED) return;
    entries = entries.slice(dropped);
    dropped = 0;
  };

  return {
    append: (entry) => {
      assert(entry.offset === lastOffset + 1, `log entry ${entry.offset} follows ${lastOffset}`);
      lastOffset = entry.offset;
      entries.push(entry);
      bytes += entryBytes(entry);
      while (size() > maxEvents || bytes > maxBytes) dropOldest();
    },
    since: (ofEpoch, after) => {
      const missed = lastOffset - after;
      if (ofEpoch !== epoch || !Number.isInteger(after) || missed < 0 || missed > size()) return undefined;
      return entries.slice(entries.length - missed) as LogEntry[];
    },
    get size(): number {
      return size();
    },
  };
}
