import type { Money } from '#shared/money.ts';
import type { SalesTools, SurveyTools } from './sales-tools.ts';
import type { VisitTools } from './visit-tools.ts';

/** A window that can be kept, from the schedule. Instants are epoch ms, UTC; `zone` is the place's. */
export interface OfferedWindow {
  readonly id: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly zone: string;
  readonly afterHours: boolean;
  /** The job's visits after this one, where it takes several: all are booked, or none. */
  readonly further?: readonly (Span & { readonly id: string })[];
}

/** A time that is promised. Instants are epoch ms. */
export interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly zone: string;
}

/** Why nothing can be had at a time that was wished for, from the schedule. */
export type WindowRefusal =
  | 'full'
  | 'reserve'
  | 'crew'
  | 'stock'
  | 'too_far'
  | 'further_visits'
  | 'emergency_only'
  | 'blocked'
  | 'no_shift'
  | 'skills'
  | 'lead_time'
  | 'holiday'
  | 'closed';

/** Where a caller wants us to come, as far as it was told. */
export interface PlaceArgs {
  readonly houseNumber: string;
  readonly street: string;
  readonly unit: string | null;
  readonly city: string;
  readonly state: string;
  readonly zip: string | null;
}

/** One stored quote: whatever is spoken about money comes from such a row. */
export interface StoredQuote {
  readonly id: string;
  readonly serviceType: string;
  readonly afterHours: boolean;
  /** What it costs that we come. */
  readonly fee: Money;
  /** The fee as it is spoken: whole dollars, never below `fee`. */
  readonly spokenFee: Money;
  readonly feeRule: 'credited' | 'not_credited';
  /** What repairs of this kind usually cost at that time of day. */
  readonly range: { readonly low: Money; readonly high: Money } | null;
  /** The middle of the range. */
  readonly estimate: Money | null;
  /** What is taken in advance, whole dollars; null when nothing is. */
  readonly deposit: Money | null;
  /** Two letters: the state whose rules it was made by; null where unknown. */
  readonly state: string | null;
}

/** What the playbook's rules say of money that a tool computes or promises. */
export interface QuoteRules {
  /** The state of the job, two letters; null: the shop's own. */
  readonly state: string | null;
  readonly depositCap: 'strictest' | 'law';
}

/** What is written to the caller beside the window. */
export interface BookingTerms extends QuoteRules {
  readonly licenceNumber: string | null;
  /** The confirmation tells of the right to cancel. */
  readonly cancellationNotice: boolean;
}

export interface VisitDetails {
  readonly serviceType: string;
  readonly problem: string;
  readonly details: readonly string[];
  readonly urgency: string;
  readonly contact: {
    readonly name: string;
    readonly nameConfirmed: boolean;
    readonly phone: string;
    readonly phoneConfirmed: boolean;
    /** Digits dialled after the number. */
    readonly extension?: string;
    readonly email?: { readonly address: string; readonly confirmed: boolean };
  };
  /** Whom of the technicians the caller would rather have, by the full name. */
  readonly technician?: string;
  readonly location: {
    readonly houseNumber: string;
    readonly street: string;
    readonly unit: string | null;
    readonly city: string;
    readonly state: string;
    readonly zip: string | null;
    readonly confirmed: boolean;
  };
  /** Where each code is kept: the store gives it to the visit. */
  readonly gateCode: string | null;
  readonly alarmCode: string | null;
  readonly access: string | null;
  readonly pets: string | null;
  /** Facts stored as heard, with their place in the recording (ms since answer). */
  readonly unconfirmed: readonly { readonly slot: string; readonly heard: string; readonly offsetMs: number }[];
}

/** Every tool: its arguments and what it gives back. */
export interface Tools extends VisitTools, SalesTools, SurveyTools {
  /** Up to `limit` windows, soonest first, that fit the wishes; an empty list when none can be kept. */
  offer_windows: {
    args: {
      serviceType: string;
      urgency: string;
      limit: number;
      /** Local wishes. */
      date: string | null;
      fromHour: number | null;
      toHour: number | null;
      exclude: readonly string[];
      /** Left out or null while it is not known. */
      place?: PlaceArgs | null;
      /** The visit that is to be moved: what it takes now is free to it. Left out for a new one. */
      visitId?: string;
    };
    result: {
      windows: readonly OfferedWindow[];
      /** Why the wished day, or the wished part of it, has nothing; null when it has, or none was wished. */
      refused: { readonly date: string; readonly reason: WindowRefusal } | null;
    };
  };
  /** Computes the fee for a window from the price book and stores it as a quote. */
  quote_visit: {
    /** `rules` null: nothing is taken in advance, as for a visit that is moved. */
    args: { serviceType: string; afterHours: boolean; rules: QuoteRules | null };
    result: { quote: StoredQuote };
  };
  /**
   * Books exactly once per key: job, visit, reservation, customer, location, what is promised to the office and the caller,
   * and in an emergency the alert, in one transaction.
   */
  book_visit: {
    args: {
      windowId: string;
      /** The windows of the visits that follow, as they were told; left out, the schedule chooses. */
      further?: readonly string[];
      quoteId: string | null;
      visit: VisitDetails;
      terms: BookingTerms;
    };
    result: {
      jobId: string;
      jobNumber: string;
      startsAt: number;
      endsAt: number;
      zone: string;
      afterHours: boolean;
      /** The job's visits after the first, in order. */
      further?: readonly Span[];
      /** The alert that tells the on-call ladder, where the visit is an emergency. */
      alertId?: string;
      /** The promise that a link for this deposit goes out by text; null when none is taken. */
      depositLink: { readonly id: string; readonly deposit: Money } | null;
    };
  };
  /** Keeps a window for a caller who has to ask somebody, until `expiresAt`; the details are promised by text. */
  hold_window: {
    args: {
      windowId: string;
      serviceType: string;
      urgency: string;
      name: string | null;
      /** Settled: the text goes there, and who rings back from it finds the window free. */
      phone: string;
      text: string;
      /** The fee as it was told, when it was. */
      spokenFeeCents: number | null;
      place?: PlaceArgs | null;
    };
    result: { holdId: string; startsAt: number; endsAt: number; zone: string; afterHours: boolean; expiresAt: number };
  };
  /** A message for a person, with a task to call back; in an emergency the on-call ladder is told. */
  take_message: {
    args: {
      reason: string;
      text: string;
      name: string | null;
      phone: string | null;
      urgency: string;
      facts: Record<string, unknown>;
    };
    result: {
      taskId: string;
      /** The alert that tells the on-call ladder, where the call is an emergency. */
      alertId?: string;
    };
  };
  /** Danger to people: tells the on-call ladder, person after person, until somebody acknowledges. */
  alert_oncall: {
    args: { hazard: string; phone: string | null; address: string | null; text: string };
    result: { alertId: string };
  };
  /** Is this place served? */
  check_area: {
    args: { city: string | null; state: string | null; zip: string | null };
    result: { served: boolean; zip: string | null };
  };
}
export type ToolName = keyof Tools;

/** `key` is the intent key: one row per (call, key) in the tool journal, so a call never does the same thing twice. */
export type ToolCall = {
  [N in ToolName]: { readonly name: N; readonly key: string; readonly args: Tools[N]['args'] };
}[ToolName];

/** `error` is a code the decision can act on: `window_taken`, `unknown_service`, `no_price`, `failed`. */
export type ToolOutcome = {
  [N in ToolName]:
    | { readonly name: N; readonly key: string; readonly ok: true; readonly result: Tools[N]['result'] }
    | { readonly name: N; readonly key: string; readonly ok: false; readonly error: string };
}[ToolName];

/** Runs one tool. The journal, and the transaction around it, are the runner's business. */
export type RunTool = (call: ToolCall) => Promise<ToolOutcome>;
