import { formatMicros } from '#shared/api/cost.ts';
import type { BudgetFacts } from '#store/cost/line.ts';

/** A budget is nearly or wholly used. */
export const budgetLetter = (facts: BudgetFacts): { readonly subject: string; readonly text: string } => {
  const { budgetMicros, currency, label, period, share, spentMicros } = facts;
  const what = period === 'call' ? 'One call' : period === 'day' ? `The day ${label}` : `The month ${label}`;
  return {
    subject: `Costs: ${share} % of the budget of a ${period} is used`,
    text: [
      `${what} has cost ${formatMicros(spentMicros, currency)} of ${formatMicros(budgetMicros, currency)}.`,
      ...(period === 'call' ? [`The call: ${label}`] : []),
      '',
      share >= 100
        ? 'The premium voice stops; calls are answered as before, by the local voice.'
        : 'At 100 % the premium voice stops; calls go on.',
      'Budgets are set under cost.budget of the configuration; pilot cost shows what was spent on what.',
      '',
    ].join('\n'),
  };
};
