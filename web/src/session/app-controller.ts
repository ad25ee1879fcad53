import { LeaveReason } from '../../../wire/generated/messages.ts';
import type { Actions, App, LiveStores } from '../store/app-state.ts';
import type { CallView } from '../store/call-view.ts';
import type { InspectorView } from '../store/inspector-view.ts';
import { createKeyedStore, createStore } from '../store/store.ts';
import type { UiModel } from '../store/ui-model.ts';
import { tellNotices } from './call-notices.ts';
import { type CallOptions, CallSession } from './call-session.ts';
import { endReasonOf } from './end-reason.ts';
import { errorText } from './error-text.ts';
import { inspectorSampler } from './inspector-sampler.ts';
import type { LocalDevices } from './local-devices.ts';
import { writePreference } from './preferences.ts';
import { RemoteAudio } from './remote-audio.ts';
import { roomActions } from './room-actions.ts';
import { roomLink, type UrlOptions } from './url-options.ts';

/** Turns what the user does into calls, and what calls report into what the user sees. */
export class AppController {
  readonly app: App;
  readonly #ui: UiModel;
  readonly #url: UrlOptions;
  readonly #devices: LocalDevices;
  readonly #live: LiveStores;
  readonly #call = createStore<CallView | null>(null);
  readonly #inspector = createStore<InspectorView | null>(null);
  readonly #audio: RemoteAudio;
  #session: CallSession | undefined;
  #joining: AbortController | undefined;

  constructor(ui: UiModel, url: UrlOptions, devices: LocalDevices) {
    this.#ui = ui;
    this.#url = url;
    this.#devices = devices;
    this.#live = { speaking: createKeyedStore(), quality: createKeyedStore(), tracks: createKeyedStore() };
    this.#audio = new RemoteAudio(devices.state, (soundBlocked) => ui.patch({ soundBlocked }));
    this.app = {
      ui: ui.store,
      call: this.#call,
      live: this.#live,
      deviceState: devices.state,
      devices,
      inspector: this.#inspector,
      actions: this.#actions(),
      serverNow: () => this.#session?.client.serverNow() ?? Date.now(),
    };
    devices.state.subscribe(() => this.#rememberDevices());
  }

  /** The call that goes on; undefined outside of calls. */
  get session(): CallSession | undefined {
    return this.#session;
  }

  /** Joins; resolves when in the room or refused. The outcome is on the screen. */
  async join(name: string, room: string): Promise<void> {
    if (this.#joining !== undefined || this.#session !== undefined) return;
    const ui = this.#ui;
    const joining = new AbortController();
    this.#joining = joining;
    ui.resetCall();
    ui.patch({ name, room, screen: { name: 'join', busy: true, problem: null } });
    try {
      const session = await CallSession.join(this.#callOptions(name, room), joining.signal);
      this.#session = session;
      writePreference('name', name);
      writePreference('room', room);
      history.replaceState(null, '', addressOf(name, room));
      tellNotices(session.room, ui);
      ui.patch({ joinedAtMs: Date.now(), screen: { name: 'call' } });
    } catch (error) {
      if (!joining.signal.aborted) this.#showRefusal(error);
    } finally {
      this.#joining = undefined;
    }
  }

  /** Leaves the room or the lobby. */
  leave(): void {
    if (this.#joining !== undefined) {
      this.#joining.abort();
      this.#goHome();
      return;
    }
    const session = this.#session;
    if (session === undefined) return;
    this.#session = undefined;
    this.#ui.setScreen({ name: 'ended', reason: 'left' });
    this.#forgetCall();
    void session.leave();
  }

  #callOptions(name: string, room: string): CallOptions {
    const ui = this.#ui;
    return {
      name,
      room,
      url: this.#url,
      call: this.#call,
      live: this.#live,
      devices: this.#devices,
      audio: this.#audio,
      onLobby: () => ui.setScreen({ name: 'lobby' }),
      onConnection: (connection) => {
        const before = ui.state.connection;
        ui.patch({ connection });
        if (connection === 'reconnecting' && before !== connection)
          ui.patch({ announcement: ui.t('banner.reconnecting') });
        if (connection === 'connected' && before === 'reconnecting') ui.toast('toast.reconnected');
      },
      onEnded: (reason, error) => {
        this.#session = undefined;
        this.#forgetCall();
        ui.setScreen({ name: 'ended', reason: endReasonOf(reason, error) });
      },
      onSharing: (sharing) => ui.patch({ sharing }),
      onError: (error) => this.#report(error),
    };
  }

  #forgetCall(): void {
    this.#call.set(null);
    this.#inspector.set(null);
    this.#ui.resetCall();
  }

  /** Refused at the door: back to the form. Refused after a wait in the lobby: that was an ending of its own. */
  #showRefusal(error: unknown): void {
    const ui = this.#ui;
    if (ui.state.screen.name === 'lobby') {
      this.#devices.release();
      ui.setScreen({ name: 'ended', reason: endReasonOf(LeaveReason.LEAVE_REASON_UNSPECIFIED, error) });
    } else ui.setScreen({ name: 'join', busy: false, problem: errorText(ui.t, error) });
  }

  #goHome(): void {
    this.#ui.setScreen({ name: 'join', busy: false, problem: null });
    void this.#devices.reopen();
  }

  #report(error: unknown): void {
    // What was still on its way when the call ended.
    if (this.#session === undefined) return;
    console.warn(error);
    this.#ui.toast('toast.failed', { why: errorText(this.#ui.t, error) }, 'warning');
  }

  #rememberDevices(): void {
    const { camera, microphone, speakerId } = this.#devices.state.get();
    writePreference('cameraId', camera.deviceId);
    writePreference('microphoneId', microphone.deviceId);
    writePreference('speakerId', speakerId);
  }

  #actions(): Actions {
    const ui = this.#ui;
    const report = (error: unknown): void => this.#report(error);
    return {
      ...roomActions(() => this.#session?.room, report),
      ...this.#mediaActions(report),
      join: (name, room) => void this.join(name, room),
      leave: () => this.leave(),
      rejoin: () => {
        const { name, room } = ui.state;
        void this.#devices.reopen();
        void this.join(name, room);
      },
      goHome: () => this.#goHome(),
      setPanel: (panel) => ui.setPanel(panel),
      setDialog: (dialog) => ui.setDialog(dialog),
      togglePin: (key) => ui.togglePin(key),
      setPage: (page) => ui.patch({ page }),
      dismissToast: (id) => ui.dismissToast(id),
      setLocale: (locale) => {
        writePreference('locale', locale);
        ui.setLocale(locale);
      },
      copyLink: () => void this.#copyLink(),
      copyText,
      watchInspector: inspectorSampler(() => this.#session, this.#inspector),
    };
  }

  #mediaActions(
    report: (error: unknown) => void,
  ): Pick<
    Actions,
    'toggleMic' | 'toggleCamera' | 'toggleShare' | 'setVisibleTiles' | 'turnSoundOn' | 'setSpeaker' | 'preferLayer'
  > {
    const ui = this.#ui;
    const devices = this.#devices;
    const isBlocked = (medium: 'audio' | 'video'): boolean =>
      this.#call.get()?.self?.media[medium].moderatorMuted === true;
    return {
      toggleMic: () => {
        const { wanted } = devices.state.get().microphone;
        if (isBlocked('audio')) ui.toast('error.unmuteNotAllowed', {}, 'warning');
        else void devices.setMicrophoneWanted(!wanted).then(() => this.#tellDeviceProblem('microphone'));
      },
      toggleCamera: () => {
        const { wanted } = devices.state.get().camera;
        if (isBlocked('video') && !wanted) ui.toast('error.unmuteNotAllowed', {}, 'warning');
        else void devices.setCameraWanted(!wanted).then(() => this.#tellDeviceProblem('camera'));
      },
      toggleShare: () => {
        const local = this.#session?.local;
        if (local?.isSharing === true) local.stopSharing();
        else local?.startSharing().catch(() => ui.toast('toast.shareFailed', {}, 'warning'));
      },
      setVisibleTiles: (tiles) => this.#session?.setVisibleTiles(tiles),
      turnSoundOn: () => void this.#audio.resume().catch(report),
      setSpeaker: (deviceId) => {
        devices.selectSpeaker(deviceId);
        this.#audio.reroute();
      },
      preferLayer: (memberId, medium, layer) => this.#session?.remote.preferLayer(memberId, medium, layer),
    };
  }

  #tellDeviceProblem(kind: 'camera' | 'microphone'): void {
    const { problem } = this.#devices.state.get()[kind];
    if (problem !== null) this.#ui.toast(`deviceError.${kind}.${problem}`, {}, 'warning');
  }

  async #copyLink(): Promise<void> {
    if (await copyText(roomLink(location.href, this.#ui.state.room))) this.#ui.linkCopied();
  }
}

/** The page's address in a call: room and name, and the options it was opened with. */
function addressOf(name: string, room: string): string {
  const url = new URL(location.href);
  url.searchParams.set('room', room);
  url.searchParams.set('name', name);
  return url.href;
}

/** Puts a text into the clipboard; false when the browser refuses. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** For pages that are not on https, where the clipboard interface does not exist. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  return isCopied;
}
