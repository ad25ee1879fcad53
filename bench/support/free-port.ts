import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** A TCP port of the loopback address that was free a moment ago, for servers that cannot choose one themselves. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

/** Below the ports that the kernel gives to outgoing connections. */
const MEDIA_PORTS = { from: 20_000, to: 32_000 };
/** As many workers as a node of the bench has at most; each has the port after the one before. */
const MEDIA_PORT_COUNT = 4;
const TRIES = 50;

/**
 * The first of four ports that were free a moment ago for UDP and TCP alike, for the media of a node: several nodes and
 * several benches may run on one machine.
 */
export async function freeMediaPorts(): Promise<number> {
  const groups = (MEDIA_PORTS.to - MEDIA_PORTS.from) / MEDIA_PORT_COUNT;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const base = MEDIA_PORTS.from + MEDIA_PORT_COUNT * Math.floor(Math.random() * groups);
    const ports = Array.from({ length: MEDIA_PORT_COUNT }, (_, index) => base + index);
    const found = await Promise.all(ports.map(async (port) => (await isFreeTcp(port)) && (await isFreeUdp(port))));
    if (found.every(Boolean)) return base;
  }
  throw new Error(`no ${MEDIA_PORT_COUNT} free ports in a row after ${TRIES} tries`);
}

function isFreeTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function isFreeUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}
