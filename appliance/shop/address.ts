/** Street suffixes and directions as the US Postal Service abbreviates them (Publication 28, appendix C1 and section 233). */
export const SHORT: Readonly<Record<string, string>> = {
  street: 'st',
  avenue: 'ave',
  road: 'rd',
  drive: 'dr',
  lane: 'ln',
  court: 'ct',
  circle: 'cir',
  boulevard: 'blvd',
  place: 'pl',
  terrace: 'ter',
  trail: 'trl',
  parkway: 'pkwy',
  highway: 'hwy',
  square: 'sq',
  way: 'way',
  pike: 'pike',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
  apartment: 'apt',
  suite: 'ste',
  unit: 'unit',
};

/** Words of an address in small letters, without punctuation, as the Postal Service abbreviates them. */
export const streetWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[.,'#]/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => SHORT[word] ?? word)
    .join(' ');

export interface AddressParts {
  readonly houseNumber: string;
  readonly street: string;
  readonly unit: string | null;
  readonly city: string;
  readonly state: string;
  readonly zip: string | null;
}

/**
 * A key that two spellings of one address share: case, punctuation and the usual abbreviations are ironed out. The ZIP
 * is left out, since callers often do not give it.
 */
export const addressKey = (address: AddressParts): string =>
  [address.houseNumber, address.street, address.unit ?? '', address.city, address.state].map(streetWords).join('|');

/** `123 Oak Street, Apt 4, Springfield, OH 45503` */
export const formatAddress = (address: AddressParts): string =>
  [
    `${address.houseNumber} ${address.street}`.trim(),
    ...(address.unit === null || address.unit === '' ? [] : [address.unit]),
    address.city,
    `${address.state}${address.zip === null ? '' : ` ${address.zip}`}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
