/**
 * The protocol version, exchanged in Hello and Welcome.
 *
 * Adding fields, messages and enum values keeps the version: older peers ignore what they do not know. Removing or
 * renumbering, or giving an existing field another meaning, needs a new version, served beside its predecessor.
 * Either way the schema's hash changes and the test in test/unit/wire/version.test.ts asks for an entry here.
 */

/** The version this code speaks. */
export const PROTOCOL_VERSION = 1;

/** The oldest version of a client that the server still serves. */
export const MIN_PROTOCOL_VERSION = 1;

export interface SchemaRevision {
  readonly version: number;
  /** ISO date of the change. */
  readonly date: string;
  /** SCHEMA_HASH of wire/generated/messages.ts at that revision. */
  readonly schemaHash: string;
  readonly what: string;
}

/** Oldest first; the last entry is the schema in proto/. */
export const SCHEMA_HISTORY: readonly SchemaRevision[] = [
  {
    version: 1,
    date: '2026-11-21',
    schemaHash: '6c4dadb52f3268fe88abfbff2c4b2c8b2e7916c9fcb7a44d823e84b0e1272093',
    what: 'First version.',
  },
  {
    version: 1,
    date: '2026-11-21',
    schemaHash: '1e2a9cee7f954d65119ec7ceb6ed32a254a24896317acccf04ff4fb457a01825',
    what: 'Joined.self and SelfChanged: members that are not listed learn of themselves. Floors: warning, chair fallback and absence, ends of requests, SetFloorChair, role in SelfBelief.',
  },
  {
    version: 1,
    date: '2026-11-21',
    schemaHash: '6cdb3c19c75235e220e6793d8c5deeb45a76855622af276a828152c270273a57',
    what: 'Push and play URLs: GetPushUrl, GetPlayUrls and their results, Member.push_generation (also hashed), PushGenerationRaised, push_generation in SelfBelief.',
  },
];
