/**
 * live-pusher and live-player of a simulated mini program, by programs that speak the real protocols: what is to be
 * pushed is pushed by ffmpeg, what is to be played is read by ffprobe, and both report codes as the components do.
 */
import { type Running, run } from './ffmpeg.ts';
import { type ComponentInstance, playerTells, pusherTells } from './mini-app.ts';
import type { MediaBridge } from './wx-shim.ts';

export interface RealMediaOptions {
  /** As some phones in the background: the pusher goes on whatever it is told. */
  readonly pushesOn?: boolean;
}

const SOURCE = [
  ...['-v', 'error', '-progress', 'pipe:1', '-stats_period', '0.2'],
  ...['-re', '-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=10'],
  ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100'],
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-threads', '1'],
  ...['-g', '10', '-pix_fmt', 'yuv420p', '-b:v', '150k', '-c:a', 'aac', '-b:a', '48k', '-f', 'flv'],
];
const LOOK = [
  ...['-v', 'error', '-rw_timeout', '20000000', '-probesize', '200000', '-analyzeduration', '4000000'],
  ...['-show_entries', 'stream=codec_name', '-of', 'csv=p=0'],
];

export class RealMedia implements MediaBridge {
  readonly #options: RealMediaOptions;
  #pusher: Running | undefined;
  readonly #players = new Map<string, Running>();
  /** Codecs that each player has found, by player id: all of its plays, in order. */
  readonly played = new Map<string, string[]>();
  /** Everything that was pushed to. */
  readonly pushedUrls: string[] = [];

  constructor(options: RealMediaOptions = {}) {
    this.#options = options;
  }

  startPusher(component: unknown): void {
    const instance = component as ComponentInstance;
    const { url } = instance.data.pusher;
    this.pushedUrls.push(url);
    const former = this.#pusher;
    const pusher = run('ffmpeg', [...SOURCE, url]);
    this.#pusher = pusher;
    // A phone has one camera: the former push ends when the next begins.
    void former?.stop();
    pusherTells(instance, 1001);
    let isPushing = false;
    pusher.child.stdout?.on('data', (text) => {
      if (isPushing || this.#pusher !== pusher || !/total_size=[1-9]/.test(String(text))) return;
      isPushing = true;
      pusherTells(instance, 1002);
    });
    void pusher.done.then(() => {
      if (this.#pusher !== pusher) return;
      this.#pusher = undefined;
      pusherTells(instance, -1307);
    });
  }

  stopPusher(): void {
    if (this.#options.pushesOn === true) return;
    const pusher = this.#pusher;
    this.#pusher = undefined;
    void pusher?.stop();
  }

  startPlayer(component: unknown, playerId: string): void {
    const instance = component as ComponentInstance;
    const src = instance.data.players.find((tile) => tile.playerId === playerId)?.src ?? '';
    const player = run('ffprobe', [...LOOK, src]);
    this.#players.set(playerId, player);
    void player.done.then(({ code, stdout }) => {
      if (this.#players.get(playerId) !== player) return;
      this.#players.delete(playerId);
      const codecs = stdout.split(/\s+/).filter((name) => name !== '');
      // A look that was too short for one of both is another try, as a black player is.
      if (code !== 0 || codecs.length < 2) {
        playerTells(instance, playerId, -2301);
        return;
      }
      this.played.set(playerId, [...(this.played.get(playerId) ?? []), codecs.sort().join('+')]);
      playerTells(instance, playerId, 2004);
    });
  }

  stopPlayer(_component: unknown, playerId: string): void {
    const player = this.#players.get(playerId);
    this.#players.delete(playerId);
    void player?.stop();
  }

  /** Ends everything; resolves when it is gone. */
  async close(): Promise<void> {
    const all = [...this.#players.values(), ...(this.#pusher === undefined ? [] : [this.#pusher])];
    this.#players.clear();
    this.#pusher = undefined;
    await Promise.all(all.map((running) => running.stop()));
  }
}
