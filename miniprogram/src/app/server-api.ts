/** HTTP of the room server, through `wx.request`. */
import type { WxPlatform } from './platform.ts';

const TIMEOUT_MS = 10_000;

/** A refusal of the server under its name of docs/errors.md, or `network`. */
export class ServerError extends Error {
  readonly errorName: string;
  /** HTTP status; 0 = there was no answer. */
  readonly status: number;
  /** When to try again at the earliest; 0 = no advice. */
  readonly retryAfterMs: number;

  constructor(errorName: string, status: number, message: string, retryAfterMs = 0) {
    super(message);
    this.name = 'ServerError';
    this.errorName = errorName;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** `https://host/base/` and `https://host/base` are the same server. */
export function trimServerUrl(serverUrl: string): string {
  return serverUrl.trim().replace(/\/+$/, '');
}

/** Address of the signalling socket. */
export function socketUrlOf(serverUrl: string): string {
  return `${trimServerUrl(serverUrl).replace(/^http/i, 'ws')}/v1/ws`;
}

export interface ApiCall {
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly bearer?: string;
}

/** Posts JSON (or gets, without a body) and gives the answer's object. @throws ServerError */
export async function callServer(
  platform: WxPlatform,
  serverUrl: string,
  { path, body, bearer }: ApiCall,
): Promise<Readonly<Record<string, unknown>>> {
  const { statusCode, data } = await new Promise<{ statusCode: number; data: unknown }>((resolve, reject) => {
    platform.request({
      url: trimServerUrl(serverUrl) + path,
      method: body === undefined ? 'GET' : 'POST',
      header: {
        'content-type': 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
      ...(body === undefined ? {} : { data: JSON.stringify(body) }),
      timeout: TIMEOUT_MS,
      success: resolve,
      fail: ({ errMsg }) => reject(new ServerError('network', 0, errMsg)),
    });
  });
  const answer: Readonly<Record<string, unknown>> = isObject(data) ? data : {};
  if (statusCode >= 200 && statusCode < 300) return answer;
  const error = isObject(answer['error']) ? answer['error'] : answer;
  const name = typeof error['name'] === 'string' ? error['name'] : 'internal';
  const message = typeof error['message'] === 'string' ? error['message'] : `the server answered ${statusCode}`;
  const retryAfterMs = typeof error['retryAfterMs'] === 'number' ? error['retryAfterMs'] : 0;
  throw new ServerError(name, statusCode, message, retryAfterMs);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
