import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { isPilotError } from '#shared/errors.ts';
import { drawPersona } from './draw.ts';
import { commonNames, parseHeardNames } from './names.ts';
import { parsePersona, Persona } from '#drills/caller/persona.ts';
import { citiesOf } from './places.ts';
import { defaultPersona, loadMaterial, personaOf } from './roster.ts';

const material = loadMaterial();
const drawn = Array.from({ length: 200 }, (_, seed) => drawPersona(seed, material));

test('the same number draws the same caller, another number another one', () => {
  expect(drawPersona(7, material)).toEqual(drawPersona(7, material));
  const names = new Set(drawn.map(({ name, phone }) => `${name.first} ${name.last} ${phone}`));
  expect(names.size).toBe(200);
});

test('drawn callers are complete and vary in everything the box must get right', () => {
  for (const persona of drawn) expect(Value.Check(Persona, persona)).toBe(true);
  const kinds = (of: (persona: Persona) => unknown): number => new Set(drawn.map((p) => JSON.stringify(of(p)))).size;
  expect(kinds((p) => p.problem.serviceType)).toBeGreaterThanOrEqual(8);
  expect(kinds((p) => p.address.city)).toBeGreaterThanOrEqual(10);
  expect(kinds((p) => p.address.street)).toBeGreaterThanOrEqual(80);
  expect(kinds((p) => p.window)).toBeGreaterThanOrEqual(4);
  expect(kinds((p) => p.clock)).toBeGreaterThanOrEqual(3);
  expect(kinds((p) => p.gateCode !== null)).toBe(2);
});

test('every number lies in the range kept free for fiction', () => {
  for (const { phone } of drawn) expect(phone).toMatch(/^\d{3}55501\d\d$/);
});

test('cities are of the state, and streets known to the recognizer', () => {
  const heard = new Set(material.streets);
  for (const { address } of drawn) {
    expect(material.cities).toContain(address.city);
    expect(heard).toContain(address.street.split(' ').slice(0, -1).join(' '));
  }
  expect(material.cities).toContain('Springfield');
  expect(material.cities).not.toContain('Boulder');
});

test('the default caller is read from its file', () => {
  expect(defaultPersona()).toMatchObject({ name: { first: 'Sarah', last: 'Miller' }, gateCode: '1234' });
  expect(personaOf(null)).toEqual(defaultPersona());
});

test('a wrong caller file is named with line and column', () => {
  const failure = (text: string): string => {
    try {
      parsePersona(text, 'c.yaml');
    } catch (error) {
      if (isPilotError(error)) return error.message;
    }
    return 'accepted';
  };
  expect(failure('name: {first: A, last: B}\nphone: "12"\n')).toMatch(/^c\.yaml:\d+:\d+: /);
  expect(failure('name: [\n')).toMatch(/^c\.yaml:\d+:\d+: /);
});

test('names are taken by how common they are; of those that sound alike the most common alone', () => {
  const names = commonNames(
    ['sara', 'sarah', 'steven', 'stephen', 'mary', 'unheard'],
    ['sarah', 'steven', 'sara', 'mary', 'stephen'],
    3,
  );
  expect(names).toEqual(['sarah', 'steven', 'mary']);
});

test('the lists of the recognizer are read without those held out', () => {
  const names = parseHeardNames(
    'first names: ann bob\n\nlast names: fox\n\nstreet names: oak_hill elm\n\ncities: lima\n\nHELD OUT first names: zed\n',
  );
  expect(names).toEqual({ first: ['ann', 'bob'], last: ['fox'], streets: ['oak hill', 'elm'], cities: ['lima'] });
});

test('small places are left out of the cities', () => {
  const table = ['US\t1\tBig\tOhio\tOH', 'US\t2\tBig\tOhio\tOH', 'US\t3\tTiny\tOhio\tOH', 'US\t4\tFar\tIowa\tIA'].join(
    '\n',
  );
  expect(citiesOf(table, 'OH', 2)).toEqual(['Big']);
});
