/**
 * A fingerprint of the room that every client with all topics can compute for itself, to find out that its replica
 * has gone wrong. Exactly defined, so that any other client can do the same: src/room-state/SPEC.md, "State hash".
 */
import type {
  Attribute,
  Floor,
  FloorRequestInfo,
  Grants,
  Init,
  MediumState,
  Member,
  RoomPolicy,
  RoomSnapshot,
} from './generated/messages.ts';

/** What is hashed: of a snapshot or a replica. A field that is absent or null counts as its protobuf default. */
export type HashedRoom = Init<Pick<RoomSnapshot, 'policy' | 'members' | 'floors' | 'attributes' | 'mediaGeneration'>>;

const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Writes values one after the other into a 32-bit FNV-1a hash. */
class CanonicalHasher {
  #hash = FNV_OFFSET_BASIS;

  /** Never 0, which means "not given" on the wire. */
  get hash(): number {
    return this.#hash >>> 0 || 1;
  }

  /** `42;` for numbers and enum values, `1;` and `0;` for booleans. */
  number(value: number | boolean | undefined): void {
    this.#feed(`${Number(value ?? 0)};`);
  }

  /** `4:blue`, the length in UTF-16 units. */
  text(value: string | undefined): void {
    const present = value ?? '';
    this.#feed(`${present.length}:${present}`);
  }

  /** `2[` and the items one after the other. */
  list<T>(items: readonly T[] | undefined, write: (item: T) => void): void {
    const present = items ?? [];
    this.#feed(`${present.length}[`);
    for (const item of present) write(item);
  }

  /** Each UTF-16 unit as two bytes, the low one first. */
  #feed(characters: string): void {
    let hash = this.#hash;
    for (let index = 0; index < characters.length; index += 1) {
      const unit = characters.charCodeAt(index);
      hash = Math.imul(hash ^ (unit & 0xff), FNV_PRIME);
      hash = Math.imul(hash ^ (unit >>> 8), FNV_PRIME);
    }
    this.#hash = hash;
  }
}

/**
 * The hash of members, floors, policy, attributes and media generation: 1 to 2^32 - 1. Chat, lobby and bans are not
 * part of it. O(size of the room).
 */
export function stateHash(room: HashedRoom): number {
  const out = new CanonicalHasher();
  out.text('rtcroom-state-1');
  out.number(room.mediaGeneration);
  writePolicy(out, room.policy ?? {});
  out.list(room.attributes, (attribute) => writeAttribute(out, attribute));
  out.list(room.members, (member) => writeMember(out, member));
  out.list(room.floors, (floor) => writeFloor(out, floor));
  return out.hash;
}

function writePolicy(out: CanonicalHasher, policy: Init<RoomPolicy>): void {
  out.number(policy.locked);
  out.number(policy.lobby);
  out.list(policy.unmuteLocked, (medium) => out.number(medium));
  out.list(policy.unmuteAllowed, (memberId) => out.text(memberId));
}

function writeAttribute(out: CanonicalHasher, { key, value, version }: Init<Attribute>): void {
  out.text(key);
  out.text(value);
  out.number(version);
}

function writeMember(out: CanonicalHasher, member: Init<Member>): void {
  out.text(member.memberId);
  out.text(member.userId);
  out.text(member.displayName);
  out.text(member.avatar);
  out.number(member.role);
  out.number(member.presence);
  writeGrants(out, member.grants ?? {});
  out.list(member.media, (medium) => writeMedium(out, medium));
  out.number(member.handRaisedAtMs);
  out.list(member.attributes, (attribute) => writeAttribute(out, attribute));
  out.number(member.joinedAtMs);
  out.number(member.pushGeneration);
}

function writeGrants(out: CanonicalHasher, grants: Init<Grants>): void {
  out.number(grants.publishAudio);
  out.number(grants.publishVideo);
  out.number(grants.publishScreen);
  out.number(grants.publishData);
  out.number(grants.subscribe);
  out.number(grants.chat);
  out.number(grants.moderate);
  out.number(grants.bypassLobby);
  out.number(grants.hidden);
}

function writeMedium(out: CanonicalHasher, medium: Init<MediumState>): void {
  out.number(medium.medium);
  out.number(medium.selfMuted);
  out.number(medium.moderatorMuted);
  out.number(medium.published);
  out.number(medium.source);
  out.text(medium.producerId);
  out.number(medium.mayFlow);
}

function writeFloor(out: CanonicalHasher, floor: Init<Floor>): void {
  out.text(floor.floorId);
  out.number(floor.medium);
  out.number(floor.policy);
  out.number(floor.maxHolders);
  out.text(floor.chairMemberId);
  out.number(floor.turnMs);
  out.number(floor.graceMs);
  out.number(floor.idleMs);
  out.number(floor.confirmMs);
  out.number(floor.warnMs);
  out.number(floor.chairFallback);
  out.number(floor.chairAbsent);
  out.list(floor.requests, (request) => writeRequest(out, request));
}

function writeRequest(out: CanonicalHasher, request: Init<FloorRequestInfo>): void {
  out.text(request.requestId);
  out.text(request.memberId);
  out.text(request.requestedBy);
  out.list(request.floorIds, (floorId) => out.text(floorId));
  out.number(request.status);
  out.number(request.priority);
  out.number(request.queuePosition);
  out.number(request.requestedAtMs);
  out.number(request.grantedAtMs);
  out.number(request.expiresAtMs);
  out.number(request.cause);
  out.number(request.warned);
}
