import type { Owned } from './office.ts';

/** One rung of the on-call ladder. */
export interface LadderStepRow extends Owned {
  /** From 1, without gaps wanted or needed. */
  position: number;
  /** A `LadderRole`. */
  role: string;
  /** '' for the technician on call: the rota of that hour names them. */
  name: string;
  /** E.164, or ''. */
  phone: string;
  email: string;
  /** JSON array of `AlertChannel`. */
  channels: string;
  /** Minutes this person has before the next is alerted. */
  limit_minutes: number;
}

/** An alert: raised by a call, told up the ladder in rounds, until somebody acknowledges it. */
export interface EscalationRow extends Owned {
  /** `life_safety` or `property`. */
  kind: string;
  /** The hazard, or the code of the service type. */
  reason: string;
  call_id: string | null;
  task_id: string | null;
  job_id: string | null;
  /** JSON of `AlertFacts`. */
  facts: string;
  /** `open`, `acknowledged`. */
  status: string;
  round: number;
  /** When the last person of this round has had their time. */
  round_ends_at: number;
  opened_at: number;
  acknowledged_at: number | null;
  acknowledged_by: string | null;
  acknowledged_via: string | null;
}

/** One person told through one channel: what became of it stands in its outbox row. */
export interface EscalationStepRow extends Owned {
  escalation_id: string;
  round: number;
  position: number;
  role: string;
  name: string;
  channel: string;
  recipient: string;
  outbox_id: string;
  due_at: number;
}
