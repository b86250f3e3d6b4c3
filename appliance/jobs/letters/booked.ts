import { formatMoney, usd } from '#shared/money.ts';
import { formatPhone } from '#shop/phone.ts';
import type { BookingFacts } from '#store/jobs/booking-notice.ts';
import { formatWindow } from './local-time.ts';

const feeLine = (facts: BookingFacts): string[] => {
  if (facts.feeCents === null) return ['Fee:       not in the price book'];
  const credited = facts.feeRule === 'credited' ? ', credited to the repair' : '';
  return [`Fee:       ${formatMoney(usd(facts.feeCents))}${facts.afterHours ? ' (after hours)' : ''}${credited}`];
};

/** What the office reads when a visit was booked: who, what, where, when, number, fee. */
export const bookedLetter = (facts: BookingFacts): { readonly subject: string; readonly text: string } => ({
  subject: `${facts.jobNumber}: ${facts.service}, ${facts.customer}, ${formatWindow(facts.startsAt, facts.endsAt, facts.zone)}`,
  text: [
    `${facts.jobNumber} was booked by phone.`,
    '',
    `Who:       ${facts.customer}, ${formatPhone(facts.phone)}`,
    `Where:     ${facts.address}`,
    `When:      ${formatWindow(facts.startsAt, facts.endsAt, facts.zone)}${facts.afterHours ? ', after hours' : ''}`,
    `What:      ${facts.service}: ${facts.problem}`,
    ...facts.details.map((detail) => `           ${detail}`),
    `Urgency:   ${facts.urgency.replaceAll('_', ' ')}`,
    ...feeLine(facts),
    `Assigned:  ${facts.technician ?? 'nobody yet'}`,
    ...(facts.hasGateCode ? ['Gate code: kept with the visit'] : []),
    ...(facts.access === null ? [] : [`Access:    ${facts.access}`]),
    ...(facts.pets === null ? [] : [`Pets:      ${facts.pets}`]),
    ...(facts.unconfirmed.length === 0
      ? []
      : ['', 'Please check with the customer:', ...facts.unconfirmed.map((fact) => `- ${fact}`)]),
    '',
  ].join('\n'),
});
