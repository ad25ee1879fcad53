/**
 * The software limit for WebSocket servers: uWebSockets.js with nothing on top. Everybody at the same path is one room;
 * a text message comes back to its sender. What happens to a binary message is said by the first argument:
 *
 * - `publish` (default): the library sends it to the room, the sender included;
 * - `loop`: the same with one `send` for each member;
 * - `announce`: as `publish`, and each arrival is told to the room at once, without any gathering.
 *
 * Prints `listening on PORT`.
 */
import { App, us_socket_local_port, type WebSocket } from 'uWebSockets.js';

interface Visitor {
  readonly room: string;
}

const [, , mode = 'publish'] = process.argv;
const ANNOUNCEMENT = Buffer.alloc(40, 1);

const app = App();
const socketsByRoom = new Map<string, Set<WebSocket<Visitor>>>();

function open(ws: WebSocket<Visitor>): void {
  const { room } = ws.getUserData();
  ws.subscribe(room);
  if (mode === 'announce') app.publish(room, ANNOUNCEMENT, true);
  if (mode !== 'loop') return;
  const sockets = socketsByRoom.get(room) ?? new Set();
  sockets.add(ws);
  socketsByRoom.set(room, sockets);
}

function tellRoom(room: string, message: ArrayBuffer): void {
  if (mode === 'loop') for (const member of socketsByRoom.get(room) ?? []) member.send(message, true);
  else app.publish(room, message, true);
}

app.ws<Visitor>('/*', {
  compression: 0,
  idleTimeout: 960,
  maxPayloadLength: 64 * 1024,
  upgrade: (res, req, context) => {
    const header = (name: string): string => req.getHeader(name);
    res.upgrade(
      { room: req.getUrl() },
      header('sec-websocket-key'),
      header('sec-websocket-protocol'),
      header('sec-websocket-extensions'),
      context,
    );
  },
  open,
  message: (ws, message, isBinary) => {
    if (isBinary) tellRoom(ws.getUserData().room, message);
    else ws.send(message, false);
  },
  close: (ws) => {
    const { room } = ws.getUserData();
    const sockets = socketsByRoom.get(room);
    sockets?.delete(ws);
    if (sockets?.size === 0) socketsByRoom.delete(room);
  },
});
app.listen('127.0.0.1', 0, (listenSocket) => {
  if (listenSocket === false) throw new Error('cannot listen');
  console.log(`listening on ${us_socket_local_port(listenSocket)}`);
});
process.on('SIGTERM', () => process.exit(0));
