import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPlaybook } from '#core/playbooks.ts';
import { ENOUGH, gapsOf } from '#drills/coverage.ts';
import { loadScenarios } from '#drills/scenario/read.ts';

const scenarios = loadScenarios(join(import.meta.dirname, '../drills'));
const services = loadPlaybook('all').serviceTypes.map(({ code }) => code);

test('the drills try every service, policy and quirk, and enough of each', () => {
  expect(services.length).toBeGreaterThan(45);
  expect(gapsOf(scenarios, services)).toEqual([]);
});

test('what is left out is named', () => {
  const [one] = scenarios;
  if (!one) throw new Error('there are no drills');
  const gaps = gapsOf([{ ...one, quirks: [], policies: [], audio: false }], ['no_such_service']);
  expect(gaps).toContain('nobody books no_such_service');
  expect(gaps).toContain(`1 scenarios of ${ENOUGH.scenarios}`);
  expect(gaps).toContain('1 of 1 scenarios have no quirk');
  expect(gaps).toContain('the quirk silence is in 0 scenarios of 8');
  expect(gaps).toContain('no scenario tries life_safety');
});
