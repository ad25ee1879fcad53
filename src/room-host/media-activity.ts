/**
 * Evidence of use, told to rooms with floors: who speaks (for idle turns and speaking accounts), and who sends control
 * data. Rooms whose floors guard neither hear nothing, and cost nothing.
 */
import type { FloorMedium } from '../floor-control/floor-types.ts';
import { listFloors } from '../floor-control/floors.ts';
import type { RoomState } from '../room-state/room-types.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import { type InstantMs, later, type MemberId, type RoomId } from '../shared/ids.ts';
import type { RoomRegistry } from './room-registry.ts';
import { SpeakingDetector, type SpeechChange } from './speaking-detector.ts';

/** Data within this time of earlier data belongs to the same stretch of activity. */
const DATA_PAUSE_MS = 1000;

export interface MediaActivityOptions {
  readonly clock: Clock;
  readonly rooms: () => RoomRegistry;
}

interface RoomSpeech {
  readonly detector: SpeakingDetector;
  cancelWake: CancelTimer | undefined;
}

interface DataStretch {
  lastAt: InstantMs;
  cancelEnd: CancelTimer;
}

const isGuarded = ({ floors }: RoomState, medium: FloorMedium): boolean =>
  listFloors(floors).some((floor) => floor.medium === medium);

export class MediaActivity {
  readonly #options: MediaActivityOptions;
  readonly #speechByRoom = new Map<RoomId, RoomSpeech>();
  /** At most one stretch for each member that sends data now. */
  readonly #dataByRoom = new Map<RoomId, Map<MemberId, DataStretch>>();

  constructor(options: MediaActivityOptions) {
    this.#options = options;
  }

  /** The media engine's levels: those not listed are silent. */
  onSpeakers(roomId: RoomId, speakers: readonly { readonly memberId: MemberId; readonly level: number }[]): void {
    const state = this.#options.rooms().get(roomId)?.state;
    const known = this.#speechByRoom.get(roomId);
    if (state === undefined || (known === undefined && !isGuarded(state, 'audio'))) return;
    const speech = known ?? { detector: new SpeakingDetector(), cancelWake: undefined };
    this.#speechByRoom.set(roomId, speech);
    this.#follow(roomId, speech, speech.detector.report(this.#options.clock.now(), speakers));
  }

  /** The member's control data was accepted. */
  onData(state: RoomState, memberId: MemberId): void {
    const { roomId } = state;
    const { clock } = this.#options;
    const stretches = this.#dataByRoom.get(roomId);
    const stretch = stretches?.get(memberId);
    if (stretch !== undefined) {
      stretch.lastAt = clock.now();
      return;
    }
    if (!isGuarded(state, 'data')) return;
    const begun: DataStretch = { lastAt: clock.now(), cancelEnd: () => undefined };
    if (stretches === undefined) this.#dataByRoom.set(roomId, new Map([[memberId, begun]]));
    else stretches.set(memberId, begun);
    this.#tell(roomId, 'data', { memberId, speaking: true });
    this.#endLater(roomId, memberId, begun);
  }

  /** The room is over: forgets it. */
  onRoomClosed(roomId: RoomId): void {
    this.#speechByRoom.get(roomId)?.cancelWake?.();
    this.#speechByRoom.delete(roomId);
    for (const { cancelEnd } of this.#dataByRoom.get(roomId)?.values() ?? []) cancelEnd();
    this.#dataByRoom.delete(roomId);
  }

  #follow(roomId: RoomId, speech: RoomSpeech, changes: readonly SpeechChange[]): void {
    const { clock } = this.#options;
    for (const change of changes) this.#tell(roomId, 'audio', change);
    speech.cancelWake?.();
    speech.cancelWake = undefined;
    const { detector } = speech;
    if (detector.isEmpty) {
      this.#speechByRoom.delete(roomId);
      return;
    }
    const { wakeAt } = detector;
    if (wakeAt === null) return;
    speech.cancelWake = clock.after(wakeAt - clock.now(), () => {
      this.#follow(roomId, speech, detector.wake(clock.now()));
    });
  }

  #endLater(roomId: RoomId, memberId: MemberId, stretch: DataStretch): void {
    const { clock } = this.#options;
    const endAt = later(stretch.lastAt, DATA_PAUSE_MS);
    stretch.cancelEnd = clock.after(endAt - clock.now(), () => {
      if (later(stretch.lastAt, DATA_PAUSE_MS) > clock.now()) {
        this.#endLater(roomId, memberId, stretch);
        return;
      }
      const stretches = this.#dataByRoom.get(roomId);
      stretches?.delete(memberId);
      if (stretches?.size === 0) this.#dataByRoom.delete(roomId);
      this.#tell(roomId, 'data', { memberId, speaking: false });
    });
  }

  #tell(roomId: RoomId, medium: FloorMedium, { memberId, speaking }: SpeechChange): void {
    const at = this.#options.clock.now();
    this.#options.rooms().tell(roomId, { type: 'mediaActivity', at, memberId, on: { medium }, speaking });
  }
}
