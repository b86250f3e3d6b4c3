/** A packet's index is its 16-bit sequence number and the roll-over counter above it (RFC 3711 section 3.3.1). */
const CYCLE = 2 ** 16;
const HALF = 2 ** 15;
const ROLLOVERS = 2 ** 32;

/** The roll-over counter of an index. */
export const rollOver = (index: number): number => Math.floor(index / CYCLE) % ROLLOVERS;

/**
 * The index that a sequence number most likely stands for: the one nearest to the highest so far (section 3.3.1, appendix A).
 * @param highest index so far
 * @returns below zero for what seems to come from before the first cycle
 */
export const likelyIndex = (highest: number, sequence: number): number => {
  const cycle = Math.floor(highest / CYCLE);
  const last = highest % CYCLE;
  const off = last < HALF ? (sequence - last > HALF ? -1 : 0) : last - HALF > sequence ? 1 : 0;
  return (cycle + off) * CYCLE + sequence;
};

/**
 * What the first packet of a stream may be: in the first cycle, or, where its sequence number is low and the packets before the
 * wrap were lost or are late, in the second.
 */
export const firstIndices = (sequence: number): readonly number[] =>
  sequence < HALF ? [sequence, CYCLE + sequence] : [sequence];
