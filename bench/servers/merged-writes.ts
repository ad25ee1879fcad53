/**
 * The floor of a live player: everybody who asks is sent the same buffer ten times a second, 600 kbit/s in all. No stream
 * is taken in, nothing is parsed. Prints `listening on PORT`.
 */
import { createServer, type Socket } from 'node:net';

const WRITES_PER_SECOND = 10;
const BYTES_PER_SECOND = 600_000 / 8;
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nConnection: close\r\n\r\n';

const part = Buffer.alloc(BYTES_PER_SECOND / WRITES_PER_SECOND, 0x55);
const players = new Set<Socket>();

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.once('data', () => {
    socket.write(HEAD);
    players.add(socket);
  });
  socket.on('close', () => players.delete(socket));
  socket.on('error', () => undefined);
});
const startedAt = performance.now();
let written = 0;
setInterval(() => {
  // A timer that comes late makes up for it: the rate is what counts.
  const due = Math.floor(((performance.now() - startedAt) / 1000) * WRITES_PER_SECOND) - written;
  written += due;
  for (let count = 0; count < due; count += 1) for (const player of players) player.write(part);
}, 1000 / WRITES_PER_SECOND);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('cannot listen');
  console.log(`listening on ${address.port}`);
});
process.on('SIGTERM', () => process.exit(0));
