/** The *_json fields of media.proto: text to plain data and back. Shape is checked by the media engine. */
import type { Json } from '../../sfu/media-engine.ts';
import { AppError } from '../../shared/app-error.ts';

/** Longest parameter text taken; Chromium's largest (RtpCapabilities) is about 10 KiB. */
const MAX_JSON_CHARS = 48 * 1024;

/** @throws AppError mediaParametersInvalid when the text is too long or not a JSON object or array. */
export function parseMediaJson(text: string, field: string): Json {
  if (text.length > MAX_JSON_CHARS) throw new AppError('mediaParametersInvalid', `${field} is too long`);
  try {
    const value = JSON.parse(text) as Json;
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls through: a syntax error is reported like a wrong type.
  }
  throw new AppError('mediaParametersInvalid', `${field} is not a JSON object`);
}

export const formatMediaJson = (value: Json): string => JSON.stringify(value);
