import {
  ask,
  askAgainUncounted,
  asked,
  callTool,
  say,
  wantMessage,
  type Draft,
  type Heard,
  type Specialist,
} from '../decide/draft.ts';
import { placeTold } from '../state/slots.ts';
import type { Wishes } from '../state/state.ts';
import type { ServiceType } from '../playbook/schema.ts';
import type { OfferedWindow, QuoteRules, StoredQuote } from '../tools.ts';
import { asksPrice } from '../language/en-US/price-question.ts';
import { matterKey } from './second.ts';
import { loseWindow, searchBounds } from './passed.ts';
import { fitting, isWished, namedWindow, wishKey } from './windows.ts';

export type FeeKind = 'day' | 'after_hours';

export const kindOf = (window: OfferedWindow): FeeKind => (window.afterHours ? 'after_hours' : 'day');

/** The service type the price book and the schedule go by; what is unknown is a general visit of its trade. */
export const serviceTypeOf = (draft: Draft): string => {
  const problem = draft.state.slots.problem?.value;
  const trade = problem?.trade ?? draft.context.playbook.trades[0] ?? 'hvac';
  return problem?.serviceType ?? `general_${trade}`;
};

/** The playbook's service type of the problem; undefined where it has none. */
export const playbookType = ({ state, context }: Draft): ServiceType | undefined =>
  context.playbook.serviceTypes.find((entry) => entry.code === state.slots.problem?.value.serviceType);

/** By whose rules a quote is made: the state of the job where the caller named it, else the shop's. */
export const quoteRules = ({ state, context }: Draft): QuoteRules => ({
  state: state.slots.address?.value.state ?? context.business.state,
  depositCap: context.playbook.rules.depositCap,
});

const quoteOf = ({ state }: Draft, kind: FeeKind): StoredQuote | null =>
  kind === 'after_hours' ? state.records.quotes.afterHours : state.records.quotes.day;

export const MAX_SEARCHES = 6;

/** Was a time wished that none of the windows we know of fits, and not looked for yet? */
export const needsSearch = (draft: Draft): boolean => {
  const { state } = draft;
  if (state.searches === 0) return true;
  if (state.searches >= MAX_SEARCHES || !isWished(state.wishes) || state.searchedFor === wishKey(state.wishes))
    return false;
  return fitting(openWindows(draft), state.wishes).length === 0;
};

/** Asks the schedule for windows that fit the wishes. */
export const searchWindows = (draft: Draft, wishes: Wishes = draft.state.wishes): void => {
  const { state } = draft;
  state.searches += 1;
  state.searchedFor = wishKey(wishes);
  const { date, fromHour, toHour } = wishes;
  callTool(draft, {
    name: 'offer_windows',
    key: `offer-${matterKey(draft)}${state.searches}`,
    args: {
      serviceType: serviceTypeOf(draft),
      urgency: state.urgency,
      ...searchBounds(state),
      date,
      fromHour,
      toHour,
      place: placeTold(state.slots.address),
    },
  });
};

/** The time wished for cannot be had: told with the schedule's reason, where it was asked about this very day. */
export const sayNoSuchWindow = (draft: Draft): void => {
  const { records, wishes } = draft.state;
  if (records.refused?.date !== wishes.date) delete records.refused;
  say(draft, 'no_such_window');
};

/** A window was lost to another caller: what was known of the others may be lost as well, so they are asked for anew. */
export const lookAgain = (draft: Draft, lost: string | undefined): void => {
  const { state } = draft;
  if (lost !== undefined) loseWindow(state, lost);
  state.records.offered = [];
  if (state.searches >= MAX_SEARCHES) return;
  state.records.windows = [];
  state.wishes = { ...state.wishes, fromHour: null, toHour: null };
  searchWindows(draft, { ...state.wishes, date: null });
};

/** Windows that can be kept, as far as we know, and were not refused. */
export const openWindows = (draft: Draft): readonly OfferedWindow[] =>
  draft.state.records.windows.filter((window) => !draft.state.records.passed.includes(window.id));

/** Which fee is meant: the window taken, what the caller wished, the soonest in an emergency, or the only one there is. */
const kindWanted = (draft: Draft): FeeKind | null => {
  const { state } = draft;
  const windows = openWindows(draft);
  const taken = windows.find((window) => window.id === state.slots.window?.value);
  if (taken) return kindOf(taken);
  const [first] = windows;
  if (first && (state.urgency === 'emergency' || state.wishes.soonest)) return kindOf(first);
  const fits = fitting(windows, state.wishes);
  const kinds = new Set((fits.length > 0 ? fits : windows).map(kindOf));
  if (state.wishes.afterHours !== null) {
    const wished = state.wishes.afterHours ? 'after_hours' : 'day';
    if (kinds.has(wished)) return wished;
  }
  const [only] = kinds;
  if (kinds.size === 1 && only) return only;
  // While we can still come in hours, nobody needs to hear what the night costs.
  const [soonest] = fits.length > 0 ? fits : windows;
  return soonest && !soonest.afterHours ? 'day' : null;
};

/** Asks the price book once for each kind of fee. True when a tool is on its way. */
export const fetchQuotes = (draft: Draft, kinds: Iterable<FeeKind>): boolean => {
  const { state } = draft;
  if (state.records.unpriced) return false;
  const serviceType = serviceTypeOf(draft);
  for (const kind of kinds) {
    const afterHours = kind === 'after_hours';
    const rules = quoteRules(draft);
    if (quoteOf(draft, kind)?.state === rules.state) continue;
    callTool(draft, {
      name: 'quote_visit',
      key: `quote-${kind}-${serviceType}-${rules.state ?? ''}`,
      args: { serviceType, afterHours, rules },
    });
  }
  return draft.tools.length > 0;
};

/** Who asks for the price first hears it as soon as we know what it is for, and then what comes next. */
export const priceFirst: Specialist = {
  phase: 'quote',
  canHandle: ({ state }) => state.wantsPrice && state.slots.problem !== undefined,
  next: (draft) => {
    if (tellNow(draft)) draft.state.wantsPrice = false;
  },
};

/** Tells what coming costs now, and by day. @returns false while the price book is asked */
const tellNow = (draft: Draft): boolean => {
  const { state, context } = draft;
  const kinds: readonly FeeKind[] = context.open ? ['day'] : ['after_hours', 'day'];
  if (fetchQuotes(draft, kinds)) return false;
  state.asks[TOLD_ON_CALL] = 1;
  if (state.records.unpriced) say(draft, 'fee_by_office');
  else for (const fee of kinds) tellFee(draft, fee);
  return true;
};

const TOLD_ON_CALL = 'fee_on_call';

/** Where the shop's state wants the fee of a small repair told when the customer calls: before a name or number. */
export const feeOnCall: Specialist = {
  phase: 'quote',
  canHandle: (draft) => {
    const { state, context } = draft;
    const price = playbookType(draft)?.price;
    return (
      context.playbook.rules.feeTold === 'on_call_for_small_repairs' &&
      state.slots.problem !== undefined &&
      price !== 'estimate' &&
      state.asks[TOLD_ON_CALL] === undefined &&
      state.feeAgreed === null
    );
  },
  next: (draft) => void tellNow(draft),
};

const depositMark = ({ id }: StoredQuote): string => `deposit:${id}`;

/** The fee with all that belongs to it: the range in force and the deposit. */
const tellFee = (draft: Draft, kind: FeeKind): void => {
  const quote = quoteOf(draft, kind);
  if (quote?.deposit) draft.state.asks[depositMark(quote)] = 1;
  say(draft, 'tell_fee', { fee: kind });
};

/** The kind of fee that was agreed to and whose deposit the caller has not heard of yet. */
const depositOwed = (draft: Draft): FeeKind | null => {
  const { state } = draft;
  const taken = state.records.windows.find((window) => window.id === state.slots.window?.value);
  const kind = taken ? kindOf(taken) : state.feeAgreed;
  if (kind === null || kind === 'both') return null;
  const quote = quoteOf(draft, kind);
  return quote?.deposit && state.asks[depositMark(quote)] === undefined ? kind : null;
};

/** The booking needs a fee that was told and agreed to, for the kind of window it takes. */
const isAgreed = (draft: Draft): boolean => {
  const { state } = draft;
  if (state.feeAgreed === null) return false;
  const taken = state.records.windows.find((window) => window.id === state.slots.window?.value);
  return !taken || state.feeAgreed === 'both' || kindOf(taken) === state.feeAgreed;
};

/** What it costs that we come, told with what it buys, before anything is booked. */
export const quote: Specialist = {
  phase: 'quote',
  canHandle: (draft) => !isAgreed(draft) || depositOwed(draft) !== null,
  next: (draft) => {
    const { state } = draft;
    const owed = isAgreed(draft) ? depositOwed(draft) : null;
    const due = owed && quoteOf(draft, owed);
    if (owed !== null && due) {
      state.asks[depositMark(due)] = 1;
      say(draft, 'tell_deposit', { fee: owed });
      return;
    }
    if (needsSearch(draft)) {
      searchWindows(draft);
      return;
    }
    const windows = openWindows(draft);
    if (windows.length === 0) {
      if (isWished(state.wishes) && state.searches < MAX_SEARCHES) {
        state.wishes = { ...state.wishes, date: null, fromHour: null, toHour: null };
        searchWindows(draft);
        return;
      }
      say(draft, 'cannot_book');
      wantMessage(draft, 'no_window');
      return;
    }
    const wanted = kindWanted(draft);
    const kinds = wanted === null ? new Set(windows.map(kindOf)) : new Set([wanted]);
    if (fetchQuotes(draft, kinds)) return;
    if (asked(draft, 'ask_fee') + asked(draft, 'ask_fee_choice') >= 6) {
      wantMessage(draft, 'fee_not_agreed');
      return;
    }
    if (wanted !== null) askOne(draft, wanted);
    else askBoth(draft, windows);
  },
  hears: {
    ask_fee: (draft, heard) => hearFee(draft, heard),
    ask_fee_choice: (draft, heard) => hearChoice(draft, heard),
  },
};

const askOne = (draft: Draft, kind: FeeKind): void => {
  const { state } = draft;
  if (state.records.unpriced) say(draft, 'fee_by_office');
  else tellFee(draft, kind);
  if (kind === 'day') state.feeTold.day = true;
  else state.feeTold.afterHours = true;
  state.asks['fee_kind'] = kind === 'day' ? 1 : 2;
  ask(draft, 'ask_fee', 'yes_no', { fee: kind });
};

const askBoth = (draft: Draft, windows: readonly OfferedWindow[]): void => {
  const { state } = draft;
  const late = windows.find((window) => window.afterHours);
  const day = windows.find((window) => !window.afterHours);
  if (state.records.unpriced) say(draft, 'fee_by_office');
  else say(draft, 'tell_fees');
  state.feeTold = { day: true, afterHours: true };
  state.records.offered = [late, day].filter((window) => window !== undefined).map((window) => window.id);
  ask(draft, 'ask_fee_choice', 'choice');
};

const evidenceOf = ({ event }: Heard) => ({ utterance: event.utterance, startMs: event.startMs, heard: event.text });

/** Takes a window for the caller; whether its fee was agreed is the quote specialist's business. */
export const takeWindow = (draft: Draft, window: OfferedWindow, heard: Heard): void => {
  draft.state.slots.window = { value: window.id, evidence: evidenceOf(heard), state: 'heard', attempts: 0 };
};

const offeredWindows = (draft: Draft): readonly OfferedWindow[] =>
  draft.state.records.offered
    .map((id) => draft.state.records.windows.find((window) => window.id === id))
    .filter((window) => window !== undefined);

const hearFee = (draft: Draft, heard: Heard): boolean => {
  const { state } = draft;
  const kind: FeeKind = state.asks['fee_kind'] === 2 ? 'after_hours' : 'day';
  const { reading } = heard;
  const window = namedWindow(reading.slots.window, [], openWindows(draft));
  if (window && reading.answer !== 'no') {
    takeWindow(draft, window, heard);
    if (kindOf(window) === kind) state.feeAgreed = kind;
    return true;
  }
  if (tellAgain(draft, heard)) return true;
  if (reading.answer === 'yes') {
    state.feeAgreed = kind;
    return true;
  }
  if (heard.fresh.has('wishes') && reading.answer !== 'no') {
    // Who goes on to the time has taken the fee, where that time costs the same.
    delete state.slots.window;
    if (!needsSearch(draft) && kindWanted(draft) === kind) state.feeAgreed = kind;
    return true;
  }
  if (reading.answer === 'no' || reading.intent === 'price' || reading.intent === 'complaint') {
    object(draft);
    return true;
  }
  return false;
};

const hearChoice = (draft: Draft, heard: Heard): boolean => {
  const { state } = draft;
  const { reading } = heard;
  const windows = openWindows(draft);
  const time = reading.slots.window;
  const byHour = time !== undefined && time.fromHour !== null ? namedWindow(time, [], windows) : null;
  if (byHour) {
    takeWindow(draft, byHour, heard);
    state.feeAgreed = kindOf(byHour);
    return true;
  }
  const place = time?.choice ?? null;
  const byPlace = place === null ? undefined : offeredWindows(draft)[place];
  const kind = byPlace ? kindOf(byPlace) : kindNamed(draft, heard);
  if (kind !== null) {
    state.feeAgreed = kind;
    return true;
  }
  if (tellAgain(draft, heard)) return true;
  if (reading.answer === 'yes') {
    state.feeAgreed = 'both';
    return true;
  }
  if (reading.answer === 'no' || reading.intent === 'price' || reading.intent === 'complaint') {
    object(draft);
    return true;
  }
  return false;
};

/** The fee meant by a day, a time of day, or "after hours". A day with both goes by what was told of that day. */
const kindNamed = (draft: Draft, { reading }: Heard): FeeKind | null => {
  const time = reading.slots.window;
  if (!time || (time.date === null && time.fromHour === null && time.toHour === null)) {
    if (reading.slots.afterHours === true) return 'after_hours';
    const [first] = openWindows(draft);
    return time?.soonest && first ? kindOf(first) : null;
  }
  const inTime = fitting(openWindows(draft), time);
  // A time of the day that is full still tells the day.
  const fits =
    inTime.length > 0 || time.date === null
      ? inTime
      : fitting(openWindows(draft), { ...time, fromHour: null, toHour: null });
  const kinds = new Set(fits.map(kindOf));
  const [only] = kinds;
  if (kinds.size <= 1) return only ?? null;
  const [told] = fitting(offeredWindows(draft), { date: time.date, fromHour: null, toHour: null });
  return told ? kindOf(told) : (only ?? null);
};

/** Who asks once more what it costs hears it once more, explained at the first time: a question is no objection. */
const tellAgain = (draft: Draft, { reading }: Heard): boolean => {
  const { asks } = draft.state;
  if (reading.answer === 'no' || reading.intent !== 'price' || !asksPrice(reading.text)) return false;
  asks['fee_asked'] = (asks['fee_asked'] ?? 0) + 1;
  if (asks['fee_asked'] === 1) say(draft, 'explain_fee');
  askAgainUncounted(draft);
  return true;
};

/** An objection is answered once; then the caller chooses. */
const object = (draft: Draft): void => {
  const { state } = draft;
  state.objections += 1;
  if (state.objections === 1) {
    say(draft, 'explain_fee');
    return;
  }
  ask(draft, 'ask_call_back', 'yes_no');
};
