/** H.264 as FLV carries it: AVCDecoderConfigurationRecord (ISO 14496-15, 5.3.3.1) and NAL units after their lengths. */

const SEQUENCE_PARAMETERS = 7;
const PICTURE_PARAMETERS = 8;
const DELIMITER = 9;
const FILLER = 12;
const LENGTH_BYTES = 4;
const TYPE = 0x1f;

export interface AvcConfig {
  /** Bytes of each length: 1, 2 or 4. */
  readonly lengthBytes: number;
  readonly sequenceSets: readonly Uint8Array[];
  readonly pictureSets: readonly Uint8Array[];
}

/** undefined when it is not such a record, or has no parameter sets. */
export function parseAvcConfig(record: Uint8Array): AvcConfig | undefined {
  if (record.length < 7 || record[0] !== 1) return undefined;
  const lengthBytes = ((record[4] ?? 0) & 0x03) + 1;
  const sequences = readSets(record, 6, (record[5] ?? 0) & 0x1f);
  if (sequences === undefined) return undefined;
  const pictures = readSets(record, sequences.end + 1, record[sequences.end] ?? 0);
  if (pictures === undefined || lengthBytes === 3) return undefined;
  if (sequences.sets.length === 0 || pictures.sets.length === 0) return undefined;
  return { lengthBytes, sequenceSets: sequences.sets, pictureSets: pictures.sets };
}

/** The record for these sets, with lengths of four bytes. */
export function avcConfigRecord(sequenceSet: Uint8Array, pictureSet: Uint8Array): Uint8Array<ArrayBuffer> {
  const [, profile = 0, compatibility = 0, level = 0] = sequenceSet;
  const record = new Uint8Array(11 + sequenceSet.length + pictureSet.length);
  const view = new DataView(record.buffer);
  record.set([1, profile, compatibility, level, 0xff, 0xe1]);
  view.setUint16(6, sequenceSet.length);
  record.set(sequenceSet, 8);
  const at = 8 + sequenceSet.length;
  record[at] = 1;
  view.setUint16(at + 1, pictureSet.length);
  record.set(pictureSet, at + 3);
  return record;
}

export interface AvcUnit {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** The NAL units of a frame, without delimiters and filler. undefined when the lengths do not fit together. */
export function readUnits(frame: Uint8Array, lengthBytes = LENGTH_BYTES): readonly AvcUnit[] | undefined {
  const units: AvcUnit[] = [];
  for (let at = 0; at < frame.length; ) {
    let size = 0;
    for (let index = 0; index < lengthBytes; index += 1) size = size * 256 + (frame[at + index] ?? 0);
    const start = at + lengthBytes;
    if (start + size > frame.length) return undefined;
    const type = (frame[start] ?? 0) & TYPE;
    if (size > 0 && type !== DELIMITER && type !== FILLER)
      units.push({ type, bytes: frame.subarray(start, start + size) });
    at = start + size;
  }
  return units;
}

/** NAL units, each after its length in four bytes, in an array of their own. */
export function writeUnits(units: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(units.reduce((sum, unit) => sum + LENGTH_BYTES + unit.length, 0));
  const view = new DataView(frame.buffer);
  let at = 0;
  for (const unit of units) {
    view.setUint32(at, unit.length);
    frame.set(unit, at + LENGTH_BYTES);
    at += LENGTH_BYTES + unit.length;
  }
  return frame;
}

export const isSequenceSet = ({ type }: AvcUnit): boolean => type === SEQUENCE_PARAMETERS;
export const isPictureSet = ({ type }: AvcUnit): boolean => type === PICTURE_PARAMETERS;
export const isParameterSet = (unit: AvcUnit): boolean => isSequenceSet(unit) || isPictureSet(unit);

function readSets(
  record: Uint8Array,
  from: number,
  count: number,
): { readonly sets: readonly Uint8Array[]; readonly end: number } | undefined {
  const sets: Uint8Array[] = [];
  let at = from;
  for (let index = 0; index < count; index += 1) {
    const size = ((record[at] ?? 0) << 8) | (record[at + 1] ?? 0);
    const start = at + 2;
    if (size === 0 || start + size > record.length) return undefined;
    sets.push(record.slice(start, start + size));
    at = start + size;
  }
  return { sets, end: at };
}
