/** Which codecs of an offer are codecs of the room. Pure. */
import type { Json } from '../../sfu/media-engine.ts';
import type { Feedback, Kind, OfferCodec, OfferSection } from './offer.ts';

export interface RoomCodec {
  readonly kind: Kind;
  readonly mimeType: string;
  readonly clockRate: number;
  readonly channels?: number;
  readonly rtcpFeedback: readonly Feedback[];
}

/** What the room can carry, as the media engine says it. */
export interface RoomCapabilities {
  readonly codecs: readonly RoomCodec[];
  readonly headerExtensions: readonly { readonly kind: Kind; readonly uri: string; readonly direction?: string }[];
}

/** The engine's capabilities; they are ours, so their shape is not checked again. */
export const roomCapabilities = (capabilities: Json): RoomCapabilities => capabilities as unknown as RoomCapabilities;

export interface CodecMatch {
  readonly offered: OfferCodec;
  readonly room: RoomCodec;
  /** Retransmission of it (RFC 4588), when it is offered. */
  readonly rtx: OfferCodec | undefined;
}

const lower = (mimeType: string): string => mimeType.toLowerCase();

/** Codecs of that section that the room carries, in the room's order of preference. */
export function matchingCodecs(section: OfferSection, { codecs }: RoomCapabilities): readonly CodecMatch[] {
  return codecs.flatMap((room): CodecMatch[] => {
    if (lower(room.mimeType).endsWith('/rtx')) return [];
    const offered = section.codecs.find((codec) => isSameCodec(codec, room));
    if (offered === undefined) return [];
    const rtx = section.codecs.find(
      ({ mimeType, parameters }) => lower(mimeType).endsWith('/rtx') && parameters['apt'] === offered.payloadType,
    );
    return [{ offered, room, rtx }];
  });
}

function isSameCodec(offered: OfferCodec, room: RoomCodec): boolean {
  if (lower(offered.mimeType) !== lower(room.mimeType) || offered.clockRate !== room.clockRate) return false;
  if ((offered.channels ?? 1) !== (room.channels ?? 1)) return false;
  const { parameters } = offered;
  switch (lower(room.mimeType)) {
    case 'video/h264':
      return parameters['packetization-mode'] === 1 && isConstrainedBaseline(parameters['profile-level-id']);
    case 'video/vp9':
      return Number(parameters['profile-id'] ?? 0) === 0;
    default:
      return true;
  }
}

/**
 * Whether a profile-level-id (RFC 6184, 8.1) means constrained baseline, the profile of the room, in one of the three
 * ways to write it. Left out, it means baseline without more; senders of WebRTC mean the constrained one.
 */
export function isConstrainedBaseline(id: string | number | undefined): boolean {
  if (id === undefined) return true;
  const text = String(id);
  if (!/^[0-9A-Fa-f]{6}$/.test(text)) return false;
  const profile = Number.parseInt(text.slice(0, 2), 16);
  const constraints = Number.parseInt(text.slice(2, 4), 16);
  if ((constraints & 0x0f) !== 0) return false;
  if (profile === 0x42) return (constraints & 0x40) !== 0;
  if (profile === 0x4d) return (constraints & 0x80) !== 0;
  return profile === 0x58 && (constraints & 0xc0) === 0xc0;
}

/** Feedback that both sides know. */
export function commonFeedback({ offered, room }: CodecMatch): readonly Feedback[] {
  return offered.feedback.filter((one) =>
    room.rtcpFeedback.some(({ type, parameter = '' }) => type === one.type && parameter === (one.parameter ?? '')),
  );
}
