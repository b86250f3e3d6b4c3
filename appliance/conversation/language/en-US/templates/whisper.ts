import type { Whisper } from '#shared/link/commands.ts';
import type { SayFacts } from '../../../say/phrasebook.ts';
import { fullName } from '../../../state/slots.ts';
import type { Urgency } from '../../../reading.ts';
import { spokenAddress } from './addresses.ts';

/** A longer account is for the talk itself. */
const PROBLEM_WORDS = 25;

const URGENT: Readonly<Record<Urgency, string | null>> = {
  routine: null,
  urgent: 'It is urgent.',
  emergency: 'It is an emergency.',
  life_safety: 'There is danger to people: they were told to call nine one one.',
};

/** What a person hears who is rung for a caller: who, about what, where, how urgent. Codes of gates and doors are never in it. */
export const whisperOf = (facts: SayFacts, urgency: Urgency, recorded: boolean): Whisper => {
  const { address, name, problem } = facts.slots;
  const words = problem?.value.text.split(/\s+/) ?? [];
  const place = address?.value;
  const told = [
    URGENT[urgency],
    name ? `${fullName(name.value)} is on the line.` : 'I do not have their name yet.',
    words.length === 0
      ? 'They asked for a person.'
      : `They said: ${words.slice(0, PROBLEM_WORDS).join(' ')}${words.length > PROBLEM_WORDS ? ', and more' : ''}.`,
    place?.street != null || place?.city != null ? `The address is ${spokenAddress(place)}.` : null,
  ];
  return {
    opening: [{ text: `This is the assistant of ${facts.business.name}, with a caller for you.`, clip: true }],
    briefing: told.filter((text) => text !== null).map((text) => ({ text })),
    question: [
      ...(recorded ? [{ text: 'The call is recorded.', clip: true }] : []),
      { text: 'Press one or say yes to take it, or press two to decline.', clip: true },
    ],
  };
};
