import { spokenStreet } from '#conversation/language/en-US/templates/addresses.ts';
import { spokenHouseNumber } from '#conversation/language/en-US/templates/numbers.ts';
import type { Persona } from './persona.ts';
import { digitRuns } from '../listen/digits.ts';
import type { Fact } from '../listen/rehearsed.ts';
import { wordsOf } from '../listen/words.ts';

const has = (words: readonly string[], phrase: string): boolean =>
  ` ${words.join(' ')} `.includes(` ${wordsOf(phrase).join(' ')} `);

/** A name as it stands or letter by letter. */
const hasName = (words: readonly string[], name: string): boolean =>
  has(words, name) || words.join('').includes(name.toLowerCase().replace(/[^a-z]/g, ''));

/** The facts of a written read-back that are not the caller's. @param act which read-back it is */
export const wrongIn = (act: string, text: string, { name, phone, address }: Persona): Fact[] => {
  const words = wordsOf(text.replaceAll('-', ' '));
  const wrong: Fact[] = [];
  const check = (fact: Fact, right: boolean): void => void (right || wrong.push(fact));
  if (act === 'read_back_name' || act === 'read_back_contact') {
    check('first_name', hasName(words, name.first));
    check('last_name', hasName(words, name.last));
  }
  if (act === 'read_back_phone' || act === 'read_back_contact')
    check(
      'phone',
      digitRuns(words)
        .map(({ digits }) => digits)
        .join('') === phone,
    );
  if (act !== 'read_back_address') return wrong;
  const [street = ''] = address.street.split(',');
  const number = spokenHouseNumber(address.houseNumber);
  check('house_number', has(words, `heard ${number}`));
  check('street', has(words, spokenStreet(street).replaceAll('-', ' ')));
  check('city', has(words, address.city));
  check('state', has(words, address.state));
  return wrong;
};
