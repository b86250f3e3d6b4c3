/** Times of many turns, ms. */
export interface Figures {
  readonly calls: number;
  readonly turns: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export const figuresOf = (calls: number, times: readonly number[]): Figures => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
  const round = (ms: number): number => Math.round(ms * 10) / 10;
  return {
    calls,
    turns: sorted.length,
    p50: round(at(0.5)),
    p95: round(at(0.95)),
    max: round(sorted.at(-1) ?? Number.NaN),
  };
};
