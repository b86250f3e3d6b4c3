import type { Mailer } from '#shared/mail.ts';
import { writeLetter } from './letters/letter.ts';
import type { Channel } from './relay.ts';

/** Promises told by e-mail. A row without a recipient goes to the office. */
export const createEmailChannel = (mailer: Mailer): Channel => ({
  name: 'email',
  deliver: async (promised) =>
    mailer.send({
      id: promised.id,
      to: promised.recipient === '' ? mailer.office : promised.recipient,
      ...writeLetter(promised.template, promised.facts),
    }),
});
