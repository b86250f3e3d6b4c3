import { formatPhone } from '#shop/phone.ts';

export interface MessageFacts {
  readonly reason: string;
  readonly text: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly urgency: string;
}

const numberOf = (phone: string | null): string => (phone === null ? 'not given' : formatPhone(phone));

/** A caller asked to be called back. */
export const messageLetter = (facts: MessageFacts): { readonly subject: string; readonly text: string } => ({
  subject: `Call back: ${facts.name ?? 'a caller'}, ${numberOf(facts.phone)}`,
  text: [
    'A caller left a message and expects a call back.',
    '',
    `Who:     ${facts.name ?? 'name not given'}, ${numberOf(facts.phone)}`,
    `Why:     ${facts.reason.replaceAll('_', ' ')}`,
    `Urgency: ${facts.urgency.replaceAll('_', ' ')}`,
    '',
    facts.text,
    '',
  ].join('\n'),
});
