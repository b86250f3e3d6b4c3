/**
 * A North American number as E.164 (`+15551230000`); other numbers that came with a plus keep it.
 * @returns null when the digits make no number
 */
export const normalisePhone = (text: string): string | null => {
  const digits = text.replace(/\D/gu, '');
  if (text.trim().startsWith('+') && !digits.startsWith('1'))
    return digits.length >= 8 && digits.length <= 15 ? `+${digits}` : null;
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  return national.length === 10 ? `+1${national}` : null;
};

/** `555-123-0000`, for screens and letters; what is no such number comes back as it is. */
export const formatPhone = (phone: string): string => {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/u.exec(phone);
  return match === null ? phone : `${match[1]}-${match[2]}-${match[3]}`;
};
