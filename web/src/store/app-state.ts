import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PlayUrlsResult, PushUrlResult } from '../../../wire/generated/messages.ts';
import type { FloorForm } from '../floor-form.ts';
import type { Locale } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/messages-en.ts';
import type { DeviceState, LocalDevices } from '../session/local-devices.ts';
import type { CallView, RtpMediumView } from './call-view.ts';
import type { InspectorView } from './inspector-view.ts';
import type { KeyedStore, Store } from './store.ts';

/** Why the call is over; the texts are `ended.<reason>.*`. */
export type EndReason =
  | 'left'
  | 'replaced'
  | 'kicked'
  | 'banned'
  | 'timedOut'
  | 'backgroundTimedOut'
  | 'roomClosed'
  | 'serverShutdown'
  | 'tokenExpired'
  | 'alone'
  | 'roomExpired'
  | 'lobbyDenied'
  | 'lost';

export type Screen =
  | { readonly name: 'join'; readonly busy: boolean; readonly problem: string | null }
  | { readonly name: 'lobby' }
  | { readonly name: 'call' }
  | { readonly name: 'ended'; readonly reason: EndReason };

export type Panel = 'none' | 'members' | 'chat' | 'inspector';
export type Dialog =
  | { readonly name: 'kick'; readonly memberId: string; readonly memberName: string }
  | { readonly name: 'muteAll' | 'closeRoom' | 'help' | 'devices' | 'roomSettings' };

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'warning';
  readonly text: string;
}

/** `mediaRecovering`: signalling is fine, audio and video are being set up again. */
export type Connection = 'connecting' | 'connected' | 'mediaRecovering' | 'reconnecting';

/** State of the page itself; what the room says is in `CallView`. */
export interface UiState {
  readonly screen: Screen;
  readonly locale: Locale;
  readonly name: string;
  readonly room: string;
  readonly panel: Panel;
  readonly dialog: Dialog | null;
  /** Key of the tile that was pinned. */
  readonly pinned: string | null;
  readonly page: number;
  readonly unread: number;
  readonly toasts: readonly Toast[];
  /** Read aloud by screen readers. */
  readonly announcement: string;
  readonly connection: Connection;
  readonly joinedAtMs: number;
  readonly soundBlocked: boolean;
  readonly sharing: boolean;
  readonly linkCopied: boolean;
}

/** Values that change often, watched one by one. Keys: member ids; of tracks see `trackKey`. */
export interface LiveStores {
  readonly speaking: KeyedStore<boolean>;
  /** 0 lost .. 10 best. */
  readonly quality: KeyedStore<number>;
  readonly tracks: KeyedStore<MediaStreamTrack>;
}

/** Everything a user can do. Failures are shown as toasts; nothing here throws. */
export interface Actions {
  join(name: string, room: string): void;
  leave(): void;
  rejoin(): void;
  goHome(): void;
  toggleMic(): void;
  toggleCamera(): void;
  toggleShare(): void;
  toggleHand(): void;
  /** True when the server took the message. */
  sendChat(text: string): Promise<boolean>;
  setModeratorMute(memberId: string, medium: RtpMediumView, muted: boolean): void;
  inviteToUnmute(memberId: string, medium: RtpMediumView): void;
  muteAll(allowUnmute: boolean): void;
  setRole(memberId: string, role: 'speaker' | 'audience'): void;
  lowerHand(memberId: string): void;
  lowerAllHands(): void;
  kick(memberId: string): void;
  lockRoom(locked: boolean): void;
  /** True when the server took it. */
  setDoor(door: { locked: boolean; lobby: boolean }): Promise<boolean>;
  setMicrophoneFloor(form: FloorForm): void;
  closeRoom(): void;
  admit(userId: string): void;
  deny(userId: string): void;
  requestFloor(floorId: string): void;
  cancelFloor(requestId: string): void;
  releaseFloor(requestId: string): void;
  confirmFloor(requestId: string): void;
  /** For who chairs the floor: gives it to a waiting request, or takes the request (or the floor) away. */
  decideFloor(requestId: string, decision: 'grant' | 'deny' | 'revoke'): void;
  /** null: refused, and the user was told why. */
  askPushUrl(): Promise<PushUrlResult | null>;
  askPlayUrls(memberId: string): Promise<PlayUrlsResult | null>;
  setPanel(panel: Panel): void;
  setDialog(dialog: Dialog | null): void;
  togglePin(key: string): void;
  setPage(page: number): void;
  /** Keys of the tiles on the stage and how large they are: decides what is received and in which layer. */
  setVisibleTiles(tiles: readonly VisibleTile[]): void;
  dismissToast(id: number): void;
  setLocale(locale: Locale): void;
  copyLink(): void;
  copyText(text: string): Promise<boolean>;
  turnSoundOn(): void;
  setSpeaker(deviceId: string): void;
  /** Which layer of a received picture to get; -1 = by the tile's size. */
  preferLayer(memberId: string, medium: 'video' | 'screen', spatialLayer: number): void;
  /** Samples are taken only while somebody looks. */
  watchInspector(): () => void;
}

export interface VisibleTile {
  readonly memberId: string;
  readonly medium: 'video' | 'screen';
  /** Size in device pixels. */
  readonly widthPx: number;
  readonly heightPx: number;
}

/** All that components need; they get it through `useApp`. */
export interface App {
  readonly ui: Store<UiState>;
  readonly call: Store<CallView | null>;
  readonly live: LiveStores;
  readonly deviceState: Store<DeviceState>;
  readonly devices: Pick<
    LocalDevices,
    'setCameraWanted' | 'setMicrophoneWanted' | 'selectCamera' | 'selectMicrophone' | 'watchLevel'
  >;
  readonly inspector: Store<InspectorView | null>;
  readonly actions: Actions;
  /** The server's time, ms since the epoch, as well as it is known. */
  readonly serverNow: () => number;
}

export const AppContext = createContext<App | null>(null);

/** The app of the surrounding page. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('components need an AppContext');
  return app;
}

/** Text key of a member's role. */
export const roleKey = (role: string): MessageKey => `role.${role}` as MessageKey;
