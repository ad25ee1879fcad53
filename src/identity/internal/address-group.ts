import { isIPv6 } from 'node:net';

/**
 * What rate limits take for one client: an IPv4 address, or the /64 of an IPv6 one, which is what a single customer
 * gets (RFC 6177). IPv4 in IPv6 (RFC 4291, section 2.5.5.2) is IPv4. Anything else stays as it is, cut to a sane length.
 */
export function addressGroup(address: string): string {
  if (!isIPv6(address)) return address.slice(0, 64);
  const groups = expand(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (!isMapped)
    return groups
      .slice(0, 4)
      .map((group) => group.toString(16))
      .join(':');
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of a valid address. */
function expand(address: string): number[] {
  const plain = address
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => `${hex(a, b)}:${hex(c, d)}`);
  const [head = '', tail] = plain.split('::');
  const before = words(head);
  const after = tail === undefined ? [] : words(tail);
  const zeros = new Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0);
  return [...before, ...zeros, ...after];
}

const words = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
const hex = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);
