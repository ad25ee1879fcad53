/** The servers of the broadcast scenarios: ours, what limits all, and peers; each with its crowd, ready to be driven. */
import { BINARY, COLYSEUS_WS, SOCKET_IO, TEXT } from '../load/crowds/dialects.ts';
import type { Dialect } from '../load/crowds/plain-crowd.ts';
import { installPeer, type PeerPackage } from '../peers/install.ts';
import { startNchan } from '../peers/nginx.ts';
import { type ChildServer, startRawUws, startServer } from './child-server.ts';

/** A server beside ours, and how to speak to it. */
export interface OtherServer {
  readonly name: string;
  readonly role: 'floor' | 'peer';
  readonly needs?: PeerPackage;
  readonly start: () => Promise<ChildServer>;
  readonly dialect: Dialect;
}

const npmServer = (name: string) => (): Promise<ChildServer> =>
  startServer({ args: [`bench/peers/servers/${name}.mjs`], ready: /listening on (\d+)/ });

export const OTHER_SERVERS = {
  rawUws: { name: 'raw uWS publish', role: 'floor', start: () => startRawUws('publish'), dialect: BINARY },
  rawUwsLoop: { name: 'raw uWS send loop', role: 'floor', start: () => startRawUws('loop'), dialect: BINARY },
  socketIoUws: {
    name: 'socket.io+uws',
    role: 'peer',
    needs: 'npm',
    start: npmServer('socket-io-uws'),
    dialect: SOCKET_IO,
  },
  nchan: { name: 'nchan', role: 'peer', needs: 'nchan', start: startNchan, dialect: TEXT },
  ws: { name: 'ws', role: 'peer', needs: 'npm', start: npmServer('ws'), dialect: BINARY },
  colyseus: { name: 'colyseus', role: 'peer', needs: 'npm', start: npmServer('colyseus'), dialect: COLYSEUS_WS },
  socketIo: { name: 'socket.io', role: 'peer', needs: 'npm', start: npmServer('socket-io'), dialect: SOCKET_IO },
} as const satisfies Readonly<Record<string, OtherServer>>;

/** Installs what it needs and starts it. */
export async function startOther({ needs, start }: OtherServer): Promise<ChildServer> {
  if (needs !== undefined) await installPeer(needs);
  return start();
}
