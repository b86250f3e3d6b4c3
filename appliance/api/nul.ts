import { PilotError } from '#shared/errors.ts';

const hasNul = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, one]) => name.includes('\u0000') || hasNul(one));
};

/**
 * No text here holds the character NUL: PostgreSQL stores none.
 * @param asked parameters, query, body: as deep as their schemas let them be
 * @throws PilotError `api.nul`
 */
export const refuseNul = (...asked: readonly unknown[]): void => {
  if (asked.some(hasNul))
    throw new PilotError('api.nul', 'The request holds the character NUL.', { fix: 'Send text without it.' });
};
