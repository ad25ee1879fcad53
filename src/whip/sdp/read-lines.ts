/** SDP text from strangers, made safe for a parser: bounded, and reduced to the lines that are understood. Pure. */
import { AppError } from '../../shared/app-error.ts';

/** Browsers' offers have some 300 lines of up to 250 characters. */
const MAX_LINES = 2000;
const MAX_LINE_CHARS = 1024;
const MAX_CHARS = 128 * 1024;

const LINE = /^[a-z]=[\x20-\x7e\x80-\u{10ffff}]*$/u;

/** `sdpMalformed` with what is wrong. */
export const malformed = (detail: string): AppError => new AppError('sdpMalformed', detail);
/** `sdpUnsupported` with what cannot be had. */
export const unsupported = (detail: string): AppError => new AppError('sdpUnsupported', detail);

/**
 * The lines of an SDP or of a fragment of one (RFC 8866, 5; RFC 8840, 9.2), without their ends. @throws AppError sdpMalformed
 */
export function readLines(text: string): readonly string[] {
  if (text.length > MAX_CHARS) throw malformed('too long');
  const lines = text.split(/\r\n|\n/);
  while (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw malformed('empty');
  if (lines.length > MAX_LINES) throw malformed('too many lines');
  for (const [index, line] of lines.entries()) {
    if (line.length > MAX_LINE_CHARS || !LINE.test(line)) throw malformed(`line ${index + 1}`);
  }
  return lines;
}

/** The name of an attribute line: `ssrc-group` for `a=ssrc-group:FID 1 2`; undefined for other lines. */
export function attributeName(line: string): string | undefined {
  return /^a=([^:]*)/.exec(line)?.[1];
}

/** The value of an attribute line; '' when it has none. */
export function attributeValue(line: string): string {
  const colon = line.indexOf(':');
  return colon === -1 ? '' : line.slice(colon + 1);
}

const UFRAG = /^[A-Za-z0-9+/]{4,256}$/;
const PASSWORD = /^[A-Za-z0-9+/]{22,256}$/;

export interface IceCredentials {
  readonly usernameFragment: string;
  readonly password: string;
}

/** ICE credentials (RFC 8839, 5.4). @throws AppError sdpMalformed */
export function requireIceCredentials(usernameFragment: string, password: string): IceCredentials {
  if (!UFRAG.test(usernameFragment)) throw malformed('ice-ufrag');
  if (!PASSWORD.test(password)) throw malformed('ice-pwd');
  return { usernameFragment, password };
}
