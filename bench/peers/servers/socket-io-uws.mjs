// Socket.IO on the uWebSockets.js engine, its strongest form. Prints `listening on PORT`.

import { App, us_socket_local_port } from 'uWebSockets.js';
import { Server } from 'socket.io';
import { FAIR_OPTIONS, serveRooms } from './socket-io-rooms.mjs';

const io = new Server(FAIR_OPTIONS);
const app = App();
io.attachApp(app);
serveRooms(io);
app.listen('127.0.0.1', 0, (listenSocket) => {
  if (!listenSocket) throw new Error('cannot listen');
  console.log(`listening on ${us_socket_local_port(listenSocket)}`);
});
process.on('SIGTERM', () => process.exit(0));
