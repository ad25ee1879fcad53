/** RTP packets of one stream, as many as are asked for: Opus of 20 ms, or H.264 that begins with a key frame. */
import { opusPayload, rtpPacket } from '../../test/support/rtp-traces.ts';

const AUDIO = { payloadType: 111, ticks: 960, payloadBytes: 160 } as const;
const VIDEO = { payloadType: 96, ticks: 3000, payloadBytes: 1188 } as const;
/** What mediasoup takes for the beginning of a key frame: a sequence parameter set. */
const PARAMETER_SET = 0x67;
const SLICE = 0x61;

export class RtpStream {
  readonly #kind: 'audio' | 'video';
  readonly #ssrc: number;
  #count = 0;

  constructor(kind: 'audio' | 'video', ssrc: number) {
    this.#kind = kind;
    this.#ssrc = ssrc;
  }

  /** The next packet: 172 bytes of audio, 1200 of video. */
  next(): Buffer {
    const { payloadType, ticks, payloadBytes } = this.#kind === 'audio' ? AUDIO : VIDEO;
    const index = this.#count;
    this.#count += 1;
    const payload = new Uint8Array(payloadBytes).fill(index & 0xff);
    payload.set(this.#kind === 'audio' ? opusPayload(index) : [index === 0 ? PARAMETER_SET : SLICE, index & 0xff]);
    const packet = rtpPacket({ sequence: index, timestamp: index * ticks, ssrc: this.#ssrc, payload });
    // The marker says that a frame is complete: here every packet is one.
    packet[1] = (this.#kind === 'video' ? 0x80 : 0) | payloadType;
    return Buffer.from(packet.buffer, packet.byteOffset, packet.length);
  }
}
