import type { ClientRoom } from '../../../client/client-room.ts';
import type { PublishOptions, RtpMedium } from '../../../client/media/media-types.ts';
import type { RoomMedia } from '../../../client/media/room-media.ts';
import { Medium } from '../../../wire/generated/messages.ts';
import type { LiveStores } from '../store/app-state.ts';
import { trackKey } from '../store/call-view.ts';
import type { LocalDevices } from './local-devices.ts';
import { MediumPublisher } from './medium-publisher.ts';

interface LocalMediaOptions {
  readonly room: ClientRoom;
  readonly media: RoomMedia;
  readonly devices: LocalDevices;
  readonly live: LiveStores;
  readonly publish: Pick<PublishOptions, 'simulcast' | 'codec'>;
  readonly onError: (error: unknown) => void;
  /** Screen sharing began or ended. */
  readonly onSharing: (sharing: boolean) => void;
}

/**
 * Keeps what this page sends equal to what the user wants: the microphone stays published and is muted, the camera is
 * published while it is on, a screen while it is shared.
 */
export class LocalMedia {
  readonly #options: LocalMediaOptions;
  readonly #publishers: Readonly<Record<'audio' | 'video' | 'screen', MediumPublisher<MediaStreamTrack>>>;
  readonly #unsubscribe: () => void;
  /** What the server was told last. */
  #isMuted: boolean | undefined;
  #screen: MediaStreamTrack | null = null;

  constructor(options: LocalMediaOptions) {
    this.#options = options;
    const { room, media, devices } = options;
    this.#publishers = {
      audio: this.#publisher(Medium.AUDIO),
      video: this.#publisher(Medium.VIDEO),
      screen: this.#publisher(Medium.SCREEN),
    };
    devices.keepsMicrophone = true;
    this.#isMuted = this.#serverSaysMuted();
    this.#unsubscribe = devices.state.subscribe(() => this.#follow());
    media.on('localTrackEnded', ({ medium }) => {
      if (medium === Medium.SCREEN) this.stopSharing();
    });
    // Someone else muted this member ("mute all"): the switch follows, so that it never claims an open microphone.
    room.on('mediumChanged', ({ memberId, state, actor }) => {
      if (memberId !== room.memberId || state === null || actor === room.memberId) return;
      if (state.medium === Medium.AUDIO && state.selfMuted) this.#adoptMute();
    });
    room.on('rejoined', () => this.#adoptServerMute());
    this.#follow();
  }

  get isSharing(): boolean {
    return this.#screen !== null;
  }

  /** Lets the user choose a screen and sends it. Resolves without sharing when they choose none. */
  async startSharing(): Promise<void> {
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getDisplayMedia({
        video: { frameRate: { ideal: 15, max: 30 } },
        audio: false,
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') return;
      throw error;
    }
    const [track] = stream.getVideoTracks();
    if (track === undefined) return;
    track.contentHint = 'detail';
    track.addEventListener('ended', () => this.stopSharing());
    this.#setScreen(track);
  }

  stopSharing(): void {
    if (this.#screen !== null) this.#setScreen(null);
  }

  /** Stops sending and lets go of screen, camera and microphone. */
  close(): void {
    this.#unsubscribe();
    this.#screen?.stop();
    for (const publisher of Object.values(this.#publishers)) publisher.close();
    this.#options.devices.keepsMicrophone = false;
    this.#options.devices.release();
  }

  #publisher(medium: RtpMedium): MediumPublisher<MediaStreamTrack> {
    const { media, publish, onError } = this.#options;
    const options = medium === Medium.VIDEO ? publish : publish.codec === undefined ? {} : { codec: publish.codec };
    return new MediumPublisher<MediaStreamTrack>(
      {
        publish: (track) => media.publish(medium, track, options),
        replaceTrack: (track) => media.replaceTrack(medium, track),
        unpublish: () => media.unpublish(medium),
      },
      (error) => {
        if (medium === Medium.SCREEN) this.stopSharing();
        onError(error);
      },
    );
  }

  #follow(): void {
    const { devices, live, room } = this.#options;
    const { camera, microphone } = devices.state.get();
    this.#publishers.audio.want(microphone.track);
    this.#publishers.video.want(camera.track);
    live.tracks.set(trackKey(room.memberId, 'video'), camera.track ?? undefined);
    this.#sendMute(!microphone.wanted);
  }

  #sendMute(muted: boolean): void {
    if (this.#isMuted === muted) return;
    this.#isMuted = muted;
    this.#options.media.setMuted(Medium.AUDIO, muted).catch((error: unknown) => {
      this.#isMuted = undefined;
      this.#adoptServerMute();
      this.#options.onError(error);
    });
  }

  #serverSaysMuted(): boolean {
    const { self } = this.#options.room;
    return self?.media.find((state) => state.medium === Medium.AUDIO)?.selfMuted ?? false;
  }

  #adoptServerMute(): void {
    if (this.#serverSaysMuted()) this.#adoptMute();
  }

  #adoptMute(): void {
    this.#isMuted = true;
    void this.#options.devices.setMicrophoneWanted(false);
  }

  #setScreen(track: MediaStreamTrack | null): void {
    this.#screen?.stop();
    this.#screen = track;
    this.#publishers.screen.want(track);
    this.#options.onSharing(track !== null);
  }
}
