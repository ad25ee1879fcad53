/** GStreamer as somebody else's encoder and player: pipelines of gst-launch, and webrtcbin by WHIP and WHEP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WEBRTCBIN = fileURLToPath(new URL('./gstreamer/webrtcbin.py', import.meta.url));
/** Debian's own, which finds the packages that set-up installed. */
const PYTHON = '/usr/bin/python3';
/** Longest life of anything started here. */
const MAX_LIFE_MS = 100_000;
const MAX_SAID = 4000;

/** What `webrtcbin.py` tells in a line. */
export interface WebrtcbinEvent {
  readonly event: 'answered' | 'state' | 'buffers' | 'failed' | 'ended';
  readonly state?: string;
  readonly audio?: number;
  readonly video?: number;
  readonly why?: string;
  readonly status?: number;
}

export class GStreamer {
  readonly #child: ChildProcess;
  /** Resolves to the exit code when it is gone, null when it was killed or could not be started. */
  readonly done: Promise<number | null>;
  /** The newest of what it wrote, both ways; for messages. */
  said = '';
  #stdout = '';

  /** A pipeline in the words of gst-launch-1.0; it ends with its streams. */
  static launch(pipeline: string): GStreamer {
    return new GStreamer('gst-launch-1.0', ['-q', '-e', ...pipeline.split(/\s+/)], {});
  }

  /** A publisher by WHIP, or a player by WHEP. */
  static webrtc(role: 'publish' | 'play', url: string, codec: 'h264' | 'vp8', token: string): GStreamer {
    return new GStreamer(PYTHON, [WEBRTCBIN, role, url, codec], { TOKEN: token });
  }

  private constructor(program: string, args: readonly string[], more: Readonly<Record<string, string>>) {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...more } });
    this.#child = child;
    const timer = setTimeout(() => child.kill('SIGKILL'), MAX_LIFE_MS);
    child.stdout.on('data', (bytes) => {
      this.#stdout += bytes;
      this.#note(bytes);
    });
    child.stderr.on('data', (bytes) => this.#note(bytes));
    child.stdin.on('error', () => undefined);
    this.done = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#note(error);
        resolve(null);
      });
      child.once('close', (code) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
  }

  /** What `webrtcbin.py` has told so far. */
  get events(): readonly WebrtcbinEvent[] {
    const lines = this.#stdout.split('\n').slice(0, -1);
    return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as WebrtcbinEvent);
  }

  /** Buffers that a player has decoded. @throws Error with what it said when it has failed. */
  get decoded(): { readonly audio: number; readonly video: number } {
    const failed = this.events.find(({ event }) => event === 'failed');
    if (failed !== undefined) throw new Error(`webrtcbin: ${failed.why}\n${this.said}`);
    const { audio = 0, video = 0 } = this.events.findLast(({ event }) => event === 'buffers') ?? {};
    return { audio, video };
  }

  /** Asks a `webrtcbin.py` to end its session; resolves when it is gone. */
  async end(): Promise<number | null> {
    this.#child.stdin?.end('\n');
    return await this.done;
  }

  /** Kills it; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.done;
  }

  #note(words: unknown): void {
    this.said = (this.said + String(words)).slice(-MAX_SAID);
  }
}
