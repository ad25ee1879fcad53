/** HTTP as route handlers see it: plain requests and answers, no server library. */

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly header: (name: string) => string;
  /** The whole body, already within the size limit; empty for GET. */
  readonly body: Uint8Array;
  readonly address: string;
  /**
   * Calls back, once, when the client has gone before it was answered: what waits for it may be freed. For requests that
   * are held (long polling); the answer to a request that was aborted goes nowhere.
   */
  readonly onAborted: (freed: () => void) => void;
}

/** What is known of a request before its body. */
export type HttpRequestHead = Omit<HttpRequest, 'body' | 'onAborted'>;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** A connection that an answer without end is written to. Safe after close, then does nothing. */
export interface HttpStream {
  /** False = no more, please, before `drained`; the bytes are taken in any case. They must not change afterwards. */
  write(bytes: Uint8Array): boolean;
  close(): void;
}

/** What the connection tells. */
export interface HttpStreamEvents {
  drained(): void;
  /** At most once; also called when `close` was. */
  closed(): void;
}

/** An answer whose body has no end. Either `open` or `cancel` is called, once. */
export interface HttpStreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  open(stream: HttpStream): HttpStreamEvents;
  /** The connection went before, or the request was HEAD. */
  cancel(): void;
}

export type HttpHandler = (
  request: HttpRequest,
) => HttpAnswer | HttpStreamAnswer | Promise<HttpAnswer | HttpStreamAnswer>;
