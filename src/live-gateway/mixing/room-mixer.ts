/**
 * The mixed stream of one room. Decoders of its members fill pictures and sound; at each tick one picture and the sound of
 * the same time go to the encoder, whether anybody sent something or not. So nobody who stalls can hold up the others, who
 * comes and goes changes nothing for those who watch, and picture and sound stay together by counting alone.
 */
import type { CancelTimer, Clock } from '../../shared/clock.ts';
import type { MemberId, RoomId } from '../../shared/ids.ts';
import { FlvReader } from '../flv-reader.ts';
import type { LiveSource, LiveStreams } from '../live-ports.ts';
import type { MediaProgram, RunMediaProgram } from '../media-program.ts';
import { MemberDecoder } from './member-decoder.ts';
import { arrangeTiles, type MixLayout, type MixTile } from './mix-layout.ts';
import { MIX_SAMPLE_RATE_HZ, type MixFormat, mixEncoderArgs, PICTURES_FD, SOUND_FD } from './mix-programs.ts';
import { blackPicture, drawPicture, pictureBytes } from './picture.ts';
import { RetryPause } from './retry-pause.ts';
import { SoundMixer } from './sound-mixer.ts';

/** What of a member may be seen and heard at this moment. */
export interface MixMember {
  readonly memberId: MemberId;
  readonly video: boolean;
  readonly audio: boolean;
}

export interface RoomMixerOptions {
  readonly clock: Clock;
  readonly streams: LiveStreams;
  readonly roomId: RoomId;
  readonly run: RunMediaProgram;
  readonly format: MixFormat;
  /** Members whose media flow, in the order in which they are to stand. */
  readonly members: (roomId: RoomId) => readonly MixMember[];
  /** More are not mixed. */
  readonly maxMembers: number;
  /** A program ended by itself. `isRepeated`: it is not the first time in a row. */
  readonly onFault: (what: string, words: string, isRepeated: boolean) => void;
}

/** How often the room is looked at. */
const MEMBERS_MS = 250;
const ENCODER_RETRY_MS = 1000;
/** Behind by more, the mixer gives up what it missed instead of hurrying. */
const MAX_LAG_MS = 1000;
const SOUND_START_MS = 60;
const SOUND_MAX_MS = 300;
/** Raw pictures that wait for the encoder. */
const MAX_QUEUED_PICTURES = 4;

export class RoomMixer {
  readonly #options: RoomMixerOptions;
  readonly #sound: SoundMixer<MemberId>;
  readonly #pause: RetryPause;
  readonly #decoders = new Map<MemberId, MemberDecoder>();
  #layout: MixLayout = { type: 'grid' };
  #tiles: readonly MixTile[] = [];
  #members: readonly MixMember[] = [];
  #encoder: MediaProgram | undefined;
  #source: LiveSource | undefined;
  #cancelTick: CancelTimer | undefined;
  #cancelRetry: CancelTimer | undefined;
  #lookAtMs = 0;
  #startMs = 0;
  #tickCount = 0;
  #sampleCount = 0;
  #isClosed = false;

  constructor(options: RoomMixerOptions) {
    this.#options = options;
    this.#pause = new RetryPause(options.clock, ENCODER_RETRY_MS);
    this.#sound = new SoundMixer({
      sampleRateHz: MIX_SAMPLE_RATE_HZ,
      startMs: SOUND_START_MS,
      maxMs: SOUND_MAX_MS,
    });
  }

  start(): void {
    this.#startEncoder();
  }

  /** Another size of the canvas begins the encoder anew; watchers stay. */
  setLayout(layout: MixLayout): void {
    const { width, height } = this.#format.canvas;
    this.#layout = layout;
    this.#lookAtMs = 0;
    const { canvas } = this.#format;
    if (this.#encoder === undefined || (canvas.width === width && canvas.height === height)) return;
    this.#cancelTick?.();
    this.#encoder.close();
    this.#endSource();
    this.#startEncoder();
  }

  get #format(): MixFormat {
    const { format } = this.#options;
    const canvas = this.#layout.type === 'explicit' ? this.#layout.canvas : undefined;
    return canvas === undefined ? format : { ...format, canvas };
  }

  /** What the next encoder writes goes on from the stream's clock, as another source. */
  #endSource(): void {
    this.#source?.end();
    this.#source = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelTick?.();
    this.#cancelRetry?.();
    this.#encoder?.close();
    this.#source?.end();
    for (const decoder of this.#decoders.values()) decoder.close();
    this.#decoders.clear();
  }

  #startEncoder(): void {
    const { clock, streams, roomId, run, onFault } = this.#options;
    const format = this.#format;
    this.#source ??= streams.publish({ roomId, memberId: null }, () => this.close());
    const reader = new FlvReader((frame) => this.#source?.write(frame));
    this.#pause.begin();
    this.#encoder = run({
      args: mixEncoderArgs(format),
      inputFds: [PICTURES_FD, SOUND_FD],
      maxQueuedBytes: MAX_QUEUED_PICTURES * pictureBytes(format.canvas),
      onOutput: (bytes) => reader.push(bytes),
      onExit: (words) => {
        const { pauseMs, isRepeated } = this.#pause.end();
        onFault('encoder of a mixed stream', words, isRepeated);
        this.#cancelTick?.();
        this.#encoder = undefined;
        this.#endSource();
        this.#cancelRetry = clock.after(pauseMs, () => this.#startEncoder());
      },
    });
    this.#startMs = clock.now();
    this.#tickCount = 0;
    this.#sampleCount = 0;
    this.#tick();
  }

  #tick(): void {
    if (this.#isClosed) return;
    const { clock, format } = this.#options;
    const now = clock.now();
    if (now >= this.#lookAtMs || now < this.#lookAtMs - MEMBERS_MS) this.#lookAtMembers(now);
    const lagMs = now - this.#startMs - (this.#tickCount * 1000) / format.fps;
    if (lagMs > MAX_LAG_MS) this.#startMs += lagMs;
    while (now - this.#startMs >= (this.#tickCount * 1000) / format.fps) this.#writeTick();
    const nextMs = this.#startMs + (this.#tickCount * 1000) / format.fps;
    this.#cancelTick = clock.after(Math.max(1, nextMs - clock.now()), () => this.#tick());
  }

  #writeTick(): void {
    const { format } = this.#options;
    this.#tickCount += 1;
    const samplesDue = Math.floor((this.#tickCount * MIX_SAMPLE_RATE_HZ) / format.fps);
    const sound = this.#sound.mix(samplesDue - this.#sampleCount);
    this.#sampleCount = samplesDue;
    // In step or not at all: an encoder that cannot follow loses picture and sound of the same time.
    if (this.#encoder?.write(PICTURES_FD, this.#draw()) !== true) return;
    this.#encoder.write(SOUND_FD, new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength));
  }

  #draw(): Uint8Array {
    const { canvas } = this.#format;
    const picture = blackPicture(canvas);
    for (const tile of this.#tiles) {
      const shown = this.#decoders.get(tile.memberId)?.pictureOf(tile);
      if (shown) drawPicture(picture, canvas, shown, tile, tile.left, tile.top);
    }
    return picture;
  }

  #lookAtMembers(now: number): void {
    const { clock, streams, roomId, run, members, maxMembers, onFault } = this.#options;
    this.#lookAtMs = now + MEMBERS_MS;
    this.#members = members(roomId).slice(0, maxMembers);
    const present = new Set(this.#members.map(({ memberId }) => memberId));
    for (const [memberId, decoder] of this.#decoders) {
      if (present.has(memberId)) continue;
      decoder.close();
      this.#decoders.delete(memberId);
      this.#sound.remove(memberId);
    }
    const showing = this.#members.filter(({ video }) => video).map(({ memberId }) => memberId);
    this.#tiles = arrangeTiles(this.#layout, this.#format.canvas, showing);
    const tileByMember = new Map(this.#tiles.map((tile) => [tile.memberId, tile]));
    for (const { memberId } of this.#members) {
      let decoder = this.#decoders.get(memberId);
      if (decoder === undefined) {
        const onSound = (samples: Int16Array): void => this.#sound.push(memberId, samples);
        decoder = new MemberDecoder({ clock, streams, key: { roomId, memberId }, run, onSound, onFault });
        this.#decoders.set(memberId, decoder);
        decoder.start();
      }
      const tile = tileByMember.get(memberId);
      decoder.setTileSize(tile === undefined ? null : { width: tile.width, height: tile.height });
    }
  }
}
