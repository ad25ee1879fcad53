/** HTTP as route handlers see it: plain requests and answers, no server library. */

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly header: (name: string) => string;
  /** The whole body, already within the size limit; empty for GET. */
  readonly body: Uint8Array;
  readonly address: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

export type HttpHandler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;
