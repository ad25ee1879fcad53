/** RTMP over TCP: connections in, sessions made of them. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import { AddressCounts } from '../internal/address-counts.ts';
import { RtmpSession, type RtmpSessionOptions, type RtmpTransport } from './rtmp-session.ts';

export interface RtmpServerOptions extends Omit<RtmpSessionOptions, 'address' | 'transport' | 'onOver'> {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
}

const LISTEN_BACKLOG = 511;
const KEEP_ALIVE_MS = 30_000;
/** What a peer gets to read our last words. */
const FLUSH_MS = 2000;

export class RtmpServer {
  readonly #options: RtmpServerOptions;
  readonly #server: Server;
  readonly #sessions = new Map<Socket, RtmpSession>();
  readonly #addresses: AddressCounts;

  constructor(options: RtmpServerOptions) {
    this.#options = options;
    this.#addresses = new AddressCounts(options.maxConnections, options.maxConnectionsPerAddress);
    this.#server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS }, (socket) =>
      this.#onConnection(socket),
    );
  }

  /** Open connections, those included that are still flushing. */
  get connectionCount(): number {
    return this.#addresses.count;
  }

  /** Resolves with the port. Rejects when it is taken or the address is not this machine's. */
  listen(): Promise<number> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      // Later ones (no descriptors left for a connection) leave the server as it is.
      this.#server.on('error', (error) => {
        const what = `cannot listen for RTMP on ${host} port ${port}: it is in use by another program, or not allowed`;
        reject(new Error(`${what} (set rtmp.port, or rtmp.enabled: false)`, { cause: error }));
      });
      this.#server.listen({ host, port, backlog: LISTEN_BACKLOG, exclusive: true }, () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /** Takes no new connections and ends those there are. Resolves when all sockets are closed. Idempotent. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const session of [...this.#sessions.values()]) session.end('serverShutdown');
    await closed;
  }

  #onConnection(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    socket.on('error', () => socket.destroy());
    if (!this.#addresses.add(address)) {
      this.#options.observer.onTurnedAway('rtmp', 'tooMany');
      socket.destroy();
      return;
    }
    const session = new RtmpSession({
      ...this.#options,
      address,
      transport: socketTransport(socket, this.#options.clock),
      onOver: () => this.#sessions.delete(socket),
    });
    this.#sessions.set(socket, session);
    socket.on('data', (bytes: Buffer) => session.receive(bytes));
    socket.on('drain', () => session.drained());
    // Whoever hangs up has nothing more to say, and players are not for those who have.
    socket.on('end', () => session.end('peerClosed'));
    socket.on('close', () => {
      this.#addresses.remove(address);
      session.end('peerClosed');
    });
  }
}

function socketTransport(socket: Socket, clock: Clock): RtmpTransport {
  return {
    write: (bytes) => !socket.destroyed && socket.write(bytes),
    unsentBytes: () => socket.writableLength,
    close: (flush) => {
      if (!flush || socket.destroyed) {
        socket.destroy();
        return;
      }
      const cancel = clock.after(FLUSH_MS, () => socket.destroy());
      socket.once('close', cancel);
      // Nobody listens to what still comes; unread, it would turn our goodbye into a reset.
      socket.resume();
      socket.end(() => socket.destroySoon());
    },
  };
}
