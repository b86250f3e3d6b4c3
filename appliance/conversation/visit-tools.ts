import type { OfferedWindow, StoredQuote } from './tools.ts';

/**
 * What a caller said of themselves in this call, to show that a booking is theirs. The number they ring from is none of
 * it: it can be forged.
 */
export interface SaidFacts {
  readonly lastName: string | null;
  readonly houseNumber: string | null;
  /** Five digits. */
  readonly zip: string | null;
  /** Ten digits, spoken or typed. */
  readonly phone: string | null;
  /** Digits of `J-1042`. */
  readonly jobNumber: string | null;
}

/** What shows that somebody may hear of a visit, or change it. */
export interface VisitProof {
  /** The number the line gave, ten digits, or ''. */
  readonly callerId: string;
  readonly facts: SaidFacts;
}

/** A visit that is still to come or goes on, as far as it may be spoken of. Instants are epoch ms. */
export interface FoundVisit extends OfferedWindow {
  readonly jobId: string;
  /** `J-1042` */
  readonly jobNumber: string;
  readonly serviceType: string;
  readonly urgency: string;
  readonly status: 'scheduled' | 'confirmed' | 'dispatched' | 'on_the_way' | 'arrived';
}

/** A visit as it stands after a change that has been stored. */
export interface ChangedVisit {
  readonly jobId: string;
  readonly jobNumber: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly zone: string;
  readonly afterHours: boolean;
}

/** Tools about customers and visits that are in the records already. */
export interface VisitTools {
  /**
   * The customer with this number of whom the last name or the house number was said; null when neither fits, or when
   * they fit more than one. The records give nothing out before that, so that nothing of it can be spoken.
   */
  find_customer: {
    args: { phone: string; lastName: string | null; houseNumber: string | null };
    result: {
      customer: {
        id: string;
        /** Null when the customer has several and the house number does not tell which. */
        place: {
          houseNumber: string;
          street: string;
          unit: string | null;
          city: string;
          state: string;
          zip: string | null;
        } | null;
      } | null;
    };
  };
  /** This number is not called by us any more. */
  opt_out: { args: { phone: string }; result: { cancelled: number } };
  /**
   * This call goes on where an earlier one broke off: what that one did counts as done here, and nobody need ring the caller
   * back. Error: `not_found` when the earlier call is not of this number.
   */
  resume_call: { args: { call: string }; result: { closed: number } };
  /** The visits for which the proof is enough: to hear of (`see`), or to change. */
  find_visits: { args: VisitProof & { wish: 'see' | 'change' }; result: { visits: readonly FoundVisit[] } };
  /**
   * Moves a visit: the new window is held before the old one is given up, in one transaction.
   * Errors: `not_proven`, `not_found`, `too_late` (somebody is on the way), `window_taken`.
   */
  reschedule_visit: {
    args: VisitProof & { visitId: string; windowId: string; reason: string };
    /** `quote` where the hours cost something else now. */
    result: ChangedVisit & { readonly quote: StoredQuote | null };
  };
  /** Calls a visit off. Errors: `not_proven`, `not_found`, `too_late`. */
  cancel_visit: { args: VisitProof & { visitId: string; reason: string }; result: ChangedVisit };
  /** The customer said that the visit stands. Errors: `not_proven`, `not_found`. */
  confirm_visit: { args: VisitProof & { visitId: string }; result: ChangedVisit };
}
