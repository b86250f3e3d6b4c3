import type { StoredQuote } from '../tools.ts';
import type { ChangedVisit, FoundVisit, SaidFacts } from '../visit-tools.ts';

/** What somebody wants of a visit that is booked already; `agree`: we ask whether it still suits them. */
export type ExistingWish = 'status' | 'confirm' | 'agree' | 'reschedule' | 'cancel';

/** A caller's matter with a visit on file. Nothing of a visit stands here before what they said was found right. */
export interface Existing {
  wish: ExistingWish;
  /** Why, in the caller's words. */
  reason: string;
  facts: SaidFacts;
  /** What was asked of the records last, so that the same is not asked twice. */
  searchedFor: string;
  searches: number;
  /** Searches that opened nothing. */
  misses: number;
  found: readonly FoundVisit[];
  /** Id of the visit that is meant. */
  visit: string | null;
  /** Searches for another window in this call, and the wishes the last one for this matter was for. */
  readonly moves: { searches: number; searchedFor: string | null };
  /** Id of the window it is to be moved to. */
  window: string | null;
  /** The other fee of that window was told and taken. */
  feeAgreed: boolean;
  /** The policy was told and the caller still wants to cancel. */
  sure: boolean;
  /** Changes tried in this call; names the next one. */
  attempts: number;
  /** Windows that were lost to somebody else. */
  losses: number;
  change: {
    readonly kind: 'moved' | 'cancelled' | 'confirmed';
    readonly visit: ChangedVisit;
    readonly quote: StoredQuote | null;
  } | null;
  /** The answer to the wish was given; only the goodbye is left. */
  done: boolean;
}

export const NO_FACTS: SaidFacts = { lastName: null, houseNumber: null, zip: null, phone: null, jobNumber: null };

export const newExisting = (wish: ExistingWish, reason: string, facts: SaidFacts): Existing => ({
  wish,
  reason,
  facts,
  searchedFor: '',
  searches: 0,
  misses: 0,
  found: [],
  visit: null,
  moves: { searches: 0, searchedFor: null },
  window: null,
  feeAgreed: false,
  sure: false,
  attempts: 0,
  losses: 0,
  change: null,
  done: false,
});

/** The visit that is spoken of; null before it was found. */
export const visitMeant = (existing: Existing | undefined): FoundVisit | null =>
  existing?.found.find((visit) => visit.id === existing.visit) ?? null;

/** Somebody is on the way or there already: a person of the shop has to change it. */
export const isUnderWay = ({ status }: FoundVisit): boolean => status !== 'scheduled' && status !== 'confirmed';
