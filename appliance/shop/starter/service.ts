import type { Work } from '../deposit.ts';

/** A row a new shop starts with: what playbooks call it, how long it takes, what coming costs, what repairs run to. */
export interface StarterService {
  readonly code: string;
  readonly name: string;
  readonly minutes: number;
  /** Whole dollars. */
  readonly fee: number;
  readonly feeRule: 'credited' | 'not_credited';
  /** Usual repair or job price in whole dollars, null where only a visit can tell. */
  readonly range: readonly [number, number] | null;
  /** Left out: the day range times the after-hours factor. */
  readonly afterHoursRange?: readonly [number, number];
  /** Left out: `service`. */
  readonly work?: Work;
}

type Row = readonly [code: string, name: string, minutes: number, range: readonly [number, number] | null];

/** Visits that begin with the trade's service call, which goes into the repair. */
export const repairs = (fee: number, rows: readonly Row[]): StarterService[] =>
  rows.map(([code, name, minutes, range]) => ({ code, name, minutes, fee, feeRule: 'credited', range }));

/** Estimate visits, which cost nothing, for work that is priced on site. */
export const estimates = (rows: readonly Row[]): StarterService[] =>
  rows.map(([code, name, minutes, range]) => ({
    code,
    name,
    minutes,
    fee: 0,
    feeRule: 'not_credited',
    range,
    work: 'estimate',
  }));

/** Installations with a price told as "from": the visit begins with the trade's service call. */
export const installs = (fee: number, rows: readonly Row[]): StarterService[] =>
  repairs(fee, rows).map((row) => ({ ...row, work: 'install' }));
