/** The part of `wx` that is used here. Tests pass a stand-in over real sockets. */

export interface WxSocketTask {
  send(options: {
    readonly data: string | ArrayBuffer;
    readonly fail?: (error: { readonly errMsg: string }) => void;
  }): void;
  close(options: { readonly code?: number; readonly reason?: string }): void;
  onOpen(listener: () => void): void;
  onMessage(listener: (event: { readonly data: string | ArrayBuffer }) => void): void;
  onError(listener: (error: { readonly errMsg: string }) => void): void;
  onClose(listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}

export interface WxResponse {
  readonly statusCode: number;
  readonly data: unknown;
}

export interface WxRequestOptions {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly header: Readonly<Record<string, string>>;
  readonly data?: string;
  readonly timeout: number;
  readonly success: (response: WxResponse) => void;
  readonly fail: (error: { readonly errMsg: string }) => void;
}

export interface WxPusherContext {
  start(): void;
  stop(): void;
  switchCamera(): void;
}
export interface WxPlayerContext {
  play(): void;
  stop(): void;
}

export interface WxPlatform {
  connectSocket(options: {
    readonly url: string;
    readonly protocols: string[];
    readonly tcpNoDelay: boolean;
    readonly timeout: number;
    readonly fail: (error: { readonly errMsg: string }) => void;
  }): WxSocketTask;
  request(options: WxRequestOptions): unknown;
  login(options: {
    readonly timeout: number;
    readonly success: (result: { readonly code: string }) => void;
    readonly fail: (error: { readonly errMsg: string }) => void;
  }): void;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: unknown): void;
  removeStorageSync(key: string): void;
  onAppShow(listener: () => void): void;
  offAppShow(listener: () => void): void;
  onAppHide(listener: () => void): void;
  offAppHide(listener: () => void): void;
  onNetworkStatusChange(
    listener: (event: { readonly isConnected: boolean; readonly networkType: string }) => void,
  ): void;
  offNetworkStatusChange(
    listener: (event: { readonly isConnected: boolean; readonly networkType: string }) => void,
  ): void;
  onAudioInterruptionBegin(listener: () => void): void;
  offAudioInterruptionBegin(listener: () => void): void;
  onAudioInterruptionEnd(listener: () => void): void;
  offAudioInterruptionEnd(listener: () => void): void;
  createLivePusherContext(component: unknown): WxPusherContext;
  createLivePlayerContext(id: string, component: unknown): WxPlayerContext;
  setKeepScreenOn(options: { readonly keepScreenOn: boolean }): unknown;
  showActionSheet(options: {
    readonly itemList: string[];
    readonly success: (result: { readonly tapIndex: number }) => void;
    readonly fail: () => void;
  }): unknown;
}
