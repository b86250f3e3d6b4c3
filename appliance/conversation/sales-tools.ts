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

/** Tools of calls that ask how a visit was. */
export interface SurveyTools {
  /**
   * What the customer said of a visit that is over; without a score they would not say. A low score, or words that want somebody, is
   * a task for the office; a link for a review is promised by text to who gave the best score, where there is one. Error: `not_found`.
   */
  record_survey: {
    args: {
      visitId: string;
      /** 1 to 5. */
      score: number | null;
      comment: string | null;
      /** Of the score. */
      evidence: SpokenEvidence | null;
      /** A person of the office is to call. */
      attention: boolean;
      reviewLink: string | null;
    };
    result: {
      surveyId: string;
      taskId: string | null;
      /** The promise that the link goes out. */
      reviewId: string | null;
    };
  };
}
