/** Longest wait between two attempts to reach the box, ms. */
export const LONGEST_WAIT_MS = 15_000;

/**
 * How long to wait before the next attempt, ms: doubles from one second, with a quarter of chance so that all pages of
 * an office do not return at one instant.
 * @param failures attempts that failed in a row, from 1
 * @param chance 0..1
 */
export const waitBefore = (failures: number, chance: number): number => {
  const base = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** Math.min(failures - 1, 10));
  return Math.round(base * (0.75 + chance * 0.25));
};
