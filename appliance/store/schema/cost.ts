import type { Owned } from './office.ts';

/** One thing that cost something; `source` names it, so that it is written once. Amounts are millionths of the currency. */
export interface CostLineRow extends Owned {
  call_id: string | null;
  /** `premium/<command>`, `carrier/<call or attempt>`, `energy/<call>`, `message/<promise>`. */
  source: string;
  /** `carrier`, `premium`, `energy`, `message.<channel>`. */
  kind: string;
  quantity: number;
  /** `second`, `character`, `milliwatt_hour`, `message`, `token`, `question`. */
  unit: string;
  micros: number;
  currency: string;
  /** 1 when nobody measured it. */
  estimate: number;
  at: number;
}

/** Sums of the lines of a local day (`day:2026-11-23`) or month (`month:2026-11`), kept with each line. */
export interface CostTotalRow {
  business_id: string;
  period: string;
  kind: string;
  quantity: number;
  micros: number;
}
