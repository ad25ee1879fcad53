/**
 * The `<live-player>`s of a call: who is played, from which URL, and what follows from each player's codes. Pure.
 *
 * live-player gives up after three attempts of its own (-2301) and then stays black for good; it must be stopped, given
 * another URL, and played again. A player that shows nothing within 15 s is treated as one that gave up. After each
 * failure the next kind of URL is tried.
 */
import { assertNever } from './assert-never.ts';
import { playerSignal } from './media-codes.ts';
import { retryDelayMs } from './retry.ts';
import { type PlayerMode, type PlayUrls, playCandidates } from './scene-profile.ts';

export type PlayerStatus =
  /** URLs were asked for. */
  | 'asking'
  /** Told to play, nothing to see yet. */
  | 'starting'
  | 'playing'
  /** Its buffer ran dry. */
  | 'loading'
  /** The player tries to get its connection back. */
  | 'reconnecting'
  /** Failed; tries again at `wakeAt`. */
  | 'waiting';

/** A member to play. */
export interface PlaySource {
  readonly memberId: string;
  /** Of the member's stream; with another one the URLs are void. */
  readonly generation: number;
}

export interface PlayerState extends PlaySource {
  readonly status: PlayerStatus;
  /** '' = nothing. */
  readonly src: string;
  readonly failures: number;
  /** 0 = never. */
  readonly wakeAt: number;
  readonly askId: number;
}

export interface PlayersState {
  readonly players: readonly PlayerState[];
  readonly mode: PlayerMode;
  readonly lastAskId: number;
}

export type PlayersInput =
  | { readonly type: 'sources'; readonly sources: readonly PlaySource[]; readonly mode: PlayerMode }
  /** Everything anew, with URLs of now: after the background, or a new membership. */
  | { readonly type: 'restart' }
  | { readonly type: 'urls'; readonly memberId: string; readonly askId: number; readonly urls: PlayUrls }
  | { readonly type: 'urlsFailed'; readonly memberId: string; readonly askId: number }
  | { readonly type: 'code'; readonly memberId: string; readonly code: number }
  | { readonly type: 'wake' };

export type PlayersEffect =
  | { readonly type: 'askPlayUrls'; readonly memberId: string; readonly askId: number }
  | { readonly type: 'startPlayer'; readonly memberId: string }
  | { readonly type: 'stopPlayer'; readonly memberId: string };

export interface PlayersStep {
  readonly state: PlayersState;
  readonly effects: readonly PlayersEffect[];
}

/** Longest time from play to picture, and longest loading or reconnecting, before we take over. */
export const PLAY_PATIENCE_MS = 15_000;

export const NO_PLAYERS: PlayersState = { players: [], mode: 'RTC', lastAskId: 0 };

/** `random` (0 <= x < 1) spreads retries. */
export function stepPlayers(state: PlayersState, input: PlayersInput, at: number, random: number): PlayersStep {
  switch (input.type) {
    case 'sources':
      return onSources(state, input.sources, input.mode);
    case 'restart':
      return restart(state, () => true);
    case 'urls':
      return change(state, input.memberId, (player) => {
        if (player.status !== 'asking' || player.askId !== input.askId) return undefined;
        const candidates = playCandidates(input.urls, state.mode);
        const src = candidates[player.failures % Math.max(1, candidates.length)];
        if (src === undefined) return fail(player, at, random);
        return {
          player: { ...player, status: 'starting', src, wakeAt: at + PLAY_PATIENCE_MS },
          effects: [{ type: 'startPlayer', memberId: player.memberId }],
        };
      });
    case 'urlsFailed':
      return change(state, input.memberId, (player) =>
        player.status === 'asking' && player.askId === input.askId ? fail(player, at, random) : undefined,
      );
    case 'code':
      return change(state, input.memberId, (player) => onCode(player, input.code, at, random));
    case 'wake':
      return onWake(state, at, random);
    default:
      return assertNever(input);
  }
}

/** When something has to happen; 0 = never. */
export function playersWakeAt({ players }: PlayersState): number {
  return players.reduce((next, { wakeAt }) => (wakeAt > 0 && (next === 0 || wakeAt < next) ? wakeAt : next), 0);
}

interface PlayerStep {
  readonly player: PlayerState;
  readonly effects: readonly PlayersEffect[];
}

function onSources(state: PlayersState, sources: readonly PlaySource[], mode: PlayerMode): PlayersStep {
  const effects: PlayersEffect[] = [];
  let { lastAskId } = state;
  const known = new Map(state.players.map((player) => [player.memberId, player]));
  const players = sources.map(({ memberId, generation }): PlayerState => {
    const player = known.get(memberId);
    known.delete(memberId);
    if (player?.generation === generation && mode === state.mode) return player;
    if (player !== undefined && isRunning(player)) effects.push({ type: 'stopPlayer', memberId });
    lastAskId += 1;
    effects.push({ type: 'askPlayUrls', memberId, askId: lastAskId });
    return { memberId, generation, status: 'asking', src: '', failures: 0, wakeAt: 0, askId: lastAskId };
  });
  for (const gone of known.values()) if (isRunning(gone)) effects.push({ type: 'stopPlayer', memberId: gone.memberId });
  const isSame =
    effects.length === 0 &&
    mode === state.mode &&
    players.length === state.players.length &&
    players.every((player, index) => player === state.players[index]);
  return { state: isSame ? state : { players, mode, lastAskId }, effects };
}

function restart(state: PlayersState, isMeant: (player: PlayerState) => boolean): PlayersStep {
  const effects: PlayersEffect[] = [];
  let { lastAskId } = state;
  const players = state.players.map((player): PlayerState => {
    if (!isMeant(player)) return player;
    const { memberId } = player;
    if (isRunning(player)) effects.push({ type: 'stopPlayer', memberId });
    lastAskId += 1;
    effects.push({ type: 'askPlayUrls', memberId, askId: lastAskId });
    return { ...player, status: 'asking', src: '', wakeAt: 0, askId: lastAskId };
  });
  return { state: effects.length === 0 ? state : { ...state, players, lastAskId }, effects };
}

function onWake(state: PlayersState, at: number, random: number): PlayersStep {
  const isDue = ({ wakeAt }: PlayerState): boolean => wakeAt > 0 && wakeAt <= at;
  const effects: PlayersEffect[] = [];
  // Who was late fails first, and is asked for again when its own time has come.
  const players = state.players.map((player) => {
    if (!isDue(player) || player.status === 'waiting') return player;
    const step = fail(player, at, random);
    effects.push(...step.effects);
    return step.player;
  });
  const again = restart({ ...state, players }, (player) => isDue(player) && player.status === 'waiting');
  if (effects.length === 0 && again.effects.length === 0) return { state, effects: [] };
  return { state: again.state, effects: [...effects, ...again.effects] };
}

function onCode(player: PlayerState, code: number, at: number, random: number): PlayerStep | undefined {
  const signal = playerSignal(code);
  if (signal === undefined || !isRunning(player)) return undefined;
  switch (signal) {
    case 'connected':
      return undefined;
    case 'playing':
      return player.status === 'playing' ? undefined : to({ ...player, status: 'playing', failures: 0, wakeAt: 0 });
    case 'loading':
    case 'reconnecting': {
      // Before the first picture the time given for that counts on.
      if (player.status === 'starting' || player.status === signal) return undefined;
      const wakeAt = player.wakeAt === 0 ? at + PLAY_PATIENCE_MS : player.wakeAt;
      return to({ ...player, status: signal, wakeAt });
    }
    case 'ended':
    case 'gaveUp':
      return fail(player, at, random);
    default:
      return assertNever(signal);
  }
}

const to = (player: PlayerState): PlayerStep => ({ player, effects: [] });

function fail(player: PlayerState, at: number, random: number): PlayerStep {
  const failures = player.failures + 1;
  const wakeAt = at + retryDelayMs(failures, random);
  return {
    player: { ...player, status: 'waiting', src: '', failures, wakeAt },
    effects: isRunning(player) ? [{ type: 'stopPlayer', memberId: player.memberId }] : [],
  };
}

function change(
  state: PlayersState,
  memberId: string,
  step: (player: PlayerState) => PlayerStep | undefined,
): PlayersStep {
  const index = state.players.findIndex((player) => player.memberId === memberId);
  const player = state.players[index];
  const next = player === undefined ? undefined : step(player);
  if (next === undefined) return { state, effects: [] };
  const players = [...state.players];
  players[index] = next.player;
  return { state: { ...state, players }, effects: next.effects };
}

/** Whether the component has been told to play. */
function isRunning({ status }: PlayerState): boolean {
  return status !== 'asking' && status !== 'waiting';
}
