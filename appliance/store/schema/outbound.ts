import type { Owned } from './office.ts';

export interface OutboundCallRow extends Owned {
  /** E.164. */
  to_number: string;
  /** An `OutboundPurpose`. */
  purpose: string;
  /** `waiting`, `calling`, `ringing`, `talking`, `done`, `cancelled`. */
  status: string;
  /** Of its last attempt; null until it is done. */
  outcome: string | null;
  /** JSON of `OutboundAttempt[]`. */
  attempts: string;
  /** The attempt under way, `<id>.<number>`: the id of its call too. */
  attempt_id: string | null;
  dialled_at: number | null;
  due_at: number;
  created_at: number;
  closed_at: number | null;
  requested_by: string;
}

/** What a call of ours is about; its id is that call's. */
export interface OutboundSubjectRow extends Owned {
  visit_id: string | null;
  /** The call that broke off. */
  call_id: string | null;
  /** IANA zone of whoever is rung: their hours are kept. */
  zone: string;
}

/** A number whose owner wants no calls of ours. */
export interface DoNotCallRow extends Owned {
  /** E.164. */
  phone: string;
  /** The call in which they said so. */
  call_id: string | null;
  at: number;
}
