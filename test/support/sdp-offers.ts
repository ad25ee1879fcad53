/** SDP offers as real clients make them: Chromium's captured, the others written after what those clients send. */
import { readFileSync } from 'node:fs';

const CLIENTS = ['chromium-publish', 'chromium-simulcast', 'chromium-play', 'obs', 'gstreamer', 'ffmpeg'] as const;
export type OfferingClient = (typeof CLIENTS)[number];

/** Offers to send. */
export const INGEST_CLIENTS = ['chromium-publish', 'chromium-simulcast', 'obs', 'gstreamer', 'ffmpeg'] as const;

/** The offer, with the line ends that the wire has. */
export function offerOf(client: OfferingClient): string {
  const text = readFileSync(new URL(`./sdp/${client}.sdp`, import.meta.url), 'utf8');
  return text.replaceAll(/\r?\n/g, '\r\n');
}

/** Values of the lines `a={name}:`, in order. */
export function attributesOf(sdp: string, name: string): readonly string[] {
  return [...sdp.matchAll(new RegExp(`^a=${name}(?::(.*?))?\\r?$`, 'gm'))].map(([, value = '']) => value);
}
