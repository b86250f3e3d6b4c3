import type { Question } from '../listen/question.ts';

/** What a caller makes of an act: the question it asks. Acts that stand not here ask nothing a caller has facts for. */
export const QUESTION_OF: Readonly<Record<string, Question>> = {
  ask_problem: 'problem',
  ask_kind: 'kind',
  ask_safety: 'danger',
  ask_hazard: 'hazard',
  ask_now: 'danger',
  ask_name: 'name',
  ask_spell_name: 'spell_name',
  ask_spell_first_name: 'spell_first_name',
  ask_phone: 'phone',
  ask_phone_caller: 'caller_number',
  ask_phone_keys: 'phone_keys',
  ask_safe_phone: 'phone',
  ask_address: 'address',
  ask_house_number: 'house_number',
  ask_street: 'street',
  ask_spell_street: 'spell_street',
  ask_spell_city: 'spell_city',
  ask_city: 'city',
  ask_state: 'state',
  read_back_name: 'confirm',
  read_back_phone: 'confirm',
  read_back_address: 'confirm',
  read_back_contact: 'confirm',
  read_back_email: 'confirm',
  ask_fee: 'fee',
  ask_fee_choice: 'day_choice',
  offer_windows: 'windows',
  offer_window: 'window',
  ask_other_time: 'other_time',
  ask_access: 'access',
  ask_anything_else: 'anything_else',
  ask_message: 'message',
  ask_call_back: 'call_back',
  offer_person: 'call_back',
  life_safety: 'alarm',
  ask_visit_house: 'house_number',
  offer_new_windows: 'windows',
  offer_new_window: 'window',
  ask_new_time: 'other_time',
  ask_move_fee: 'fee',
  ask_else: 'anything_else',
};

/** Questions with an answer of their own: its words. */
export const ANSWER_OF: Readonly<Record<string, (name: string, house: string) => string>> = {
  ask_visit_facts: (name, house) => `My last name is ${name}, and the house number is ${house}.`,
  ask_person: () => 'Yes, speaking.',
  ask_visit_ok: () => 'Yes, that works for me.',
  ask_visit_name: (name) => `${name}.`,
  ask_same_address: () => 'Yes, it is.',
  ask_which_visit: () => 'The first one.',
  ask_cancel_sure: () => 'Yes, please cancel it.',
  ask_hold: () => 'Yes, please.',
  ask_add_on: () => 'No, thank you.',
  ask_score: () => 'Five.',
  ask_comment: () => 'No, that is all.',
  ask_resume: () => 'Yes, please.',
  ask_resume_fact: (name) => `My last name is ${name}.`,
};

/** Questions whose answer goes by their words, or is typed. */
const SPECIAL = new Set(['ask_detail', 'ask_house_number_keys', 'ask_zip_keys']);

/** The act of a turn that wants an answer: the last one that asks. */
export const askingAct = (acts: readonly string[], reacts: (act: string) => boolean): string | null =>
  acts.findLast((act) => reacts(act) || act in QUESTION_OF || act in ANSWER_OF || SPECIAL.has(act)) ?? null;
