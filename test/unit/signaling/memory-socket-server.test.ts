import { expect, test } from 'vitest';
import { MemorySocketServer } from '../../../src/signaling/memory-socket-server.ts';
import type { ClientSocket } from '../../../src/signaling/socket-server.ts';

function setUp() {
  const server = new MemorySocketServer({ maxBackpressureBytes: 10 });
  const opened: ClientSocket[] = [];
  const codes: number[] = [];
  server.listen({
    onOpen: (socket) => opened.push(socket),
    onMessage: () => undefined,
    onClose: (_socket, code) => codes.push(code),
  });
  const client = server.connect('json');
  const [socket] = opened;
  if (socket === undefined) throw new Error('not opened');
  return { server, client, socket, codes, opened };
}

test('[SG-27] a client that does not read is closed, but not from within the call that sends', async () => {
  const { server, client, socket, codes } = setUp();
  socket.subscribe('topic');
  server.publish('topic', 'one large frame is taken');
  server.publish('topic', 'x');
  expect(codes).toEqual([]);
  await Promise.resolve();
  expect(codes).toEqual([1006]);
  expect(client.closed?.code).toBe(1006);
  expect(server.topicCount).toBe(0);
});

test('who reads in time goes on', async () => {
  const { socket, client, codes } = setUp();
  socket.send('0123456789');
  expect(client.read()).toEqual(['0123456789']);
  socket.send('0123456789');
  await Promise.resolve();
  expect(codes).toEqual([]);
  expect(socket.bufferedBytes()).toBe(10);
});

test('what is published reaches each subscriber but the one excepted', () => {
  const { server, client, socket, opened } = setUp();
  const other = server.connect('json');
  for (const one of opened) one.subscribe('topic');
  server.publish('topic', 'all');
  server.publish('topic', 'others', socket);
  expect(client.read()).toEqual(['all']);
  expect(other.read()).toEqual(['all', 'others']);
});
