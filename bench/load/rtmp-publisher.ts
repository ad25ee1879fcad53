/** Publishes a stream of a steady bit rate over RTMP: pictures that look like H.264, sound that looks like AAC. */
import { connect, type Socket } from 'node:net';
import { AAC_CONFIG, AVC_CONFIG, aacFrame, audio, avcFrame, publishing, video } from '../../test/support/rtmp-bytes.ts';
import { INSTANT_MARK } from './flv-player.ts';

const FRAMES_PER_SECOND = 25;
const AUDIO_PER_SECOND = 43;
const AUDIO_BYTES = 160;
const GROUP_FRAMES = 50;
/** A key frame is this much larger than what follows it. */
const KEY_FRAME_FACTOR = 5;

export class RtmpPublisher {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  readonly #startedAt = performance.now();
  readonly #pictureBytes: number;
  #pictures = 0;
  #sounds = 0;
  fault: string | undefined;

  constructor(port: number, name: string, bitsPerSecond: number) {
    const videoBytes = bitsPerSecond / 8 - AUDIO_PER_SECOND * AUDIO_BYTES;
    this.#pictureBytes = Math.round(
      ((videoBytes / FRAMES_PER_SECOND) * GROUP_FRAMES) / (GROUP_FRAMES - 1 + KEY_FRAME_FACTOR),
    );
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.#socket.write(Buffer.concat([publishing(name), video(0, AVC_CONFIG), audio(0, AAC_CONFIG)]));
    this.#socket.resume();
    this.#socket.on('error', (error) => {
      this.fault = error.message;
    });
    this.#socket.on('close', () => {
      this.fault ??= 'closed by the server';
    });
    this.#timer = setInterval(() => this.#send(), 5);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.destroy();
  }

  /** What is due by now. */
  #send(): void {
    const elapsedMs = performance.now() - this.#startedAt;
    for (; (this.#pictures * 1000) / FRAMES_PER_SECOND <= elapsedMs; this.#pictures += 1) {
      const isKeyFrame = this.#pictures % GROUP_FRAMES === 0;
      const fill = Buffer.alloc(this.#pictureBytes * (isKeyFrame ? KEY_FRAME_FACTOR : 1), 0x55);
      INSTANT_MARK.copy(fill);
      fill.writeDoubleBE(performance.now(), INSTANT_MARK.length);
      this.#socket.write(video((this.#pictures * 1000) / FRAMES_PER_SECOND, avcFrame(isKeyFrame, fill)));
    }
    for (; (this.#sounds * 1000) / AUDIO_PER_SECOND <= elapsedMs; this.#sounds += 1) {
      const timestampMs = Math.round((this.#sounds * 1000) / AUDIO_PER_SECOND);
      this.#socket.write(audio(timestampMs, aacFrame(Buffer.alloc(AUDIO_BYTES, 0x66))));
    }
  }
}
