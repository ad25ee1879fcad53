/** State, inputs and effects of a call. Types only. */
import type { Medium, Member } from '../../../wire/generated/messages.ts';
import type { PlayersEffect, PlayersState } from './players-model.ts';
import type { PusherEffect, PusherState } from './pusher-model.ts';
import type { PlayUrls, SceneName } from './scene-profile.ts';

export interface CallConfig {
  readonly scene: SceneName;
  readonly maxPlayers: number;
  /**
   * Sound goes on while the mini program is in the background. The room must allow it too. Otherwise pusher and players
   * stop at once, so that no microphone is open behind a closed window.
   */
  readonly backgroundAudio: boolean;
  /** How long a wish to speak in a live room waits for an answer. */
  readonly linkMicTimeoutMs: number;
}

/** The own membership and who else is there. */
export interface CallRoom {
  readonly selfId: string;
  readonly self: Member | undefined;
  readonly members: readonly Member[];
}

/** `asked`: the hand is up. `on`: lets the member publish though its scene would not. */
export type LinkMic = 'off' | 'asked' | 'on';

/** The two media that a live-pusher sends. */
export type PushedMedium = typeof Medium.AUDIO | typeof Medium.VIDEO;

export interface CallState {
  readonly config: CallConfig;
  /** null = not in a room. */
  readonly room: CallRoom | null;
  /** The user's own word on publishing; undefined = what the scene does by itself. */
  readonly publishWish: boolean | undefined;
  readonly isPageHidden: boolean;
  readonly isAppHidden: boolean;
  /** A phone call has the microphone, or the system suspended the pusher. */
  readonly isInterrupted: boolean;
  readonly linkMic: LinkMic;
  /** When asking ends; 0 = not asking. */
  readonly linkMicDeadline: number;
  /** The server has shown the hand raised, so that seeing it lowered is an answer. */
  readonly isHandSeen: boolean;
  /** Muted here and now, though the server may not know yet. */
  readonly localMutes: readonly PushedMedium[];
  /** Muted by the user as the server last said; a new membership begins with it. */
  readonly knownMutes: readonly PushedMedium[];
  readonly pinnedMemberId: string;
  readonly speakerIds: readonly string[];
  readonly pusher: PusherState;
  readonly players: PlayersState;
}

export type CallInput =
  /** In the room, for the first time or again; `isNew`: as another member than before. */
  | { readonly type: 'joined'; readonly room: CallRoom; readonly isNew: boolean }
  | { readonly type: 'room'; readonly room: CallRoom }
  | { readonly type: 'left' }
  | { readonly type: 'config'; readonly config: CallConfig }
  | { readonly type: 'publish'; readonly wish: boolean | undefined }
  | { readonly type: 'mute'; readonly medium: PushedMedium; readonly muted: boolean }
  | { readonly type: 'pageHidden'; readonly isHidden: boolean }
  | { readonly type: 'appHidden'; readonly isHidden: boolean }
  | { readonly type: 'interrupted'; readonly isInterrupted: boolean }
  | { readonly type: 'networkChanged'; readonly isConnected: boolean }
  | { readonly type: 'pusherCode'; readonly code: number }
  | { readonly type: 'playerCode'; readonly memberId: string; readonly code: number }
  | { readonly type: 'pushUrl'; readonly askId: number; readonly url: string; readonly generation: number }
  | { readonly type: 'pushUrlFailed'; readonly askId: number }
  | { readonly type: 'playUrls'; readonly memberId: string; readonly askId: number; readonly urls: PlayUrls }
  | { readonly type: 'playUrlsFailed'; readonly memberId: string; readonly askId: number }
  | { readonly type: 'askLinkMic' }
  | { readonly type: 'leaveLinkMic' }
  | { readonly type: 'pin'; readonly memberId: string }
  | { readonly type: 'speakers'; readonly memberIds: readonly string[] }
  /** The user asks for another attempt at once. */
  | { readonly type: 'retry' }
  | { readonly type: 'wake' };

export type LinkMicOutcome = 'asked' | 'accepted' | 'rejected' | 'timeout' | 'left' | 'ended';
export type AwayReason = 'appHide' | 'pageHide' | 'interrupted';

export type CallEffect =
  | PusherEffect
  | PlayersEffect
  | { readonly type: 'presence'; readonly isAway: boolean; readonly reason: AwayReason | 'show' }
  /** Check the connection now. */
  | { readonly type: 'nudge' }
  | { readonly type: 'raiseHand'; readonly raised: boolean }
  | { readonly type: 'selfMute'; readonly medium: PushedMedium; readonly muted: boolean }
  | { readonly type: 'linkMic'; readonly outcome: LinkMicOutcome };

export interface CallStep {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}
