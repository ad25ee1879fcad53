/**
 * One call in a mini program, as a state machine: what the room says, what pusher and players report, and what the phone
 * does (background, phone calls, network) go in; what to push, whom to play, and what to tell the server come out. Pure:
 * time and chance come with each input, the next deadline is `callWakeAt`.
 */
import { Medium, type MediumState, type Member } from '../../../wire/generated/messages.ts';
import { assertNever } from './assert-never.ts';
import type {
  AwayReason,
  CallConfig,
  CallEffect,
  CallInput,
  CallRoom,
  CallState,
  CallStep,
  LinkMicOutcome,
  PushedMedium,
} from './call-types.ts';
import { pusherSignal } from './media-codes.ts';
import { choosePlaySources } from './play-sources.ts';
import { NO_PLAYERS, type PlayersInput, playersWakeAt, stepPlayers } from './players-model.ts';
import { IDLE_PUSHER, type PusherInput, stepPusher } from './pusher-model.ts';
import { playerProfile, publishesByItself } from './scene-profile.ts';

/** What pusher, players and their URLs report. */
type MediaInput = Extract<
  CallInput,
  { type: 'pusherCode' | 'playerCode' | 'pushUrl' | 'pushUrlFailed' | 'playUrls' | 'playUrlsFailed' }
>;

const PUSHED_MEDIA: readonly PushedMedium[] = [Medium.AUDIO, Medium.VIDEO];

/** A call that has not begun. `muted`: media that are muted from the first instant. */
export function newCall(config: CallConfig, muted: readonly PushedMedium[]): CallState {
  return {
    config,
    room: null,
    publishWish: undefined,
    isPageHidden: false,
    isAppHidden: false,
    isInterrupted: false,
    linkMic: 'off',
    linkMicDeadline: 0,
    isHandSeen: false,
    localMutes: muted,
    knownMutes: [],
    pinnedMemberId: '',
    speakerIds: [],
    pusher: IDLE_PUSHER,
    players: NO_PLAYERS,
  };
}

/** `at` in ms of the caller's clock; `random` 0 <= x < 1, spreads retries. */
export function stepCall(state: CallState, input: CallInput, at: number, random: number): CallStep {
  const call = new CallInHand(state, at, random);
  call.take(input);
  call.settle(state);
  return { state: call.state, effects: call.effects };
}

/** When `wake` is due; 0 = never. */
export function callWakeAt(state: CallState): number {
  const deadlines = [state.pusher.wakeAt, playersWakeAt(state.players), state.linkMicDeadline].filter((at) => at > 0);
  return deadlines.length === 0 ? 0 : Math.min(...deadlines);
}

/** Nobody looks at it, or the phone has taken over. */
export function isAway({ isPageHidden, isAppHidden, isInterrupted }: CallState): boolean {
  return isPageHidden || isAppHidden || isInterrupted;
}

/** Whether the member may publish sound or picture at all. */
export function mayPublish(self: Member | undefined): boolean {
  return self?.grants != null && (self.grants.publishAudio || self.grants.publishVideo);
}

export function mediumOf(self: Member | undefined, medium: Medium): MediumState | undefined {
  return self?.media.find((state) => state.medium === medium);
}

/** Muted by the user, as far as is known here. */
export function isMutedBySelf(state: CallState, medium: PushedMedium): boolean {
  return state.localMutes.includes(medium) || (mediumOf(state.room?.self, medium)?.selfMuted ?? false);
}

/** One step in the making: `take` applies the input, `settle` what follows from the state as a whole. */
class CallInHand {
  state: CallState;
  readonly effects: CallEffect[] = [];
  readonly #at: number;
  readonly #random: number;

  constructor(state: CallState, at: number, random: number) {
    this.state = state;
    this.#at = at;
    this.#random = random;
  }

  take(input: CallInput): void {
    switch (input.type) {
      case 'joined':
        this.#onJoined(input.room, input.isNew);
        return;
      case 'room':
        if (this.state.room !== null) this.#onRoom(input.room);
        return;
      case 'left':
        this.#onLeft();
        return;
      case 'config':
        this.#set({ config: input.config });
        return;
      case 'publish':
        this.#set({ publishWish: input.wish });
        return;
      case 'mute':
        this.#onMute(input.medium, input.muted);
        return;
      case 'pageHidden':
        // Coming back ends an interruption too: its end is not told by every phone.
        this.#set({ isPageHidden: input.isHidden, ...(input.isHidden ? {} : { isInterrupted: false }) });
        return;
      case 'appHidden':
        this.#set({ isAppHidden: input.isHidden, ...(input.isHidden ? {} : { isInterrupted: false }) });
        return;
      case 'interrupted':
        this.#set({ isInterrupted: input.isInterrupted });
        return;
      case 'networkChanged':
        this.#onNetworkChanged(input.isConnected);
        return;
      case 'pin':
        this.#set({ pinnedMemberId: input.memberId });
        return;
      case 'speakers':
        this.#set({ speakerIds: input.memberIds });
        return;
      case 'askLinkMic':
        this.#onAskLinkMic();
        return;
      case 'leaveLinkMic':
        this.#endLinkMic('left');
        return;
      case 'retry':
        this.#pusher({ type: 'restart' });
        this.#players({ type: 'restart' });
        return;
      case 'wake':
        this.#onWake();
        return;
      default:
        this.#onMedia(input);
    }
  }

  /** Brings pusher, players and presence in line with everything else. */
  settle(before: CallState): void {
    const { state } = this;
    if (isAway(state) !== isAway(before)) this.#tellPresence();
    const isSuspended =
      state.isInterrupted || ((state.isPageHidden || state.isAppHidden) && !state.config.backgroundAudio);
    const isWanted = !isSuspended && this.#wantsToPublish();
    this.#pusher({ type: 'wanted', isWanted });
    const { room, config, pinnedMemberId, speakerIds, players } = state;
    const { mode } = playerProfile(config.scene, isWanted);
    const sources =
      room === null || isSuspended || room.self?.grants?.subscribe === false
        ? []
        : choosePlaySources({
            selfId: room.selfId,
            members: room.members,
            maxPlayers: config.maxPlayers,
            pinnedMemberId,
            speakerIds,
            playedIds: players.players.map(({ memberId }) => memberId),
          });
    this.#players({ type: 'sources', sources, mode });
  }

  #set(change: Partial<CallState>): void {
    this.state = { ...this.state, ...change };
  }

  #wantsToPublish(): boolean {
    const { room, publishWish, config, linkMic } = this.state;
    if (room?.self === undefined || !mayPublish(room.self)) return false;
    return publishWish ?? (linkMic === 'on' || publishesByItself(config.scene, room.self.role));
  }

  #onJoined(room: CallRoom, isNew: boolean): void {
    const { localMutes, knownMutes } = this.state;
    this.#set({ room });
    if (isNew) {
      // Nobody comes back unmuted, whatever the new membership begins with.
      const muted = PUSHED_MEDIA.filter((medium) => localMutes.includes(medium) || knownMutes.includes(medium));
      this.#set({ localMutes: muted, isHandSeen: false });
      for (const medium of muted)
        if (mediumOf(room.self, medium)?.selfMuted === false)
          this.effects.push({ type: 'selfMute', medium, muted: true });
      if (this.state.linkMic === 'asked') this.effects.push({ type: 'raiseHand', raised: true });
      // URLs end with the membership they were given to.
      this.#pusher({ type: 'restart' });
      this.#players({ type: 'restart' });
    }
    // A socket that came back counts as a member that came back; the page is hidden all the same.
    if (isAway(this.state)) this.#tellPresence();
    this.#onRoom(room);
  }

  #onRoom(room: CallRoom): void {
    const muted = PUSHED_MEDIA.filter((medium) => mediumOf(room.self, medium)?.selfMuted === true);
    this.#set({
      room,
      knownMutes: muted,
      localMutes: this.state.localMutes.filter((medium) => !muted.includes(medium)),
    });
    this.#followLinkMic(room.self);
  }

  #onLeft(): void {
    this.#set({
      room: null,
      linkMic: 'off',
      linkMicDeadline: 0,
      isHandSeen: false,
      speakerIds: [],
      pinnedMemberId: '',
    });
  }

  #onMute(medium: PushedMedium, muted: boolean): void {
    const others = this.state.localMutes.filter((one) => one !== medium);
    // Muting counts at once; unmuting when the server has agreed.
    this.#set({ localMutes: muted ? [...others, medium] : others });
    if (this.state.room !== null) this.effects.push({ type: 'selfMute', medium, muted });
  }

  #onNetworkChanged(isConnected: boolean): void {
    if (!isConnected) return;
    this.effects.push({ type: 'nudge' });
    if (this.state.pusher.status === 'waiting') this.#pusher({ type: 'restart' });
    if (this.state.players.players.some(({ status }) => status === 'waiting')) this.#players({ type: 'restart' });
  }

  #onMedia(input: MediaInput): void {
    switch (input.type) {
      case 'pusherCode': {
        const signal = pusherSignal(input.code);
        const isSuspending = signal === 'suspended' || signal === 'interrupted';
        if (isSuspending && this.state.pusher.isWanted) this.#set({ isInterrupted: true });
        this.#pusher({ type: 'code', code: input.code });
        return;
      }
      case 'playerCode':
        this.#players({ type: 'code', memberId: input.memberId, code: input.code });
        return;
      case 'pushUrl':
        this.#pusher({ type: 'url', askId: input.askId, url: input.url, generation: input.generation });
        return;
      case 'pushUrlFailed':
        this.#pusher({ type: 'urlFailed', askId: input.askId });
        return;
      case 'playUrls':
        this.#players({ type: 'urls', memberId: input.memberId, askId: input.askId, urls: input.urls });
        return;
      case 'playUrlsFailed':
        this.#players({ type: 'urlsFailed', memberId: input.memberId, askId: input.askId });
        return;
      default:
        assertNever(input);
    }
  }

  #onWake(): void {
    const { linkMicDeadline } = this.state;
    if (linkMicDeadline > 0 && this.#at >= linkMicDeadline) this.#endLinkMic('timeout');
    this.#pusher({ type: 'wake' });
    this.#players({ type: 'wake' });
  }

  // --- Link-mic: a hand that asks for a role ---

  #onAskLinkMic(): void {
    const { room, linkMic, config } = this.state;
    if (room === null || linkMic !== 'off') return;
    if (mayPublish(room.self)) {
      this.#set({ linkMic: 'on' });
      this.effects.push({ type: 'linkMic', outcome: 'accepted' });
      return;
    }
    this.#set({ linkMic: 'asked', linkMicDeadline: this.#at + config.linkMicTimeoutMs, isHandSeen: false });
    this.effects.push({ type: 'raiseHand', raised: true }, { type: 'linkMic', outcome: 'asked' });
  }

  #followLinkMic(self: Member | undefined): void {
    const { linkMic, isHandSeen } = this.state;
    if (linkMic === 'on' && !mayPublish(self)) this.#endLinkMic('ended');
    if (linkMic !== 'asked' || self === undefined) return;
    if (mayPublish(self)) {
      this.#set({ linkMic: 'on', linkMicDeadline: 0 });
      if (self.handRaisedAtMs > 0) this.effects.push({ type: 'raiseHand', raised: false });
      this.effects.push({ type: 'linkMic', outcome: 'accepted' });
    } else if (self.handRaisedAtMs > 0) this.#set({ isHandSeen: true });
    else if (isHandSeen) this.#endLinkMic('rejected');
  }

  #endLinkMic(outcome: LinkMicOutcome): void {
    const { linkMic, room } = this.state;
    if (linkMic === 'off') return;
    this.#set({ linkMic: 'off', linkMicDeadline: 0, isHandSeen: false });
    const isHandUp = linkMic === 'asked' && outcome !== 'rejected' && room !== null;
    if (isHandUp) this.effects.push({ type: 'raiseHand', raised: false });
    this.effects.push({ type: 'linkMic', outcome });
  }

  // --- Parts ---

  #tellPresence(): void {
    const { state } = this;
    const away = isAway(state);
    if (!away) this.effects.push({ type: 'nudge' });
    if (state.room !== null) this.effects.push({ type: 'presence', isAway: away, reason: awayReason(state) ?? 'show' });
  }

  #pusher(input: PusherInput): void {
    const { state, effects } = stepPusher(this.state.pusher, input, this.#at, this.#random);
    if (state !== this.state.pusher) this.#set({ pusher: state });
    this.effects.push(...effects);
  }

  #players(input: PlayersInput): void {
    const { state, effects } = stepPlayers(this.state.players, input, this.#at, this.#random);
    if (state !== this.state.players) this.#set({ players: state });
    this.effects.push(...effects);
  }
}

function awayReason(state: CallState): AwayReason | undefined {
  if (state.isAppHidden) return 'appHide';
  if (state.isPageHidden) return 'pageHide';
  return state.isInterrupted ? 'interrupted' : undefined;
}
