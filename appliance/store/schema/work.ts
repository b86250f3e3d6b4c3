import type { Generated } from 'kysely';
import type { Owned } from './office.ts';

export interface QuoteRow extends Owned {
  call_id: string | null;
  service_type_id: string;
  after_hours: number;
  fee_cents: number;
  spoken_fee_cents: number;
  fee_rule: string;
  range_low_cents: number | null;
  range_high_cents: number | null;
  estimate_cents: number | null;
  deposit_cents: number | null;
  /** Two letters: whose rules the deposit was made by. */
  state: string | null;
  currency: string;
  created_at: number;
}

/** Why we come. The contact is kept as told in the call, beside the customer it was matched to. */
export interface JobRow extends Owned {
  /** Sequence number within the business; people see `J-1042`. */
  number: number;
  customer_id: string;
  location_id: string;
  service_type_id: string;
  quote_id: string | null;
  call_id: string | null;
  problem: string;
  /** JSON array of strings. */
  details: string;
  urgency: string;
  after_hours: number;
  status: string;
  contact_name: string;
  contact_name_confirmed: number;
  contact_phone: string;
  contact_phone_confirmed: number;
  contact_extension: string | null;
  /** JSON array of facts stored as heard. */
  unconfirmed: string;
  created_at: number;
}

/** A promise: arrival window as local wall time, with the instants it resolved to. */
export interface VisitRow extends Owned {
  job_id: string;
  date: string;
  window_start: string;
  window_end: string;
  zone: string;
  starts_at: number;
  ends_at: number;
  minutes: number;
  after_hours: number;
  status: string;
  /** Sealed with the field key; never in clear anywhere. */
  gate_code: string | null;
  access: string | null;
  pets: string | null;
  /** Its place among the visits of the job, from 1. */
  position: Generated<number>;
  /** How many come, starting together. */
  crew: Generated<number>;
}

export interface AssignmentRow extends Owned {
  visit_id: string;
  technician_id: string;
  planned_start: number;
  planned_end: number;
  status: string;
}

/** Capacity that is taken: of one technician, for a visit or for a caller who decides. */
export interface ReservationRow extends Owned {
  technician_id: string;
  /** Local date of the window. */
  date: string;
  /** Window id, `2026-11-23T21:00/23:00`. */
  slot: string;
  /** When work starts and ends by the plan as it stands; two of one technician never overlap. */
  starts_at: number;
  ends_at: number;
  /** On site, buffer included. */
  minutes: number;
  /** 1 where work starts at `starts_at` and at no other time. */
  fixed: number;
  /** Null once a visit took it for good. */
  expires_at: number | null;
  call_id: string | null;
  visit_id: string | null;
}

export interface SequenceRow {
  business_id: string;
  name: string;
  value: number;
}

export interface TaskRow extends Owned {
  kind: string;
  status: string;
  call_id: string | null;
  job_id: string | null;
  reason: string;
  text: string;
  name: string | null;
  phone: string | null;
  urgency: string;
  /** JSON. */
  facts: string;
  created_at: number;
  closed_at: number | null;
}

/** Append-only: what changed, who did it and why. */
export interface EventRow extends Owned {
  subject_kind: string;
  subject_id: string;
  kind: string;
  /** `caller`, `model`, `optimiser`, `person`, `system`, or a principal as `actorOf` names it. */
  actor: string;
  reason: string;
  /** JSON. */
  body: string;
  at: number;
}

export interface OutboxRow extends Owned {
  /** The call whose turn promised it. */
  call_id: string | null;
  kind: string;
  channel: string;
  recipient: string;
  template: string;
  /** JSON. */
  facts: string;
  idempotency_key: string;
  due_at: number;
  deadline_at: number | null;
  status: string;
  attempts: number;
  last_error: string | null;
  /** Raised by every claim; a write that names an older one changes nothing. */
  fence: number;
  lease_until: number | null;
  created_at: number;
  settled_at: number | null;
}
