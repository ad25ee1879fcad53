/**
 * The software limit for WebSocket fan-out: uWebSockets.js with nothing on top. A binary message goes to everyone who is
 * connected, the sender included; a text message comes back to its sender. Prints `listening on PORT`.
 */
import { App, us_socket_local_port } from 'uWebSockets.js';

const ROOM = 'room';

const app = App();
app.ws('/*', {
  compression: 0,
  idleTimeout: 960,
  maxPayloadLength: 64 * 1024,
  open: (ws) => {
    ws.subscribe(ROOM);
  },
  message: (ws, message, isBinary) => {
    if (isBinary) app.publish(ROOM, message, true);
    else ws.send(message, false);
  },
});
app.listen('127.0.0.1', 0, (listenSocket) => {
  if (listenSocket === false) throw new Error('cannot listen');
  console.log(`listening on ${us_socket_local_port(listenSocket)}`);
});
process.on('SIGTERM', () => process.exit(0));
