/** Everything that one `<rtc-room>` does; the component itself only passes on what wx tells it. */
import { clientError, RtcRoomError } from '../../../client/client-errors.ts';
import type { ClientRoom } from '../../../client/client-room.ts';
import { Medium } from '../../../wire/generated/messages.ts';
import { acquireClient, clock, platform } from '../app/rtc-app.ts';
import { isMutedBySelf } from '../model/call-model.ts';
import type { CallConfig, CallState, PushedMedium } from '../model/call-types.ts';
import type { CallView } from '../model/call-view.ts';
import { layoutOf } from '../model/layout.ts';
import { encodeUtf8 } from '../model/names.ts';
import { SCENE_BY_NAME, type SceneName } from '../model/scene-profile.ts';
import { CallSession } from './call-session.ts';
import { type MediaContexts, mediaContexts } from './media-contexts.ts';
import { memberMenu } from './member-menu.ts';
import { textsFor } from './texts.ts';

/** Properties of the component, as they are in its data. */
export interface Properties {
  readonly serverUrl: string;
  readonly token: string;
  readonly room: string;
  readonly roomType: string;
  readonly roomParams: Readonly<Record<string, string>>;
  readonly scene: string;
  readonly userName: string;
  readonly avatar: string;
  readonly camera: boolean;
  readonly mic: boolean;
  readonly publish: string;
  readonly maxPlayers: number;
  readonly backgroundAudio: boolean;
  readonly autoJoin: boolean;
  readonly autoRejoin: boolean;
  readonly linkMicSeconds: number;
  readonly topics: readonly string[];
  readonly language: string;
  readonly memberMenu: boolean;
}

/** The component's instance, as far as it is needed. */
export interface Host {
  readonly data: Properties;
  setData(patch: Readonly<Record<string, unknown>>, done?: () => void): void;
  triggerEvent(name: string, detail: unknown): void;
}

type NetworkEvent = { readonly isConnected: boolean; readonly networkType: string };

export class RtcRoomController {
  readonly #host: Host;
  readonly #media: MediaContexts;
  #session: CallSession | undefined;
  /** Room and server of the session, to tell whether they have changed. */
  #target = '';
  #isAttached = false;
  #isPageHidden = false;
  #isAppHidden = false;
  #shown: Readonly<Record<string, string>> = {};
  #stopListening: () => void = () => undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#media = mediaContexts(platform, host);
  }

  // --- Life ---

  attached(): void {
    this.#isAttached = true;
    this.#host.setData({ texts: textsFor(this.#host.data.language) });
    const hooks = {
      appShow: () => this.#setAppHidden(false),
      appHide: () => this.#setAppHidden(true),
      network: ({ isConnected }: NetworkEvent) => this.#session?.apply({ type: 'networkChanged', isConnected }),
      begin: () => this.#session?.apply({ type: 'interrupted', isInterrupted: true }),
      end: () => this.#session?.apply({ type: 'interrupted', isInterrupted: false }),
    };
    platform.onAppShow(hooks.appShow);
    platform.onAppHide(hooks.appHide);
    platform.onNetworkStatusChange(hooks.network);
    platform.onAudioInterruptionBegin(hooks.begin);
    platform.onAudioInterruptionEnd(hooks.end);
    this.#stopListening = () => {
      platform.offAppShow(hooks.appShow);
      platform.offAppHide(hooks.appHide);
      platform.offNetworkStatusChange(hooks.network);
      platform.offAudioInterruptionBegin(hooks.begin);
      platform.offAudioInterruptionEnd(hooks.end);
    };
    this.propertiesChanged();
  }

  detached(): void {
    this.#isAttached = false;
    this.#stopListening();
    this.leave();
  }

  /** Joins, or joins elsewhere, when the properties say so. */
  propertiesChanged(): void {
    if (!this.#isAttached) return;
    const { data } = this.#host;
    const target = JSON.stringify([data.serverUrl, data.token, data.room, data.roomType, data.roomParams]);
    const isNamed = data.room !== '' || data.roomType !== '';
    if (this.#session !== undefined && this.#session.status !== 'ended') {
      this.#session.apply({ type: 'config', config: this.#config() });
      if (target === this.#target) return;
      this.leave();
    }
    if (data.autoJoin && isNamed && target !== this.#target) this.join();
  }

  setPageHidden(isHidden: boolean): void {
    this.#isPageHidden = isHidden;
    this.#session?.apply({ type: 'pageHidden', isHidden });
  }

  #setAppHidden(isHidden: boolean): void {
    this.#isAppHidden = isHidden;
    this.#session?.apply({ type: 'appHidden', isHidden });
  }

  // --- Joining and leaving ---

  join(): void {
    if (this.#session !== undefined && this.#session.status !== 'ended') return;
    const { data } = this.#host;
    this.#target = JSON.stringify([data.serverUrl, data.token, data.room, data.roomType, data.roomParams]);
    const named = data.room === '' ? { room: { type: data.roomType, params: data.roomParams } } : { roomId: data.room };
    const { userName, avatar } = data;
    this.#session = new CallSession(
      {
        join: { ...named, ...(userName === '' && avatar === '' ? {} : { profile: { displayName: userName, avatar } }) },
        config: this.#config(),
        muted: [...(data.mic ? [] : [Medium.AUDIO]), ...(data.camera ? [] : [Medium.VIDEO])],
        topics: data.topics,
        autoRejoin: data.autoRejoin,
        isPageHidden: this.#isPageHidden,
        isAppHidden: this.#isAppHidden,
      },
      {
        clock,
        acquire: () => acquireClient(data),
        media: this.#media,
        render: (view, done) => this.#render(view, done),
        tell: (name, detail) => this.#host.triggerEvent(name, detail),
      },
    );
    if (data.publish !== 'auto') this.#session.apply({ type: 'publish', wish: data.publish === 'on' });
    this.#session.start();
  }

  leave(): void {
    this.#session?.close();
    this.#session = undefined;
    this.#target = '';
  }

  // --- What users do ---

  /** The room of the client library, for everything that has no method of its own. */
  get room(): ClientRoom | undefined {
    return this.#session?.room;
  }
  get state(): CallState | undefined {
    return this.#session?.state;
  }

  setMuted(medium: PushedMedium, muted: boolean): void {
    this.#session?.apply({ type: 'mute', medium, muted });
  }
  isMuted(medium: PushedMedium): boolean {
    return this.#session === undefined || isMutedBySelf(this.#session.state, medium);
  }
  switchCamera(): void {
    this.#media.switchCamera();
  }
  /** undefined = what the scene does by itself. */
  setPublishing(wish: boolean | undefined): void {
    this.#session?.apply({ type: 'publish', wish });
  }
  pin(memberId: string): void {
    this.#session?.apply({ type: 'pin', memberId });
  }
  retry(): void {
    this.#session?.apply({ type: 'interrupted', isInterrupted: false });
    this.#session?.apply({ type: 'retry' });
  }
  askLinkMic(): void {
    this.#session?.apply({ type: 'askLinkMic' });
  }
  leaveLinkMic(): void {
    this.#session?.apply({ type: 'leaveLinkMic' });
  }

  /** One step with a floor: asks, takes back, confirms or gives up, whichever is next. */
  async nextFloorStep(floorId: string): Promise<void> {
    const room = this.#expectRoom();
    const floor = room.state.floors.find((one) => one.floorId === floorId);
    const own = floor?.requests.find(({ memberId }) => memberId === room.memberId);
    const mine = this.#view?.floors.find((one) => one.floorId === floorId)?.mine ?? 'none';
    if (own === undefined) await room.requestFloor([floorId]);
    else if (mine === 'confirming') await room.confirmFloor(own.requestId);
    else if (mine === 'granted' || mine === 'revoking') await room.releaseFloor({ requestId: own.requestId });
    else await room.cancelFloorRequest(own.requestId);
  }

  /** Sends text to who hears `data:<topic>`; topic `control` needs its floor. */
  async sendData(topic: string, text: string, lossy: boolean): Promise<number> {
    return await this.#expectRoom().sendData(topic, encodeUtf8(text), { lossy });
  }

  /** Carries out a command of a tap; what goes wrong is told as an event. */
  run(command: () => Promise<unknown> | undefined): void {
    const report = (error: unknown): void => {
      const known = error instanceof RtcRoomError ? error : clientError('roomEnded');
      const { errorName, code, message, retry } = known;
      this.#host.triggerEvent('error', { source: 'room', name: errorName, code, message, retry, memberId: '' });
    };
    try {
      command()?.catch(report);
    } catch (error) {
      report(error);
    }
  }

  showMemberMenu(memberId: string): void {
    const { room, state } = this;
    const member = room?.state.members.find((one) => one.memberId === memberId);
    if (room === undefined || state === undefined || member === undefined || !this.#host.data.memberMenu) return;
    const entries = memberMenu(member, {
      room,
      texts: textsFor(this.#host.data.language),
      pinnedMemberId: state.pinnedMemberId,
      pin: (id) => this.pin(id),
    });
    platform.showActionSheet({
      itemList: entries.map(({ label }) => label),
      success: ({ tapIndex }) => this.run(() => entries[tapIndex]?.run()),
      fail: () => undefined,
    });
  }

  // --- What media components report ---

  pusherCode(code: number, message: string): void {
    this.#host.triggerEvent('pushercode', { code, message });
    this.#session?.apply({ type: 'pusherCode', code });
  }
  playerCode(memberId: string, code: number, message: string): void {
    this.#host.triggerEvent('playercode', { memberId, code, message });
    this.#session?.apply({ type: 'playerCode', memberId, code });
  }

  // --- Inside ---

  #view: CallView | undefined;

  #expectRoom(): ClientRoom {
    const { room } = this;
    if (room === undefined) throw clientError('roomEnded');
    return room;
  }

  #config(): CallConfig {
    const { scene, maxPlayers, backgroundAudio, linkMicSeconds } = this.#host.data;
    return {
      scene: scene in SCENE_BY_NAME ? (scene as SceneName) : 'call',
      maxPlayers,
      backgroundAudio,
      linkMicTimeoutMs: linkMicSeconds * 1000,
    };
  }

  /** Gives the page what has changed, and nothing else: each `setData` crosses to another thread. */
  #render(view: CallView, done: () => void): void {
    this.#view = view;
    const scene = this.#config().scene;
    const all: Readonly<Record<string, unknown>> = {
      ...view,
      ...layoutOf(scene, view.players, view.pusher.isShown),
    };
    const patch: Record<string, unknown> = {};
    const shown: Record<string, string> = {};
    for (const [key, value] of Object.entries(all)) {
      const text = JSON.stringify(value);
      shown[key] = text;
      if (text !== this.#shown[key]) patch[key] = value;
    }
    this.#shown = shown;
    if (Object.keys(patch).length === 0) done();
    else this.#host.setData(patch, done);
  }
}
