import type { PersonConfig } from '#shared/config/transfer.ts';
import { type Check, ok, warn } from './check.ts';

const WHEN: Readonly<Record<PersonConfig['when'], string>> = { always: '', open: ' (open)', closed: ' (closed)' };

/** Whether somebody can be rung for a caller who asks for a person, and when nobody can. */
export const people: Check = {
  name: 'people',
  run: async ({ transfer: { to } }) => {
    const fix = 'Name whom to ring in transfer.to.';
    if (to.length === 0) return warn('nobody is named', 'a caller who asks for a person can only leave a message', fix);
    const told = to.map(({ name, when }) => `${name}${WHEN[when]}`).join(', ');
    const missing = (['open', 'closed'] as const).find((time) =>
      to.every(({ when }) => when !== 'always' && when !== time),
    );
    return missing === undefined
      ? ok(told)
      : warn(
          `${told}; nobody while the shop is ${missing}`,
          'a caller who asks for a person then can only leave a message',
          fix,
        );
  },
};
