import { expect, it } from 'vitest';
import { isOlderThanUsual } from './usual-life.ts';

it.each([
  // A tank lasts eleven years: what is known by its year alone may be from the last day of it.
  ['water_heater_tank', '2015', '2026-12-31', false],
  ['water_heater_tank', '2015', '2027-01-01', true],
  ['water_heater_tank', '2015-06', '2026-07-01', true],
  ['water_heater_tank', '2015-06-10', '2026-06-10', false],
  ['water_heater_tank', '2015-06-10', '2026-06-11', true],
  ['toilet', '1950', '2026-01-01', false],
  ['furnace', null, '2026-01-01', false],
] as const)('a %s of %s is, on %s, older than usual: %s', (type, installed, today, old) =>
  expect(isOlderThanUsual(type, installed, today)).toBe(old),
);
