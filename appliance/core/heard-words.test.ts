import { expect, test } from 'vitest';
import { createReader } from '#conversation/read/reader.ts';
import { loadDirectory } from './directory.ts';
import { loadPlaybook } from './playbooks.ts';

const directory = loadDirectory({ home: { state: 'OH', zip: '45501' } });
const reader = createReader({ directory, playbook: loadPlaybook('all') });
const addressIn = (text: string, expect: 'address' | 'yes_no' = 'address') =>
  reader.read(text, { expect, now: Date.parse('2026-11-23T20:10-05:00'), zone: 'America/New_York', offered: [] }).slots
    .address;

test.each([
  ['eight thirty three poppler street springfield ohio', 'Poplar Street', true, false],
  ['five oh two burch road springfield ohio', 'Birch Road', true, true],
  ['five oh two birch road springfield ohio', 'Birch Road', true, false],
  ['nine oaks street springfield ohio', 'Oaks Street', true, true],
  ['twelve high land avenue springfield ohio', 'Highland Avenue', true, false],
])('%s', (text, street, streetKnown, streetLetters) => {
  expect(addressIn(text)).toMatchObject({ street, streetKnown, streetLetters });
});

test.each([
  'seven three six well lane springfield ohio',
  'six ninety six will lane springfield ohio',
  'one three eight one hland avenue springfield ohio',
])('a street that is asked for letter by letter: %s', (text) => {
  expect(addressIn(text)).toMatchObject({ streetKnown: false });
});

test('a street spelled in the same breath', () => {
  expect(addressIn('no the street is whll lane w a l l o w', 'yes_no')).toMatchObject({ street: 'Willow Lane' });
});

test('what is taken back in the same breath', () => {
  expect(
    addressIn('six nine nine willow lane springfield ohio no wait sorry it is six nine six willow lane'),
  ).toMatchObject({ houseNumber: '696', street: 'Willow Lane', city: 'Springfield', state: 'OH' });
  expect(addressIn('twelve oak street springfield ohio sorry make that fourteen')).toMatchObject({
    houseNumber: '14',
    street: 'Oak Street',
  });
});

test.each([
  ['my name is carl hudson', ['first']],
  ['my name is patrick noland', ['last']],
  ['my name is grace coleman', []],
  ['my name is Carl Hudson', []],
])('%s: letters', (text, letters) => {
  const reading = reader.read(text, { expect: 'name', now: 0, zone: 'America/New_York', offered: [] });
  expect(reading.slots.name).toMatchObject({ letters });
});

test('a first name that may be a last one stands where it was said', () => {
  const reading = reader.read('my name is howard bennet', { expect: 'name', now: 0, zone: 'UTC', offered: [] });
  expect(reading.slots.name).toMatchObject({ first: 'Howard', last: 'Bennett' });
});

test('the first sound of a word said twice', () => {
  const reading = reader.read('hi i would like to schedule a furnace tune u up', {
    expect: 'open',
    now: 0,
    zone: 'UTC',
    offered: [],
  });
  expect(reading.slots.problem).toMatchObject({ serviceType: 'hvac_tune_up' });
});

test('a middle initial is no part of the name, and no house number is spelled', () => {
  const read = (text: string) => reader.read(text, { expect: 'name', now: 0, zone: 'America/New_York', offered: [] });
  expect(read('my name is emma f lawson').slots.name).toMatchObject({ first: 'Emma', last: 'Lawson' });
  expect(read('my last name is lawson l a w s oh n').slots).toMatchObject({ spelling: 'LAWSON' });
  expect(read('my last name is lawson l a w s oh n').slots.address).toBeUndefined();
});

test('words of a trade whose ends came out broken', () => {
  for (const pipe of ['pipe of my ac', 'pipe of myc', 'pip of myc', 'pipeipe of myc', 'pipe'])
    expect(
      reader.read(`there is ice on the copper ${pipe}`, { expect: 'open', now: 0, zone: 'UTC', offered: [] }).slots
        .problem,
    ).toMatchObject({ serviceType: 'iced_coil' });
  expect(
    reader.read('i need a gas line run forer a newstove', { expect: 'open', now: 0, zone: 'UTC', offered: [] }),
  ).toMatchObject({
    urgency: 'routine',
    slots: { problem: { serviceType: 'gas_line' } },
  });
});

test.each([
  ['four one eighth maple avenue springfield ohio', '418', 'Maple Avenue'],
  ['four one eighth avenue springfield ohio', '41', 'Eighth Avenue'],
])('%s', (text, houseNumber, street) => {
  const reading = reader.read(text, { expect: 'address', now: 0, zone: 'UTC', offered: [] });
  expect(reading.slots.address).toMatchObject({ houseNumber, street });
});
