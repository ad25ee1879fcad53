/**
 * `wx` of one mini program over real sockets and real HTTP, and its JavaScript thread: `freeze` holds back timers,
 * socket events and answers as a phone does some seconds after the mini program went to the background; `thaw`
 * delivers them late. live-pusher and live-player are told to a `MediaBridge`.
 */
import type {
  WxPlatform,
  WxPlayerContext,
  WxPusherContext,
  WxRequestOptions,
  WxSocketTask,
} from '../../miniprogram/src/app/platform.ts';

/** What native media components would do; tests decide how much of it is real. */
export interface MediaBridge {
  startPusher(component: unknown): void;
  stopPusher(component: unknown): void;
  startPlayer(component: unknown, playerId: string): void;
  stopPlayer(component: unknown, playerId: string): void;
}

export type WxEventName =
  | 'appShow'
  | 'appHide'
  | 'networkStatusChange'
  | 'audioInterruptionBegin'
  | 'audioInterruptionEnd';
type Listener = (event: never) => void;

export interface WxShimOptions {
  readonly media: MediaBridge;
  /** Of `wx.login`; undefined = it fails. */
  readonly loginCode?: () => string | undefined;
}

export class WxShim implements WxPlatform {
  readonly storage = new Map<string, unknown>();
  readonly requests: { readonly method: string; readonly path: string }[] = [];
  /** What the next action sheets are answered with. */
  readonly sheetTaps: number[] = [];
  readonly sheets: string[][] = [];
  /** Toasts, dialogs, pages gone to: what users would see, as `name text`. */
  readonly seen: string[] = [];
  socketCount = 0;
  loginCount = 0;
  cameraSwitches = 0;
  readonly #options: WxShimOptions;
  readonly #listeners = new Map<WxEventName, Set<Listener>>();
  readonly #timers = new Map<object, NodeJS.Timeout>();
  readonly #intervals = new Map<object, object>();
  readonly #openSockets = new Set<WebSocket>();
  #isFrozen = false;
  #heldBack: (() => void)[] = [];

  constructor(options: WxShimOptions) {
    this.#options = options;
  }

  // --- What the test does ---

  /** No JavaScript runs until `thaw`. */
  freeze(): void {
    this.#isFrozen = true;
  }
  /** What happened meanwhile is told now, in order. */
  thaw(): void {
    this.#isFrozen = false;
    for (const late of this.#heldBack.splice(0)) late();
  }
  /** The system cuts the connections, as it may while nobody looks. */
  cutSockets(): void {
    for (const socket of this.#openSockets) socket.close();
  }
  emit(name: WxEventName, event: object = {}): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])])
      this.#deliver(() => (listener as (e: object) => void)(event));
  }
  /** Listeners, timers and sockets that are left. */
  get leftovers(): { readonly listeners: number; readonly timers: number; readonly sockets: number } {
    const listeners = [...this.#listeners.values()].reduce((sum, all) => sum + all.size, 0);
    return { listeners, timers: this.#timers.size, sockets: this.#openSockets.size };
  }
  /** Ends what is open. */
  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.cutSockets();
  }

  // --- The thread ---

  readonly setTimeout = (fire: () => void, delayMs = 0): object => {
    const id = {};
    const timer = setTimeout(() => {
      if (!this.#timers.has(id)) return;
      this.#deliver(() => {
        if (this.#timers.delete(id)) fire();
      });
    }, delayMs);
    this.#timers.set(id, timer);
    return id;
  };
  readonly clearTimeout = (id: object): void => {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  };
  readonly setInterval = (fire: () => void, everyMs: number): object => {
    const id = {};
    const again = (): void => {
      this.#intervals.set(
        id,
        this.setTimeout(() => {
          again();
          fire();
        }, everyMs),
      );
    };
    again();
    return id;
  };
  readonly clearInterval = (id: object): void => {
    this.clearTimeout(this.#intervals.get(id) ?? id);
    this.#intervals.delete(id);
  };
  #deliver(callback: () => void): void {
    if (this.#isFrozen) this.#heldBack.push(callback);
    else callback();
  }

  // --- wx ---

  connectSocket({ url, protocols, fail }: Parameters<WxPlatform['connectSocket']>[0]): WxSocketTask {
    this.socketCount += 1;
    const socket = new WebSocket(url, protocols);
    this.#openSockets.add(socket);
    let isOpen = false;
    socket.addEventListener('open', () => {
      isOpen = true;
    });
    const onGone = (): void => {
      this.#openSockets.delete(socket);
      // As on a phone: a connection that never stood fails, and has no close.
      if (!isOpen) this.#deliver(() => fail({ errMsg: 'connectSocket:fail' }));
    };
    socket.addEventListener('close', onGone);
    // A handshake that fails may fire nothing else.
    socket.addEventListener('error', onGone);
    const on = (type: 'open' | 'message' | 'close', listener: (event: never) => void): void =>
      socket.addEventListener(type, (event) => {
        if (type !== 'close' || isOpen) this.#deliver(() => listener(event as never));
      });
    return {
      send: ({ data, fail: onFail }) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(data);
        else this.#deliver(() => onFail?.({ errMsg: 'sendSocketMessage:fail' }));
      },
      close: ({ code, reason }) => socket.close(code, reason),
      onOpen: (listener) => on('open', listener),
      onMessage: (listener) => on('message', listener),
      onError: () => undefined,
      onClose: (listener) => on('close', listener),
    };
  }

  request({ url, method, header, data, timeout, success, fail }: WxRequestOptions): void {
    this.requests.push({ method, path: new URL(url).pathname });
    fetch(url, { method, headers: header, body: data ?? null, signal: AbortSignal.timeout(timeout) })
      .then(async (response) => {
        const text = await response.text();
        let parsed: unknown = text;
        try {
          parsed = JSON.parse(text);
        } catch {
          // wx gives what is not JSON as text.
        }
        this.#deliver(() => success({ statusCode: response.status, data: parsed }));
      })
      .catch((error: unknown) => this.#deliver(() => fail({ errMsg: `request:fail ${String(error)}` })));
  }

  login({ success, fail }: Parameters<WxPlatform['login']>[0]): void {
    this.loginCount += 1;
    const code = this.#options.loginCode?.();
    queueMicrotask(() =>
      this.#deliver(() => (code === undefined ? fail({ errMsg: 'login:fail' }) : success({ code }))),
    );
  }

  getStorageSync(key: string): unknown {
    return this.storage.get(key) ?? '';
  }
  setStorageSync(key: string, value: unknown): void {
    this.storage.set(key, structuredClone(value));
  }
  removeStorageSync(key: string): void {
    this.storage.delete(key);
  }

  #on(name: WxEventName, listener: Listener): void {
    const all = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, all.add(listener));
  }
  onAppShow(listener: () => void): void {
    this.#on('appShow', listener);
  }
  offAppShow(listener: () => void): void {
    this.#listeners.get('appShow')?.delete(listener);
  }
  onAppHide(listener: () => void): void {
    this.#on('appHide', listener);
  }
  offAppHide(listener: () => void): void {
    this.#listeners.get('appHide')?.delete(listener);
  }
  onNetworkStatusChange(listener: Parameters<WxPlatform['onNetworkStatusChange']>[0]): void {
    this.#on('networkStatusChange', listener);
  }
  offNetworkStatusChange(listener: Parameters<WxPlatform['onNetworkStatusChange']>[0]): void {
    this.#listeners.get('networkStatusChange')?.delete(listener);
  }
  onAudioInterruptionBegin(listener: () => void): void {
    this.#on('audioInterruptionBegin', listener);
  }
  offAudioInterruptionBegin(listener: () => void): void {
    this.#listeners.get('audioInterruptionBegin')?.delete(listener);
  }
  onAudioInterruptionEnd(listener: () => void): void {
    this.#on('audioInterruptionEnd', listener);
  }
  offAudioInterruptionEnd(listener: () => void): void {
    this.#listeners.get('audioInterruptionEnd')?.delete(listener);
  }

  createLivePusherContext(component: unknown): WxPusherContext {
    const { media } = this.#options;
    return {
      start: () => media.startPusher(component),
      stop: () => media.stopPusher(component),
      switchCamera: () => {
        this.cameraSwitches += 1;
      },
    };
  }
  createLivePlayerContext(id: string, component: unknown): WxPlayerContext {
    const { media } = this.#options;
    return { play: () => media.startPlayer(component, id), stop: () => media.stopPlayer(component, id) };
  }
  setKeepScreenOn(): void {}
  vibrateShort(): void {}
  getAppBaseInfo(): { readonly language: string } {
    return { language: 'en' };
  }
  showToast({ title }: { readonly title: string }): void {
    this.seen.push(`toast ${title}`);
  }
  showModal({ content, success }: { content: string; success(result: { confirm: boolean }): void }): void {
    this.seen.push(`dialog ${content}`);
    success({ confirm: true });
  }
  navigateTo({ url }: { readonly url: string }): void {
    this.seen.push(`to ${url}`);
  }
  navigateBack(): void {
    this.seen.push('back');
  }
  showActionSheet({ itemList, success, fail }: Parameters<WxPlatform['showActionSheet']>[0]): void {
    this.sheets.push(itemList);
    const tapIndex = this.sheetTaps.shift();
    if (tapIndex === undefined) fail();
    else success({ tapIndex });
  }
}
