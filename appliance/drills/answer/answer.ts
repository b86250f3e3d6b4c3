import type { Persona } from '../caller/persona.ts';
import { lastPlaceOf } from '../listen/likeness.ts';
import { isFiller, questionIn, type Question } from '../listen/question.ts';
import type { OwnSound } from '../listen/own-sound.ts';
import { checkReadBack } from '../listen/read-back.ts';
import { windowsIn } from '../listen/window.ts';
import { wordsOf } from '../listen/words.ts';
import type { CallerAnswer, CallerState } from './caller-state.ts';
import { correction } from './correction.ts';
import { followUpReply, plainReply } from './reply.ts';
import { chooseDay, chooseWindow } from './window-choice.ts';
import { spokenPhone } from './wording.ts';

/** A caller who was asked this much gives up: no booking takes so long. */
export const MAX_TURNS = 45;
/** Asks to repeat this often; then it says that it does not know. */
const MAX_REPEATS = 2;
/** Who was lost this often in a row rings off. */
const MAX_LOST = 4;

type Reply = Partial<Omit<CallerAnswer, 'state' | 'question'>> & { readonly state?: Partial<CallerState> };

const confirm = (persona: Persona, own: OwnSound, state: CallerState, heard: string): Reply => {
  const { facts, wrong } = checkReadBack(heard, persona, own);
  const agreed = [...new Set([...state.agreed, ...facts.filter((fact) => !wrong.includes(fact))])];
  if (wrong.length === 0) return { say: 'Yes, that is right.', state: { agreed } };
  const counts = wrong.map((fact) => [fact, state.refused[fact] ?? 0] as const);
  const refused = { ...state.refused, ...Object.fromEntries(counts.map(([fact, before]) => [fact, before + 1])) };
  return { say: correction(persona, wrong, Math.max(...counts.map(([, before]) => before))), state: { refused } };
};

const pickWindow = (persona: Persona, state: CallerState, heard: string): Reply | null => {
  const answer = chooseWindow(persona, windowsIn(heard), state.wished);
  if (!answer) return null;
  return { say: answer.say, state: { wished: answer.wished, chosen: answer.chosen ?? state.chosen } };
};

const wishFor = (persona: Persona): string => {
  const wish = persona.window;
  if (wish.kind === 'part')
    return `${wish.day === 'tomorrow' ? `Tomorrow ${wish.part}` : `This ${wish.part}`}, please.`;
  return wish.kind === 'hours' && wish.day === 'today' ? 'Tonight, please.' : 'Tomorrow morning, please.';
};

const lost = ({ lost: before }: CallerState): Reply => {
  if (before > MAX_LOST) return { say: 'I am sorry, I will call again later. Goodbye.', hangUp: true };
  const say = before < MAX_REPEATS ? 'Sorry, could you repeat that?' : 'I am not sure.';
  return { say, state: { lost: before + 1 } };
};

const replyTo = (
  persona: Persona,
  own: OwnSound,
  state: CallerState,
  heard: string,
  question: Question | null,
): Reply => {
  if (question === null) {
    if (isFiller(heard)) return { say: null };
    const say = followUpReply(persona, heard);
    return say === null ? lost(state) : { say };
  }
  if (question === 'goodbye') return { say: null, hangUp: true };
  if (question === 'confirm') return confirm(persona, own, state, heard);
  if (question === 'day_choice') return { say: chooseDay(persona, heard) };
  if (question === 'windows' || question === 'window') return pickWindow(persona, state, heard) ?? lost(state);
  if (question === 'other_time') return { say: wishFor(persona), state: { wished: true } };
  if (question === 'phone_keys') return { say: null, press: persona.phone };
  const again = state.asked[question] ?? 0;
  if (question === 'alarm' && again > 0) return { say: 'Goodbye.', hangUp: true };
  return { say: plainReply(persona, question, heard, again) ?? `${spokenPhone(persona.phone)}.` };
};

/** A booking told in the same turn as the next question. */
const bookedIn = (heard: string): CallerState['booked'] => {
  const words = wordsOf(heard);
  const place = lastPlaceOf(words, 'you are booked for');
  return place ? (windowsIn(words.slice(place.start).join(' '))[0] ?? null) : null;
};

/**
 * One turn of a caller: what was heard of the far end since the caller last spoke leads to what the caller says.
 * Pure: the same caller, memory and words give the same answer.
 */
export const answer = (persona: Persona, own: OwnSound, before: CallerState, heard: string): CallerAnswer => {
  const question = questionIn(heard);
  const state: CallerState = {
    ...before,
    turns: before.turns + 1,
    booked: bookedIn(heard) ?? before.booked,
    callBackPromised: before.callBackPromised || lastPlaceOf(wordsOf(heard), 'someone will call you back') !== null,
  };
  const giveUp = state.turns > MAX_TURNS;
  const reply: Reply = giveUp
    ? { say: 'I am sorry, I have to go. Goodbye.', hangUp: true }
    : replyTo(persona, own, state, heard, question);
  const asked = question === null ? state.asked : { ...state.asked, [question]: (state.asked[question] ?? 0) + 1 };
  return {
    state: { ...state, lost: 0, ...reply.state, asked },
    question,
    say: reply.say ?? null,
    press: reply.press ?? null,
    hangUp: reply.hangUp ?? false,
  };
};
