import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databaseIn, openRows } from '#fixtures/database/which.ts';
import { silentLog } from '#observe/log.ts';
import { readArchive } from '#ops/archive/read.ts';
import { writeArchive } from '#ops/archive/write.ts';
import { EMPTIED, LEFT_OUT } from '#store/archive/left-out.ts';
import { SEALED_COLUMNS } from '#store/keys/sealed-columns.ts';
import { saveCheckpoint } from '#store/calls/transactor.ts';
import { openStore, restoreStore } from '#store/store.ts';
import { bookSome, handClock, MONDAY, openDemoOffice, type DemoOffice } from './demo-office.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'archive-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = silentLog();

/** A shop with calls, jobs, a recording and a playbook. */
const someShop = async (): Promise<DemoOffice> => {
  const office = await openDemoOffice();
  for (const n of [1, 2, 3]) await bookSome(office.shop, n);
  const recording = join(office.folder, 'recordings', '2026-11-23', 'call-1.wav');
  mkdirSync(join(recording, '..'), { recursive: true });
  writeFileSync(recording, Buffer.alloc(70_000, 7));
  mkdirSync(join(office.folder, 'playbooks'));
  writeFileSync(join(office.folder, 'playbooks', 'abc.json'), '{}');
  await office.shop.transaction(async (tx) => {
    await tx.db.updateTable('calls').set({ recording_path: recording }).where('id', '=', 'call-1').execute();
    await tx.db
      .updateTable('visits')
      .set({ gate_code: tx.seal.seal('4711', ['x']) })
      .execute();
    await saveCheckpoint(tx, {
      callId: 'call-1',
      state: {},
      stateVersion: 1,
      playbookDigest: 'abc',
      lastSeq: 1,
      turn: 1,
      commands: [],
    });
  });
  return office;
};

const writeOf = (office: DemoOffice, file: string) =>
  writeArchive({ store: office.shop, dataFolder: office.folder, file, release: '0.0.0', now: MONDAY });

const readInto = async (target: string, file: string) => {
  mkdirSync(target, { recursive: true });
  return readArchive({ file, dataFolder: target, database: await databaseIn(target), clock: handClock(), log });
};

/** Every row of the tables, what an archive leaves empty left empty, paths from the data folder on. */
const rowsIn = async (data: string, tables: readonly string[]): Promise<Record<string, string[]>> => {
  await using db = await openRows(data);
  const all: Record<string, string[]> = {};
  for (const table of tables) {
    const rows = await db.all<Record<string, unknown>>(`select * from ${table}`);
    const kept = rows.map((row) => ({
      ...row,
      ...Object.fromEntries((EMPTIED[table] ?? []).map((column) => [column, null])),
    }));
    all[table] = kept.map((row) => JSON.stringify(row).replaceAll(`${data}/`, '')).toSorted();
  }
  expect(await db.faults()).toEqual([]);
  return all;
};

it.each(['shop.tar', 'shop.tar.gz'])(
  'an empty box that takes %s in has the same shop, row for row and file for file',
  async (name) => {
    await using office = await someShop();
    const file = join(folder, name);
    const written = await writeOf(office, file);
    expect(written).toMatchObject({ files: 2 });
    const target = join(folder, 'new');
    const { manifest, rows } = await readInto(target, file);
    expect(rows).toBe(written.rows);
    const tables = manifest.tables.map((table) => table.name);
    expect(tables.length).toBeGreaterThan(30);
    const before = await rowsIn(office.folder, ['businesses', ...tables]);
    expect(before['jobs']).toHaveLength(3);
    expect(await rowsIn(target, ['businesses', ...tables])).toEqual(before);
    const recording = join(target, 'recordings', '2026-11-23', 'call-1.wav');
    expect(readFileSync(recording).equals(Buffer.alloc(70_000, 7))).toBe(true);
    expect(readdirSync(target)).not.toContainEqual(expect.stringMatching(/^archive-/u));
    await using store = await openStore({ ...(await databaseIn(target)), clock: handClock(), log });
    const shop = store.for(office.shop.businessId);
    expect(await shop.calls.recordingPath('call-1')).toBe(recording);
    expect(await bookSome(shop, 9)).toBe('J-1004');
  },
);

it('holds what was said, and nothing that is sealed', async () => {
  await using office = await someShop();
  const file = join(folder, 'shop.tar');
  await writeOf(office, file);
  const text = readFileSync(file, 'latin1');
  expect(text).toContain('the AC stopped cooling');
  expect(text).not.toMatch(/v1\.[\w-]{8}\.[\w-]{16}\./u);
  const carried = SEALED_COLUMNS.filter(
    ({ table, column }) => !(table in LEFT_OUT) && !(EMPTIED[table] ?? []).includes(column),
  );
  expect(carried).toEqual([]);
  await expect(writeOf(office, file)).rejects.toMatchObject({ code: 'archive.exists' });
});

it('a damaged, cut, foreign or later archive changes nothing', async () => {
  await using office = await someShop();
  const file = join(folder, 'shop.tar');
  await writeOf(office, file);
  const whole = readFileSync(file);
  const at = whole.indexOf('the AC stopped cooling');
  const damaged = Buffer.from(whole);
  damaged.write('the AC started coolin', at);
  const later = Buffer.from(whole);
  later.write('"version": 9', later.indexOf('"version": 1'));
  for (const [bytes, code] of [
    [damaged, 'archive.broken'],
    [whole.subarray(0, whole.length / 2), 'archive.broken'],
    [Buffer.from('no archive at all'), 'archive.broken'],
    [later, 'archive.too_new'],
  ] as const) {
    writeFileSync(join(folder, 'bad.tar'), bytes);
    const target = join(folder, `to-${createHash('sha1').update(bytes).digest('hex')}`);
    await expect(readInto(target, join(folder, 'bad.tar'))).rejects.toMatchObject({ code });
    expect(readdirSync(target).filter((name) => !name.startsWith('database'))).toEqual([]);
  }
});

it('is never mixed with records that are there', async () => {
  await using office = await someShop();
  await using other = await openDemoOffice();
  const file = join(folder, 'shop.tar');
  await writeOf(office, file);
  await expect(readInto(other.folder, file)).rejects.toMatchObject({ code: 'archive.not_empty' });
  expect(readdirSync(other.folder)).not.toContain('playbooks');
  expect((await other.shop.jobs.list({ limit: 9 })).items).toEqual([]);
});

it('takes in an archive of an earlier schema and brings it up to date', async () => {
  const business = { id: 'b', name: 'Shop', zone: 'UTC', phone: '', settings: '{}', created_at: 0, confirmed_at: null };
  const options = { ...(await databaseIn(folder)), clock: handClock(), log };
  await restoreStore(options, {
    schema: 20,
    business,
    async *tables() {
      yield {
        table: 'technicians',
        rows: [{ business_id: 'b', id: 't', name: 'Ann', phone: '', skills: '[]', active: 1 }],
      };
    },
  });
  await using store = await openStore(options);
  expect(await store.for('b').technicianNames()).toEqual(['Ann']);
  expect(await store.for('b').trips(0)).toEqual([]);
  await expect(restoreStore(options, { schema: 99, business, async *tables() {} })).rejects.toMatchObject({
    code: 'archive.too_new',
  });
});
