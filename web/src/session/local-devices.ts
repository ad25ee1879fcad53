import { createStore, type Store } from '../store/store.ts';

export type DeviceProblem = 'denied' | 'missing' | 'busy' | 'insecure' | 'other';
export type CaptureStatus = 'off' | 'starting' | 'on';

/** One capture device: what the user wants, what there is, and why it is not. */
export interface Capture {
  readonly wanted: boolean;
  readonly status: CaptureStatus;
  readonly problem: DeviceProblem | null;
  readonly deviceId: string;
  readonly track: MediaStreamTrack | null;
}

export interface DeviceChoice {
  readonly deviceId: string;
  /** '' until the browser may tell. */
  readonly label: string;
}

export interface DeviceState {
  readonly camera: Capture;
  readonly microphone: Capture;
  readonly cameras: readonly DeviceChoice[];
  readonly microphones: readonly DeviceChoice[];
  readonly speakers: readonly DeviceChoice[];
  readonly speakerId: string;
  /** Whether this browser can choose a speaker. */
  readonly canChooseSpeaker: boolean;
}

type Kind = 'camera' | 'microphone';

const CAPTURE_OFF: Capture = { wanted: false, status: 'off', problem: null, deviceId: '', track: null };

/** Device state with nothing captured. */
export const NO_DEVICES: DeviceState = {
  camera: CAPTURE_OFF,
  microphone: CAPTURE_OFF,
  cameras: [],
  microphones: [],
  speakers: [],
  speakerId: '',
  canChooseSpeaker: false,
};

function problemOf(error: unknown): DeviceProblem {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'other';
}

function constraintsOf(kind: Kind, deviceId: string): MediaStreamConstraints {
  const device = deviceId === '' ? {} : { deviceId: { exact: deviceId } };
  if (kind === 'microphone') {
    return { audio: { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true } };
  }
  return { video: { ...device, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } } };
}

/** A track of that device; of the system's default when the chosen device is gone. */
async function capture(kind: Kind, deviceId: string): Promise<MediaStreamTrack> {
  const open = async (id: string): Promise<MediaStreamTrack> => {
    const stream = await navigator.mediaDevices.getUserMedia(constraintsOf(kind, id));
    const [track] = stream.getTracks();
    if (track === undefined) throw new DOMException('no track', 'NotFoundError');
    return track;
  };
  try {
    return await open(deviceId);
  } catch (error) {
    if (deviceId !== '' && problemOf(error) === 'missing') return open('');
    throw error;
  }
}

const choices = (infos: readonly MediaDeviceInfo[], kind: MediaDeviceKind): DeviceChoice[] =>
  infos
    .filter((info) => info.kind === kind && info.deviceId !== '')
    .map(({ deviceId, label }) => ({ deviceId, label }));

/**
 * Camera and microphone of this page. A track that is not wanted is stopped (the lamp goes out), never just hidden.
 * Requests that were overtaken by a newer wish stop their track when it comes.
 */
export class LocalDevices {
  readonly state: Store<DeviceState>;
  readonly #asked = { camera: 0, microphone: 0 };
  /** In a call a muted microphone stays open (its track is disabled), so that unmuting is instant. */
  keepsMicrophone = false;
  #audio: AudioContext | undefined;

  constructor() {
    const canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;
    this.state = createStore<DeviceState>({ ...NO_DEVICES, canChooseSpeaker });
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.refreshDevices());
    void this.refreshDevices();
  }

  /** Starts or stops the camera. Problems are in the state. */
  async setCameraWanted(wanted: boolean): Promise<void> {
    await this.#setWanted('camera', wanted);
  }

  /** Starts or stops the microphone. Problems are in the state. */
  async setMicrophoneWanted(wanted: boolean): Promise<void> {
    await this.#setWanted('microphone', wanted);
  }

  /** Switches to another camera; starts it only if the camera is wanted. '' = the system's default. */
  async selectCamera(deviceId: string): Promise<void> {
    await this.#select('camera', deviceId);
  }

  /** Switches to another microphone; starts it only if it is wanted. '' = the system's default. */
  async selectMicrophone(deviceId: string): Promise<void> {
    await this.#select('microphone', deviceId);
  }

  /** Remembers the speaker; whoever plays sound follows the state. */
  selectSpeaker(deviceId: string): void {
    this.state.update((state) => ({ ...state, speakerId: deviceId }));
  }

  /**
   * Calls `onLevel` (0..1) about 20 times a second with the loudness of `track` until the returned function is called.
   * Silent where the browser has no audio graph or holds it back.
   */
  watchLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
    this.#audio ??= new AudioContext();
    const audio = this.#audio;
    const resume = (): void => void audio.resume().catch(() => undefined);
    resume();
    // Browsers hold audio graphs back until the page is clicked.
    document.addEventListener('pointerdown', resume, { once: true });
    const source = audio.createMediaStreamSource(new MediaStream([track]));
    const analyser = audio.createAnalyser();
    analyser.fftSize = 512;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      // -60 dBFS..-10 dBFS is shown as 0..1.
      const db = 10 * Math.log10(sum / samples.length + 1e-10);
      onLevel(Math.min(1, Math.max(0, (db + 60) / 50)));
    }, 50);
    return () => {
      clearInterval(timer);
      document.removeEventListener('pointerdown', resume);
      source.disconnect();
    };
  }

  /** Stops both devices but remembers whether they were wanted: `reopen` starts them again. */
  release(): void {
    for (const kind of ['camera', 'microphone'] as const) {
      this.#asked[kind]++;
      this.state.get()[kind].track?.stop();
      this.#patch(kind, { status: 'off', track: null });
    }
  }

  /** Starts again what `release` stopped. */
  async reopen(): Promise<void> {
    const { camera, microphone } = this.state.get();
    await Promise.all([
      camera.wanted && camera.track === null ? this.#start('camera') : undefined,
      microphone.wanted && microphone.track === null ? this.#start('microphone') : undefined,
    ]);
  }

  /** Reads the lists of devices again. */
  async refreshDevices(): Promise<void> {
    const infos = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
    if (infos === undefined) return;
    this.state.update((state) => ({
      ...state,
      cameras: choices(infos, 'videoinput'),
      microphones: choices(infos, 'audioinput'),
      speakers: choices(infos, 'audiooutput'),
    }));
  }

  async #select(kind: Kind, deviceId: string): Promise<void> {
    this.#patch(kind, { deviceId });
    if (this.state.get()[kind].wanted) await this.#start(kind);
  }

  async #setWanted(kind: Kind, wanted: boolean): Promise<void> {
    const capture = this.state.get()[kind];
    if (wanted && (capture.track !== null || capture.status === 'starting')) {
      if (capture.track !== null) capture.track.enabled = true;
      this.#patch(kind, { wanted: true });
      return;
    }
    if (wanted) {
      await this.#start(kind);
      return;
    }
    if (kind === 'microphone' && this.keepsMicrophone && capture.track !== null) {
      capture.track.enabled = false;
      this.#patch(kind, { wanted: false });
      return;
    }
    this.#asked[kind]++;
    capture.track?.stop();
    this.#patch(kind, { wanted: false, status: 'off', problem: null, track: null });
  }

  async #start(kind: Kind): Promise<void> {
    const asked = ++this.#asked[kind];
    const isLatest = (): boolean => this.#asked[kind] === asked;
    if (navigator.mediaDevices === undefined) {
      this.#patch(kind, { wanted: false, status: 'off', problem: 'insecure' });
      return;
    }
    const previous = this.state.get()[kind];
    this.#patch(kind, { wanted: true, status: 'starting', problem: null });
    try {
      const track = await capture(kind, previous.deviceId);
      if (!isLatest()) {
        track.stop();
        return;
      }
      previous.track?.stop();
      track.enabled = this.state.get()[kind].wanted;
      this.#adopt(kind, track);
      await this.refreshDevices();
    } catch (error) {
      if (isLatest()) this.#fail(kind, problemOf(error));
    }
  }

  #adopt(kind: Kind, track: MediaStreamTrack): void {
    // A device that is unplugged, or whose permission is taken back, ends its track.
    track.addEventListener('ended', () => {
      if (this.state.get()[kind].track === track) this.#fail(kind, 'missing');
    });
    this.#patch(kind, { status: 'on', track });
  }

  #fail(kind: Kind, problem: DeviceProblem): void {
    this.state.get()[kind].track?.stop();
    this.#patch(kind, { wanted: false, status: 'off', problem, track: null });
  }

  #patch(kind: Kind, change: Partial<Capture>): void {
    this.state.update((state) => ({ ...state, [kind]: { ...state[kind], ...change } }));
  }
}
