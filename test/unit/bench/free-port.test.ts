/** Nodes of several benches on one machine must not want the same ports. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { freeMediaPorts } from '../../../bench/support/free-port.ts';

test('media ports are free for UDP, and below those of outgoing connections', async () => {
  const base = await freeMediaPorts();
  expect(base).toBeGreaterThanOrEqual(20_000);
  expect(base + 3).toBeLessThan(32_000);
  const socket = createSocket('udp4');
  socket.bind(base, '127.0.0.1');
  await once(socket, 'listening');
  socket.close();
});
