import { seededRandom } from '#drills/random.ts';
import type { Impairment } from './udp-impairment.ts';

/** Shares of packets, 0..1; times in ms. */
export interface BadLine {
  readonly loss: number;
  readonly duplicates?: number;
  /** Part of the packets that are held back so long that others overtake them. */
  readonly reorder?: number;
  readonly reorderMs?: number;
  /** Every packet takes this long, and up to `jitterMs` more. */
  readonly delayMs?: number;
  readonly jitterMs?: number;
}

/** What such a line does to each packet: the same for the same seed and the same order of packets in each direction. */
export const badLine = (line: BadLine, seed: number): Impairment => {
  const { loss, duplicates = 0, reorder = 0, reorderMs = 0, delayMs = 0, jitterMs = 0 } = line;
  const dice = { 'a-to-b': seededRandom(seed), 'b-to-a': seededRandom(seed + 1) };
  return (direction) => {
    const roll = (): number => dice[direction].next();
    // Always as many numbers a packet: what one setting does must not change what another one does.
    const [lost, doubled, late, wait, again] = [roll(), roll(), roll(), roll(), roll()] as const;
    if (lost < loss) return [];
    const first = delayMs + wait * jitterMs + (late < reorder ? reorderMs : 0);
    return doubled < duplicates ? [first, delayMs + again * (jitterMs + reorderMs)] : [first];
  };
};
