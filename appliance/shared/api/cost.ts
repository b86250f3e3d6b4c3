import { Type, type Static } from 'typebox';

/** One kind of cost, summed. `micros` are millionths of the currency. */
export const CostKind = Type.Object({
  kind: Type.String({ description: '`carrier`, `premium`, `model`, `kept_answer`, `energy`, `message.sms` ...' }),
  quantity: Type.Integer(),
  unit: Type.String({
    description:
      '`second`, `character`, `token`, `milliwatt_hour`, `message`, `question` (not asked: its answer was kept)',
  }),
  micros: Type.Integer(),
  estimate: Type.Boolean({ description: 'computed and not measured' }),
});
export type CostKind = Static<typeof CostKind>;

/** What a call has cost so far. Minutes and energy come when it is over, messages when they were sent. */
export const CallCost = Type.Object({
  currency: Type.String(),
  micros: Type.Integer(),
  kinds: Type.Array(CostKind),
});
export type CallCost = Static<typeof CallCost>;

/** What a day or a month has cost, against its budget. */
export const CostReport = Type.Object({
  ...CallCost.properties,
  period: Type.Union([Type.Literal('day'), Type.Literal('month')]),
  label: Type.String({ description: '`2026-11-23`, `2026-11`, in the shop’s zone' }),
  budgetMicros: Type.Union([Type.Integer(), Type.Null()]),
});
export type CostReport = Static<typeof CostReport>;

export const CostReports = Type.Object({ day: CostReport, month: CostReport });
export type CostReports = Static<typeof CostReports>;

/** `$0.0213`: to the hundredth of a cent, for amounts are small. */
export const formatMicros = (micros: number, currency: string): string =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  }).format(micros / 1_000_000);
