import type { Whisper } from '#shared/link/commands.ts';
import type { Playbook } from '../playbook/schema.ts';
import type { Urgency } from '../reading.ts';
import type { CallState } from '../state/state.ts';
import type { Existing } from '../state/existing.ts';
import type { Outbound } from '../state/outbound.ts';
import type { OfferedWindow, StoredQuote, Tools, WindowRefusal } from '../tools.ts';
import type { FoundVisit } from '../visit-tools.ts';
import type { AddOnOffer } from '../sales-tools.ts';
import type { Act } from './acts.ts';

/** What a sentence may assert. Each needs a committed record. */
export type Claim = 'price' | 'time' | 'booking' | 'dispatch' | 'message' | 'text' | 'line';

/** The facts a sentence may be made of: values the caller gave, and records that came back from tools. */
export interface SayFacts {
  readonly now: number;
  readonly zone: string;
  readonly business: { readonly name: string; readonly phone: string };
  readonly playbook: Playbook;
  readonly slots: CallState['slots'];
  readonly from: string;
  /** What the caller wishes of a time. */
  readonly wishes: CallState['wishes'];
  /** Windows on offer, in order. */
  readonly offered: readonly OfferedWindow[];
  /** The first window of each kind that can be kept. */
  readonly firstDay: OfferedWindow | null;
  readonly firstAfterHours: OfferedWindow | null;
  readonly chosen: OfferedWindow | null;
  readonly quotes: { readonly day: StoredQuote | null; readonly afterHours: StoredQuote | null };
  readonly booking: Tools['book_visit']['result'] | null;
  /** A window that is kept for the caller until an instant. */
  readonly hold: Tools['hold_window']['result'] | null;
  /** Why the schedule has nothing at the time last wished for. */
  readonly refused: WindowRefusal | null;
  /** It is we who rang. */
  readonly outbound: Outbound | null;
  readonly optedOut: boolean;
  /** Visits on file that the caller has shown to be theirs, the one that is meant, and what was changed of it. */
  readonly found: readonly FoundVisit[];
  readonly visit: FoundVisit | null;
  readonly change: Existing['change'];
  /** What is offered beside the visit, with its stored price, and whether it stands on the job by now. */
  readonly offer: AddOnOffer | null;
  readonly lineAdded: boolean;
  /** The link for a review goes out by text. */
  readonly reviewPromised: boolean;
  readonly alerted: boolean;
  readonly messageTaken: boolean;
}

/** A sentence of a phrasebook. `fixed` marks one without any value in it: it may come from the clip cache. */
export interface Phrase {
  readonly text: string;
  readonly fixed: boolean;
}

/** One language's wording. */
export interface Phrasebook {
  /** The sentences of an act; null when a record it needs is missing. */
  phrases(act: Act, facts: SayFacts): readonly Phrase[] | null;
  /** What a text asserts, by its words. */
  claims(text: string): ReadonlySet<Claim>;
  /** Is every amount in the text one of a stored quote or booking, said as it is stored? */
  amountsHold(text: string, facts: SayFacts): boolean;
  /** Is it one short sentence of courtesy, which states, promises and advises nothing? @param heard what the caller just said */
  isCourtesy(text: string, heard: string): boolean;
  /** For the job: the caller told of no smell, smoke or sparks. */
  readonly noDangerNote: string;
  /** What a person hears who is rung for the caller. @param recorded the talk that follows is recorded */
  whisper(facts: SayFacts, urgency: Urgency, recorded: boolean): Whisper;
  /** Is there a wording for this follow-up question? */
  canAsk(code: string): boolean;
}
