import { readVisitNumbers } from '../language/en-US/visit-facts.ts';
import { tokenize } from '../language/en-US/tokens.ts';
import type { Draft, Heard } from '../decide/draft.ts';
import { readingOf } from '../decide/reading-of.ts';
import { NO_FACTS } from '../state/existing.ts';
import type { SaidFacts } from '../visit-tools.ts';

/** Facts that the caller gave in this call for another purpose; the number the line gave is none. */
export const factsOfSlots = ({ state }: Draft): SaidFacts => {
  const { name, address, phone } = state.slots;
  return {
    ...NO_FACTS,
    lastName: name?.value.last ?? null,
    houseNumber: address?.value.houseNumber ?? null,
    zip: address?.value.zip ?? null,
    phone: phone !== undefined && phone.value !== state.from ? phone.value : null,
  };
};

const merged = (known: SaidFacts, heard: Partial<SaidFacts>): SaidFacts => ({
  lastName: heard.lastName ?? known.lastName,
  houseNumber: heard.houseNumber ?? known.houseNumber,
  zip: heard.zip ?? known.zip,
  phone: heard.phone ?? known.phone,
  jobNumber: heard.jobNumber ?? known.jobNumber,
});

/** What an utterance adds to the facts, where nothing was asked for: only what is plainly named. */
export const factsVolunteered = (known: SaidFacts, { reading, event }: Heard): SaidFacts => {
  const numbers = readVisitNumbers(
    tokenize(event.text).map((token) => token.word),
    null,
  );
  const { name, address, phone } = reading.slots;
  return merged(known, {
    lastName: name?.last ?? null,
    houseNumber: address?.street == null ? numbers.houseNumber : address.houseNumber,
    zip: numbers.zip ?? address?.zip ?? null,
    phone: phone?.complete === true && !phone.sameAsCaller ? phone.digits : numbers.phone,
    jobNumber: numbers.jobNumber,
  });
};

/** The answer to our question for facts: a lone word is a last name, a lone number the house or the job. */
export const factsAnswered = (known: SaidFacts, draft: Draft, heard: Heard, asked: 'house' | 'job'): SaidFacts => {
  const { event, reading } = heard;
  const numbers = readVisitNumbers(
    tokenize(event.text).map((token) => token.word),
    asked,
  );
  const { address } = readingOf(draft, event.text, 'address').slots;
  const named = readingOf(draft, event.text, 'open').slots.name;
  const alone = address?.street == null && numbers.rest.split(' ').length <= 4 && reading.answer !== 'no';
  const name = named ?? (alone && numbers.rest !== '' ? readingOf(draft, numbers.rest, 'name').slots.name : undefined);
  return merged(known, {
    lastName: name?.last ?? name?.first ?? null,
    houseNumber: address?.street == null ? numbers.houseNumber : address.houseNumber,
    zip: numbers.zip ?? address?.zip ?? null,
    phone: numbers.phone,
    jobNumber: numbers.jobNumber,
  });
};

export const countFacts = (facts: SaidFacts): number => Object.values(facts).filter((fact) => fact !== null).length;
