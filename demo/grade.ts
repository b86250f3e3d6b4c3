import { Temporal } from 'temporal-polyfill';
import type { CallRecord, JobRecord } from '#shared/api/records.ts';
import type { CallerState } from '#drills/answer/caller-state.ts';
import type { Persona } from '#drills/caller/persona.ts';
import { difference } from '#drills/listen/likeness.ts';
import type { SpokenWindow } from '#drills/listen/window.ts';
import { wordsOf } from '#drills/listen/words.ts';

/** `wrong` facts are stored as unconfirmed: a person will ask again. `wrong_confirmed`: nobody would. */
export type Verdict = 'right' | 'wrong' | 'wrong_confirmed';

export interface GradedField {
  readonly field: string;
  readonly expected: string;
  readonly stored: string;
  readonly verdict: Verdict;
}

/** How a call must end: booked with every field right, or as a message with a call-back task. */
export interface Grade {
  readonly ending: 'booked_right' | 'message' | 'booked_wrong' | 'nothing';
  readonly fields: readonly GradedField[];
  /** A wrong fact stands as confirmed. */
  readonly harmful: boolean;
  readonly good: boolean;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The local date of a spoken day, from the shop's clock. */
const dateOf = (day: string | null, clock: string): string => {
  const today = Temporal.PlainDateTime.from(clock).toPlainDate();
  if (day === null || day === 'today') return today.toString();
  if (day === 'tomorrow') return today.add({ days: 1 }).toString();
  const ahead = (WEEKDAYS.indexOf(day) + 1 - today.dayOfWeek + 7) % 7;
  return today.add({ days: ahead === 0 ? 7 : ahead }).toString();
};

const clockText = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;

/** The window the caller wants, as date and hours: a wish for fixed hours, else what it took. */
const wantedWindow = (persona: Persona, state: CallerState): string | null => {
  const { window, clock } = persona;
  const taken: SpokenWindow | null =
    window.kind === 'hours' ? { day: window.day, from: window.from, to: window.to } : (state.chosen ?? state.booked);
  if (!taken) return null;
  return `${dateOf(taken.day, clock)} ${clockText(taken.from)}-${clockText(taken.to)}`;
};

const SUFFIXES: Readonly<Record<string, string>> = { st: 'street', ave: 'avenue', rd: 'road', dr: 'drive', ln: 'lane' };
const plain = (text: string): string =>
  wordsOf(text)
    .map((word) => SUFFIXES[word] ?? word)
    .join(' ');

const NUMBERS: Readonly<Record<string, string>> = { '1': 'one', '2': 'two', a: 'one', an: 'one' };
const animals = (text: string | null): string =>
  text === null
    ? 'none'
    : wordsOf(text)
        .map((word) => NUMBERS[word] ?? word)
        .filter((word) => !['there', 'is', 'are', 'we', 'have', 'and', 'but', 'friendly'].includes(word))
        .join(' ')
        .replace(/^no\b.*$/, 'none') || 'none';

/** Is there a word that begins like the stem, a misheard letter allowed? */
const hasStem = (text: string, stem: string): boolean => {
  const words = wordsOf(text);
  const wanted = stem.replaceAll(' ', '');
  return words.some((_, at) => {
    const found = words.slice(at, at + stem.split(' ').length).join('');
    return [-1, 0, 1].some((more) => difference(found.slice(0, wanted.length + more), wanted) <= 0.2);
  });
};

/**
 * Compares a booked job with the caller, field by field.
 * @param gateCode the stored code, revealed
 */
export const gradeJob = (
  persona: Persona,
  state: CallerState,
  job: JobRecord,
  gateCode: string | null,
): readonly GradedField[] => {
  const { customer, location, visit } = job;
  const field = (name: string, expected: string, stored: string, right: boolean, confirmed: boolean): GradedField => ({
    field: name,
    expected,
    stored,
    verdict: right ? 'right' : confirmed ? 'wrong_confirmed' : 'wrong',
  });
  const same = (name: string, expected: string, stored: string, confirmed: boolean): GradedField =>
    field(name, expected, stored, plain(expected) === plain(stored), confirmed);
  const told = [job.problem, ...job.details].join(' ');
  const window = wantedWindow(persona, state);
  const stored = visit === null ? 'none' : `${visit.date} ${visit.windowStart}-${visit.windowEnd}`;
  const details = persona.problem.details;
  return [
    same('name', `${persona.name.first} ${persona.name.last}`, customer.name, customer.nameConfirmed),
    field(
      'phone',
      persona.phone,
      customer.phone,
      customer.phone.replace(/\D/g, '').slice(-10) === persona.phone,
      customer.phoneConfirmed,
    ),
    same('house number', persona.address.houseNumber, location.houseNumber, location.confirmed),
    same('street', persona.address.street, location.street, location.confirmed),
    same('city', persona.address.city, location.city, location.confirmed),
    same('state', persona.address.stateCode, location.state, location.confirmed),
    same('service', persona.problem.serviceType, job.serviceType.code, false),
    field(
      'problem',
      details.join(', '),
      told,
      details.every((stem) => hasStem(told, stem)),
      false,
    ),
    field('window', window ?? 'not heard', stored, window === stored, true),
    field('gate code', persona.gateCode ?? 'none', gateCode ?? 'none', persona.gateCode === gateCode, false),
    field(
      'pets',
      persona.pets ?? 'none',
      visit?.pets ?? 'none',
      animals(persona.pets) === animals(visit?.pets ?? null),
      false,
    ),
  ];
};

/** Grades a finished call by its record. */
export const gradeCall = (persona: Persona, state: CallerState, call: CallRecord, gateCode: string | null): Grade => {
  if (call.job !== null) {
    const fields = gradeJob(persona, state, call.job, gateCode);
    const right = fields.every(({ verdict }) => verdict === 'right');
    const harmful = fields.some(({ verdict }) => verdict === 'wrong_confirmed');
    return { ending: right ? 'booked_right' : 'booked_wrong', fields, harmful, good: right };
  }
  const promised = call.tasks.some(({ kind }) => kind === 'call_back');
  return { ending: promised ? 'message' : 'nothing', fields: [], harmful: false, good: promised };
};
