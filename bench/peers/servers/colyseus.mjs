// Colyseus with its ws transport: rooms by name, `m` is broadcast to all. Prints `listening on PORT`.
import { matchMaker, Room, Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';

class BenchRoom extends Room {
  maxClients = 20_000;
  autoDispose = true;
  patchRate = null;

  onCreate() {
    this.onMessage('m', (_client, text) => this.broadcast('m', text));
  }
}

const server = new Server({
  greet: false,
  gracefullyShutdown: false,
  transport: new WebSocketTransport({ pingInterval: 0, perMessageDeflate: false }),
});
server.define('bench', BenchRoom).filterBy(['label']);
await server.listen(0, '127.0.0.1');
// Seats are reserved over HTTP before a socket may take them; the scenarios' clocks start after that.
matchMaker.setHealthChecksEnabled?.(false);
console.log(`listening on ${server.transport.server.address().port}`);
process.on('SIGTERM', () => process.exit(0));
