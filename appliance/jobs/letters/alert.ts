import { formatPhone } from '#shop/phone.ts';
import type { AlertFacts } from '#store/escalation/round.ts';

const DANGER = 'The caller was told to leave and to call 911.';

/** What whoever stands on the ladder reads: what is wrong, who to call, and how to say that they take it. */
export const alertLetter = (facts: AlertFacts): { readonly subject: string; readonly text: string } => {
  const what = facts.hazard.replaceAll('_', ' ');
  const danger = facts.urgency === 'life_safety';
  const job = facts.jobNumber === null ? 'no visit is booked' : `booked as ${facts.jobNumber}`;
  return {
    subject: `${danger ? 'DANGER' : 'EMERGENCY'} reported by phone: ${what}`,
    text: [
      danger ? `A caller reported: ${what}. ${DANGER}` : `A caller reported an emergency: ${what}; ${job}.`,
      '',
      `Phone: ${facts.phone === null ? 'not given' : formatPhone(facts.phone)}`,
      `Where: ${facts.address ?? 'not given'}`,
      '',
      facts.text,
      '',
      `To take it: pilot alert ack ${facts.alertId}`,
      '',
    ].join('\n'),
  };
};
