import { correction } from '../answer/correction.ts';
import { followUpReply, plainReply } from '../answer/reply.ts';
import { digitByDigit } from '../answer/wording.ts';
import type { Turn } from '../line/turn.ts';
import type { Random } from '../random.ts';
import type { Facts } from '../scenario/persona.ts';
import { wrongIn } from './check.ts';
import type { Persona } from './persona.ts';
import { ANSWER_OF, QUESTION_OF } from './questions.ts';
import { answerOffer, type SpokenWish } from './wish.ts';

/** What a caller knows when they answer. */
export interface Knowledge {
  readonly persona: Persona;
  readonly facts: Facts;
  readonly random: Random;
  readonly wish: SpokenWish | null;
  /** How often this act was asked before. */
  readonly again: number;
}

const YES = ['Yes.', 'Yes, that is right.', 'That is correct.', 'Yep, that is it.'] as const;
const FINE = ['Yes, that is fine.', 'Okay.', 'Sure, that is okay.', 'Yes.'] as const;
const DONE = ['No, that is all. Thank you.', 'No thanks.', 'That is all, thank you.'] as const;

/** What the caller types where keys are asked for; null where they are not. */
export const keysFor = (act: string, { phone, address }: Facts): string | null => {
  if (act === 'ask_phone_keys') return phone;
  if (act === 'ask_house_number_keys') return `${address.house.replace(/\D/g, '')}#`;
  return act === 'ask_zip_keys' ? (address.zip ?? '45503') : null;
};

/** The plain answer of a caller with these facts, null when they have none. */
export const plainAnswer = (act: string, turn: Turn, know: Knowledge): string | null => {
  const { persona, facts, random, wish, again } = know;
  if (act === 'ask_detail') return followUpReply(persona, turn.text) ?? 'I am not sure.';
  const known = ANSWER_OF[act];
  if (known) return known(persona.name.last, digitByDigit(persona.address.houseNumber));
  const question = QUESTION_OF[act];
  switch (question) {
    case undefined:
      return null;
    case 'confirm': {
      const wrong = wrongIn(act, turn.text, persona);
      return wrong.length === 0 ? random.pick(YES) : correction(persona, wrong, again);
    }
    case 'fee':
      return random.pick(FINE);
    case 'day_choice':
      return wish === null ? 'The first one.' : `${wish.day.replace(/^on /, '')}, please.`;
    case 'windows':
    case 'window':
      return answerOffer(wish, turn.text, again, random.next() < 0.5);
    case 'other_time':
      return wish === null ? 'Tomorrow morning.' : `${wish.whole}, please.`;
    case 'anything_else':
      return random.pick(DONE);
    case 'message':
      return facts.message ?? plainReply(persona, 'message', turn.text, again);
    case 'alarm':
      return 'Okay, we are leaving the house.';
    default:
      return plainReply(persona, question, turn.text, again);
  }
};
