import { describe, expect, it } from 'vitest';
import { jaroWinkler } from './likeness.ts';
import { LIKELY, matchCustomers, type Comparable } from './match.ts';
import { nameLikeness } from './names.ts';

const at = (houseNumber: string, street: string, unit: string | null = null, zip: string | null = '45503') => ({
  houseNumber,
  street,
  unit,
  city: 'Springfield',
  state: 'OH',
  zip,
});
const one = (name: string, more: Partial<Comparable> = {}): Comparable => ({
  names: [name],
  phones: [],
  emails: [],
  places: [],
  ...more,
});
const PHONE = { phones: ['+19375550142'] };

it('tells how alike words are, by the published examples', () => {
  // Winkler 1990, table of examples.
  for (const [a, b, likeness] of [
    ['martha', 'marhta', 0.961],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.813],
  ] as const)
    expect(jaroWinkler(a, b)).toBeCloseTo(likeness, 3);
  expect([jaroWinkler('', ''), jaroWinkler('a', ''), jaroWinkler('ab', 'xy')]).toEqual([0, 0, 0]);
});

describe('names', () => {
  it.each([
    ['Robert Miller', 'Bob Miller', 'nickname'],
    ['Miller, Robert', 'robert  miller', 'same'],
    ['Dr. José Ortiz', 'Jose Ortiz', 'same'],
    ['Kathleen OBrien', "Kathleen O'Brien", 'same'],
    ['Robert J Miller', 'Robert Miller', 'same'],
    ['Maria Ortiz', 'Maria Ortis', 'alike'],
  ])('%s may be %s: %s', (a, b, how) => {
    expect(nameLikeness(a, b)).toMatchObject({ how });
    expect(nameLikeness(a, b).likeness).toBeGreaterThan(0.88);
    expect(nameLikeness(b, a).likeness).toBeCloseTo(nameLikeness(a, b).likeness, 10);
  });

  it.each([
    ['Robert Miller', 'Susan Miller'],
    ['Maria Ortiz', 'Maria Lopez'],
    ['Ann', 'Ann Whitfield-Jones'],
    ['', 'Ann Miller'],
    ['Robert Miller Jr.', 'Robert Miller Sr.'],
  ])('%s is not %s', (a, b) => expect(nameLikeness(a, b).likeness).toBeLessThan(0.88));
});

describe('two customers', () => {
  it('with one number and one name are certainly one', () => {
    expect(matchCustomers(one('Bob Miller', PHONE), one('Robert Miller', PHONE))).toEqual({
      score: expect.any(Number) as number,
      certain: true,
      reasons: [
        { what: 'name', how: 'nickname', likeness: expect.any(Number) as number },
        { what: 'phone', how: 'same', likeness: 1000 },
      ],
    });
  });

  it('are not certainly one by the company they work for, nor where one of them is a junior', () => {
    const works = (name: string) => one(name, { ...PHONE, names: [name, 'Acme Property LLC'] });
    expect(matchCustomers(works('Ann Lee'), works('Tom Grant')).certain).toBe(false);
    expect(matchCustomers(one('Ann Lee Jr', PHONE), one('Ann Lee', PHONE)).certain).toBe(false);
  });

  it('who share a number, an address and nothing of a name are a household', () => {
    const home = { ...PHONE, emails: ['home@example.com'], places: [at('12', 'Oak Street')] };
    const match = matchCustomers(one('Robert Miller', home), one('Susan Miller', home));
    expect(match).toMatchObject({ certain: false });
    expect(match.score).toBeLessThan(LIKELY);
    expect(match.reasons.map(({ what, how }) => `${what} ${how}`)).toEqual([
      'other_name alike',
      'phone shared',
      'email shared',
      'address same',
    ]);
  });

  it('with one name and nothing else are two', () => {
    expect(matchCustomers(one('Robert Miller'), one('Robert Miller')).score).toBeLessThan(LIKELY);
  });

  it('at one address with a misspelt street and name are likely one, for a person to decide', () => {
    const match = matchCustomers(
      one('Maria Ortiz', { places: [at('412', 'Birchwood Avenue')] }),
      one('Maria Ortis', { places: [at('412', 'Burchwood Ave.')] }),
    );
    expect(match.score).toBeGreaterThanOrEqual(LIKELY);
    expect(match.certain).toBe(false);
  });

  it('in two units of one building, or in two towns, are not brought together by their address', () => {
    const near = (a: ReturnType<typeof at>, b: ReturnType<typeof at>) =>
      matchCustomers(one('Ann Lee', { places: [a] }), one('Ann Lee', { places: [b] })).score;
    expect(near(at('1', 'Elm St', 'Apt 2'), at('1', 'Elm Street', '#9'))).toBeLessThan(LIKELY);
    expect(near(at('1', 'Elm St'), at('1', 'Elm St', null, '45011'))).toBeLessThan(LIKELY);
    expect(near(at('1', 'Elm St'), at('1', 'Elm Street'))).toBeGreaterThanOrEqual(LIKELY);
  });

  it('are compared alike from both sides', () => {
    const a = one('Bill Stone', { ...PHONE, places: [at('7', 'Main St')] });
    const b = one('William Stone', { emails: ['w@example.com'], places: [at('7', 'Main Street', null, null)] });
    expect(matchCustomers(a, b)).toEqual(matchCustomers(b, a));
  });
});
