import type { Owned } from './office.ts';

interface Priced {
  /** As playbooks name it. */
  code: string;
  name: string;
  price_cents: number;
  /** 1: the least it costs; the rest is told on site. */
  is_from: number;
  /** `once`, `month`, `year`. */
  per: string;
  currency: string;
}

interface Evidence {
  /** The caller's utterance that answered, as the voice process names it; null for silence. */
  evidence_utterance: string | null;
  /** Where it begins, ms since answer. */
  evidence_ms: number | null;
}

/** What the shop sells beside its visits, and is no kind of visit: a maintenance plan. */
export interface AddOnRow extends Owned, Priced {
  membership: number;
}

/** What a call offered beside its visit, at which price, and how the caller answered. At most one a call. */
export interface AddOnOfferRow extends Owned, Priced, Evidence {
  call_id: string;
  job_id: string;
  customer_id: string;
  /** E.164 where it could be normalised. */
  phone: string;
  spoken_price_cents: number;
  membership: number;
  asked_at: number;
  /** `yes`, `no`; null when the call broke off before an answer. */
  answer: string | null;
  answered_at: number | null;
}

/** Something a customer wants on a job beside what we come for. */
export interface JobLineRow extends Owned, Priced {
  job_id: string;
  add_on_offer_id: string;
  /** The yes. */
  evidence_utterance: string;
  evidence_ms: number;
  created_at: number;
}

/** What a customer was asked of a visit that is over, and what they said. At most one a visit. */
export interface SurveyRow extends Owned, Evidence {
  visit_id: string;
  job_id: string;
  customer_id: string;
  phone: string;
  /** `sms`, `call`. */
  channel: string;
  /** `asked`, `answered`, `declined`. */
  status: string;
  asked_at: number;
  call_id: string | null;
  /** 1 to 5. */
  score: number | null;
  comment: string | null;
  answered_at: number | null;
  /** The office's, where the score was low. */
  task_id: string | null;
}
