import type { Act } from '../../../say/acts.ts';
import type { Phrase, SayFacts } from '../../../say/phrasebook.ts';
import type { Span } from '../../../tools.ts';
import type { FoundVisit } from '../../../visit-tools.ts';
import { digitWords, ordinal, spokenMoney } from './numbers.ts';
import { spokenWindow } from './times.ts';

const fixed = (...texts: readonly string[]): readonly Phrase[] => texts.map((text) => ({ text, fixed: true }));
const said = (...texts: readonly string[]): readonly Phrase[] => texts.map((text) => ({ text, fixed: false }));

/** How far a visit is, as its record has it. */
const STATUS: Readonly<Record<FoundVisit['status'], string>> = {
  scheduled: 'It stands as planned.',
  confirmed: 'It stands as planned.',
  dispatched: 'The technician has been sent.',
  on_the_way: 'The technician is on the way.',
  arrived: 'The technician is there now.',
};

/** `J-1042` as `J, one zero four two`. */
export const spokenJobNumber = (number: string): string => {
  const letters = number
    .replace(/[^A-Za-z]/g, '')
    .split('')
    .join(' ');
  const digits = digitWords(number);
  return letters === '' ? digits : `${letters}, ${digits}`;
};

/** The visits of a job after its first, each with its window. */
export const furtherVisits = (further: readonly Span[] | undefined, now: number): readonly string[] =>
  (further ?? []).map((span, at) => `The ${ordinal(at + 2)} visit is ${spokenWindow(span, now)}.`);

/** Sentences about visits on file; each needs the visit's own record. */
export const VISIT_WORDINGS: Readonly<Partial<Record<Act['name'], (facts: SayFacts) => readonly Phrase[] | null>>> = {
  ask_which_visit: ({ found, now }) => {
    const windows = found.slice(0, 3).map((visit) => spokenWindow(visit, now));
    if (windows.length < 2) return null;
    return said(`I see ${windows.slice(0, -1).join('; ')}; and ${windows.at(-1)}.`, 'Which of them do you mean?');
  },
  state_visit: ({ visit, now }) =>
    visit === null ? null : said(`Your visit is ${spokenWindow(visit, now)}.`, STATUS[visit.status]),
  cancel_policy: ({ playbook }) =>
    fixed(...(playbook.policies.cancellation?.answer ?? ['The office tells you whether anything is charged.'])),
  ask_cancel_sure: ({ visit, now }) =>
    visit === null ? null : said(`Shall I cancel the visit ${spokenWindow(visit, now)}?`),
  state_moved: ({ change, now }) =>
    change?.kind === 'moved'
      ? said(
          `Your visit is now ${spokenWindow(change.visit, now)}.`,
          `The job number stays ${spokenJobNumber(change.visit.jobNumber)}.`,
          ...(change.quote ? [`The visit is ${spokenMoney(change.quote.spokenFee.cents)}.`] : []),
        )
      : null,
  state_cancelled: ({ change, now }) =>
    change?.kind === 'cancelled' ? said(`Your visit ${spokenWindow(change.visit, now)} is cancelled.`) : null,
  state_confirmed: ({ change, now }) =>
    change?.kind === 'confirmed'
      ? said(`Thank you. Your visit ${spokenWindow(change.visit, now)} is confirmed.`)
      : null,
};
