/** What pages may use of `rtc-app.js`; for editors and type checks, not part of the package. */

export interface LoginSession {
  readonly token: string;
  /** ms since the epoch; 0 = not told. */
  readonly expiresAtMs: number;
  readonly userId: string;
  readonly isGuest: boolean;
}

export interface AppConfiguration {
  /** `https://rooms.example.org` */
  readonly serverUrl: string;
  /** Where tokens come from when they do not come from the room server's own login: your backend. */
  readonly getToken?: () => Promise<string>;
  /** Needed only when the server knows several mini programs. */
  readonly appid?: string;
  readonly name?: string;
  readonly avatar?: string;
  /** A guest's token when nothing else can be had and the server allows guests. Default false. */
  readonly allowGuest?: boolean;
}

/** Names the server, and how users log in, for all components that say nothing themselves. */
export function configure(configuration: AppConfiguration): void;
/** Logs the user in, or gives the session that stands. */
export function ensureLogin(): Promise<LoginSession>;
/** Closes the connection and forgets the token. */
export function logout(): void;
/** Components that are connected now. */
export function leaseCount(): number;

/** What promises of the component reject with. */
export class RtcRoomError extends Error {
  readonly code: number;
  /** A name of docs/errors.md. */
  readonly errorName: string;
  readonly retry: 'never' | 'sameSocket' | 'reconnect' | 'rejoin';
  readonly retryAfterMs: number;
}
