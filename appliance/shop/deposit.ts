import { usd, type Money } from '#shared/money.ts';

/** What a visit is for, as deposits see it: an estimate visit takes none. */
export type Work = 'service' | 'install' | 'estimate';

/** A row of the shop: what is taken in advance. */
export interface DepositRule {
  /** Of the estimate. */
  readonly percent: number;
  readonly onService: boolean;
  readonly onInstall: boolean;
  /** An installation's deposit is at most the lesser of these. */
  readonly installCap: { readonly percent: number; readonly cents: number } | null;
}

/** What the law of a state lets a contractor take in advance. */
export interface StateCap {
  /** Largest share of the price. */
  readonly share: { readonly numerator: number; readonly denominator: number };
  readonly mostCents?: number;
  /** Up to this price nothing may be taken before the work is done. */
  readonly noneUpToCents?: number;
  /** The cap holds for prices above this. */
  readonly aboveCents?: number;
}

const TENTH = { numerator: 1, denominator: 10 };
const THIRD = { numerator: 1, denominator: 3 };

/**
 * Caps on deposits by state. Counsel should look at the row of the shop's own state: exceptions (special orders, waivers in
 * writing) are left out, which errs on the side of taking less.
 */
export const STATE_CAPS: Readonly<Record<string, StateCap>> = {
  /** The lesser of 10 % and $1,000; no payment before a repair up to $750 is done (B&P 7159.14). */
  CA: { share: TENTH, mostCents: 100_000, noneUpToCents: 75_000 },
  /** Above 10 % permits must be applied for within 30 days. */
  FL: { share: TENTH },
  MA: { share: THIRD },
  MD: { share: THIRD },
  ME: { share: THIRD },
  PA: { share: THIRD, aboveCents: 500_000 },
  TN: { share: THIRD },
};

/** Which caps hold: `strictest` also the shop's own cap on installations, `law` the state's alone. */
export type CapRule = 'strictest' | 'law';

export interface DepositTerms {
  readonly rule: DepositRule | null;
  readonly work: Work;
  /** Two letters; null where unknown. */
  readonly state: string | null;
  readonly caps: CapRule;
}

const shareOf = (cents: number, numerator: number, denominator: number): number =>
  Number((BigInt(cents) * BigInt(numerator)) / BigInt(denominator));

const lawfulMost = (state: string | null, estimateCents: number): number => {
  const cap = STATE_CAPS[state?.toUpperCase() ?? ''];
  if (cap === undefined || estimateCents <= (cap.aboveCents ?? 0)) return estimateCents;
  if (estimateCents <= (cap.noneUpToCents ?? 0)) return 0;
  const { numerator, denominator } = cap.share;
  return Math.min(shareOf(estimateCents, numerator, denominator), cap.mostCents ?? Number.MAX_SAFE_INTEGER);
};

/**
 * What is taken in advance: the rule's percent of the estimate, under every cap that holds, in whole dollars downwards.
 * Null when nothing is: no estimate, no rule for this work, or a law against it.
 */
export const computeDeposit = (estimate: Money | null, { rule, work, state, caps }: DepositTerms): Money | null => {
  if (estimate === null || rule === null) return null;
  if (work === 'estimate' || !(work === 'service' ? rule.onService : rule.onInstall)) return null;
  const { installCap } = rule;
  const own =
    work === 'install' && installCap !== null && caps === 'strictest'
      ? Math.min(shareOf(estimate.cents, installCap.percent, 100), installCap.cents)
      : Number.MAX_SAFE_INTEGER;
  const cents = Math.min(shareOf(estimate.cents, rule.percent, 100), own, lawfulMost(state, estimate.cents));
  const taken = Math.floor(cents / 100) * 100;
  return taken === 0 ? null : usd(taken);
};
