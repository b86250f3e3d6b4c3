import { soundsUpset } from '../language/en-US/upset.ts';
import { soundsLikeChild, swears, withoutCurses } from '../language/en-US/rough.ts';
import { askForGrownUp } from '../specialists/grown-up.ts';
import { namesHours } from '../language/en-US/codes.ts';
import { hasCueOfAnother } from '../language/en-US/another.ts';
import type { Reading } from '../reading.ts';
import { namesPhone } from '../language/en-US/phone.ts';
import { isWholePhone } from '../state/slots.ts';
import { shown } from '../state/references.ts';
import type { ExpectKind } from '#shared/link/expectation.ts';
import { absorb } from './absorb.ts';
import { bareCorrection } from './bare-correction.ts';
import { heedCard } from './cards.ts';
import {
  type Draft,
  type SpeechEvent,
  askAgainUncounted,
  asked,
  keepListening,
  raiseUrgency,
  say,
  wantMessage,
} from './draft.ts';
import { minded } from './manners.ts';
import { mergeReadings } from '../read/model/merge.ts';
import { leaveOffer } from '../specialists/cross-sell.ts';
import { isGrave } from '../specialists/doubt.ts';
import { takesUp } from '../specialists/outbound.ts';
import { readContextOf, readingOf } from './reading-of.ts';
import { hearerOf, supervise } from './supervisor.ts';

/** What a model made of the same words, where it was asked in time. */
const withModel = (draft: Draft, { model }: SpeechEvent, rule: Reading): Reading => {
  if (!model?.reading) return rule;
  const context = readContextOf(draft, draft.state.pending?.kind ?? 'open', false);
  return mergeReadings(rule, model.reading, draft.context.reader, context);
};

const KIND_OF: Readonly<Record<string, ExpectKind>> = {
  read_back_name: 'name',
  read_back_phone: 'phone',
  read_back_address: 'address',
  ask_phone_caller: 'phone',
};

/**
 * A correction of a read-back often comes without its cue ("no, Miller"): the same words are read once more as the
 * kind of fact that was read back.
 */
const readAgain = (draft: Draft, text: string, reading: Reading): Reading => {
  const act = draft.state.pending?.act ?? '';
  const kind = KIND_OF[act];
  const mended = bareCorrection(draft, text, reading);
  if (mended) return mended;
  if (kind === undefined) return latePhone(draft, text, reading) ?? lateCorrection(draft, text, reading);
  if (reading.answer === 'yes' || reading.intent === 'repeat' || text.trim().split(/\s+/).length < 2) return reading;
  const slot = act === 'read_back_name' ? 'name' : act === 'read_back_address' ? 'address' : 'phone';
  if (reading.slots[slot] !== undefined) return reading;
  const again = readingOf(draft, text, kind).slots;
  const name = again.name;
  if (slot === 'name' && name && (name.matched || name.spelled))
    return { ...reading, slots: { ...reading.slots, name } };
  if (slot === 'phone' && again.phone) return { ...reading, slots: { ...reading.slots, phone: again.phone } };
  const address = again.address;
  if (slot === 'address' && address) return { ...reading, slots: { ...reading.slots, address } };
  return reading;
};

/**
 * "No, it is five five five, oh one four three", said long after the number, whatever was asked: seven digits in a row
 * are no time and no house number, fewer count where the number is named.
 */
const latePhone = (draft: Draft, text: string, reading: Reading): Reading | null => {
  const known = draft.state.slots.phone;
  const { address, phone: heard } = reading.slots;
  if (!known || !isWholePhone(known.value) || heard || (address?.street ?? null) !== null || namesHours(text))
    return null;
  if (reading.answer !== 'no' && reading.intent !== 'correction') return null;
  const { phone } = readingOf(draft, text, 'phone').slots;
  if (!phone || (phone.digits.length < 7 && !namesPhone(text))) return null;
  const { window: _, address: __, ...others } = reading.slots;
  return { ...reading, slots: { ...others, phone } };
};

/** "No, it's Oak Street", said long after the address: no question of ours asks for one now, so the words must show it. */
const lateCorrection = (draft: Draft, text: string, reading: Reading): Reading => {
  const { slots } = draft.state;
  if (reading.answer !== 'no' && reading.intent !== 'correction') return reading;
  if (!slots.address || reading.slots.address || reading.slots.window || reading.slots.name || reading.slots.phone)
    return reading;
  const { address } = readingOf(draft, text, 'address').slots;
  const shown = address !== undefined && ((address.street ?? '').includes(' ') || address.placeMatched);
  return shown ? { ...reading, slots: { ...reading.slots, address } } : reading;
};

/** Danger to people heard: from here on nothing else matters. */
export const heedDanger = (draft: Draft, reading: Reading, utterance: string): boolean => {
  const { state } = draft;
  if (reading.urgency !== 'life_safety') return false;
  raiseUrgency(state, 'life_safety');
  if (state.safety) return false;
  state.safety = { hazard: reading.hazard ?? 'gas', utterance, said: 0, alerted: false, words: reading.text };
  return true;
};

const AT_ANY_TIME = new Set(['wait', 'repeat', 'person', 'robot_question', 'no_recording', 'goodbye', 'greeting']);

/** Another problem told in place of a name or a number is no name: the words are read as they would be at any time. */
const ofAnother = (draft: Draft, text: string): Reading | null => {
  const { pending, slots } = draft.state;
  if (!slots.problem || pending === null || pending.kind === 'open' || !hasCueOfAnother(text)) return null;
  const open = readingOf(draft, text, 'open');
  const told = open.slots.problem?.serviceType ?? null;
  return told !== null && told !== slots.problem.value.serviceType ? open : null;
};

/** Where one kind of answer is expected, "hold on" may pass for a name: what callers say at any time is looked for by itself. */
const withManners = (draft: Draft, text: string, reading: Reading): Reading => {
  const another = ofAnother(draft, text);
  if (another) return another;
  if (reading.intent !== 'answer' || reading.answer !== null) return reading;
  const { intent } = readingOf(draft, text, 'open');
  return AT_ANY_TIME.has(intent) ? { ...reading, intent } : reading;
};

/** Where any word may pass for a name. */
const NAMES: ReadonlySet<string> = new Set(['name', 'spelling']);

/** One utterance of the caller, from words to what comes next. */
export const listen = (draft: Draft, spoken: SpeechEvent): void => {
  const { state } = draft;
  if (spoken.text.trim() === '') {
    if (spoken.during !== null || state.transfer === 'trying' || takesUp(draft, spoken)) keepListening(draft);
    else notUnderstood(draft);
    return;
  }
  state.silences = 0;
  delete state.keyRun;
  if (state.safety?.utterance === spoken.utterance && spoken.utterance !== '') {
    keepListening(draft);
    return;
  }
  if (heedCard(draft, spoken)) return;
  const cursing = !state.safety && swears(spoken.text);
  const words = cursing && NAMES.has(state.pending?.kind ?? '') ? withoutCurses(spoken.text) : spoken.text;
  const first = withManners(draft, words, readingOf(draft, words, state.pending?.kind ?? 'open'));
  const reading = withModel(draft, spoken, readAgain(draft, words, first));
  const event = { ...spoken, text: shown(spoken.text) };
  const fresh = new Set<string>();
  if (heedDanger(draft, reading, event.utterance)) {
    absorb(draft, reading, event, fresh);
    supervise(draft);
    return;
  }
  raiseUrgency(state, reading.urgency);
  if (state.transfer === 'trying') {
    keepListening(draft);
    return;
  }
  if (cursing) calmDown(draft);
  if (reading.intent === 'complaint' || soundsUpset(event.text)) state.asks['upset'] = (state.asks['upset'] ?? 0) + 1;
  if (isGrave(reading.doubt)) keepDoubt(draft, reading, event, fresh);
  if (!state.safety && minded(draft, reading, event)) {
    state.unclear = 0;
    if (!draft.settled) supervise(draft);
    return;
  }
  absorb(draft, reading, event, fresh);
  keepDoubt(draft, reading, event, fresh);
  if (!state.safety && !state.records.booking && soundsLikeChild(event.text) && asked(draft, 'ask_grown_up') < 2) {
    askForGrownUp(draft);
    return;
  }
  const corrected = correctedEarlier(draft, fresh) || fresh.has('moved');
  // The "no" of "no, it's Oak Street" is no answer to the question about something else.
  const understood = !corrected && (hearerOf(draft)?.(draft, { reading, event, fresh }) ?? false);
  const something = [...fresh].some((name) => !name.startsWith('same:'));
  if (!understood && !something) {
    if (cursing && stayCalm(draft)) supervise(draft);
    else notUnderstood(draft);
    return;
  }
  if (corrected && !fresh.has('moved')) say(draft, 'ack_correction');
  state.unclear = 0;
  if (!understood && state.pending) forgiveQuestion(draft);
  if (!draft.settled) supervise(draft);
};

/** Said once, whatever else was in the words: then the help goes on. */
const calmDown = (draft: Draft): void => {
  const { asks } = draft.state;
  if (asks['calm'] === undefined) say(draft, 'stay_calm');
  asks['calm'] = (asks['calm'] ?? 0) + 1;
};

/** Cursing alone is answered by our own question, a few times; then it is what cannot be understood. */
const stayCalm = (draft: Draft): boolean => {
  if ((draft.state.asks['calm'] ?? 0) > MAX_CURSES) return false;
  askAgainUncounted(draft);
  return true;
};
const MAX_CURSES = 3;

/** Questions that ask for danger already. */
const OF_DANGER = new Set(['ask_safety', 'ask_hazard', 'ask_now']);

/** Something alarming, put aside by its own words, is asked back once, at the first time; what a model takes for danger, in any case. */
const keepDoubt = ({ state }: Draft, reading: Reading, event: SpeechEvent, fresh: Set<string>): void => {
  const { doubt } = reading;
  if (!doubt) return;
  if (OF_DANGER.has(state.pending?.act ?? '')) {
    if (!isGrave(doubt) || reading.answer !== null || reading.slots.danger !== undefined) return;
    state.slots.danger = {
      value: 'possible',
      evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
      state: 'heard',
      attempts: 0,
    };
    fresh.add('danger');
    return;
  }
  const grave = isGrave(doubt) && !isGrave(state.doubt);
  if (!grave && (state.doubt || state.records.booking !== null)) return;
  state.doubt = doubt;
  fresh.add('doubt');
};

/** Something else than the answer came: the question is asked again without counting against the caller. */
const forgiveQuestion = (draft: Draft): void => {
  const { state } = draft;
  const act = state.pending?.act;
  const times = (state.asks['forgiven'] ?? 0) + 1;
  state.asks['forgiven'] = times;
  if (act !== undefined && times <= 8) state.asks[act] = Math.max(0, (state.asks[act] ?? 1) - 1);
  if (state.readBack) state.readBack = null;
};

/** A fact that was settled before was changed just now, outside its own question. */
const correctedEarlier = (draft: Draft, fresh: ReadonlySet<string>): boolean => {
  const act = draft.state.pending?.act ?? '';
  return (['name', 'phone', 'address'] as const).some((name) => {
    const slot = draft.state.slots[name];
    return (
      fresh.has(name) && slot !== undefined && slot.attempts > 0 && !act.includes(name) && act !== 'read_back_contact'
    );
  });
};

/** Twice unclear: simpler words. Three times: a person calls back. */
export const notUnderstood = (draft: Draft): void => {
  const { state } = draft;
  if (leaveOffer(draft)) return;
  state.unclear += 1;
  if (state.readBack) state.readBack = null;
  if (state.unclear >= 4 && state.message === null) {
    say(draft, 'trouble_hearing');
    wantMessage(draft, 'not_understood');
  } else say(draft, 'did_not_catch');
  supervise(draft);
};
