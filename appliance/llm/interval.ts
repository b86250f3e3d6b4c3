/** A share of independent cases with its 95 % interval, all from 0 to 1. */
export interface Share {
  readonly count: number;
  readonly of: number;
  /** Null of no cases. */
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

/** A difference of two shares with its 95 % interval. */
export interface Difference {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/** Of the normal distribution: 95 % lie within. */
const Z = 1.959964;

/** Wilson's score interval (Wilson 1927, JASA 22:209). Of no cases nothing is known: 0 to 1. */
export const shareOf = (count: number, of: number): Share => {
  if (of === 0) return { count, of, share: null, low: 0, high: 1 };
  const share = count / of;
  const z2 = Z * Z;
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  return { count, of, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
};

/** `b` less `a`, by Newcombe's hybrid of two Wilson intervals (Newcombe 1998, Stat Med 17:873, method 10); null where one has no cases. */
export const differenceOf = (a: Share, b: Share): Difference | null => {
  if (a.share === null || b.share === null) return null;
  const difference = b.share - a.share;
  return {
    difference,
    low: difference - Math.hypot(b.share - b.low, a.high - a.share),
    high: difference + Math.hypot(b.high - b.share, a.share - a.low),
  };
};
