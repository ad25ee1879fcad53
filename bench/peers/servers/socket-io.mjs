// Socket.IO as it comes, with fair settings. Prints `listening on PORT`.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { FAIR_OPTIONS, serveRooms } from './socket-io-rooms.mjs';

const http = createServer();
serveRooms(new Server(http, FAIR_OPTIONS));
http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(`listening on ${http.address().port}`));
process.on('SIGTERM', () => process.exit(0));
