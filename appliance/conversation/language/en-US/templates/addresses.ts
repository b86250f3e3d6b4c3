import type { AddressValue } from '../../../state/slots.ts';
import { SUFFIXES } from '../states.ts';
import { cardinal, digitWords, ordinal, spokenHouseNumber } from './numbers.ts';

const STATES: Readonly<Record<string, string>> = {
  AL: 'Alabama',
  AK: 'Alaska',
  AZ: 'Arizona',
  AR: 'Arkansas',
  CA: 'California',
  CO: 'Colorado',
  CT: 'Connecticut',
  DE: 'Delaware',
  DC: 'District of Columbia',
  FL: 'Florida',
  GA: 'Georgia',
  HI: 'Hawaii',
  ID: 'Idaho',
  IL: 'Illinois',
  IN: 'Indiana',
  IA: 'Iowa',
  KS: 'Kansas',
  KY: 'Kentucky',
  LA: 'Louisiana',
  ME: 'Maine',
  MD: 'Maryland',
  MA: 'Massachusetts',
  MI: 'Michigan',
  MN: 'Minnesota',
  MS: 'Mississippi',
  MO: 'Missouri',
  MT: 'Montana',
  NE: 'Nebraska',
  NV: 'Nevada',
  NH: 'New Hampshire',
  NJ: 'New Jersey',
  NM: 'New Mexico',
  NY: 'New York',
  NC: 'North Carolina',
  ND: 'North Dakota',
  OH: 'Ohio',
  OK: 'Oklahoma',
  OR: 'Oregon',
  PA: 'Pennsylvania',
  PR: 'Puerto Rico',
  RI: 'Rhode Island',
  SC: 'South Carolina',
  SD: 'South Dakota',
  TN: 'Tennessee',
  TX: 'Texas',
  UT: 'Utah',
  VT: 'Vermont',
  VA: 'Virginia',
  WA: 'Washington',
  WV: 'West Virginia',
  WI: 'Wisconsin',
  WY: 'Wyoming',
};

/** The name of a state by its two letters; the letters themselves when unknown. */
export const spokenState = (code: string): string => STATES[code.toUpperCase()] ?? code;

const SHORT: Readonly<Record<string, string>> = {
  st: 'Street',
  ave: 'Avenue',
  rd: 'Road',
  dr: 'Drive',
  ln: 'Lane',
  ct: 'Court',
  blvd: 'Boulevard',
  pl: 'Place',
  ter: 'Terrace',
  cir: 'Circle',
  hwy: 'Highway',
  pkwy: 'Parkway',
  n: 'North',
  s: 'South',
  e: 'East',
  w: 'West',
};

/** A street name as it is spoken: abbreviations spelled out, `5th` as fifth, `State Route 41` as forty-one. */
export const spokenStreet = (street: string): string =>
  street
    .split(/\s+/)
    .map((word, index) => {
      const bare = word.replace(/[.,]/g, '');
      const numbered = /^(\d+)(?:st|nd|rd|th)$/i.exec(bare);
      if (numbered) return ordinal(Number(numbered[1]));
      if (/^\d+$/.test(bare)) return bare.length <= 3 ? cardinal(Number(bare)) : digitWords(bare);
      return index > 0 || bare.length === 1 ? (SHORT[bare.toLowerCase()] ?? bare) : bare;
    })
    .join(' ');

/** `one two three Oak Street, Springfield, Ohio, four five five oh one`. Missing parts are left out. */
export const spokenAddress = (address: AddressValue): string => {
  const street = [
    address.houseNumber === null ? null : spokenHouseNumber(address.houseNumber),
    address.street === null ? null : spokenStreet(address.street),
  ]
    .filter((part) => part !== null)
    .join(address.numberApart === true ? ', on ' : ' ');
  const unit =
    address.unit === null
      ? null
      : address.unit
          .replace(/#/g, 'number ')
          .replace(/\d+/g, (digits) => ` ${digitWords(digits)} `)
          .replace(/\s+/g, ' ')
          .trim();
  return [
    street,
    address.corner === undefined ? null : `at the corner of ${spokenStreet(address.corner)}`,
    unit,
    address.city,
    address.state === null ? null : spokenState(address.state),
    address.zip === null ? null : digitWords(address.zip),
  ]
    .filter((part) => part !== null && part !== '')
    .join(', ');
};

/** `B, I, R, C, H`. */
export const lettersOf = (word: string): string =>
  word
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
    .split('')
    .join(', ');

const KINDS: ReadonlySet<string> = new Set([...Object.values(SHORT), ...Object.values(SUFFIXES)]);

/** The sentence that tells a street letter by letter, without its kind; none where ears suffice. */
export const spelledStreet = ({ street, streetLetters }: AddressValue): readonly string[] => {
  const words = street?.split(/\s+/) ?? [];
  const name = words.filter((word, index) => /^[a-z'-]+$/i.test(word) && (index === 0 || !KINDS.has(word)));
  if (streetLetters !== true || name.length === 0) return [];
  return [`The street is spelled ${name.map(lettersOf).join(', ')}.`];
};
