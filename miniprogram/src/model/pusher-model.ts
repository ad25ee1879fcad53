/**
 * The one `<live-pusher>` of a call: when it pushes, to which URL, and what follows from its codes. Pure.
 *
 * Each attempt gets a URL of its own from the server, which names a new stream whenever the old name was used, so that
 * "stream busy" cannot happen. The pusher's own short retries go on with the URL it has; when it gives up or is refused,
 * we ask again, later and later, and never stop while the member is meant to publish.
 */
import { assertNever } from './assert-never.ts';
import { pusherSignal } from './media-codes.ts';
import { retryDelayMs } from './retry.ts';

export type PusherStatus =
  | 'idle'
  /** A URL was asked for. */
  | 'asking'
  /** Told to push, not confirmed. */
  | 'starting'
  | 'pushing'
  /** The pusher tries to get its connection back. */
  | 'reconnecting'
  /** Failed; tries again at `wakeAt`. */
  | 'waiting'
  /** This device can neither film nor record; nothing is tried until it is asked for again. */
  | 'broken';

export interface PusherState {
  readonly status: PusherStatus;
  /** What is pushed to; '' = nothing. */
  readonly url: string;
  readonly generation: number;
  /** In a row, without having pushed in between. */
  readonly failures: number;
  /** Of `waiting`, `starting` and `reconnecting`: when something has to happen; 0 = never. */
  readonly wakeAt: number;
  /** Grows with each question, so that late answers are told apart. */
  readonly askId: number;
  readonly isWanted: boolean;
  readonly isCameraBroken: boolean;
  readonly isMicrophoneBroken: boolean;
  /** The pusher reports a network too weak for its rate. */
  readonly isWeak: boolean;
}

export type PusherInput =
  | { readonly type: 'wanted'; readonly isWanted: boolean }
  /** The membership, the network or the server's mind changed: an attempt that failed may pass now. */
  | { readonly type: 'restart' }
  | { readonly type: 'url'; readonly askId: number; readonly url: string; readonly generation: number }
  | { readonly type: 'urlFailed'; readonly askId: number }
  | { readonly type: 'code'; readonly code: number }
  | { readonly type: 'wake' };

export type PusherEffect =
  | { readonly type: 'askPushUrl'; readonly askId: number }
  | { readonly type: 'startPusher' }
  | { readonly type: 'stopPusher' }
  | { readonly type: 'mediaError'; readonly name: PusherErrorName; readonly code: number };

export type PusherErrorName =
  | 'cameraFailed'
  | 'microphoneFailed'
  | 'cameraDenied'
  | 'microphoneDenied'
  | 'pusherUnsupported'
  | 'pusherGaveUp';

export interface PusherStep {
  readonly state: PusherState;
  readonly effects: readonly PusherEffect[];
}

/** Longest time from start to code 1002, and longest reconnecting of its own, before we take over. */
export const PUSH_PATIENCE_MS = 20_000;

export const IDLE_PUSHER: PusherState = {
  status: 'idle',
  url: '',
  generation: 0,
  failures: 0,
  wakeAt: 0,
  askId: 0,
  isWanted: false,
  isCameraBroken: false,
  isMicrophoneBroken: false,
  isWeak: false,
};

/** `random` (0 <= x < 1) spreads retries. */
export function stepPusher(state: PusherState, input: PusherInput, at: number, random: number): PusherStep {
  switch (input.type) {
    case 'wanted':
      return onWanted(state, input.isWanted);
    case 'restart':
      return state.isWanted ? ask(state, 0, isRunning(state)) : { state, effects: [] };
    case 'url': {
      if (state.status !== 'asking' || input.askId !== state.askId) return { state, effects: [] };
      const { url, generation } = input;
      const starting: PusherState = { ...state, status: 'starting', url, generation, wakeAt: at + PUSH_PATIENCE_MS };
      return { state: starting, effects: [{ type: 'startPusher' }] };
    }
    case 'urlFailed':
      if (state.status !== 'asking' || input.askId !== state.askId) return { state, effects: [] };
      return fail(state, at, random, []);
    case 'code':
      return onCode(state, input.code, at, random);
    case 'wake':
      if (state.wakeAt === 0 || at < state.wakeAt) return { state, effects: [] };
      if (state.status === 'waiting') return ask(state, state.failures, false);
      return fail(state, at, random, []);
    default:
      return assertNever(input);
  }
}

function onWanted(state: PusherState, isWanted: boolean): PusherStep {
  if (isWanted === state.isWanted) return { state, effects: [] };
  if (isWanted) return ask({ ...state, isWanted, isCameraBroken: false, isMicrophoneBroken: false }, 0, false);
  const effects: readonly PusherEffect[] = isRunning(state) ? [{ type: 'stopPusher' }] : [];
  return { state: { ...state, isWanted, status: 'idle', url: '', failures: 0, wakeAt: 0, isWeak: false }, effects };
}

function onCode(state: PusherState, code: number, at: number, random: number): PusherStep {
  const signal = pusherSignal(code);
  if (signal === undefined || !isRunning(state)) return onDeviceSignal(state, code);
  switch (signal) {
    case 'connected':
      return { state, effects: [] };
    case 'pushing':
      return { state: { ...state, status: 'pushing', failures: 0, wakeAt: 0, isWeak: false }, effects: [] };
    case 'weak':
      return { state: { ...state, isWeak: true }, effects: [] };
    case 'reconnecting':
      if (state.status !== 'pushing') return { state, effects: [] };
      return { state: { ...state, status: 'reconnecting', wakeAt: at + PUSH_PATIENCE_MS }, effects: [] };
    case 'refused':
      // With a URL that has just been made the reason lies deeper than its age: no hurry.
      return fail(state, at, random, []);
    case 'gaveUp':
      return fail(state, at, random, state.failures === 0 ? [mediaError('pusherGaveUp', code)] : []);
    case 'unsupported':
      return breakDown(state, [mediaError('pusherUnsupported', code)]);
    case 'suspended':
    case 'interrupted':
      // The call decides: it takes back the wish to push.
      return { state, effects: [] };
    case 'cameraFailed':
    case 'cameraDenied':
    case 'microphoneFailed':
    case 'microphoneDenied':
      return onDeviceSignal(state, code);
    default:
      return assertNever(signal);
  }
}

/** Camera and microphone may fail before anything is pushed: permissions are asked for when the pusher is shown. */
function onDeviceSignal(state: PusherState, code: number): PusherStep {
  const signal = pusherSignal(code);
  if (!state.isWanted || signal === undefined) return { state, effects: [] };
  const isCamera = signal === 'cameraFailed' || signal === 'cameraDenied';
  const isMicrophone = signal === 'microphoneFailed' || signal === 'microphoneDenied';
  if (!isCamera && !isMicrophone) return { state, effects: [] };
  const isCameraBroken = state.isCameraBroken || isCamera;
  const isMicrophoneBroken = state.isMicrophoneBroken || isMicrophone;
  const next = { ...state, isCameraBroken, isMicrophoneBroken };
  const effects = [mediaError(signal, code)];
  // One of both is enough for a call.
  return isCameraBroken && isMicrophoneBroken ? breakDown(next, effects) : { state: next, effects };
}

const mediaError = (name: PusherErrorName, code: number): PusherEffect => ({ type: 'mediaError', name, code });

function breakDown(state: PusherState, effects: readonly PusherEffect[]): PusherStep {
  const stop: readonly PusherEffect[] = isRunning(state) ? [{ type: 'stopPusher' }] : [];
  return { state: { ...state, status: 'broken', url: '', wakeAt: 0 }, effects: [...stop, ...effects] };
}

function ask(state: PusherState, failures: number, isStopNeeded: boolean): PusherStep {
  const askId = state.askId + 1;
  const effects: PusherEffect[] = isStopNeeded ? [{ type: 'stopPusher' }] : [];
  effects.push({ type: 'askPushUrl', askId });
  return { state: { ...state, status: 'asking', url: '', failures, wakeAt: 0, askId, isWeak: false }, effects };
}

function fail(state: PusherState, at: number, random: number, effects: readonly PusherEffect[]): PusherStep {
  const failures = state.failures + 1;
  const stop: readonly PusherEffect[] = isRunning(state) ? [{ type: 'stopPusher' }] : [];
  const wakeAt = at + retryDelayMs(failures, random);
  return {
    state: { ...state, status: 'waiting', url: '', failures, wakeAt, isWeak: false },
    effects: [...stop, ...effects],
  };
}

/** Whether the component has been told to push. */
function isRunning({ status }: PusherState): boolean {
  return status === 'starting' || status === 'pushing' || status === 'reconnecting';
}
