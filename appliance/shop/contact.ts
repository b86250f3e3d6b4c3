import { PilotError } from '#shared/errors.ts';
import { normalisePhone } from './phone.ts';

/** Something with one @ between a name and a domain that has a dot (RFC 5321 allows far more than any customer has). */
const EMAIL = /^[^\s@<>"(),:;[\]\\]+@[^\s@.]+(?:\.[^\s@.]+)+$/u;

/** An e-mail address as it is kept: its letters small, for nobody tells two people apart by them; null when it is none. */
export const normaliseEmail = (text: string): string | null => {
  const trimmed = text.trim().toLowerCase();
  return trimmed.length <= 254 && EMAIL.test(trimmed) ? trimmed : null;
};

/**
 * A number or an address as it is kept: E.164, small letters.
 * @throws PilotError `customer.contact` when it is neither
 */
export const readContactValue = ({
  kind,
  value,
}: {
  readonly kind: 'phone' | 'email';
  readonly value: string;
}): string => {
  const read = kind === 'phone' ? normalisePhone(value) : normaliseEmail(value);
  if (read !== null) return read;
  throw new PilotError('customer.contact', `This is no ${kind === 'phone' ? 'phone number' : 'e-mail address'}.`, {
    fix: kind === 'phone' ? 'Give it with its area code, like 937-555-0142.' : 'Give it like pat@example.com.',
  });
};
