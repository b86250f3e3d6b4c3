import { expect, it } from 'vitest';
import { Random } from './random.ts';

it('draws the same numbers for the same seed, others for another', () => {
  const draw = (seed: number): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 5 }, () => random.below(1_000_000));
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(draw(1)).not.toEqual(draw(1 + 2 ** 32));
});

it('spreads evenly, and exponentially with mean 1', () => {
  const random = new Random(7);
  const counts = Array.from({ length: 8 }, () => 0);
  for (let i = 0; i < 80_000; i++) {
    const at = random.below(8);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  const drawn = Array.from({ length: 100_000 }, () => random.exponential());
  const share = (above: number): number => drawn.filter((one) => one > above).length / drawn.length;
  for (const above of [0.5, 1, 2, 3]) expect(share(above)).toBeCloseTo(Math.exp(-above), 2);
});
