/**
 * The one connection of a mini program. Components borrow it; it closes a little after the last one gave it back, so
 * that going from page to page keeps the session.
 */
import type { ClientClock } from '../../../client/api.ts';
import { RtcRoomError } from '../../../client/client-errors.ts';
import { RtcRoomClient } from '../../../client/rtcroom-client.ts';
import { decodeBase64 } from '../../../wire/base64.ts';
import { jsonCodec } from '../../../wire/json-codec.ts';
import { decodeUtf8 } from '../../../wire/utf8.ts';
import type { WxPlatform } from './platform.ts';
import { socketUrlOf, trimServerUrl } from './server-api.ts';
import { wxSocketOpener } from './wx-socket.ts';

export interface ConnectionOptions {
  readonly serverUrl: string;
  /** Either this or `getToken`. */
  readonly token?: string;
  readonly getToken?: () => Promise<string>;
}

/** A borrowed connection; `release` gives it back, once. */
export interface ClientLease {
  readonly client: RtcRoomClient;
  release(): void;
}

export interface SharedClientOptions {
  readonly platform: WxPlatform;
  readonly clock: ClientClock;
  readonly clientName: string;
}

const LINGER_MS = 10_000;

interface Connection {
  readonly key: string;
  readonly client: RtcRoomClient;
  token: string | undefined;
  leases: number;
  cancelLinger: () => void;
}

export class SharedClient {
  readonly #options: SharedClientOptions;
  #connection: Connection | undefined;

  constructor(options: SharedClientOptions) {
    this.#options = options;
  }

  /** Components that have the connection now. */
  get leaseCount(): number {
    return this.#connection?.leases ?? 0;
  }

  /**
   * Borrows the connection, and connects when nobody had it.
   * @throws RtcRoomError invalidArgument without server or token; connectionInUse while another server's, or another
   * user's, connection is in use.
   */
  acquire(options: ConnectionOptions): ClientLease {
    const connection = this.#connectionFor(options);
    connection.cancelLinger();
    connection.leases += 1;
    let isReleased = false;
    return {
      client: connection.client,
      release: () => {
        if (isReleased) return;
        isReleased = true;
        this.#onReleased(connection);
      },
    };
  }

  /** Closes the connection now, whoever has it: log-out. */
  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.cancelLinger();
    connection?.client.close();
  }

  #connectionFor(options: ConnectionOptions): Connection {
    const { serverUrl, token, getToken } = options;
    if (!/^https?:\/\/[^/]/i.test(serverUrl)) throw refusal('invalidArgument', 'server-url must begin with https://');
    if (token === undefined && getToken === undefined) throw refusal('invalidArgument', 'neither token nor login');
    const key = `${trimServerUrl(serverUrl)} ${token === undefined ? '' : subjectOf(token)}`;
    const current = this.#connection;
    if (current !== undefined) {
      if (current.key === key && current.client.status !== 'closed') {
        current.token = token;
        return current;
      }
      if (current.leases > 0 && current.client.status !== 'closed')
        throw refusal('connectionInUse', 'a mini program has one connection, and it is in use');
      this.close();
    }
    const connection: Connection = {
      key,
      client: new RtcRoomClient({
        url: socketUrlOf(serverUrl),
        // The latest token given for this user.
        getToken: async () => connection.token ?? (await (getToken as () => Promise<string>)()),
        codec: jsonCodec,
        openSocket: wxSocketOpener(this.#options.platform),
        clock: this.#options.clock,
        clientName: this.#options.clientName,
        onListenerError: (error) => console.error(error),
      }),
      token,
      leases: 0,
      cancelLinger: () => undefined,
    };
    this.#connection = connection;
    return connection;
  }

  #onReleased(connection: Connection): void {
    connection.leases -= 1;
    if (connection.leases > 0 || this.#connection !== connection) return;
    connection.cancelLinger = this.#options.clock.after(LINGER_MS, () => {
      if (this.#connection === connection && connection.leases === 0) this.close();
    });
  }
}

/** As the library's own errors, so that a listener needs to know one kind. */
function refusal(errorName: 'invalidArgument' | 'connectionInUse', message: string): RtcRoomError {
  return new RtcRoomError({ code: errorName === 'invalidArgument' ? 1006 : 20, errorName, message, retry: 'never' });
}

/** `sub` of a JWT, unverified: only to tell users apart here. The token itself when it is none. */
function subjectOf(token: string): string {
  const bytes = decodeBase64(token.split('.')[1] ?? '');
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  try {
    const { sub } = JSON.parse(text ?? '') as { readonly sub?: unknown };
    return typeof sub === 'string' ? sub : token;
  } catch {
    return token;
  }
}
