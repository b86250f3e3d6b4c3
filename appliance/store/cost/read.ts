import type { CallCost, CostKind } from '#shared/api/cost.ts';
import type { Scope } from '../scope.ts';

const UNITS: Readonly<Record<string, string>> = {
  carrier: 'second',
  premium: 'character',
  model: 'token',
  kept_answer: 'question',
  energy: 'milliwatt_hour',
};
/** Kinds that nobody measures. */
const ESTIMATED: ReadonlySet<string> = new Set(['energy']);

/** What a day (`day:2026-11-23`) or month (`month:2026-11`) has cost, by kind. */
export const readPeriodCost = async ({ db, businessId }: Scope, period: string): Promise<readonly CostKind[]> => {
  const rows = await db
    .selectFrom('cost_totals')
    .select(['kind', 'quantity', 'micros'])
    .where('business_id', '=', businessId)
    .where('period', '=', period)
    .orderBy('kind')
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    quantity: Number(row.quantity),
    unit: UNITS[row.kind] ?? 'message',
    micros: Number(row.micros),
    estimate: ESTIMATED.has(row.kind),
  }));
};

/** What a call has cost so far; null when nothing was written down. */
export const readCallCost = async ({ db, businessId }: Scope, callId: string): Promise<CallCost | null> => {
  const rows = await db
    .selectFrom('cost_lines')
    .select(['kind', 'unit', 'currency'])
    .select((eb) => [
      eb.fn.sum<number>('quantity').as('quantity'),
      eb.fn.sum<number>('micros').as('micros'),
      eb.fn.max('estimate').as('estimate'),
    ])
    .where('business_id', '=', businessId)
    .where('call_id', '=', callId)
    .groupBy(['kind', 'unit', 'currency'])
    .orderBy('kind')
    .execute();
  const [first] = rows;
  if (!first) return null;
  const kinds = rows.map((row) => ({
    kind: row.kind,
    unit: row.unit,
    quantity: Number(row.quantity),
    micros: Number(row.micros),
    estimate: Number(row.estimate) === 1,
  }));
  return { currency: first.currency, micros: kinds.reduce((sum, { micros }) => sum + micros, 0), kinds };
};

const periodMicros = async (scope: Scope, period: string): Promise<number> =>
  (await readPeriodCost(scope, period)).reduce((sum, { micros }) => sum + micros, 0);

/** Micros spent on a call, and in its day and month: point reads. */
export const spentBy = async (
  scope: Scope,
  callId: string | null,
  { day, month }: { readonly day: string; readonly month: string },
): Promise<{ readonly call: number; readonly day: number; readonly month: number }> => ({
  call: callId === null ? 0 : ((await readCallCost(scope, callId))?.micros ?? 0),
  day: await periodMicros(scope, day),
  month: await periodMicros(scope, month),
});
