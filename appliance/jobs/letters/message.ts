import { formatPhone } from '#shop/phone.ts';

export interface MessageFacts {
  readonly reason: string;
  readonly text: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly urgency: string;
}

export interface AlertFacts {
  readonly hazard: string;
  readonly phone: string | null;
  readonly address: string | null;
  readonly text: string;
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

/** Somebody may be in danger. */
export const alertLetter = (facts: AlertFacts): { readonly subject: string; readonly text: string } => ({
  subject: `DANGER reported by phone: ${facts.hazard.replaceAll('_', ' ')}`,
  text: [
    `A caller reported: ${facts.hazard.replaceAll('_', ' ')}. The caller was told to leave and to call 911.`,
    '',
    `Phone: ${numberOf(facts.phone)}`,
    `Where: ${facts.address ?? 'not given'}`,
    '',
    facts.text,
    '',
  ].join('\n'),
});
