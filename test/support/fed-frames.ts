/** Frames for an ingest, made by hand: not decodable, but shaped as the packetizer and the jitter buffer want them. */
import type { FedFrame } from '../../src/sfu/live-media.ts';

type Scope = Pick<FedFrame, 'roomId' | 'memberId' | 'timestampMs'>;

/** NAL units, each after its length in four bytes. */
export function avccOf(...units: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(units.reduce((sum, unit) => sum + 4 + unit.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const unit of units) {
    view.setUint32(at, unit.length);
    bytes.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return bytes;
}

/** 20 ms of Opus silence (CELT, full band): what an encoder sends. */
export const fedAudio = (scope: Scope): FedFrame => ({
  ...scope,
  medium: 'audio',
  isKeyFrame: false,
  bytes: new Uint8Array([0xf8, 0xff, 0xfe]),
});

/** Parameter sets and a slice that can be decoded alone. */
export const fedVideo = (scope: Scope, sliceBytes = 3000): FedFrame => ({
  ...scope,
  medium: 'video',
  isKeyFrame: true,
  bytes: avccOf(
    new Uint8Array([0x67, 0x42, 0xe0, 0x1f, 1, 2]),
    new Uint8Array([0x68, 0xce, 0x3c, 0x80]),
    new Uint8Array(sliceBytes).fill(0x65),
  ),
});
