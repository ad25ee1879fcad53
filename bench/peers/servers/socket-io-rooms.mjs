// What both Socket.IO servers do: `join` enters a room (with `announce`, everyone there is told), `m` goes to everyone in
// it, `e` is acknowledged to its sender.

/** What is not needed by any scenario is off, as its documentation advises for speed; beats are rare. */
export const FAIR_OPTIONS = {
  transports: ['websocket'],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  pingInterval: 600_000,
  pingTimeout: 600_000,
};

export function serveRooms(io) {
  // Documented advice for memory: the handshake's request is not kept.
  io.engine?.on('connection', (rawSocket) => {
    rawSocket.request = null;
  });
  io.on('connection', (socket) => {
    let room = '';
    socket.on('join', (name, announce, answer) => {
      room = name;
      socket.join(name);
      if (announce) io.to(name).emit('joined', socket.id);
      answer();
    });
    socket.on('m', (text) => io.to(room).emit('m', text));
    socket.on('e', (text, answer) => answer(text));
  });
}
