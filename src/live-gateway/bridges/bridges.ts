/** All bridges of a node: who pushes over RTMP is seen in its room, who is in a room can be played. */
import type { JitterStats } from '../../sfu/jitter-buffer/jitter-buffer-types.ts';
import type { LiveMediaEvent } from '../../sfu/live-media.ts';
import type { MemberId } from '../../shared/ids.ts';
import type { OnDemandSources, StreamKey } from '../live-ports.ts';
import type { BridgeDirection, BridgeOptions } from './bridge-types.ts';
import { RtmpToWebrtc } from './rtmp-to-webrtc.ts';
import { TranscodeSlots } from './transcode-slots.ts';
import { WebrtcToFlv } from './webrtc-to-flv.ts';

const DEFAULT_MAX_BRIDGES = 256;

type MemberKey = StreamKey & { readonly memberId: MemberId };
type BridgeName = `${string}/${string}`;

const isOfMember = (key: StreamKey): key is MemberKey => key.memberId !== null;
const nameOf = ({ roomId, memberId }: StreamKey): BridgeName => `${roomId}/${memberId ?? ''}`;

/** What is open; zero everywhere when nobody pushes and nobody plays what comes over WebRTC. */
export interface BridgeCounts {
  readonly toWebrtc: number;
  readonly toLive: number;
  /** Bridges that are over and whose ffmpeg is not gone yet. */
  readonly ending: number;
  /** Videos that are transcoded; their ffmpegs may be on their way out. */
  readonly transcodes: number;
}

/**
 * Told of publications over RTMP (`onRtmpPublished`, `onRtmpEnded`) and of watchers (`OnDemandSources`). Takes the
 * engine's one listener for live events.
 */
export class Bridges implements OnDemandSources {
  readonly #options: BridgeOptions;
  /** Whose stream is pushed: beginning to watch it is no wish for another source. */
  readonly #pushed = new Set<BridgeName>();
  readonly #toWebrtc = new Map<BridgeName, RtmpToWebrtc>();
  readonly #toLive = new Map<BridgeName, WebrtcToFlv>();
  readonly #slots: TranscodeSlots;
  readonly #ending = new Set<Promise<void>>();
  /** What the jitter buffers told last, by egress and medium. */
  readonly #statsByLink = new Map<string, { readonly jitter: JitterStats; readonly dropped: number }>();
  #isOver = false;

  constructor(options: BridgeOptions) {
    this.#options = options;
    this.#slots = new TranscodeSlots(options.maxTranscodes);
    options.engine.onLive((event) => this.#onLive(event));
  }

  counts(): BridgeCounts {
    return {
      toWebrtc: this.#toWebrtc.size,
      toLive: this.#toLive.size,
      ending: this.#ending.size,
      transcodes: this.#slots.taken,
    };
  }

  /** Process ids of the ffmpegs; for tests and the inspector. */
  ffmpegPids(): readonly number[] {
    const all = [...this.#toWebrtc.values(), ...this.#toLive.values()];
    return all.flatMap(({ ffmpegPid, videoPid }) => [ffmpegPid, videoPid]).filter((pid) => pid !== undefined);
  }

  /** A member has begun to push over RTMP. Again for the same member: nothing. */
  onRtmpPublished(key: StreamKey): void {
    const name = nameOf(key);
    if (!isOfMember(key) || this.#toWebrtc.has(name) || !this.#mayBegin('toWebrtc', key)) return;
    // Frames are followed from the source; a bridge the other way would be its own source.
    this.unwanted(key);
    this.#pushed.add(name);
    this.#toWebrtc.set(name, new RtmpToWebrtc(key, this.#options, this.#slots));
    this.#options.observer.onStarted('toWebrtc');
  }

  /** It pushes no more. Idempotent. */
  onRtmpEnded(key: StreamKey): void {
    const name = nameOf(key);
    const bridge = this.#toWebrtc.get(name);
    this.#toWebrtc.delete(name);
    this.#pushed.delete(name);
    if (bridge !== undefined) this.#endLater('toWebrtc', bridge);
  }

  /** A member has begun to publish over WebRTC; who waits for it need not wait longer. */
  onWebrtcPublished(key: StreamKey): void {
    this.#toLive.get(nameOf(key))?.retry();
  }

  wanted(key: StreamKey): void {
    const name = nameOf(key);
    const known = this.#toLive.get(name);
    if (known !== undefined) {
      known.resume();
      return;
    }
    // A stream that is pushed has its source; the watcher that brings it into the room does not ask for another.
    if (!isOfMember(key) || this.#pushed.has(name) || !this.#mayBegin('toLive', key)) return;
    this.#toLive.set(name, new WebrtcToFlv(key, this.#options, this.#slots));
    this.#options.observer.onStarted('toLive');
  }

  unwanted(key: StreamKey): void {
    const name = nameOf(key);
    const bridge = this.#toLive.get(name);
    this.#toLive.delete(name);
    if (bridge !== undefined) this.#endLater('toLive', bridge);
  }

  /** Ends all; resolves when no ffmpeg is left. Idempotent. */
  async stop(): Promise<void> {
    this.#isOver = true;
    for (const [name, bridge] of this.#toWebrtc) {
      this.#toWebrtc.delete(name);
      this.#endLater('toWebrtc', bridge);
    }
    for (const [name, bridge] of this.#toLive) {
      this.#toLive.delete(name);
      this.#endLater('toLive', bridge);
    }
    await Promise.all(this.#ending);
  }

  #mayBegin(direction: BridgeDirection, key: StreamKey): boolean {
    if (this.#isOver) return false;
    const { observer, maxBridges = DEFAULT_MAX_BRIDGES } = this.#options;
    if (this.#toWebrtc.size + this.#toLive.size + this.#ending.size < maxBridges) return true;
    observer.onRefused(direction, 'tooMany', key);
    return false;
  }

  #endLater(direction: BridgeDirection, bridge: RtmpToWebrtc | WebrtcToFlv): void {
    const ended = bridge.end().finally(() => {
      this.#ending.delete(ended);
      this.#options.observer.onEnded(direction);
    });
    this.#ending.add(ended);
  }

  #onStats({ egressId, medium, jitter, dropped, skewMs }: Extract<LiveMediaEvent, { type: 'egressStats' }>): void {
    const link = `${egressId} ${medium}`;
    const before = this.#statsByLink.get(link);
    // A buffer that counts less than before is another one: the medium was published anew.
    const isSame = before !== undefined && before.jitter.received <= jitter.received;
    const { observer } = this.#options;
    observer.onJitter(medium, jitter, isSame ? before.jitter : undefined, skewMs);
    const droppedAnew = dropped - (isSame ? before.dropped : 0);
    if (droppedAnew > 0) observer.onFramesDropped(medium, droppedAnew);
    this.#statsByLink.set(link, { jitter, dropped });
  }

  #onLive(event: LiveMediaEvent): void {
    const name: BridgeName = `${event.roomId}/${event.memberId}`;
    switch (event.type) {
      case 'ingestClosed':
      case 'keyFrameWanted':
        this.#toWebrtc.get(name)?.onLive(event);
        return;
      case 'egressStats':
        this.#onStats(event);
        return;
      case 'egressRefused':
        if (!this.#toLive.has(name)) return;
        this.#options.observer.onRefused('toLive', event.medium === 'audio' ? 'audioCodec' : 'videoCodec', event);
        return;
      case 'egressClosed':
        for (const medium of ['audio', 'video'] as const) this.#statsByLink.delete(`${event.egressId} ${medium}`);
        this.#toLive.get(name)?.onLive(event);
        return;
      case 'egressFrame':
        this.#toLive.get(name)?.onLive(event);
        return;
      default:
        event satisfies never;
    }
  }
}
