import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { databaseIn } from '#fixtures/database/which.ts';
import { silentLog } from '#observe/log.ts';
import { DuplicatePair, MergeRecord, UndoneMerge } from '#shared/api/duplicates.ts';
import { addLocation, changeLocation } from '../locations/location.ts';
import { addNote } from '../notes/note.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import { openStore, type BusinessStore, type Store } from '../store.ts';
import { BELONGINGS } from './belongings.ts';
import { changeCustomer, createCustomer } from './change.ts';
import { addContact } from './contact.ts';
import { dismissDuplicate, findDuplicates } from './duplicates.ts';
import { mergeCustomers } from './merge.ts';
import { undoMerge } from './undo-merge.ts';

let now = Date.parse('2026-11-24T15:00:00Z');
let folder: string;
let store: Store;
let shop: BusinessStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'merges-'));
  const clock = { now: () => (now += 2), monotonic: () => now };
  store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  shop = await seedDemoShop(store);
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const OFFICE = 'user:dana';
const place = (houseNumber: string) => ({
  houseNumber,
  street: 'Elm Street',
  unit: null,
  city: 'Springfield',
  state: 'OH',
  zip: '45503',
});

/** Two records of one person, each with a place; the number is shared. */
let winner: string;
let loser: string;
let round = 0;
beforeEach(async () => {
  round += 1;
  const shared = { kind: 'phone', value: `937-555-01${10 + round}` } as const;
  [winner, loser] = await shop.transaction(async (tx) => {
    const one = await createCustomer(tx, { name: 'Robert Miller', contacts: [shared], tags: ['vip'] }, OFFICE);
    const two = await createCustomer(
      tx,
      {
        name: 'Bob Miller',
        company: 'Miller Cabinets',
        contacts: [shared, { kind: 'email', value: `bob${round}@example.com` }],
        tags: ['plan'],
        notes: 'Has a dog.',
      },
      OFFICE,
    );
    await addLocation(tx, one, place(`${round}1`), OFFICE);
    await addLocation(tx, two, place(`${round}2`), OFFICE);
    return [one, two] as const;
  });
});
const read = async (id: string) => {
  const record = await shop.customers.one(id, now);
  if (record === null) throw new Error('no such customer');
  // Versions tell of the steps in between.
  return JSON.parse(
    JSON.stringify(record, (key, value: unknown) => (key === 'version' ? undefined : value)),
  ) as typeof record;
};
const merge = () =>
  shop.transaction((tx) => mergeCustomers(tx, winner, loser, { actor: OFFICE, reason: 'one person' }));

it('the loser points at the winner, who has what both had, and both histories are read at one place', async () => {
  const told = await merge();
  expect(Value.Errors(MergeRecord, told)).toEqual([]);
  expect(told.moved).toEqual({ contacts: 1, locations: 1, notes: 1 });
  const one = await read(winner);
  expect(one).toMatchObject({
    name: 'Robert Miller',
    company: 'Miller Cabinets',
    tags: ['vip', 'plan'],
    mergedInto: null,
  });
  expect(one.contacts.map(({ kind }) => kind)).toEqual(['phone', 'email']);
  expect(one.locations.map(({ houseNumber }) => houseNumber)).toEqual([`${round}2`, `${round}1`]);
  expect(one.notes).toMatchObject([{ text: 'Has a dog.' }]);
  expect(await read(loser)).toMatchObject({ name: 'Bob Miller', mergedInto: winner, contacts: [], locations: [] });
  const { items } = await shop.customers.history(winner, { limit: 50 });
  expect(items.filter(({ kind }) => kind === 'customer.added').map(({ body }) => body['after'])).toMatchObject([
    { name: 'Bob Miller' },
    { name: 'Robert Miller' },
  ]);
  expect(items.filter(({ kind }) => kind === 'customer.merged').map(({ reason }) => reason)).toEqual([
    'one person',
    'one person',
  ]);
  expect((await shop.customers.list({ limit: 100 })).items.map(({ id }) => id)).not.toContain(loser);
  const late = shop.transaction((tx) => changeCustomer(tx, loser, null, { company: 'x' }, OFFICE));
  await expect(late).rejects.toMatchObject({
    code: 'customer.gone',
    message: expect.stringContaining(winner) as string,
  });
});

it('undone at once, both are as they were', async () => {
  const before = [await read(winner), await read(loser)];
  const { id } = await merge();
  const undone = await shop.transaction((tx) => undoMerge(tx, id, OFFICE));
  expect(Value.Errors(UndoneMerge, undone)).toEqual([]);
  expect(undone).toMatchObject({ later: [], stayed: [] });
  expect([await read(winner), await read(loser)]).toEqual(before);
  await expect(shop.transaction((tx) => undoMerge(tx, id, OFFICE))).rejects.toMatchObject({ code: 'merge.undone' });
  expect(await shop.customers.merges(winner)).toMatchObject([{ id, undoneAt: expect.any(Number) as number }]);
});

it('undone later, what was changed since is told and kept, and what came since stays', async () => {
  const [theirs] = (await read(loser)).locations;
  const { id } = await merge();
  const phone = await shop.transaction(async (tx) => {
    await changeCustomer(tx, winner, null, { company: 'Miller & Sons' }, 'user:kim');
    await changeLocation(tx, theirs?.id ?? '', null, { access: 'side door' }, 'user:kim');
    await addNote(tx, { kind: 'customer', id: winner }, { text: 'Called.' }, OFFICE);
    return addContact(tx, winner, { kind: 'phone', value: '937-555-0190' }, OFFICE);
  });
  const { later, stayed } = await shop.transaction((tx) => undoMerge(tx, id, OFFICE));
  expect(later).toEqual([
    { what: 'locations', id: theirs?.id, fields: ['access'], by: 'user:kim', at: expect.any(Number) as number },
    { what: 'customer', id: winner, fields: ['company'], by: null, at: null },
  ]);
  expect(stayed).toEqual([{ what: 'contacts', id: phone }]);
  expect(await read(loser)).toMatchObject({ company: 'Miller Cabinets', locations: [{ access: 'side door' }] });
  expect(await read(winner)).toMatchObject({ company: 'Miller & Sons', tags: ['vip'] });
});

it('doubles are found on entry, wait for a person, and stay decided', async () => {
  const found = await shop.transaction((tx) => findDuplicates(tx, loser));
  expect(found).toMatchObject([{ id: winner, match: { certain: true } }]);
  const waiting = async () => (await shop.customers.duplicates()).filter(({ newer }) => newer.id === loser);
  const [pair] = await waiting();
  expect(Value.Errors(DuplicatePair, pair)).toEqual([]);
  expect(pair).toMatchObject({
    older: { id: winner },
    reasons: [{ what: 'name', how: 'nickname' }, { what: 'phone' }],
  });
  await shop.transaction(async (tx) => {
    expect(await dismissDuplicate(tx, pair?.id ?? '', OFFICE)).toBe(true);
    expect(await dismissDuplicate(tx, pair?.id ?? '', OFFICE)).toBe(false);
    await findDuplicates(tx, winner);
  });
  expect(await waiting()).toEqual([]);
});

it('every table that names a customer goes along with a merge', async () => {
  const { rows } = await shop.transaction((tx) => tx.db.introspection.getTables().then((tables) => ({ rows: tables })));
  const named = rows
    .filter(({ columns }) => columns.some(({ name }) => name === 'customer_id'))
    .map(({ name }) => name);
  expect(named.filter((name) => name !== 'erasures').toSorted()).toEqual([...BELONGINGS].toSorted());
  // Nothing points at the loser behind the back of that list.
  await merge();
  for (const name of named) {
    const left = await shop.transaction((tx) =>
      sql`select id from ${sql.table(name)} where customer_id = ${loser}`.execute(tx.db),
    );
    expect(left.rows, name).toEqual([]);
  }
});
