/**
 * `merge_stream`: the host says how the streams of a live room are laid over each other. Clients send the request that
 * the vendor's stream mixer took, as JSON text or as an object; what matters of it becomes a `MixLayout`.
 */
import type { RoomId } from '../shared/ids.ts';
import { ServiceRefusal } from './service-types.ts';

const MAX_INPUTS = 16;
const MAX_SIDE = 4096;
const MAX_LAYERS = 16;
const MAX_TEXT_CHARS = 32_768;
/** `input_type` of a plain background instead of a stream. */
const CANVAS = 3;

export interface MixInput {
  /** Name of the stream, as in its URLs. */
  readonly streamName: string;
  /** 1 = at the bottom. */
  readonly layer: number;
  /** Pixels, or 0 to 1 of the canvas; 0 = the stream's own. */
  readonly width: number;
  readonly height: number;
  /** From the top left corner. */
  readonly x: number;
  readonly y: number;
}

export interface MixLayout {
  /** The client's word for this mix. */
  readonly sessionId: string;
  readonly outputName: string;
  /** From the bottom up. */
  readonly inputs: readonly MixInput[];
}

/** Port: makes one stream of a room's streams. The room service says what; failures are the mixer's own to mend. */
export interface MixedStreams {
  /** Begins, or changes the layout. `inputs` name streams of members of that room. Must not throw. */
  setLayout(roomId: RoomId, layout: MixLayout): void;
  /** The room has no mix any more. Idempotent. Must not throw. */
  stop(roomId: RoomId): void;
  /** Whether the mix is to be played; else the host's own stream. */
  hasMix(roomId: RoomId): boolean;
}

/** A node without a mixer: layouts are remembered by the room alone. */
export const noMixer: MixedStreams = {
  setLayout: () => undefined,
  stop: () => undefined,
  hasMix: () => false,
};

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws ServiceRefusal `badValue` for what is no such request */
export function parseMergeParams(given: unknown): MixLayout {
  const request = typeof given === 'string' ? parseText(given) : given;
  // With or without the envelope that the mixer wanted around it.
  const envelope = isFields(request) && isFields(request['interface']) ? request['interface']['para'] : undefined;
  const para = envelope ?? (isFields(request) && isFields(request['para']) ? request['para'] : request);
  if (!isFields(para)) throw bad('mergeParams');
  const list = para['input_stream_list'];
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_INPUTS) throw bad('input_stream_list');
  const inputs = list.flatMap((entry: unknown) => parseInput(entry));
  if (inputs.length === 0) throw bad('input_stream_list');
  return {
    sessionId: shortText(para['mix_stream_session_id']),
    outputName: shortText(para['output_stream_id']),
    inputs: inputs.toSorted((one, other) => one.layer - other.layer),
  };
}

/**
 * Of that layout what is in the room: somebody may have left since the host looked, which is no reason to leave out the
 * others. @throws ServiceRefusal `badValue` when nobody is left
 */
export function layoutOf(layout: MixLayout, present: ReadonlySet<string>): MixLayout {
  const inputs = layout.inputs.filter(({ streamName }) => present.has(streamName));
  if (inputs.length === 0) throw new ServiceRefusal('badValue', 'none of these streams is in the room');
  return { ...layout, inputs };
}

function parseText(text: string): unknown {
  if (text.length > MAX_TEXT_CHARS) throw bad('mergeParams');
  try {
    return JSON.parse(text);
  } catch {
    throw bad('mergeParams is not JSON');
  }
}

function parseInput(entry: unknown): MixInput[] {
  if (!isFields(entry) || !isFields(entry['layout_params'])) throw bad('layout_params');
  const layout = entry['layout_params'];
  if (layout['input_type'] === CANVAS) return [];
  const streamName = entry['input_stream_id'];
  if (typeof streamName !== 'string' || streamName === '' || streamName.length > 512) throw bad('input_stream_id');
  return [
    {
      streamName,
      layer: within(layout['image_layer'], 'image_layer', 1, MAX_LAYERS, 1),
      width: within(layout['image_width'], 'image_width', 0, MAX_SIDE, 0),
      height: within(layout['image_height'], 'image_height', 0, MAX_SIDE, 0),
      x: within(layout['location_x'], 'location_x', 0, MAX_SIDE, 0),
      y: within(layout['location_y'], 'location_y', 0, MAX_SIDE, 0),
    },
  ];
}

function within(value: unknown, name: string, min: number, max: number, absent: number): number {
  if (value === undefined || value === null) return absent;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !(number >= min && number <= max)) throw bad(name);
  return number;
}

const shortText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 128) : '';

const bad = (what: string): ServiceRefusal => new ServiceRefusal('badValue', what);
