/** `application/trickle-ice-sdpfrag` (RFC 8840, 9): candidates that trickle in, and ICE restarts. Pure. */
import type { Json } from '../../sfu/media-engine.ts';
import {
  attributeName,
  attributeValue,
  type IceCredentials,
  malformed,
  readLines,
  requireIceCredentials,
} from './read-lines.ts';

export interface IceFragment {
  /** undefined = the fragment names none. */
  readonly ice: IceCredentials | undefined;
  readonly candidateCount: number;
}

/** Reads a fragment. The candidates themselves are of no use to ICE lite, which answers whoever asks. @throws AppError sdpMalformed */
export function readFragment(text: string): IceFragment {
  let ufrag: string | undefined;
  let password: string | undefined;
  let candidateCount = 0;
  let isIce = false;
  for (const line of readLines(text)) {
    const name = attributeName(line);
    if (name === 'ice-ufrag') ufrag ??= attributeValue(line);
    if (name === 'ice-pwd') password ??= attributeValue(line);
    if (name === 'candidate') candidateCount += 1;
    isIce ||= name === 'ice-ufrag' || name === 'candidate' || name === 'end-of-candidates';
  }
  if (!isIce) throw malformed('nothing about ICE');
  if (ufrag === undefined && password === undefined) return { ice: undefined, candidateCount };
  return { ice: requireIceCredentials(ufrag ?? '', password ?? ''), candidateCount };
}

/** The answer to an ICE restart: our new credentials; our candidates stay as they are. */
export function writeFragment(iceParameters: Json): string {
  const { usernameFragment, password } = iceParameters as unknown as IceCredentials;
  return `a=ice-lite\r\na=ice-options:trickle\r\na=ice-ufrag:${usernameFragment}\r\na=ice-pwd:${password}\r\n`;
}
