import { topicsOf } from '../../../playbook/parse.ts';
import type { Act } from '../../../say/acts.ts';
import type { Phrase, SayFacts } from '../../../say/phrasebook.ts';
import { fullName } from '../../../state/slots.ts';
import { lettersOf, spelledStreet, spokenAddress } from './addresses.ts';
import { spokenEmail } from './emails.ts';
import { FOLLOW_UPS } from './follow-ups.ts';
import { LIFE_SAFETY } from './life-safety.ts';
import { tellBoth, tellDeposit, tellLink, tellQuote, visitCost } from './money.ts';
import { digitWords, spokenPhone, spokenPhoneInPairs } from './numbers.ts';
import { OFFER_WORDINGS } from './offers.ts';
import { QUESTIONS, STATEMENTS } from './questions.ts';
import { spokenDate, spokenPlainDate, spokenInstant, spokenWindow } from './times.ts';
import { furtherVisits, VISIT_WORDINGS, spokenJobNumber } from './visits.ts';
import { WHY_NOT } from './why-not.ts';

const fixed = (...texts: readonly string[]): readonly Phrase[] => texts.map((text) => ({ text, fixed: true }));
const said = (...texts: readonly string[]): readonly Phrase[] => texts.map((text) => ({ text, fixed: false }));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const RIGHT = 'Is that right?';

const nameOf = (facts: SayFacts): string | null => {
  const name = facts.slots.name?.value;
  if (!name) return null;
  const spelled = (['first', 'last'] as const).flatMap((part) => {
    const text = name.letters?.includes(part) === true ? name[part] : null;
    return text === null ? [] : [{ part, letters: lettersOf(text) }];
  });
  const [one] = spelled;
  if (one && spelled.length === 1 && one.part === 'last') return `${fullName(name)}, spelled ${one.letters}`;
  return [fullName(name), ...spelled.map(({ part, letters }) => `${part} name spelled ${letters}`)].join(', ');
};

/** With its extension. @param regrouped in pairs from the middle on: who only nodded before listens anew */
const phoneOf = ({ phone, extension }: SayFacts['slots'], regrouped = false): string => {
  const digits = phone?.value ?? '';
  const number = regrouped ? spokenPhoneInPairs(digits) : spokenPhone(digits);
  return extension ? `${number}, extension ${digitWords(extension.value)}` : number;
};

/** By who or what would be in danger. Where a model heard danger, the advice comes before the question. */
const ASK_NOW: Readonly<Record<string, readonly Phrase[]>> = {
  people: fixed('To be safe: is there any gas smell, smoke, sparks, or an alarm right now?'),
  danger: fixed(
    'If anyone is in danger, leave now and call nine one one from outside.',
    'Is there any gas smell, smoke, sparks, or an alarm right now?',
  ),
};

type Wording = (facts: SayFacts, act: Act) => readonly Phrase[] | null;

const offerOf: Wording = ({ offered, now }) => {
  const [one, two] = offered;
  if (!one) return null;
  return two
    ? said(`I have ${spokenWindow(one, now)}, or ${spokenWindow(two, now)}.`, 'Which time works for you?')
    : said(`I have ${spokenWindow(one, now)}.`, 'Does that time work for you?');
};

/** Acts whose words hold a value: one the caller gave, or one of a record. Null where that value is missing. */
const WORDINGS: Readonly<Partial<Record<Act['name'], Wording>>> = {
  greet: ({ playbook, business }) => {
    const { greeting, disclosure, recordingNotice, emergencyAdvice } = playbook.texts;
    return fixed(
      ...[greeting, disclosure, recordingNotice, emergencyAdvice].map((t) => t.replaceAll('{shop}', business.name)),
    );
  },
  ack_problem: ({ slots, playbook }) => {
    const type = playbook.serviceTypes.find((entry) => entry.code === slots.problem?.value.serviceType);
    return type
      ? fixed(`I understand, ${type.spoken}.`, 'We can help with that.')
      : fixed('I understand. We can help with that.');
  },
  ask_second: ({ playbook }, act) => {
    const type = playbook.serviceTypes.find((entry) => entry.code === act.code);
    return fixed(
      ...(type ? [`You also told me about something else: ${type.spoken}.`] : []),
      'Shall I find a time for that too?',
    );
  },
  advise: ({ slots, playbook }) => {
    const type = playbook.serviceTypes.find((entry) => entry.code === slots.problem?.value.serviceType);
    return type && type.advice.length > 0 ? fixed(...type.advice) : null;
  },
  answer_topic: ({ playbook, business }, act) => {
    const { licenceNumber } = playbook.rules;
    const answer = topicsOf(playbook).find((topic) => topic.code === act.code)?.answer ?? [];
    const texts = answer
      .filter((text) => licenceNumber !== null || !text.includes('{licence}'))
      .map((text) =>
        text.replaceAll('{shop}', business.name).replaceAll('{licence}', spokenJobNumber(licenceNumber ?? '')),
      );
    return texts.length === 0 ? null : fixed(...texts);
  },
  ask_detail: (_, act) => {
    const text = FOLLOW_UPS[act.code ?? ''];
    return text === undefined ? null : fixed(text);
  },
  ask_hazard: () =>
    fixed('If it is gas or fire, leave now and call nine one one from outside.', 'What do you smell or see?'),
  ask_now: (_, act) => ASK_NOW[act.code ?? ''] ?? fixed('Is that happening right now?'),
  phrase: (_, { text }) => (text === undefined ? fixed('That is a good question.') : said(text)),
  life_safety: (_, act) => fixed(...LIFE_SAFETY[act.hazard ?? 'gas']),
  on_call_told: ({ alerted }) => (alerted ? fixed('I have alerted our on-call person.') : null),
  read_back_name: (facts) => {
    const name = nameOf(facts);
    return name === null ? null : said(`I heard ${name}.`, RIGHT);
  },
  ask_phone_caller: ({ from }) =>
    said(`Is the number you are calling from, ending in ${digitWords(from.slice(-4))}, the best number to reach you?`),
  read_back_phone: ({ slots }, act) =>
    slots.phone ? said(`${act.regrouped ? 'Once more: ' : ''}I heard ${phoneOf(slots, act.regrouped)}.`, RIGHT) : null,
  read_back_address: ({ slots }) =>
    slots.address
      ? said(`I heard ${spokenAddress(slots.address.value)}.`, ...spelledStreet(slots.address.value), RIGHT)
      : null,
  read_back_contact: (facts) => {
    const name = nameOf(facts);
    return name === null || !facts.slots.phone ? null : said(`I heard ${name}, at ${phoneOf(facts.slots)}.`, RIGHT);
  },
  read_back_email: ({ slots }) => (slots.email ? said(`I heard ${spokenEmail(slots.email.value)}.`, RIGHT) : null),
  ack_technician: ({ slots }) =>
    slots.technician ? said(`I have noted that you would like ${slots.technician.value.split(' ')[0]}.`) : null,
  tell_fee: ({ quotes, playbook }, act) => {
    const quote = act.fee === 'after_hours' ? quotes.afterHours : quotes.day;
    return quote && said(...tellQuote(quote, playbook.rules));
  },
  tell_fees: ({ quotes, firstDay, firstAfterHours, now, playbook }) => {
    if (!quotes.day || !quotes.afterHours || !firstDay || !firstAfterHours) return null;
    const late = { quote: quotes.afterHours, when: spokenDate(firstAfterHours, now) };
    return said(...tellBoth(late, { quote: quotes.day, when: spokenDate(firstDay, now) }, playbook.rules));
  },
  tell_deposit: ({ quotes }, act) => {
    const deposit = (act.fee === 'after_hours' ? quotes.afterHours : quotes.day)?.deposit;
    return deposit ? said(tellDeposit(deposit)) : null;
  },
  explain_fee: ({ playbook }) =>
    fixed(
      'The fee pays for a technician with a stocked truck who finds the cause.',
      ...(playbook.rules.oneFee ? ['You pay it once for a repair, even if we have to come back for it.'] : []),
      'You see the repair price before any work starts, and you decide.',
    ),
  ask_fee: () => fixed('Is that okay with you?'),
  ask_fee_choice: ({ firstDay, firstAfterHours, now }) =>
    firstDay && firstAfterHours
      ? said(`Would you like ${spokenDate(firstAfterHours, now)}, or ${spokenDate(firstDay, now)}?`)
      : null,
  ask_which_day: ({ wishes: { date, sooner } }) =>
    date === null || sooner === undefined
      ? null
      : said(`Do you mean this ${spokenPlainDate(sooner)}, or ${spokenPlainDate(date)}?`),
  no_such_window: ({ refused }) => fixed('I do not have that time.', ...(refused === null ? [] : [WHY_NOT[refused]])),
  why_not: ({ refused }) => (refused === null ? null : fixed(WHY_NOT[refused])),
  offer_windows: offerOf,
  offer_window: offerOf,
  no_window_soon: ({ firstDay, firstAfterHours, now }) => {
    const [first] = [firstDay, firstAfterHours]
      .flatMap((window) => window ?? [])
      .toSorted((a, b) => a.startsAt - b.startsAt);
    return first ? said(`I am sorry, nobody can come before ${spokenWindow(first, now)}.`) : null;
  },
  ask_hold: ({ offered, now }) => {
    const [one] = offered;
    return one ? said(`Shall I hold ${spokenWindow(one, now)}, for you while you ask?`) : null;
  },
  state_hold: ({ hold, quotes, now }) => {
    if (!hold) return null;
    const quote = hold.afterHours ? quotes.afterHours : quotes.day;
    return said(
      `I am holding ${spokenWindow(hold, now)}, for you until ${spokenInstant(hold.expiresAt, hold.zone, now)}.`,
      ...(quote ? [visitCost(quote)] : []),
      'The details come to you by text. Call us back by then, and we book it.',
    );
  },
  ack_window: ({ chosen, now }) =>
    chosen ? said(`${capital(spokenWindow(chosen, now))}.`, ...furtherVisits(chosen.further, now)) : null,
  state_booking: ({ booking, quotes, now }) => {
    if (!booking) return null;
    const quote = booking.afterHours ? quotes.afterHours : quotes.day;
    return said(
      `You are booked for ${spokenWindow(booking, now)}.`,
      ...furtherVisits(booking.further, now),
      `Your job number is ${spokenJobNumber(booking.jobNumber)}.`,
      ...(quote ? [visitCost(quote)] : []),
      ...(booking.depositLink ? tellLink(booking.depositLink.deposit) : []),
    );
  },
  ...VISIT_WORDINGS,
  ...OFFER_WORDINGS,
  greet_outbound: ({ business, playbook }) =>
    fixed(
      `Hello, this is the automated assistant of ${business.name}.`,
      playbook.texts.recordingNotice.replaceAll('{shop}', business.name),
    ),
  ask_person: ({ outbound }) =>
    outbound?.firstName == null
      ? fixed('Are you the person who called us about a visit?')
      : said(`Am I speaking with ${outbound.firstName}?`),
  leave_word: ({ business }) =>
    fixed(
      `Hello, this is ${business.name}.`,
      business.phone === ''
        ? 'Please call us back. Thank you, and goodbye.'
        : `Please call us back at ${spokenPhone(business.phone)}. Thank you, and goodbye.`,
    ),
  opted_out: ({ optedOut }) =>
    optedOut ? fixed('I have taken this number off our list, and we will not call it again. Goodbye.') : null,
  goodbye: ({ outbound }) => fixed(outbound ? 'Thank you. Goodbye.' : 'Thank you for calling. Goodbye.'),
  offer_new_windows: offerOf,
  offer_new_window: offerOf,
  message_taken: ({ messageTaken, slots, from }) => {
    if (!messageTaken) return null;
    const reachable = slots.phone !== undefined || from !== '';
    return fixed(reachable ? 'I have passed that on, and someone will call you back.' : 'I have passed that on.');
  },
  not_served: ({ slots }) => {
    const city = slots.address?.value.city ?? null;
    return city === null
      ? fixed('I am not sure that we come to that place.')
      : said(`I am not sure that we come to ${city}.`);
  },
  wrong_number: ({ business }) => fixed(`This is ${business.name}. You may have the wrong number. Goodbye.`),
};

/** The sentences of an act; null when a value or record it needs is missing. */
export const phrasesOf = (act: Act, facts: SayFacts): readonly Phrase[] | null => {
  const wording = WORDINGS[act.name];
  if (wording) return wording(facts, act);
  const questions = QUESTIONS[act.name];
  if (questions) return fixed(questions[Math.min(act.variant ?? 0, questions.length - 1)] ?? '');
  const statements = STATEMENTS[act.name];
  return statements ? fixed(...statements) : null;
};
