import type { DrillReport } from './drill.ts';
import type { FaultKind } from './grade/fault.ts';

/** One scenario over all its runs. */
export interface ScenarioResult {
  readonly id: string;
  readonly runs: number;
  readonly right: number;
  /** Share of the runs that ended unlike the others: 0 when all were alike. */
  readonly flakeRate: number;
}

export interface DrillTotals {
  readonly scenarios: number;
  readonly runs: number;
  readonly right: number;
  /** Scenarios of which every run was right. */
  readonly scenariosRight: number;
  readonly falseBookings: number;
  readonly duplicates: number;
  readonly wrongPrices: number;
  /** Faults by kind, counted once a run. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly results: readonly ScenarioResult[];
}

/** Counts what came of drills. Runs of one scenario are told apart by their seed. */
export const totalsOf = (reports: readonly DrillReport[]): DrillTotals => {
  const faults: Partial<Record<FaultKind, number>> = {};
  for (const report of reports)
    for (const kind of new Set(report.faults.map((fault) => fault.kind))) faults[kind] = (faults[kind] ?? 0) + 1;
  const byId = Map.groupBy(reports, ({ id }) => id);
  const results = [...byId].map(([id, runs]): ScenarioResult => {
    const right = runs.filter((run) => run.faults.length === 0).length;
    return { id, runs: runs.length, right, flakeRate: Math.min(right, runs.length - right) / runs.length };
  });
  return {
    scenarios: results.length,
    runs: reports.length,
    right: results.reduce((sum, { right }) => sum + right, 0),
    scenariosRight: results.filter(({ runs, right }) => runs === right).length,
    falseBookings: faults.false_booking ?? 0,
    duplicates: faults.duplicate_booking ?? 0,
    wrongPrices: faults.wrong_price ?? 0,
    faults,
    results,
  };
};

/** Enough of the runs right, and none of what must never happen. @param share of the runs, 0 to 1 */
export const isGood = (totals: DrillTotals, share: number): boolean =>
  totals.right >= totals.runs * share && totals.falseBookings + totals.duplicates + totals.wrongPrices === 0;
