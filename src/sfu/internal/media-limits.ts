/** Bounds that every engine keeps, whatever it is made of. */
import { AppError } from '../../shared/app-error.ts';

/** Consumers of one member, and entries in one list of wishes. */
export const MAX_CONSUMERS = 1024;
export const MAX_DATA_PRODUCERS = 16;
export const MAX_DATA_TOPICS = 64;
/** Members with media in one room; far above what one worker carries. */
export const MAX_MEMBERS = 10_000;
export const MAX_ROOMS = 20_000;

/** Egresses of one member: the live gateway has one, a recorder another. */
export const MAX_EGRESSES = 8;
/** Longest frame that an ingest takes, and most that may wait in it. */
export const MAX_FED_BYTES = 2 * 1024 * 1024;

const MAX_TOPIC_CHARS = 64;
/** mediasoup takes a layer above the highest for the highest. */
const HIGHEST_LAYER = 7;

export interface Layers {
  readonly spatialLayer: number;
  readonly temporalLayer: number;
}

/** Layers with -1 made the highest. @throws AppError invalidArgument */
export function parseLayers({ spatialLayer, temporalLayer }: Layers): Layers {
  const parse = (layer: number): number => {
    if (!Number.isInteger(layer) || layer < -1 || layer > HIGHEST_LAYER) throw new AppError('invalidArgument', 'layer');
    return layer === -1 ? HIGHEST_LAYER : layer;
  };
  return { spatialLayer: parse(spatialLayer), temporalLayer: parse(temporalLayer) };
}

/** @throws AppError mediaParametersInvalid */
export function requireSsrc(ssrc: number): void {
  if (!Number.isInteger(ssrc) || ssrc < 1 || ssrc > 0xffff_ffff) throw new AppError('mediaParametersInvalid', 'ssrc');
}

/** @throws AppError mediaParametersInvalid */
export function requireTopic(topic: string): void {
  if (topic === '' || topic.length > MAX_TOPIC_CHARS) throw new AppError('mediaParametersInvalid', 'topic');
}
