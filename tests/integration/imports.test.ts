import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRows } from '#fixtures/database/which.ts';
import { customersFile } from '#fixtures/import/customers-csv.ts';
import { readCsv } from '#shop/import/read-csv.ts';
import { changeCustomer, createCustomer } from '#store/customers/change.ts';
import { openDemoOffice } from './demo-office.ts';
import { customersIn, importerOf, importText } from './import-rig.ts';

const child = join(import.meta.dirname, 'import-process.ts');

/** Runs an importing process on the folder. @returns how it ended */
const run = async (folder: string, env: Record<string, string> = {}): Promise<string> => {
  const running = spawn(process.execPath, [child, folder, 'file.csv'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let told = '';
  running.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const [, signal] = (await once(running, 'close')) as [number | null, string | null];
  return signal ?? told.trim();
};

it('lands every row but those that are wrong, names those by line, and doubles nothing when the file comes again', async () => {
  await using office = await openDemoOffice();
  const file = customersFile(3, 40, 8);
  const first = await importText(office, file.text);
  expect(first).toMatchObject({
    state: 'done',
    total: 40,
    made: 35,
    joined: 0,
    known: 0,
    rejected: 5,
    actor: 'user:u1',
  });
  const rejects = await office.shop.imports.rejects(first.id);
  expect(rejects.map(({ line }) => line)).toEqual([...file.wrong.keys()]);
  const beside = readCsv(readFileSync(join(office.folder, 'imports', `${first.id}.rejects.csv`), 'utf8'));
  expect(beside.header.slice(-2)).toEqual(['rejected line', 'rejected because']);
  expect(beside.rows.map(({ cells }) => Number(cells.at(-2)))).toEqual([...file.wrong.keys()]);
  const landed = await customersIn(office.folder);
  expect(landed).toHaveLength(35);
  const again = await importText(office, file.text);
  expect(again).toMatchObject({ state: 'done', made: 0, joined: 0, known: 35, rejected: 5 });
  expect(await customersIn(office.folder)).toEqual(landed);
  expect(readdirSync(join(office.folder, 'imports')).every((name) => name.endsWith('.rejects.csv'))).toBe(true);
});

it('a kill at any point of an import, and the next run ends with exactly the rows of the file', async () => {
  const file = customersFile(5, 40, 20);
  await using office = await openDemoOffice();
  writeFileSync(join(office.folder, 'file.csv'), file.text);
  // In the first transaction, and in a later one: each run goes on where the one before was killed.
  expect(await run(office.folder, { PILOT_FAULT: 'import.row#4' })).toBe('SIGKILL');
  expect(await customersIn(office.folder)).toEqual([]);
  expect(await run(office.folder, { PILOT_FAULT: 'import.row#25' })).toBe('SIGKILL');
  expect((await customersIn(office.folder)).length).toBe(19);
  expect(await run(office.folder)).toBe('done');
  const landed = await customersIn(office.folder);
  expect([landed.length, new Set(landed).size]).toEqual([38, 38]);
  const { items } = await office.shop.imports.list({ limit: 5 });
  expect(items).toMatchObject([{ state: 'done', total: 40, made: 38, joined: 0, known: 0, rejected: 2 }]);
});

const LINES = 'Customer ID,Customer Name,Location ID,Phone,Location Street,Location City,Location State\n';

it('joins rows to who is here by id or by number and name, never by a number alone', async () => {
  await using office = await openDemoOffice();
  const here = await office.shop.transaction((tx) =>
    createCustomer(tx, { name: 'Ann Abbott', contacts: [{ kind: 'phone', value: '+15551230001' }] }, 'box'),
  );
  const record = await importText(
    office,
    `${LINES}7,ANN ABBOTT,1,555-123-0001,1 Oak St,Troy,OH\n7,Ann Abbott,2,,2 Elm St,Troy,OH\n8,Bob Abbott,3,555-123-0001,1 Oak St,Troy,OH\n7,Ann Abbott,1,,1 Oak Street,Troy,OH\n`,
  );
  expect(record).toMatchObject({ made: 1, joined: 2, known: 1, rejected: 0 });
  await using db = await openRows(office.folder);
  const places = await db.all<{ customer_id: string; street: string }>(
    'select customer_id, street from locations order by id',
  );
  expect(places.map(({ customer_id, street }) => [customer_id === here, street])).toEqual([
    [true, 'Oak St'],
    [true, 'Elm St'],
    [false, 'Oak St'],
  ]);
});

it('keeps how a file was read for the next one with the same columns, also against the guess', async () => {
  await using office = await openDemoOffice();
  const importer = await importerOf(office);
  const give = (text: string) => importer.upload({ kind: 'customers', fileName: 'x.csv' }, Buffer.from(text), 'box');
  const first = await give('Who,Where from\nAnn,Troy\n');
  const mapping = { kind: 'customers' as const, source: 'old', columns: [{ column: 'Who', field: 'name' }] };
  await importer.start(first.id, mapping);
  await importer.idle();
  const next = await give('Who,Where from\nBen,Troy\nAnn,Troy\n');
  expect(await importer.preview(next.id, { mapping: null, preset: null })).toMatchObject({
    mapping,
    columns: [{ field: 'name', because: 'kept', samples: ['Ben', 'Ann'] }, { field: null }],
    total: 2,
    fine: 2,
    here: 1,
  });
  await expect(importer.start(first.id, mapping)).rejects.toMatchObject({ code: 'import.state' });
  await expect(importer.preview('none', { mapping: null, preset: null })).rejects.toMatchObject({
    code: 'import.unknown',
  });
});

it('undoing takes away what an import made, but for what was changed since, and the file can be imported again', async () => {
  await using office = await openDemoOffice();
  await office.shop.transaction((tx) => createCustomer(tx, { name: 'Zed Old', contacts: [] }, 'box'));
  const file = customersFile(9, 12);
  const { id } = await importText(office, file.text);
  await using db = await openRows(office.folder);
  const [one] = await db.all<{ id: string; name: string }>(
    "select id, name from customers where name <> 'Zed Old' order by id",
  );
  await office.shop.transaction((tx) => changeCustomer(tx, one?.id ?? '', null, { tags: ['met'] }, 'user:u1'));
  const importer = await importerOf(office);
  await importer.undo(id, 'user:u2');
  await importer.idle();
  expect(await office.shop.imports.one(id)).toMatchObject({ state: 'undone', kept: 1, undoneBy: 'user:u2' });
  expect(new Set(await office.shop.customerNames())).toEqual(new Set(['Zed Old', one?.name]));
  expect(await db.all('select * from import_keys')).toHaveLength(1);
  expect(await importText(office, file.text)).toMatchObject({ made: 11, known: 1 });
});

it('a file that nobody can read lands nothing, and says why', async () => {
  await using office = await openDemoOffice();
  const importer = await importerOf(office);
  const { id } = await importer.upload({ kind: 'customers', fileName: 'x.xlsx' }, Buffer.from('PK\u0003\u0004'), 'box');
  await expect(importer.preview(id, { mapping: null, preset: null })).rejects.toMatchObject({
    code: 'import.workbook',
  });
  await importer.start(id, { kind: 'customers', source: 'csv', columns: [] });
  await importer.idle();
  expect(await office.shop.imports.one(id)).toMatchObject({ state: 'failed', failure: { code: 'import.workbook' } });
  expect(existsSync(join(office.folder, 'imports', `${id}.csv`))).toBe(true);
});
