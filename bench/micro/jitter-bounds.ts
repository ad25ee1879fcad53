/**
 * What no jitter buffer can do better, at one per cent late. Two bounds, for two kinds of ignorance.
 *
 * `committed`: a buffer that sets each packet's delay before it arrives, as one must who plays at an even pace, and knows
 * the law of the network but not its dice. Jitter is exponential: with delay `d` a packet is late with `exp(-d / mean)` at
 * least, which is convex, so that in a network that stays as it is no mixture of delays is better than the constant
 * (Jensen). Where phases have different means, the best are those at which a millisecond more saves equally much in each
 * (Lagrange). Stalls and losses are left out, which only lowers the bound. Where packets overtake each other a buffer need
 * not commit itself: it waits for what is missing when it sees the gap. So there is none there, and none for recordings.
 *
 * `clairvoyant`: a buffer that knows the whole trace, and may choose whom to leave behind, but lets the stream run no
 * faster than allowed. Found by dynamic programming over the delays in whole milliseconds, with a price for each late
 * packet; the value at any price is a bound (Lagrange dual), so the best price is searched. Rounding is downwards.
 */
import type { TracePhase } from '../../test/support/rtp-traces.ts';
import { LATE_GOAL, type Network } from './jitter-networks.ts';

/** NaN where it does not apply. */
export function committedBoundMs({ phases, mayOvertake }: Network): number {
  if (phases.length === 0 || mayOvertake) return Number.NaN;
  const share = weights(phases);
  const meanMs = phases.reduce((sum, { jitterMs }, index) => sum + jitterMs * (share[index] ?? 0), 0);
  const price = meanMs / LATE_GOAL;
  return phases.reduce((sum, { jitterMs }, i) => sum + (share[i] ?? 0) * jitterMs * Math.log(price / jitterMs), 0);
}

function weights(phases: readonly TracePhase[]): readonly number[] {
  const periodMs = phases.reduce((sum, { lastsMs }) => sum + lastsMs, 0);
  return phases.map(({ lastsMs }) => lastsMs / periodMs);
}

const PRICE_STEPS = 16;
const HIGHEST_PRICE = 1e5;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** @param fasterMsPerS by how much a second of the stream may be shortened; 1000 asks for the right order only */
export function clairvoyantBoundMs({ trace, leastMs }: Network, fasterMsPerS: number): number {
  const sent = [...new Map(trace.map((packet) => [packet.index, packet])).values()].sort((a, b) => a.index - b.index);
  const needs = Int32Array.from(sent, ({ at, sentAt }) => Math.max(0, Math.floor(at - sentAt - leastMs)));
  const falls = Int32Array.from(sent, ({ sentAt }, index) => {
    const before = sent[index - 1];
    return before === undefined ? 2 ** 30 : Math.ceil(((sentAt - before.sentAt) * fasterMsPerS) / 1000 - 1e-6);
  });
  const dual = (logPrice: number): number => {
    const price = Math.exp(logPrice);
    return cheapest(needs, falls, price) / needs.length - price * LATE_GOAL;
  };
  // Concave in the price, and so in its logarithm without a second hill.
  let [low, high] = [0, Math.log(HIGHEST_PRICE)];
  let best = 0;
  for (let step = 0; step < PRICE_STEPS; step += 1) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    const [atLeft, atRight] = [dual(left), dual(right)];
    best = Math.max(best, atLeft, atRight);
    if (atLeft < atRight) low = left;
    else high = right;
  }
  return best;
}

/** Least sum of delays and prices; a delay may fall from one packet to the next by `falls`. O(packets × delays). */
function cheapest(needs: Int32Array, falls: Int32Array, price: number): number {
  const delays = needs.reduce((most, need) => Math.max(most, need), 0) + 1;
  let costs = new Float64Array(delays);
  let next = new Float64Array(delays);
  for (const [index, need] of needs.entries()) {
    const fall = falls[index] ?? 0;
    let looked = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let delay = 0; delay < delays; delay += 1) {
      for (const top = Math.min(delays - 1, delay + fall); looked <= top; looked += 1) {
        const cost = costs[looked] ?? 0;
        if (cost < least) least = cost;
      }
      next[delay] = least + delay + (need > delay ? price : 0);
    }
    [costs, next] = [next, costs];
  }
  return costs.reduce((least, cost) => Math.min(least, cost), Number.POSITIVE_INFINITY);
}
