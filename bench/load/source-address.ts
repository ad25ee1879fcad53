/**
 * Where connections come from. The kernel looks for a free port from a random place on, and looks long once an address has
 * used a third of its 28 000 (ports of closed connections stay used for a minute): 10 000 connections from one address
 * cost the load generator a millisecond of processor time each. So each address is used for few.
 */

const CONNECTIONS_PER_ADDRESS = 200;
const ADDRESSES = 250;
const WAVES = 240;

let waves = 0;

/** Addresses of 127.0.0.0/8 for one wave of connections, by index (up to 50 000), apart from those of other waves. */
export function sourceAddresses(): (index: number) => string {
  waves += 1;
  const wave = 10 + (waves % WAVES);
  return (index) => `127.${wave}.${Math.floor(index / CONNECTIONS_PER_ADDRESS) % ADDRESSES}.1`;
}
