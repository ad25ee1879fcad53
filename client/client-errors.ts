/** What can go wrong, as one typed error, and what the numbers of a closed socket mean. */
import type { Error as WireError } from '../wire/generated/messages.ts';

/** What to do: nothing (it fails again), later on this socket, after a reconnect, or join the room again. */
export type RetryAdvice = 'never' | 'sameSocket' | 'reconnect' | 'rejoin';

/** Errors that arise in the client itself, beside those of docs/errors.md. Codes below 1000 never come from a server. */
export const CLIENT_ERRORS = {
  requestTimeout: { code: 1, retry: 'sameSocket', message: 'The server did not answer in time.' },
  sessionLost: { code: 2, retry: 'rejoin', message: 'The session ended before the command was answered.' },
  clientClosed: { code: 3, retry: 'never', message: 'The client was closed.' },
  outboxFull: { code: 4, retry: 'sameSocket', message: 'Too many commands are waiting to be sent.' },
  tokenFailed: { code: 5, retry: 'reconnect', message: 'No token could be got.' },
  unexpectedReply: { code: 6, retry: 'never', message: 'The server answered with another message than expected.' },
  roomEnded: { code: 7, retry: 'rejoin', message: 'The membership of this room has ended.' },
  connectionLost: { code: 8, retry: 'reconnect', message: 'The connection was lost.' },
  connectTimeout: { code: 9, retry: 'reconnect', message: 'The server could not be reached in time.' },
  closedByServer: { code: 10, retry: 'never', message: 'The server closed the connection for good.' },
  lobbyCancelled: { code: 11, retry: 'never', message: 'Waiting in the lobby was given up.' },
  cannotEncode: { code: 12, retry: 'never', message: 'The command cannot be encoded or is too large.' },
  alreadyConnecting: { code: 15, retry: 'never', message: 'The client is connected or connecting already.' },
  mediaClosed: { code: 13, retry: 'never', message: 'The media of this room is closed.' },
  mediaUnsupported: { code: 14, retry: 'never', message: 'This device cannot send that medium.' },
} as const satisfies Record<string, { code: number; retry: RetryAdvice; message: string }>;

export type ClientErrorName = keyof typeof CLIENT_ERRORS;

export interface RtcRoomErrorFields {
  readonly code: number;
  /** The stable identity: a name of docs/errors.md or of `CLIENT_ERRORS`. */
  readonly errorName: string;
  readonly message: string;
  readonly retry: RetryAdvice;
  /** When to try again at the earliest; 0 = no advice. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** The only error that this library rejects with. */
export class RtcRoomError extends Error {
  readonly code: number;
  readonly errorName: string;
  readonly retry: RetryAdvice;
  readonly retryAfterMs: number;

  constructor({ code, errorName, message, retry, retryAfterMs = 0, cause }: RtcRoomErrorFields) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RtcRoomError';
    this.code = code;
    this.errorName = errorName;
    this.retry = retry;
    this.retryAfterMs = retryAfterMs;
  }
}

const RETRY_BY_NUMBER: readonly RetryAdvice[] = ['never', 'sameSocket', 'reconnect', 'rejoin'];

/** One of the client's own errors. */
export function clientError(errorName: ClientErrorName, detail?: string, cause?: unknown): RtcRoomError {
  const { code, retry, message } = CLIENT_ERRORS[errorName];
  const text = detail === undefined ? message : `${message} (${detail})`;
  return new RtcRoomError({ code, errorName, message: text, retry, cause });
}

/** An error that the server sent. */
export function errorFromWire({ code, name, message, retry, retryAfterMs }: WireError): RtcRoomError {
  return new RtcRoomError({ code, errorName: name, message, retry: RETRY_BY_NUMBER[retry] ?? 'never', retryAfterMs });
}

/** `error` itself, or whatever was thrown wrapped under that name. */
export function toRtcRoomError(error: unknown, otherwise: ClientErrorName): RtcRoomError {
  if (error instanceof RtcRoomError) return error;
  return clientError(otherwise, error instanceof Error ? error.message : undefined, error);
}

const TERMINAL_CLOSE = { first: 4500, last: 4999 } as const;

/** Whether a close code tells the client to stay away (4500-4999). All other codes mean: reconnect. */
export function isTerminalCloseCode(code: number): boolean {
  return code >= TERMINAL_CLOSE.first && code <= TERMINAL_CLOSE.last;
}

/** Close code of an expired token: terminal for that token, not for a client that can get another one. */
export const TOKEN_EXPIRED_CLOSE = 4511;
