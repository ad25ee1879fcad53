/** A real ffmpeg that reads RTP from UDP, puts it in order and writes each packet at once: when does a packet leave it? */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../support/until.ts';

const HOST = '127.0.0.1';
/** A payload is the first byte of Opus and the packet's number: that is how the output is cut into packets again. */
const PAYLOAD_BYTES = 5;
const PORT_TRIES = 50;
const CLOSE_MS = 5000;

export interface ReorderSettings {
  /** For the file that describes the session. */
  readonly folder: string;
  readonly name: string;
  readonly queueSize: number;
  readonly maxDelayMs: number;
  /** Packet `index` has left at this instant of `performance.now()`. */
  readonly onPacket: (index: number, at: number) => void;
}

export class FfmpegReorder {
  readonly #child: ChildProcess;
  readonly #socket: Socket = createSocket('udp4');
  readonly #port: number;
  readonly #settings: ReorderSettings;
  #rest: Buffer = Buffer.alloc(0);
  #said = '';
  #isClosing = false;

  static async start(settings: ReorderSettings): Promise<FfmpegReorder> {
    const port = await freePortPair();
    const file = join(settings.folder, `${settings.name}.sdp`);
    const lines = ['v=0', `o=- 0 0 IN IP4 ${HOST}`, 's=bench', `c=IN IP4 ${HOST}`, 't=0 0'];
    await writeFile(file, [...lines, `m=audio ${port} RTP/AVP 96`, 'a=rtpmap:96 opus/48000/2', ''].join('\r\n'));
    return new FfmpegReorder(settings, file, port);
  }

  private constructor(settings: ReorderSettings, file: string, port: number) {
    this.#settings = settings;
    this.#port = port;
    const { queueSize, maxDelayMs } = settings;
    const queue = ['-reorder_queue_size', String(queueSize), '-max_delay', String(1000 * maxDelayMs)];
    const input = ['-protocol_whitelist', 'file,udp,rtp', '-fflags', 'nobuffer', '-probesize', '32'];
    const output = ['-map', '0:a', '-c', 'copy', '-flush_packets', '1', '-f', 'data', 'pipe:1'];
    const args = ['-nostdin', '-loglevel', 'error', ...input, '-analyzeduration', '0', ...queue, '-i', file, ...output];
    this.#child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString()).slice(-500);
    });
    this.#child.on('error', (error) => {
      this.#said = String(error);
    });
  }

  /** @throws Error when ffmpeg has ended */
  send(packet: Uint8Array): void {
    if (this.#child.exitCode !== null && !this.#isClosing) throw new Error(`ffmpeg ended: ${this.#said}`);
    this.#socket.send(packet, this.#port, HOST);
  }

  /** At once, for when the program itself has to end. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Idempotent; resolves when the process is gone. */
  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#socket.close();
    const isGone = (): boolean => this.#child.exitCode !== null || this.#child.signalCode !== null;
    this.#child.kill('SIGTERM');
    await until(isGone, 'ffmpeg is gone', CLOSE_MS).catch(() => this.#child.kill('SIGKILL'));
  }

  #take(chunk: Buffer): void {
    const at = performance.now();
    const bytes = Buffer.concat([this.#rest, chunk]);
    const whole = bytes.length - (bytes.length % PAYLOAD_BYTES);
    for (let start = 0; start < whole; start += PAYLOAD_BYTES) {
      this.#settings.onPacket(bytes.readUInt32BE(start + 1), at);
    }
    this.#rest = bytes.subarray(whole);
  }
}

/** An even port for RTP and the next one for RTCP, free a moment ago. */
async function freePortPair(): Promise<number> {
  for (let tries = 0; tries < PORT_TRIES; tries += 1) {
    const port = await bindOnce(0);
    if (port % 2 === 0 && (await bindOnce(port + 1).catch(() => 0)) > 0) return port;
  }
  throw new Error('no pair of free ports');
}

function bindOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(port, HOST, () => {
      const { port: bound } = socket.address();
      socket.close(() => resolve(bound));
    });
  });
}
