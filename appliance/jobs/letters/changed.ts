import { formatPhone } from '#shop/phone.ts';
import type { ChangeFacts } from '#store/jobs/change-visit.ts';
import { formatWindow } from './local-time.ts';

/** What the office reads when a customer moved a visit or called it off. */
export const changeLetter = (facts: ChangeFacts): { readonly subject: string; readonly text: string } => {
  const { before, jobNumber, zone } = facts;
  const window = formatWindow(facts.startsAt, facts.endsAt, zone);
  return {
    subject: `${jobNumber}: ${before === null ? 'cancelled, was' : 'moved to'} ${window}`,
    text: [
      `${jobNumber} was ${before === null ? 'called off' : 'moved'} by phone.`,
      '',
      `Who:       ${facts.customer}, ${formatPhone(facts.phone)}`,
      ...(before === null
        ? [`Was:       ${window}`]
        : [`Now:       ${window}`, `Was:       ${formatWindow(before.startsAt, before.endsAt, zone)}`]),
      `Why:       ${facts.reason === '' ? 'not told' : facts.reason}`,
      '',
    ].join('\n'),
  };
};
