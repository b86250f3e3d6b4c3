import { PilotError } from '#shared/errors.ts';

/** A flag of `pilot plan` that means nothing. */
export const usage = (message: string): PilotError =>
  new PilotError('usage', `pilot plan: ${message}`, { fix: 'pilot plan --help lists the flags.' });
