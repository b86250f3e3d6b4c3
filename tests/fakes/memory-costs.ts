import type { Costs } from '#api/cost-routes.ts';
import type { CostReport, CostReports } from '#shared/api/cost.ts';

const report = (period: 'day' | 'month', label: string, change: Partial<CostReport> = {}): CostReport => ({
  period,
  label,
  currency: 'USD',
  micros: 1_250_000,
  budgetMicros: 10_000_000,
  kinds: [
    { kind: 'carrier', quantity: 5400, unit: 'second', micros: 900_000, estimate: false },
    { kind: 'energy', quantity: 225_000, unit: 'milliwatt_hour', micros: 45_000, estimate: true },
    { kind: 'premium', quantity: 1000, unit: 'character', micros: 305_000, estimate: false },
  ],
  ...change,
});

/** Costs of an invented day and month. */
export class MemoryCosts implements Costs {
  day: Partial<CostReport> = {};

  async reports(date = '2026-11-23'): Promise<CostReports> {
    return {
      day: report('day', date, this.day),
      month: report('month', date.slice(0, 7), { budgetMicros: null }),
    };
  }
}
