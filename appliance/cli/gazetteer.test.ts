import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { gazetteerCommand } from './gazetteer.ts';

const out = captureStdout();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gazetteer-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a list is built into the data folder, and looked up there', async () => {
  const config = join(folder, 'pilot.yaml');
  const csv = join(folder, 'area.csv');
  writeFileSync(config, 'data: ./data\n');
  writeFileSync(csv, 'from;to;street;city\n1;199;QUILLFEATHER LN;Springfield\n5;1;OAK ST;Springfield\n');
  expect(await gazetteerCommand(['build', csv, '--state', 'oh', '--config', config])).toBe(0);
  expect(out.text).toContain('area.csv:3: the range 5 to 1 runs backwards');
  expect(out.text).toContain('1 addresses in 1 streets');
  const check = async (words: string): Promise<string> => {
    out.clear();
    await gazetteerCommand(['check', words, '--state', 'OH', '--config', config]);
    return out.text;
  };
  expect(await check('123 quillfeather lane springfield')).toBe('listed: 123 Quillfeather Lane Springfield OH\n');
  expect(await check('123 quilfether lane springfield')).toBe('respelled: 123 Quillfeather Lane Springfield OH\n');
  expect(await check('500 quillfeather lane springfield')).toMatch(/^number not listed/);
  expect(await check('500 elm street springfield')).toMatch(/^not listed/);
});

test('without a list the way to one is told', async () => {
  const config = join(folder, 'pilot.yaml');
  writeFileSync(config, 'data: ./data\n');
  await expect(gazetteerCommand(['check', '1 oak street', '--config', config])).rejects.toMatchObject({
    code: 'gazetteer_missing',
  });
  await expect(gazetteerCommand(['look'])).rejects.toMatchObject({ code: 'usage' });
});
