/** The mixed streams of all rooms of a node: each is made while somebody watches it. */
import type { RoomId } from '../../shared/ids.ts';
import type { OnDemandSources, StreamKey } from '../live-ports.ts';
import type { MixLayout } from './mix-layout.ts';
import { RoomMixer, type RoomMixerOptions } from './room-mixer.ts';

export interface MixersOptions extends Omit<RoomMixerOptions, 'roomId'> {
  /** Mixed streams at once; each takes an encoder and up to two decoders per member. More are refused. */
  readonly maxMixes: number;
  /** A room's mixed stream was wanted beyond `maxMixes`. */
  readonly onRefused: (roomId: RoomId) => void;
}

export class Mixers implements OnDemandSources {
  readonly #options: MixersOptions;
  readonly #mixerByRoom = new Map<RoomId, RoomMixer>();
  /** Of rooms that asked for one; also of those whose stream nobody watches now. */
  readonly #layoutByRoom = new Map<RoomId, MixLayout>();

  constructor(options: MixersOptions) {
    this.#options = options;
  }

  /** Mixed streams being made. */
  get size(): number {
    return this.#mixerByRoom.size;
  }

  wanted({ roomId }: StreamKey): void {
    if (this.#mixerByRoom.has(roomId)) return;
    if (this.#mixerByRoom.size >= this.#options.maxMixes) {
      this.#options.onRefused(roomId);
      return;
    }
    const mixer = new RoomMixer({ ...this.#options, roomId });
    this.#mixerByRoom.set(roomId, mixer);
    const layout = this.#layoutByRoom.get(roomId);
    if (layout !== undefined) mixer.setLayout(layout);
    mixer.start();
  }

  unwanted({ roomId }: StreamKey): void {
    this.#mixerByRoom.get(roomId)?.close();
    this.#mixerByRoom.delete(roomId);
  }

  /** How the room's mixed stream looks from now on; kept until the room ends. */
  setLayout(roomId: RoomId, layout: MixLayout): void {
    this.#layoutByRoom.set(roomId, layout);
    this.#mixerByRoom.get(roomId)?.setLayout(layout);
  }

  hasLayout(roomId: RoomId): boolean {
    return this.#layoutByRoom.has(roomId);
  }

  /** The room is over. */
  closeRoom(roomId: RoomId): void {
    this.#layoutByRoom.delete(roomId);
    this.unwanted({ roomId, memberId: null });
  }

  close(): void {
    for (const roomId of [...this.#mixerByRoom.keys()]) this.closeRoom(roomId);
  }
}
