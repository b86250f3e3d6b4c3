import { expect, test } from 'vitest';
import { parseScenario, patternOf } from './read.ts';

const LEAST = ['id: some-drill', 'about: A drill.', 'now: 2026-11-24T09:00', 'opening: Hello.'];
const read = (...more: string[]) => parseScenario([...LEAST, ...more].join('\n'), 'x.yaml');
const codeOf = (...more: string[]): unknown => {
  try {
    return read(...more);
  } catch (error) {
    return (error as Error).message;
  }
};

test('what a scenario leaves out has an ordinary answer', () => {
  const { caller, expect: end, from, again, shop } = read('expect: {outcome: vendor}');
  expect(caller).toMatchObject({ phone: '9375550142', address: { city: 'Springfield', state: 'OH' } });
  expect(end).toMatchObject({ outcome: 'vendor', booked: [], rows: {}, max_turns: 30 });
  expect({ from, again, shop }).toEqual({
    from: 'same',
    again: [],
    shop: { customers: [], taken: [], holidays: [], settings: {}, people: [] },
  });
});

test('what is wrong is named with its line', () => {
  expect(codeOf('expect: {outcome: booked, booked: [{fee: 3}]}')).toMatch(/^x\.yaml:5:\d+: .*service/);
  expect(codeOf('expect: {outcome: booked}', 'quirks: [juggling]')).toMatch(/^x\.yaml:6:/);
  expect(codeOf('reactions: {', '  ask_phon: "no"}', 'expect: {outcome: booked}')).toMatch(
    /^x\.yaml:6:\d+: there is no act called ask_phon/,
  );
  expect(codeOf('expect:', '  outcome: booked', '  says: ["/(/"]')).toMatch(/^x\.yaml:7:\d+: .*regular expression/);
  expect(codeOf('expect: {outcome: booked}', 'colour: red')).toMatch(/^x\.yaml:/);
});

test('a changed mind needs a first one', () => {
  expect(codeOf('expect: {outcome: booked}', 'quirks: [changing_mind]')).toMatch(/first_window/);
});

test('words are taken as they stand, and patterns as patterns', () => {
  expect(patternOf('a.b').test('a.b')).toBe(true);
  expect(patternOf('a.b').test('axb')).toBe(false);
  expect(patternOf('/a.b/').test('AXB')).toBe(true);
});
