/** `(555) 123-0000` of ten digits or E.164; other numbers as they are; `Number withheld` of none. */
export const formatPhone = (number: string): string => {
  if (number === '') return 'Number withheld';
  const match = /^(?:\+?1)?(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (match === null) return number;
  return `(${match[1]}) ${match[2]}-${match[3]}`;
};

/** Whoever is at the other end of a call: `(555) 123-0000`, `To (555) 123-0000` where the box rang. */
export const otherEnd = (call: {
  readonly direction: 'in' | 'out';
  readonly from: string;
  readonly to: string;
}): string => (call.direction === 'out' ? `To ${formatPhone(call.to)}` : formatPhone(call.from));

export interface PostalPlace {
  readonly houseNumber: string | null;
  readonly street: string | null;
  readonly unit: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
}

/** `48 Larch Avenue, Unit 2, Springfield, OH 45503`, of what is there. */
export const formatPlace = (place: PostalPlace): string => {
  const street = words(place.houseNumber, place.street);
  const unit =
    place.unit === null || place.unit === '' ? '' : /^\d/.test(place.unit) ? `Unit ${place.unit}` : place.unit;
  return [street, unit, place.city ?? '', words(place.state, place.zip)].filter((part) => part !== '').join(', ');
};

const words = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' ');

/** `cut_off` as a person writes it: `Cut off`. */
export const formatCode = (code: string): string => {
  const text = code.replaceAll(/[_.-]+/g, ' ').trim();
  return text === '' ? '' : text.charAt(0).toUpperCase() + text.slice(1);
};
