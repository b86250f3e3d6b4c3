import type { DrillReport } from './drill.ts';
import type { Fault } from './grade/fault.ts';
import type { DrillTotals } from './summary.ts';

const percent = (part: number, all: number): string => `${((100 * part) / Math.max(1, all)).toFixed(1)} %`;

/** A finished drill in one line. */
export const lineOf = ({ id, seed, faults, exchanges, outcome, ms }: DrillReport): string =>
  `${faults.length === 0 ? 'right' : 'WRONG'}  ${id.padEnd(44)} seed ${String(seed).padEnd(4)} ${String(exchanges.length).padStart(2)} turns  ${String(ms).padStart(5)} ms  ${outcome ?? 'no outcome'}`;

/** Faults of one kind in one table, told this often; the rest is counted. */
const TOLD = 3;

/** `row_unexpected: tasks: {...}`, and how many more of the same there are. */
const faultLines = (faults: readonly Fault[]): string[] =>
  [...Map.groupBy(faults, ({ kind, what }) => `${kind}: ${what.split(': ')[0]}`).entries()].flatMap(([what, alike]) => [
    ...alike.slice(0, TOLD).map((fault) => `    ${fault.kind}: ${fault.what}`),
    ...(alike.length > TOLD ? [`    ${what}: and ${alike.length - TOLD} more`] : []),
  ]);

/** What was said, what each side made of it, and what is not as it should be. */
export const transcriptOf = ({ exchanges, faults, quirks, lost }: DrillReport): string =>
  [
    ...exchanges.flatMap(({ box, acts, caller }) => [
      `    box     ${box}`,
      `            [${acts.join(' ')}]`,
      ...(caller === '' ? [] : [`    caller  ${caller}`]),
    ]),
    ...(quirks.length === 0 ? [] : [`    quirks  ${quirks.join(', ')}`]),
    ...(lost.length === 0 ? [] : [`    the caller had no answer to: ${lost.join(', ')}`]),
    ...faultLines(faults),
  ].join('\n');

/** The whole batch in a few lines. */
export const summaryOf = (totals: DrillTotals, seconds: number): string => {
  const flaky = totals.results.filter(({ flakeRate }) => flakeRate > 0);
  const hourly = Math.round((totals.runs * 3600) / Math.max(seconds, 0.001));
  return [
    `${totals.scenarios} scenarios, ${totals.runs} runs in ${seconds.toFixed(1)} s (${hourly} an hour): ${totals.right} right (${percent(totals.right, totals.runs)})`,
    `${totals.falseBookings} false bookings, ${totals.duplicates} duplicates, ${totals.wrongPrices} wrong prices`,
    ...Object.entries(totals.faults).map(([kind, count]) => `  ${kind}: ${count}`),
    ...flaky.map(({ id, runs, right }) => `  flaky: ${id}, ${right} of ${runs} right`),
  ].join('\n');
};
