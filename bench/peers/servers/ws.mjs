// The package `ws`: what comes in goes to everyone at the same path, the sender included, or (text) back to its sender.
// Prints `listening on PORT`.
import { WebSocketServer } from 'ws';

const roomByPath = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, backlog: 4096 });

server.on('connection', (socket, request) => {
  const path = request.url;
  let room = roomByPath.get(path);
  if (room === undefined) {
    room = new Set();
    roomByPath.set(path, room);
  }
  room.add(socket);
  socket.on('message', (data, isBinary) => {
    if (!isBinary) {
      socket.send(data, { binary: false });
      return;
    }
    for (const member of room) member.send(data, { binary: true });
  });
  socket.on('close', () => {
    room.delete(socket);
    if (room.size === 0) roomByPath.delete(path);
  });
  socket.on('error', () => undefined);
});
server.on('listening', () => console.log(`listening on ${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
