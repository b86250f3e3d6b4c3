import type { Owned } from './office.ts';

export interface OutboundCallRow extends Owned {
  /** E.164. */
  to_number: string;
  /** An `OutboundPurpose`. */
  purpose: string;
  text: string;
  /** `waiting`, `calling`, `ringing`, `talking`, `done`, `cancelled`. */
  status: string;
  /** An `OutboundOutcome`; null until it is done. */
  outcome: string | null;
  /** JSON of `OutboundAttempt[]`. */
  attempts: string;
  /** The attempt under way: `<id>/<number>`. */
  attempt_id: string | null;
  dialled_at: number | null;
  due_at: number;
  created_at: number;
  closed_at: number | null;
  requested_by: string;
}

/** A number whose owner wants no calls of ours. */
export interface DoNotCallRow extends Owned {
  /** E.164. */
  phone: string;
  /** The call in which they said so. */
  call_id: string | null;
  at: number;
}
