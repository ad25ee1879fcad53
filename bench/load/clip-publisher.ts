/** Publishes a coded clip over RTMP as a pusher does, each frame when its time comes, and notes when pictures left. */
import { connect, type Socket } from 'node:net';
import type { LiveFrame } from '../../src/live-gateway/live-frame.ts';
import { audio, publishing, video } from '../../test/support/rtmp-bytes.ts';

const LOOK_EVERY_MS = 2;

export class ClipPublisher {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  readonly #startedAt = performance.now();
  readonly #clip: readonly LiveFrame[];
  #next = 0;
  fault: string | undefined;
  /** When each picture was written, in milliseconds since 1970. */
  readonly sentAt: number[] = [];

  /** `url` is one that was issued. */
  constructor(url: string, clip: readonly LiveFrame[]) {
    const { hostname, port, pathname, search } = new URL(url);
    const [, app = '', name = ''] = pathname.split('/');
    this.#clip = clip;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.write(publishing(name, search.slice(1), app));
    this.#socket.resume();
    this.#socket.on('error', (error) => {
      this.fault = error.message;
    });
    this.#socket.on('close', () => {
      this.fault ??= 'closed by the server';
    });
    this.#timer = setInterval(() => this.#send(), LOOK_EVERY_MS);
  }

  get isOver(): boolean {
    return this.#next >= this.#clip.length;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.destroy();
  }

  #send(): void {
    const elapsedMs = performance.now() - this.#startedAt;
    for (;;) {
      const frame = this.#clip[this.#next];
      if (frame === undefined || frame.timestampMs > elapsedMs) return;
      this.#next += 1;
      const { kind, timestampMs, body, isConfig } = frame;
      if (kind === 'metadata') continue;
      if (kind === 'video' && !isConfig) this.sentAt.push(performance.timeOrigin + performance.now());
      this.#socket.write(kind === 'audio' ? audio(timestampMs, body) : video(timestampMs, body));
    }
  }
}
