import { isHesitation } from '../language/en-US/intents.ts';
import { misdialled } from '../language/en-US/rough.ts';
import { asksWhyNot } from '../language/en-US/why-not.ts';
import type { Reading } from '../reading.ts';
import { openExisting } from '../specialists/existing.ts';
import { heardOutbound } from '../specialists/outbound.ts';
import { heardDropping } from '../specialists/dropping.ts';
import { askForPerson } from '../specialists/handover.ts';
import { takeMessage } from '../specialists/message.ts';
import {
  askAgainUncounted,
  end,
  keepListening,
  raiseUrgency,
  say,
  wantMessage,
  type Draft,
  type SpeechEvent,
} from './draft.ts';

/** Who asks for time again and again may be a recording. */
const MAX_WAITS = 5;

/** The same question is answered as often as this; then it is treated as what else it may be. */
const MAX_ANSWERS = 2;
/** The objection of a caller who has to ask somebody. */
const ASKS_SOMEBODY = 'ask_partner';
const NO_TOPIC = new Set(['person', 'robot_question', 'no_recording', 'repeat', 'wait', 'goodbye']);

/** A question or objection of the playbook beside no other fact: its answer, and our question again. */
const answerTopic = (draft: Draft, reading: Reading): boolean => {
  const { topic } = reading;
  const { asks } = draft.state;
  if (topic === null || NO_TOPIC.has(reading.intent)) return false;
  if (bringsFacts(reading) || reading.urgency === 'emergency' || reading.answer === 'yes') return false;
  if (objectsToOffer(draft, topic)) return false;
  const times = (asks[`topic:${topic}`] ?? 0) + 1;
  if (times > MAX_ANSWERS) return false;
  asks[`topic:${topic}`] = times;
  say(draft, 'answer_topic', { code: topic });
  if (topic === ASKS_SOMEBODY) draft.state.hold ??= 'wished';
  askAgainUncounted(draft);
  return true;
};

/** Who objects to what is offered beside the visit has said no to it. */
const objectsToOffer = ({ state, context }: Draft, topic: string): boolean =>
  state.pending?.act === 'ask_add_on' && context.playbook.objections.some(({ code }) => code === topic);

/** Facts beside the question, which must not be lost over it. Where a name is asked for, any words may pass for one. */
const bringsFacts = ({ slots }: Reading): boolean => {
  const { danger: _, access: __, name, ...others } = slots;
  return Object.keys(others).length > 0 || name?.matched === true;
};

const OFFERS = new Set([
  'offer_windows',
  'offer_window',
  'ask_other_time',
  'offer_new_windows',
  'offer_new_window',
  'ask_new_time',
]);

/** "Why not Tuesday?": that day is looked up like any other wish; without a day, the reason just found is told. */
const askedWhyNot = (draft: Draft, { slots: { window } }: Reading, { text }: SpeechEvent): boolean => {
  const { state } = draft;
  if (!OFFERS.has(state.pending?.act ?? '') || !asksWhyNot(text)) return false;
  if (window !== undefined && window.date !== null) {
    const { date, fromHour, toHour } = window;
    state.wishes = { ...state.wishes, date, fromHour, toHour, soonest: false };
    return true;
  }
  if (state.records.refused === undefined) return false;
  say(draft, 'why_not');
  askAgainUncounted(draft);
  return true;
};

/** What nobody has an answer ready for is left to the office, said so, and our own question stands. A model may word the courtesy. */
const openQuestion = (draft: Draft, reading: Reading, { text, model }: SpeechEvent): boolean => {
  if (!model || (model.reading === null && model.phrase === null)) return false;
  if (reading.answer !== null || bringsFacts(reading)) return false;
  const { asks } = draft.state;
  asks['open_questions'] = (asks['open_questions'] ?? 0) + 1;
  if (asks['open_questions'] > MAX_OPEN_QUESTIONS) return false;
  if (model.phrase !== null) say(draft, 'phrase', { text: model.phrase, heard: text });
  say(draft, 'office_will_confirm');
  askAgainUncounted(draft);
  return true;
};

/** Who wants a price and tells no problem, again and again, hears that of a general visit. */
const MAX_PRICE_ASKED = 3;
const MAX_OPEN_QUESTIONS = 4;
const EARLY = new Set(['ask_problem', 'ask_anything_else', 'ask_else', 'ask_resume']);
const OFFICE_MATTERS = new Set(['billing', 'complaint', 'message']);
const AFTERWARDS = new Set(['ask_anything_else', 'ask_else']);

/**
 * What a caller may say at any time, whatever was asked. True when the utterance is dealt with and only the next
 * question is left to be found.
 */
export const minded = (draft: Draft, reading: Reading, event: SpeechEvent): boolean => {
  const { state } = draft;
  const early = EARLY.has(state.pending?.act ?? '') && state.slots.problem === undefined;
  if (heardOutbound(draft, { event })) return true;
  if (heardDropping(draft, reading, event.text)) return true;
  if (askedWhyNot(draft, reading, event) || answerTopic(draft, reading)) return true;
  switch (reading.intent) {
    case 'person':
      askForPerson(draft);
      return true;
    case 'robot_question':
      say(draft, 'admit_robot');
      askAgainUncounted(draft);
      return true;
    case 'no_recording':
      state.noRecording = true;
      say(draft, 'stop_recording');
      askAgainUncounted(draft);
      return true;
    case 'repeat':
      if (state.pending?.act === 'ask_anything_else') state.asks['ask_anything_else'] = 0;
      else if (state.pending?.act === 'ask_else' && state.existing) state.existing.done = false;
      else askAgainUncounted(draft);
      return true;
    case 'greeting':
      // A hello into our own sentence is answered by that sentence.
      if (event.during !== null) keepListening(draft);
      else {
        say(draft, 'i_am_here');
        askAgainUncounted(draft);
      }
      return true;
    case 'wait':
      state.asks['waits'] = (state.asks['waits'] ?? 0) + 1;
      if (state.asks['waits'] > MAX_WAITS) return false;
      say(draft, 'hold_on');
      keepListening(draft);
      // Who says "um" goes on in a moment; who goes to look takes longer.
      if (draft.expect && !isHesitation(event.text)) draft.expect = { ...draft.expect, timeoutMs: 30_000 };
      return true;
    case 'wrong_number':
      if (!early && !(misdialled(event.text) && state.records.booking === null)) return false;
      say(draft, 'wrong_number');
      end(draft, 'wrong_number');
      return true;
    case 'vendor':
      if (!early) return false;
      say(draft, 'no_vendors');
      end(draft, 'vendor');
      return true;
    case 'goodbye':
      return leaving(draft, reading);
    case 'price':
      return early ? askedPrice(draft, reading) : false;
    case 'question':
      if (openQuestion(draft, reading, event)) return true;
      break;
    default:
      break;
  }
  if (early || AFTERWARDS.has(state.pending?.act ?? '')) {
    if (openExisting(draft, { reading, event, fresh: new Set() })) return true;
  }
  // What is an emergency by itself is seen to as one, whoever worked there before.
  const grave = reading.intent === 'complaint' && reading.urgency === 'emergency';
  if (early && OFFICE_MATTERS.has(reading.intent) && !grave) {
    if (reading.intent === 'complaint') {
      say(draft, 'sorry_to_hear');
      raiseUrgency(state, 'urgent');
    }
    const words = event.text.trim();
    wantMessage(draft, reading.intent, {
      text: words.split(/\s+/).length > 3 ? words : null,
      askText: true,
      askPhone: true,
    });
    return true;
  }
  return false;
};

const ANSWERED_BY_BYE = new Set([
  'ask_score',
  'ask_comment',
  'ask_call_back',
  'ask_access',
  'ask_detail',
  'ask_message',
  'ask_safety',
  'ask_else',
]);

/** The caller goes before the end: what we know reaches a person. */
const leaving = (draft: Draft, reading: Reading): boolean => {
  const { state } = draft;
  const act = state.pending?.act ?? '';
  // "That is all, thanks" answers some questions; who really goes hangs up, and that is an event of its own.
  if (state.records.booking || reading.answer !== null || ANSWERED_BY_BYE.has(act)) return false;
  if (worthCalling(draft)) takeMessage(draft, 'abandoned', null);
  say(draft, 'goodbye');
  end(draft, 'abandoned');
  return true;
};

/** Is there somebody to call back, and something to call about? */
export const worthCalling = ({ state }: Draft): boolean =>
  state.records.booking === null &&
  state.records.messages.length === 0 &&
  !(state.existing?.done ?? false) &&
  !(state.asks['put_aside'] !== undefined && state.slots.problem === undefined) &&
  (state.slots.phone !== undefined ||
    (state.urgency === 'emergency' && state.slots.address !== undefined) ||
    (state.from !== '' &&
      (state.slots.problem !== undefined || state.message !== null || state.existing !== undefined)));

/** The price of what? Where that was said in the same breath, it is taken in first. @returns whether the utterance is dealt with */
const askedPrice = (draft: Draft, { slots }: Reading): boolean => {
  draft.state.wantsPrice = true;
  if (slots.problem !== undefined) return false;
  const { asks } = draft.state;
  const times = (asks['price_asked'] ?? 0) + 1;
  asks['price_asked'] = times;
  if (times > MAX_PRICE_ASKED) return false;
  say(draft, 'price_depends');
  askAgainUncounted(draft);
  asks['ask_problem'] = Math.max(1, asks['ask_problem'] ?? 1);
  return true;
};
