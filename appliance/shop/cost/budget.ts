import type { CostConfig } from '#shared/config/cost.ts';

export type BudgetPeriod = 'call' | 'day' | 'month';
type Spent = Readonly<Record<BudgetPeriod, number>>;

export const BUDGET_PERIODS = ['call', 'day', 'month'] as const;

/** Shares of a budget, in percent, of which the office is told. */
const TOLD_AT = [80, 100] as const;

/**
 * What may still be spent: the least that any budget leaves.
 * @param promised what was allowed and not yet told of
 * @returns micros, never below 0; null without any budget
 */
export const leftMicros = (
  budgets: CostConfig['budgetMicros'],
  spent: Spent,
  promised: { readonly call: number; readonly all: number },
): number | null => {
  const left = BUDGET_PERIODS.flatMap((period) => {
    const budget = budgets[period];
    return budget === null ? [] : [budget - spent[period] - (period === 'call' ? promised.call : promised.all)];
  });
  return left.length === 0 ? null : Math.max(0, Math.min(...left));
};

/** Shares of the budget that are reached. */
export const sharesReached = (spentMicros: number, budgetMicros: number | null): readonly number[] =>
  budgetMicros === null ? [] : TOLD_AT.filter((share) => spentMicros * 100 >= budgetMicros * share);
