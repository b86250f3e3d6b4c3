import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { electrical } from '#shop/starter/electrical.ts';
import { hvac } from '#shop/starter/hvac.ts';
import { plumbing } from '#shop/starter/plumbing.ts';

const folder = resolve(import.meta.dirname, '../../conversation/playbooks');

it('has a row for every service type a shipped playbook names, and none that no playbook knows', () => {
  const named = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap(
      (name) => (parse(readFileSync(join(folder, name), 'utf8')) as { serviceTypes: { code: string }[] }).serviceTypes,
    )
    .map((service) => service.code);
  const sold = [...hvac, ...plumbing, ...electrical].map((service) => service.code);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((code) => !sold.includes(code))).toEqual([]);
  expect(sold.filter((code) => !named.includes(code) && !code.startsWith('general_'))).toEqual([]);
});
