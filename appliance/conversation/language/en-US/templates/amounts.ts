import type { SayFacts } from '../../../say/phrasebook.ts';
import { cardinal, spokenMoney, spokenRange } from './numbers.ts';

/** Words that numbers are made of. */
const NUMBER_WORDS = [
  ...new Set(
    [...Array.from({ length: 100 }, (_, n) => cardinal(n).split('-')), 'hundred', 'thousand', 'million'].flat(),
  ),
].join('|');

/** A run of number words that ends in dollars or cents, with the words that join two amounts; or digits with a sign. */
const AMOUNT = new RegExp(
  `(?:\\bbetween )?\\b(?:(?:${NUMBER_WORDS}|and|to|or|dollars?)[\\s-]+)*(?:dollars?|cents?|bucks)\\b|\\$\\s?[\\d.,]*|[\\d.,]+\\s*(?:dollars?|cents?|bucks)\\b`,
  'gi',
);

const amountsIn = (text: string): string[] =>
  (text.match(AMOUNT) ?? []).map((amount) =>
    amount
      .replace(/^(?:(?:and|to|or)\s+)+/i, '')
      .trim()
      .toLowerCase(),
  );

const spokenQuote = (quote: SayFacts['quotes']['day']): string[] =>
  quote === null
    ? []
    : [
        spokenMoney(quote.spokenFee.cents),
        ...(quote.range === null ? [] : [spokenRange(quote.range.low.cents, quote.range.high.cents)]),
        ...(quote.deposit === null ? [] : [spokenMoney(quote.deposit.cents)]),
      ];

/** True when every amount of the text is one of a stored quote, or the deposit of the stored booking, as we say them. */
export const amountsHold = (text: string, { quotes, booking, change, offer }: SayFacts): boolean => {
  const known = new Set([
    ...spokenQuote(quotes.day),
    ...spokenQuote(quotes.afterHours),
    ...spokenQuote(change?.quote ?? null),
    ...(offer === null ? [] : [spokenMoney(offer.spokenPrice.cents)]),
    ...(booking?.depositLink == null ? [] : [spokenMoney(booking.depositLink.deposit.cents)]),
  ]);
  return amountsIn(text).every((amount) => known.has(amount));
};
