import type { CostConfig } from '#shared/config/cost.ts';
import { newId } from '#shared/ids.ts';
import { BUDGET_PERIODS, sharesReached } from '#shop/cost/budget.ts';
import type { Cost } from '#shop/cost/tariff.ts';
import { promise } from '../outbox/promise.ts';
import type { Tx } from '../scope.ts';
import { periodsOf } from './periods.ts';
import { spentBy } from './read.ts';

/** What prices and budgets hold, and where the shop's day begins. */
export interface CostRules {
  readonly config: CostConfig;
  /** IANA zone. */
  readonly zone: string;
}

export interface NewCostLine {
  readonly callId: string | null;
  /** Names what cost it: the same source is written once. */
  readonly source: string;
  readonly cost: Cost;
  /** Epoch ms: the day it counts to. */
  readonly at: number;
}

/** The office's notice that a budget is nearly or wholly used. */
export interface BudgetFacts {
  readonly period: 'call' | 'day' | 'month';
  /** The day or month, or the call's id. */
  readonly label: string;
  readonly share: number;
  readonly spentMicros: number;
  readonly budgetMicros: number;
  readonly currency: string;
}

/**
 * Writes a cost down, once, with the sums of its day and month, and promises the office's notice when a budget is reached.
 * @returns false when this source was written before
 */
export const addCostLine = async (tx: Tx, line: NewCostLine, rules: CostRules): Promise<boolean> => {
  const { at, callId, cost, source } = line;
  const written = await tx.db
    .insertInto('cost_lines')
    .values({
      business_id: tx.businessId,
      id: newId(tx.clock.now()),
      call_id: callId,
      source,
      kind: cost.kind,
      quantity: cost.quantity,
      unit: cost.unit,
      micros: cost.micros,
      currency: rules.config.currency,
      estimate: cost.estimate ? 1 : 0,
      at,
    })
    .onConflict((conflict) => conflict.columns(['business_id', 'source']).doNothing())
    .executeTakeFirst();
  if ((written.numInsertedOrUpdatedRows ?? 0n) === 0n) return false;
  const periods = periodsOf(at, rules.zone);
  for (const period of [periods.day, periods.month]) await addToTotal(tx, period, cost);
  await tellOfBudgets(tx, callId, periods, rules);
  return true;
};

const addToTotal = async (tx: Tx, period: string, { kind, micros, quantity }: Cost): Promise<void> => {
  await tx.db
    .insertInto('cost_totals')
    .values({ business_id: tx.businessId, period, kind, quantity, micros })
    .onConflict((conflict) =>
      conflict.columns(['business_id', 'period', 'kind']).doUpdateSet((eb) => ({
        quantity: eb('cost_totals.quantity', '+', quantity),
        micros: eb('cost_totals.micros', '+', micros),
      })),
    )
    .execute();
};

/** Once for each period and share, however often it is reached. */
const tellOfBudgets = async (
  tx: Tx,
  callId: string | null,
  periods: { readonly day: string; readonly month: string },
  { config }: CostRules,
): Promise<void> => {
  const spent = await spentBy(tx, callId, periods);
  const labels = { call: callId ?? '', day: periods.day.slice(4), month: periods.month.slice(6) };
  for (const period of BUDGET_PERIODS) {
    const budgetMicros = config.budgetMicros[period];
    if (budgetMicros === null || labels[period] === '') continue;
    for (const share of sharesReached(spent[period], budgetMicros)) {
      const facts: BudgetFacts = {
        period,
        label: labels[period],
        share,
        spentMicros: spent[period],
        budgetMicros,
        currency: config.currency,
      };
      await promise(tx, {
        kind: 'office.budget',
        channel: 'email',
        recipient: '',
        template: 'office.budget',
        facts,
        idempotencyKey: `office.budget/${period}:${labels[period]}/${share}`,
      });
    }
  }
};
