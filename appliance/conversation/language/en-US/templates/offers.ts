import type { Act } from '../../../say/acts.ts';
import type { Phrase, SayFacts } from '../../../say/phrasebook.ts';
import { onSite } from './money.ts';
import { spokenMoney } from './numbers.ts';

const PER = { once: '', month: ' a month', year: ' a year' } as const;

/** Sentences about what is offered beside a visit, at the price of the stored offer, and about a review. */
export const OFFER_WORDINGS: Readonly<Partial<Record<Act['name'], (facts: SayFacts) => readonly Phrase[] | null>>> = {
  ask_add_on: ({ offer, playbook }) => {
    const spoken = playbook.crossSell.offers.find(({ sell }) => sell === offer?.code)?.spoken;
    if (offer === null || spoken === undefined) return null;
    const amount = `${spokenMoney(offer.spokenPrice.cents)}${PER[offer.per]}`;
    return [
      `One more thing: ${spoken} ${offer.from ? 'starts at' : 'is'} ${amount}.`,
      ...(offer.from ? [onSite(playbook.rules)] : []),
      'Shall I add it to your job?',
    ].map((text) => ({ text, fixed: false }));
  },
  review_link: ({ reviewPromised }) =>
    reviewPromised
      ? [{ text: 'Thank you. If you like to write a review, the link comes to you by text.', fixed: true }]
      : null,
  add_on_added: ({ lineAdded }) =>
    lineAdded
      ? ['I have added it to your job. The office goes over it with you before anything is charged.'].map((text) => ({
          text,
          fixed: true,
        }))
      : null,
};
