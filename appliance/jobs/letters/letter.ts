import { PilotError } from '#shared/errors.ts';
import type { BookingFacts } from '#store/jobs/booking-notice.ts';
import type { AlertFacts } from '#store/escalation/round.ts';
import { alertLetter } from './alert.ts';
import { messageLetter, type MessageFacts } from './message.ts';
import type { ChangeFacts } from '#store/jobs/change-visit.ts';
import { bookedLetter } from './booked.ts';
import type { BudgetFacts } from '#store/cost/line.ts';
import { budgetLetter } from './budget.ts';
import { changeLetter } from './changed.ts';

/** @throws PilotError `unknown_template` for a row that a newer program wrote */
export const writeLetter = (template: string, facts: unknown): { readonly subject: string; readonly text: string } => {
  switch (template) {
    case 'office.booked':
      return bookedLetter(facts as BookingFacts);
    case 'office.moved':
    case 'office.cancelled':
      return changeLetter(facts as ChangeFacts);
    case 'office.message':
      return messageLetter(facts as MessageFacts);
    case 'office.budget':
      return budgetLetter(facts as BudgetFacts);
    case 'oncall.alert':
      return alertLetter(facts as AlertFacts);
    default:
      throw new PilotError('unknown_template', `no letter is written for ${template}`, { fix: 'Update this program.' });
  }
};
