import type { Money } from '#shared/money.ts';

/** Where in the call an answer was given. */
export interface SpokenEvidence {
  readonly utterance: string;
  /** Ms since answer. */
  readonly startMs: number;
}

/** What is offered beside a visit, with its price as it was stored when it was offered. */
export interface AddOnOffer {
  readonly id: string;
  /** Code of the price book. */
  readonly code: string;
  readonly name: string;
  readonly price: Money;
  /** The price as it is spoken: whole dollars, never below `price`. */
  readonly spokenPrice: Money;
  /** The least it costs: the rest is told on site. */
  readonly from: boolean;
  readonly per: 'once' | 'month' | 'year';
}

/** Tools that sell beside a visit. */
export interface SalesTools {
  /**
   * The first of these codes that this customer may be offered now, written down with its price before it is spoken; null when there is
   * none: it has no price, the customer was asked lately, has it already, or has complained. Once a call. Error: `not_found`.
   */
  offer_add_on: {
    args: {
      jobId: string;
      codes: readonly string[];
      /** A customer is asked at most once in so many days. */
      restDays: number;
    };
    result: { offer: AddOnOffer | null };
  };
  /** How the caller answered: a yes is a line on the job and a task for the office. Errors: `not_found`. */
  answer_add_on: {
    args:
      | { offerId: string; answer: 'yes'; evidence: SpokenEvidence }
      | { offerId: string; answer: 'no'; evidence: SpokenEvidence | null };
    /** The line of a yes. */
    result: { lineId: string | null };
  };
}
