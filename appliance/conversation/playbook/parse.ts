import { Value } from 'typebox/value';
import { PilotError } from '#shared/errors.ts';
import { Playbook, type Topic } from './schema.ts';
import { readYaml } from './yaml.ts';

const REFUSAL = {
  code: 'playbook_invalid',
  what: 'the playbook',
  fix: 'Correct the playbook at that line, or take back the last change to it.',
};

/**
 * Reads one playbook from YAML text. What it leaves out takes its default.
 * @param file its name, for messages
 * @throws PilotError `playbook_invalid`, with file, line and column
 */
export const parsePlaybook = (text: string, file: string): Playbook => {
  const { value, refuse } = readYaml(Playbook, text, file, REFUSAL);
  const seen = new Set<string>();
  for (const [index, type] of value.serviceTypes.entries()) {
    if (seen.has(type.code)) throw refuse(`/serviceTypes/${index}/code`, `service type ${type.code} stands twice`);
    seen.add(type.code);
    const trade = value.trades[0];
    if (type.trade === undefined && trade !== undefined) type.trade = trade;
  }
  for (const list of ['emergencies', 'urgents'] as const)
    for (const [index, entry] of value[list].entries())
      if (entry.serviceType !== undefined && !seen.has(entry.serviceType))
        throw refuse(`/${list}/${index}/serviceType`, `no service type is called ${entry.serviceType}`);
  for (const [index, offer] of value.crossSell.offers.entries())
    for (const [place, code] of offer.after.entries())
      if (!seen.has(code))
        throw refuse(`/crossSell/offers/${index}/after/${place}`, `no service type is called ${code}`);
  const sum = Object.values(value.qualification.factors).reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) > 1e-6)
    throw refuse('/qualification/factors', `the weights sum to ${Number(sum.toFixed(4))}, not to 1`);
  for (const [pointer, text] of answersOf(value)) {
    const off = value.rules.wordsOff.find((word) => new RegExp(`\\b${escape(word)}\\b`, 'i').test(text));
    if (off !== undefined) throw refuse(pointer, `the word ${JSON.stringify(off)} is off by rules.wordsOff`);
  }
  return value;
};

/** A playbook that was kept as JSON, by this release's schema; null when it does not fit any more. */
export const openStoredPlaybook = (stored: unknown): Playbook | null => {
  const value: unknown = Value.Default(Playbook, stored);
  return Value.Check(Playbook, value) ? value : null;
};

const escape = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Objections, questions and policies: what a caller may bring up at any time. */
export const topicsOf = ({ objections, faq, policies }: Playbook): Topic[] => [
  ...objections,
  ...faq,
  ...[policies.cancellation, policies.noShow].filter((topic) => topic !== undefined),
];

/** Every sentence of the owner's that we say as it stands, with its place. */
const answersOf = (book: Playbook): [pointer: string, text: string][] => [
  ...book.serviceTypes.flatMap(({ advice }, i) =>
    advice.map((text, k): [string, string] => [`/serviceTypes/${i}/advice/${k}`, text]),
  ),
  ...(['objections', 'faq'] as const).flatMap((list) =>
    book[list].flatMap(({ answer }, i) =>
      answer.map((text, k): [string, string] => [`/${list}/${i}/answer/${k}`, text]),
    ),
  ),
  ...book.crossSell.offers.map(({ spoken }, i): [string, string] => [`/crossSell/offers/${i}/spoken`, spoken]),
  ...(['cancellation', 'noShow'] as const).flatMap((policy) =>
    (book.policies[policy]?.answer ?? []).map((text, k): [string, string] => [`/policies/${policy}/answer/${k}`, text]),
  ),
];

/** The first of each code. */
const once = (topics: readonly Topic[]): Topic[] => [
  ...new Map(topics.toReversed().map((topic) => [topic.code, topic])).values(),
];

/**
 * Makes one playbook of several: the first one's texts, thresholds and rules, everyone's service types and phrases.
 * @throws PilotError `playbook_invalid` when a service type stands in two books
 */
export const mergePlaybooks = (books: readonly Playbook[]): Playbook => {
  const [first] = books;
  if (!first) throw new PilotError('playbook_invalid', 'no playbook was given', { fix: 'Name a playbook, or `all`.' });
  if (books.length === 1) return first;
  const serviceTypes = books.flatMap((book) => book.serviceTypes);
  const codes = new Set<string>();
  for (const { code } of serviceTypes) {
    if (codes.has(code))
      throw new PilotError('playbook_invalid', `service type ${code} stands in two playbooks`, {
        fix: 'Rename one of them.',
      });
    codes.add(code);
  }
  return {
    ...first,
    id: 'all',
    trades: [...new Set(books.flatMap((book) => book.trades))],
    serviceTypes,
    emergencies: books.flatMap((book) => book.emergencies),
    urgents: books.flatMap((book) => book.urgents),
    notEmergencies: books.flatMap((book) => book.notEmergencies),
    objections: once(books.flatMap((book) => book.objections)),
    faq: once(books.flatMap((book) => book.faq)),
    crossSell: { ...first.crossSell, offers: books.flatMap((book) => book.crossSell.offers) },
  };
};
