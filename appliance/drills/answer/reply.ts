import type { Persona } from '../caller/persona.ts';
import { digitRuns } from '../listen/digits.ts';
import { lastPlaceOf } from '../listen/likeness.ts';
import type { Question } from '../listen/question.ts';
import { wordsOf } from '../listen/words.ts';
import {
  bareStreet,
  digitByDigit,
  spelled,
  spelledWithWords,
  spokenAccess,
  spokenAddress,
  spokenCity,
  spokenName,
  spokenPhone,
} from './wording.ts';

/** The number of the call itself, as a read-out of its last digits shows it. */
const callerNumberReply = (persona: Persona, heard: string): string => {
  const shown = persona.callerId === 'same' ? persona.phone : persona.callerId;
  const digits = digitRuns(wordsOf(heard))
    .map((run) => run.digits)
    .filter((run) => run.length >= 3)
    .join('');
  if (shown === persona.phone && (digits === '' || persona.phone.endsWith(digits)))
    return 'Yes, that is the best number.';
  return `No, please use ${spokenPhone(persona.phone)}.`;
};

const letterByLetter = (name: string, again: number): string => (again === 0 ? spelled(name) : spelledWithWords(name));

/** What sort of visit the caller wants, by what they ought to be booked for. */
const visitKind = (serviceType: string): string => {
  if (/tune_up|maintenance|inspection/.test(serviceType)) return 'It is for maintenance.';
  return /estimate|replacement|install|upgrade/.test(serviceType) ? 'A price for something new.' : 'It is a repair.';
};

/**
 * What a caller answers to questions with a plain answer; null for those that need judgement (read-backs, windows).
 * @param again how often this question was asked before
 */
export const plainReply = (persona: Persona, question: Question, heard: string, again: number): string | null => {
  const { address, problem } = persona;
  switch (question) {
    case 'problem':
      return problem.opening;
    case 'kind':
      return visitKind(problem.serviceType);
    case 'danger':
    case 'hazard':
      return again === 0 ? problem.danger : 'No.';
    case 'name':
      return again === 0 ? `My name is ${spokenName(persona)}.` : `${spokenName(persona)}.`;
    case 'spell_name':
      return letterByLetter(persona.name.last, again);
    case 'spell_first_name':
      return letterByLetter(persona.name.first, again);
    case 'phone':
      return again === 0 ? `It is ${spokenPhone(persona.phone)}.` : `${spokenPhone(persona.phone)}.`;
    case 'caller_number':
      return callerNumberReply(persona, heard);
    case 'address':
      return spokenAddress(persona, again > 0);
    case 'house_number':
      return `${digitByDigit(address.houseNumber)}.`;
    case 'street':
      return `${address.street}.`;
    case 'spell_street':
      return letterByLetter(bareStreet(persona), again);
    case 'spell_city':
      return letterByLetter(address.city, again);
    case 'city':
      return `${spokenCity(persona)}.`;
    case 'state':
      return `${address.state}.`;
    case 'fee':
      return 'Yes, that is fine.';
    case 'access':
      return spokenAccess(persona);
    case 'alarm':
      return 'There is no gas and no fire. Nothing is wrong like that.';
    case 'anything_else':
      return 'No, that is all. Thank you.';
    case 'message':
      return `Please call me back. ${problem.opening.replace(/^\w+, /, '')}`;
    case 'call_back':
      return 'Yes, please.';
    case 'phone_keys':
    case 'confirm':
    case 'day_choice':
    case 'windows':
    case 'window':
    case 'other_time':
    case 'goodbye':
      return null;
  }
};

/** The answer to a follow-up about the trouble, when the caller has one ready. */
export const followUpReply = (persona: Persona, heard: string): string | null => {
  const words = wordsOf(heard);
  const fitting = persona.problem.answers.flatMap(({ ask, say }) => {
    const place = lastPlaceOf(words, ask, 0.25);
    return place ? [{ say, ...place }] : [];
  });
  return fitting.toSorted((a, b) => b.end - a.end)[0]?.say ?? null;
};
