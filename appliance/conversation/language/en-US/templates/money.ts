import type { Money } from '#shared/money.ts';
import type { StateRules } from '../../../playbook/rules.ts';
import type { StoredQuote } from '../../../tools.ts';
import { spokenMoney, spokenRange } from './numbers.ts';

type Rules = Pick<StateRules, 'totalPrice'>;

/** What a fee buys and what happens to it, as the price book has it. */
const feeBuys = ({ feeRule, spokenFee }: StoredQuote): string[] => {
  if (spokenFee.cents === 0) return [];
  const buys = 'It pays for the trip and finding the problem';
  return [feeRule === 'credited' ? `${buys}, and it counts toward the repair.` : `${buys}.`];
};

/** What only a visit can tell, in the words of the shop's state. */
export const onSite = ({ totalPrice }: Rules): string =>
  totalPrice === 'fees_and_drivers'
    ? 'It varies with the parts and the time it takes, and you get the exact price on site, before any work starts.'
    : 'You get the exact price on site, before any work starts.';

export const visitCost = ({ spokenFee }: StoredQuote): string =>
  spokenFee.cents === 0 ? 'There is no charge for the visit.' : `The visit is ${spokenMoney(spokenFee.cents)}.`;

const usual = ({ range, spokenFee }: StoredQuote, when = ''): string[] =>
  range === null
    ? []
    : [
        `${spokenFee.cents === 0 ? 'Work like this' : 'A repair like this'}${when} is usually ${spokenRange(range.low.cents, range.high.cents)}.`,
      ];

export const tellDeposit = (deposit: Money): string =>
  `A deposit of ${spokenMoney(deposit.cents)} holds the visit, and it counts toward the bill.`;

/** The text with the link is promised by then. */
export const tellLink = (deposit: Money): readonly string[] => [
  `A link for the deposit of ${spokenMoney(deposit.cents)} comes to you by text.`,
  'We take no card number by phone.',
];

/** The fee, what it buys, the range in force and the deposit, all of one stored quote. */
export const tellQuote = (quote: StoredQuote, rules: Rules): string[] => {
  const { range, deposit } = quote;
  const fee = spokenMoney(quote.spokenFee.cents);
  return [
    quote.afterHours && quote.spokenFee.cents > 0 ? `An after-hours visit is ${fee}.` : visitCost(quote),
    ...feeBuys(quote),
    ...usual(quote),
    ...(range === null ? [] : [onSite(rules)]),
    ...(deposit === null ? [] : [tellDeposit(deposit)]),
  ];
};

/** A stored quote with the day it is for: `tonight`. */
interface Dated {
  readonly quote: StoredQuote;
  readonly when: string;
}

/** Both fees side by side, for a choice; the deposit is told with the choice. */
export const tellBoth = (late: Dated, day: Dated, rules: Rules): string[] => {
  const ranges = [late, day].flatMap(({ quote, when }) => usual(quote, ` ${when}`));
  return [
    `A visit ${late.when} is after hours, ${spokenMoney(late.quote.spokenFee.cents)}.`,
    `A visit ${day.when} is ${spokenMoney(day.quote.spokenFee.cents)}.`,
    ...feeBuys(day.quote),
    ...ranges,
    ...(ranges.length > 0 ? [onSite(rules)] : []),
  ];
};
