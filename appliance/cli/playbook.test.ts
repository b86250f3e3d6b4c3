import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { playbookCommand } from './playbook.ts';

const out = captureStdout();
const SHIPPED = readFileSync(new URL('../conversation/playbooks/plumbing.yaml', import.meta.url), 'utf8');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'playbook-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test('check tells every place that is wrong with its line, and ends with 1', async () => {
  const broken = file(
    'mine.yaml',
    SHIPPED.replace('urgency: urgent', 'urgency: soon').replace('price: diagnosis', 'price: cheap'),
  );
  expect(await playbookCommand(['check', broken, '--json'])).toBe(1);
  const { valid, errors } = JSON.parse(out.text) as { valid: boolean; errors: string[] };
  expect(valid).toBe(false);
  const lineOf = (text: string): number =>
    readFileSync(broken, 'utf8')
      .split('\n')
      .findIndex((row) => row.includes(text)) + 1;
  expect(errors.map((error) => error.replace(folder, ''))).toEqual([
    expect.stringMatching(
      new RegExp(`^/mine\\.yaml:${lineOf('urgency: soon')}:\\d+: .*must be emergency or urgent or routine`),
    ),
    expect.stringMatching(new RegExp(`^/mine\\.yaml:${lineOf('price: cheap')}:\\d+: .*must be diagnosis or fixed`)),
  ]);
});

test('check takes a file that may be taken, and show tells the rules of the one in force', async () => {
  const mine = file('mine.yaml', SHIPPED.replace('licenceNumber: null', 'licenceNumber: PL 4711'));
  expect(await playbookCommand(['check', mine])).toBe(0);
  expect(out.text).toMatch(/may be taken: \d+ service types/);
  out.clear();
  expect(await playbookCommand(['show', '--config', file('pilot.yaml', 'playbook: ./mine.yaml')])).toBe(0);
  expect(out.text).toContain('PL 4711');
  expect(out.text).toMatch(/fee told +before booking/);
  expect(out.text).toContain(mine);
});

test('a file that is not there is named', async () => {
  expect(await playbookCommand(['check', join(folder, 'none.yaml')])).toBe(1);
  expect(out.text).toMatch(/none\.yaml cannot be read/);
  await expect(playbookCommand(['forget'])).rejects.toMatchObject({ code: 'usage' });
});
