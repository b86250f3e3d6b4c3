import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemoryImports } from '#fakes/memory-imports.ts';
import { importCommand } from './import.ts';

const out = captureStdout();
let imports: MemoryImports;
let api: CoreApi;
let folder: string;
let file: string;

beforeEach(async () => {
  imports = new MemoryImports();
  api = await openCoreApi({ imports });
  folder = mkdtempSync(join(tmpdir(), 'pilot-import-'));
  file = join(folder, 'customers.csv');
  writeFileSync(file, 'Name\nAnn\n""\n');
  out.clear();
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});
const run = (...argv: string[]): Promise<number> => importCommand([...argv, '--data', api.folder]);

test('shows what a file is taken for, and changes nothing in a dry run', async () => {
  expect(await run('customers', file, '--dry-run')).toBe(0);
  expect(out.text).toBe(`utf-8, columns by ","
  Name  name (by name)                Ann
2 rows: 1 can land (0 are here already), 1 cannot
  line 3: Name: no name
`);
  expect(imports.bytes.toString()).toBe('Name\nAnn\n""\n');
  expect((await imports.one('import-1')).state).toBe('uploaded');
});

test('lands a file by the mapping that was kept, tells what came of it, and undoes it', async () => {
  const map = join(folder, 'map.json');
  expect(await run('customers', file, '--map', map)).toBe(0);
  expect(out.text).toContain(
    'import-1  1970-01-01  customers.csv  done: 1 new, 0 added to, 0 here already, 1 rejected\n',
  );
  expect(JSON.parse(readFileSync(map, 'utf8'))).toMatchObject({ kind: 'customers', columns: [{ field: 'name' }] });
  out.clear();
  await run('customers', file, '--map', map, '--json');
  expect(JSON.parse(out.text)).toMatchObject({ preview: { total: 2 }, record: { state: 'done', made: 1 } });
  out.clear();
  await run('undo', 'import-1');
  await run('list');
  expect(out.text.match(/undone/gu)).toHaveLength(2);
});

test('refuses what it cannot go by', async () => {
  const bad = join(folder, 'bad.json');
  writeFileSync(bad, '{}');
  for (const [argv, code] of [
    [['customers'], 'usage'],
    [['somebody', file], 'usage'],
    [['customers', file, '--archive', 'x'], 'usage'],
    [['customers', join(folder, 'none.csv')], 'import.unreadable'],
    [['customers', file, '--map', bad], 'import.mapping'],
    [['undo', 'x'], 'import.unknown'],
  ] as const)
    await expect(run(...argv)).rejects.toMatchObject({ code, fix: expect.any(String) as string });
});
