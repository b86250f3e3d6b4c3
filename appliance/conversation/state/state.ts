import type { ExpectKind } from '#shared/link/expectation.ts';
import type { Doubt, Hazard, ProblemReading, Urgency } from '../reading.ts';
import type { AddOnOffer } from '../sales-tools.ts';
import type { OfferedWindow, StoredQuote, Tools } from '../tools.ts';
import type { Selling } from './selling.ts';
import type { Survey } from './survey.ts';
import type { Existing } from './existing.ts';
import type { Outbound } from './outbound.ts';
import type { Resume } from './resume.ts';
import type { AddressValue, ReadBackSlot, Slots } from './slots.ts';

/** Changes whenever a stored state of an earlier release could no longer be carried on. */
export const STATE_VERSION = 2;

export type Phase =
  | 'greeting'
  | 'safety'
  | 'intake'
  | 'identity'
  | 'address'
  | 'quote'
  | 'scheduling'
  | 'access'
  | 'booking'
  | 'wrap_up'
  | 'existing'
  | 'outbound'
  | 'message'
  | 'handover'
  | 'ended';

/** The question that waits for an answer. */
export interface Pending {
  readonly act: string;
  readonly kind: ExpectKind;
  /** The turn whose say asked it. */
  readonly turn: number;
}

/** Values that were read aloud and wait for a yes. */
export interface ReadBack {
  readonly slots: readonly ReadBackSlot[];
  readonly turn: number;
  /** False once we know that the caller did not hear it to its end. */
  readonly intact: boolean;
}

/** What the caller wants of a time, in local terms. */
export interface Wishes {
  readonly date: string | null;
  /** The nearer day that the caller's words may mean too, until they were asked which. */
  readonly sooner?: string;
  readonly fromHour: number | null;
  readonly toHour: number | null;
  readonly soonest: boolean;
  readonly afterHours: boolean | null;
}

/** Everything that came back from a tool. What is spoken about money, times and bookings comes from here alone. */
export interface Records {
  windows: readonly OfferedWindow[];
  /** Ids of the windows on offer, in the order they were spoken. */
  offered: readonly string[];
  /** Why the time last wished for cannot be had. */
  refused?: NonNullable<Tools['offer_windows']['result']['refused']>;
  /** Ids already spoken and not taken, or lost to another caller. */
  passed: readonly string[];
  /** Those of `passed` that another caller took. */
  lost?: readonly string[];
  /** The wish under which windows were declined last. */
  declinedFor?: string;
  quotes: { day: StoredQuote | null; afterHours: StoredQuote | null };
  /** True when the price book has no price for this service: the office tells it. */
  unpriced: boolean;
  area: { readonly served: boolean; readonly zip: string | null; readonly forPlace: string } | null;
  booking: Tools['book_visit']['result'] | null;
  hold?: Tools['hold_window']['result'];
  alert: string | null;
  /** What was offered beside the visit, and the line on the job once the caller wanted it. */
  offer?: AddOnOffer;
  line?: string;
  /** The number was put on the list of those that we do not call. */
  optedOut?: boolean;
  /** Ids of tasks made of messages. */
  messages: readonly string[];
}

/** What is to be handed to a person. */
export interface MessageWish {
  readonly reason: string;
  text: string | null;
  /** False when the reason already says all, or nobody is there to ask. */
  askText: boolean;
  askPhone: boolean;
  /** True when the promise was made and only the goodbye is left. */
  taken: boolean;
}

export interface Said {
  readonly turn: number;
  readonly acts: readonly string[];
  /** What we meant to say. */
  readonly text: string;
  /** What the caller heard, as the playout clock told; null until it did. */
  heard: string | null;
  complete: boolean;
}

/** The whole of a conversation, as plain JSON: what a checkpoint holds. */
export interface CallState {
  readonly version: number;
  readonly playbookDigest: string;
  phase: Phase;
  /** Counts what we said; `say-<turn>` names it. */
  turn: number;
  /** Caller's number as the line gave it, ten digits, or ''. Unverified. */
  from: string;
  bench: boolean;
  urgency: Urgency;
  slots: Slots;
  pending: Pending | null;
  readBack: ReadBack | null;
  /** How often each question was asked. */
  asks: Record<string, number>;
  silences: number;
  unclear: number;
  wishes: Wishes;
  records: Records;
  feeTold: { day: boolean; afterHours: boolean };
  /** Which fee the caller agreed to; `both` when they said yes to either. */
  feeAgreed: 'day' | 'after_hours' | 'both' | null;
  objections: number;
  wantsPrice: boolean;
  searches: number;
  /** The wishes the last search was for, as text. */
  searchedFor: string;
  bookingFailures: number;
  accessDone: boolean;
  /** Whether the caller has to ask somebody first: a window may be held for them. */
  hold?: 'wished' | 'settled';
  /** Another matter that is to be booked after this one. */
  later?: { readonly problem: ProblemReading; readonly urgency: Urgency };
  /** Visits booked in this call before the matter at hand. */
  visits?: number;
  /** How urgent the matters before this one were; the call is as urgent as its gravest. */
  gravest?: Urgency;
  message: MessageWish | null;
  /** The caller was gone before the end. `messages`: how many had been passed on by then. */
  cutOff?: { messages: number };
  /** It is we who rang. */
  outbound?: Outbound;
  /** A call that broke off, while it is not settled whether this one goes on with it. */
  resume?: Resume;
  /** What a customer on file was looked for by, and the place on file of one who was known by it. */
  known?: { askedFor: string; searches: number; place: AddressValue | null };
  /** The caller's matter with a visit that is booked already. */
  existing?: Existing;
  /** The one thing that is offered beside the visit. */
  selling?: Selling;
  /** How a visit was that is over. */
  survey?: Survey;
  /** Something alarming that was put aside by its own words and is worth one question. */
  doubt?: Doubt;
  /** Degrees Fahrenheit, as the caller told them. */
  temperatures?: { indoor?: number; outdoor?: number };
  /** `words`: what told of the danger, for whoever is alerted. */
  safety: { hazard: Hazard; utterance: string; said: number; alerted: boolean; words?: string } | null;
  /** A card number was begun: in which utterance (`keys`: by keys), and after which turn of ours. */
  card?: { readonly utterance: string; readonly turn: number };
  /** Digits the caller's latest words end on, which may go on: how many, in which utterances, and since which turn of ours. */
  digitRun?: { readonly count: number; readonly utterances: readonly string[]; readonly turn: number };
  /** Digits typed without a word between: how many, and since which turn of ours. */
  keyRun?: { readonly count: number; readonly turn: number };
  transfer: 'none' | 'trying' | 'failed' | 'done';
  noRecording: boolean;
  /** Digits typed so far. */
  keys: string;
  history: Said[];
  outcome: string | null;
  outcomeTold: boolean;
  ended: boolean;
}

/** A conversation before its first event. */
export const newCall = (options: { readonly playbookDigest: string }): CallState => ({
  version: STATE_VERSION,
  playbookDigest: options.playbookDigest,
  phase: 'greeting',
  turn: 0,
  from: '',
  bench: false,
  urgency: 'routine',
  slots: {},
  pending: null,
  readBack: null,
  asks: {},
  silences: 0,
  unclear: 0,
  wishes: { date: null, fromHour: null, toHour: null, soonest: false, afterHours: null },
  records: {
    windows: [],
    offered: [],
    passed: [],
    quotes: { day: null, afterHours: null },
    unpriced: false,
    area: null,
    booking: null,
    alert: null,
    messages: [],
  },
  feeTold: { day: false, afterHours: false },
  feeAgreed: null,
  objections: 0,
  wantsPrice: false,
  searches: 0,
  searchedFor: '',
  bookingFailures: 0,
  accessDone: false,
  message: null,
  safety: null,
  transfer: 'none',
  noRecording: false,
  keys: '',
  history: [],
  outcome: null,
  outcomeTold: false,
  ended: false,
});

/** The state of a call that is no conversation: nothing more is decided in it. @param outcome `owner`, `shadow` */
export const noConversation = (state: CallState, outcome: string): CallState => ({
  ...state,
  ended: true,
  phase: 'ended',
  pending: null,
  outcome,
});

/**
 * A stored state, when this release and playbook can carry it on; null when the call has to be handed over honestly.
 */
export const openState = (stored: unknown): CallState | null => {
  if (typeof stored !== 'object' || stored === null) return null;
  const state = stored as CallState;
  return state.version === STATE_VERSION ? state : null;
};

/** Names what a turn said; command ids, `heard` events and `after` carry it. */
export const sayIdOf = (turn: number): string => `say-${turn}`;

/** The turn a say id names, 0 when it names none. */
export const turnOf = (sayId: string | null): number => {
  const match = /(?:^|[/])say-(\d+)/.exec(sayId ?? '') ?? /^say-(\d+)$/.exec(sayId ?? '');
  return match ? Number(match[1]) : 0;
};
