import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** The digits that people type for a number: without the country code where there is one, else all of them. */
export const nationalDigits = (phone: string): string => {
  if (/^\+1\d{10}$/u.test(phone)) return phone.slice(2);
  const text = phone.trim().replace(/^tel:/iu, '');
  const digits = text.replace(/\D/gu, '');
  // What is shorter is a part, of which nothing may be taken off as a prefix.
  const parsed = digits.length >= 10 || text.startsWith('+') ? parsePhoneNumberFromString(text, 'US') : undefined;
  if (parsed !== undefined) return parsed.nationalNumber;
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
};

/** The words by which a number is found: the whole of it, without its area code, and its last four digits. */
export const phoneWords = (phone: string): string[] => {
  const digits = nationalDigits(phone);
  return [
    digits,
    ...(digits.length > 7 ? [digits.slice(-7)] : []),
    ...(digits.length > 4 ? [digits.slice(-4)] : []),
  ].filter((word) => word !== '');
};
