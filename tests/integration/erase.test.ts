import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openRows, storedText } from '#fixtures/database/which.ts';
import { sampleVisit } from '#fixtures/visit.ts';
import {
  addRecording,
  addUtterance,
  appendEvent,
  beginCall,
  closeCall,
  saveCheckpoint,
} from '#store/calls/transactor.ts';
import { keepSecrets } from '#store/calls/secrets.ts';
import { addConsent } from '#store/customers/consent.ts';
import { changeCustomer, createCustomer } from '#store/customers/change.ts';
import { findDuplicates } from '#store/customers/duplicates.ts';
import { mergeCustomers } from '#store/customers/merge.ts';
import { addEquipment } from '#store/equipment/equipment.ts';
import { eraseCustomer, previewErasure, replayErasures } from '#store/erase/erase.ts';
import { FOLLOWING, KEPT, PERSONAL, WITHOUT_PERSONS } from '#store/erase/personal.ts';
import { addTask } from '#store/jobs/task.ts';
import { setLocationCodes } from '#store/locations/codes.ts';
import { addNote } from '#store/notes/note.ts';
import type { BusinessStore } from '#store/store.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import { bookSome, offer, openDemoOffice, TERMS, type DemoOffice } from './demo-office.ts';

const PHONE = '+19375550177';
/** Stands in everything that is theirs; nobody else has it. */
const MARK = 'zebulon';
const OFFICE = 'user:dana';
const CALL = 'the-call';

/** A customer of whom every table that may hold something holds something. @returns customer, visit and recording */
const fill = async ({ shop, folder }: DemoOffice) => {
  const told = sampleVisit(PHONE, {
    serviceType: 'no_cooling',
    urgency: 'urgent',
    problem: `the fan of ${MARK} rattles`,
    details: [`${MARK} is deaf`],
    access: `ask for ${MARK}`,
    pets: `${MARK} the dog`,
  });
  const visit = {
    ...told,
    contact: { ...told.contact, name: 'Zebulon Quarry', email: { address: `${MARK}@example.com`, confirmed: true } },
    location: { ...told.location, houseNumber: '4711', street: 'Zebulon Lane' },
  };
  const recording = join(folder, 'recordings', 'a.wav');
  mkdirSync(join(folder, 'recordings'));
  mkdirSync(join(folder, 'traces'));
  for (const path of [recording, join(folder, 'traces', `${CALL}.json`)]) writeFileSync(path, MARK);
  await shop.transaction(async (tx) => {
    const engines = { stt: 's', tts: 't', bench: true };
    await beginCall(tx, { callId: CALL, line: 'main', from: PHONE, to: '100', startedAt: 0, engines });
    await keepSecrets(tx, CALL, [{ id: 'code', slot: 'gateCode', value: '4711' }]);
    await addUtterance(tx, {
      callId: CALL,
      turn: 1,
      speaker: 'caller',
      text: `I am ${MARK}`,
      startMs: null,
      endMs: null,
      commandId: null,
      acts: [],
      degraded: false,
    });
    await appendEvent(tx, CALL, { seq: 1, at: 1, body: { text: MARK } });
    await saveCheckpoint(tx, {
      callId: CALL,
      stateVersion: 1,
      playbookDigest: 'd',
      lastSeq: 1,
      turn: 1,
      state: {},
      commands: [],
    });
    await addRecording(tx, CALL, recording, 0);
  });
  const [window] = await offer(shop, CALL, 'offer');
  const booked = await shop.transaction((tx) =>
    createToolRunner({ tx, callId: CALL })({
      name: 'book_visit',
      key: 'book',
      args: { windowId: window?.id ?? '', quoteId: null, visit: { ...visit, gateCode: 'code' }, terms: TERMS },
    }),
  );
  if (booked.name !== 'book_visit' || !booked.ok) throw new Error('not booked');
  return shop.transaction(async (tx) => {
    const job = await tx.db.selectFrom('jobs').selectAll().where('call_id', '=', CALL).executeTakeFirstOrThrow();
    const { customer_id: id, location_id: place } = job;
    await changeCustomer(tx, id, null, { company: `${MARK} & Sons`, tags: [MARK], billTo: { name: MARK } }, OFFICE);
    await setLocationCodes(tx, place, { alarmCode: '0815' }, OFFICE);
    await addEquipment(tx, place, { type: 'furnace', serial: `${MARK}-1` }, OFFICE);
    await addNote(tx, { kind: 'job', id: job.id }, { text: `${MARK} pays late` }, OFFICE);
    await addConsent(tx, id, { channel: 'sms', kind: 'service', given: true, evidence: `letter of ${MARK}` }, OFFICE);
    const task = { kind: 'call_back', callId: null, reason: 'asks', text: MARK, name: MARK, phone: PHONE } as const;
    await addTask(tx, { ...task, urgency: 'routine', facts: { said: MARK } });
    const twin = await createCustomer(tx, { name: 'Zeb Quarry', contacts: [{ kind: 'phone', value: PHONE }] }, OFFICE);
    await findDuplicates(tx, twin);
    await mergeCustomers(tx, id, twin, { actor: OFFICE, reason: `both are ${MARK}` });
    await tx.db.updateTable('locations').set({ lon: -83.1, lat: 39.9 }).where('id', '=', place).execute();
    const technician = await tx.db.selectFrom('technicians').select('id').executeTakeFirstOrThrow();
    await sql`insert into trips values (${tx.businessId}, 'trip', ${technician.id}, null, 1, 2, -83100000, 39900000, 5, 9, 60, 60, 5)`.execute(
      tx.db,
    );
    return { id, twin, recording };
  });
};

const over = (shop: BusinessStore): Promise<void> =>
  shop.transaction(async (tx) => {
    await closeCall(tx, CALL, { by: 'caller', reason: 'hung up', endedAt: 9 });
    await tx.db.updateTable('visits').set({ status: 'done' }).execute();
  });

const wish = ({ folder }: DemoOffice) => ({ actor: OFFICE, reason: 'asked by letter', dataFolder: folder });

it('who is erased is in no table, no file and no byte of the database; money, jobs and other people stay', async () => {
  await using office = await openDemoOffice();
  const { shop, folder } = office;
  await bookSome(shop, 7);
  const { id, twin, recording } = await fill(office);
  const erase = () => shop.transaction((tx) => eraseCustomer(tx, id, wish(office)));
  await expect(erase()).rejects.toMatchObject({ code: 'erase.visit_open' });
  await over(shop);
  const preview = await shop.transaction((tx) => previewErasure(tx, id));
  expect(preview).toMatchObject({ hindrance: null, recordings: 1, sharedCalls: 0 });
  // The planted person is in every table that the list names, so that each line of it is tried.
  const planted = new Set(Object.keys({ ...preview.deleted, ...preview.emptied }));
  const untried = [
    'outbound_calls',
    'outbound_subjects',
    'escalations',
    'surveys',
    'add_on_offers',
    'preferred_technicians',
  ];
  expect(
    PERSONAL.map(({ table }) => table)
      .filter((table) => !planted.has(table))
      .toSorted(),
  ).toEqual(untried.toSorted());
  expect((await storedText(folder)).toLowerCase()).toContain(MARK);

  await erase();
  const left = (await storedText(folder)).toLowerCase();
  for (const word of [MARK, 'quarry', PHONE.slice(2), '937-555-0177']) expect(left).not.toContain(word);
  expect([existsSync(recording), existsSync(join(folder, 'traces', `${CALL}.json`))]).toEqual([false, false]);
  expect(await shop.customers.one(id, 0)).toMatchObject({ name: 'Erased customer', contacts: [], notes: [] });
  expect((await shop.jobs.list({ limit: 9 })).items.map(({ customer }) => customer.name).toSorted()).toEqual([
    'Caller 7',
    'Erased customer',
  ]);
  await using rows = await openRows(folder);
  expect(await rows.all('select count(*) as n from quotes where fee_cents > 0')).toEqual([{ n: 2 }]);
  expect(await rows.faults()).toEqual([]);
  const journal = readFileSync(join(folder, 'erase-journal.jsonl'), 'utf8').trim().split('\n');
  expect(journal.map((line) => (JSON.parse(line) as { id: string }).id).toSorted()).toEqual([id, twin].toSorted());
  const { items } = await shop.customers.history(id, { limit: 99 });
  expect(items.filter(({ kind }) => kind === 'customer.erased')).toMatchObject([{ actor: OFFICE }, { actor: OFFICE }]);
  expect(items.filter(({ body }) => Object.keys(body).length > 0)).toEqual([]);
  await expect(erase()).rejects.toMatchObject({ code: 'customer.gone' });
});

it('calls from a number that two customers have are not taken from the other', async () => {
  await using office = await openDemoOffice();
  const { shop } = office;
  const { id } = await fill(office);
  await over(shop);
  await shop.transaction(async (tx) => {
    await createCustomer(tx, { name: 'Ann Other', contacts: [{ kind: 'phone', value: PHONE }] }, OFFICE);
    const engines = { stt: 's', tts: 't', bench: true };
    await beginCall(tx, { callId: 'whose', line: 'main', from: PHONE, to: '100', startedAt: 0, engines });
  });
  expect(await shop.transaction((tx) => previewErasure(tx, id))).toMatchObject({ sharedCalls: 1 });
  await shop.transaction((tx) => eraseCustomer(tx, id, wish(office)));
  const numbers = await shop.transaction((tx) =>
    tx.db.selectFrom('calls').select(['id', 'from_number']).orderBy('id').execute(),
  );
  expect(numbers).toEqual([
    { id: CALL, from_number: '' },
    { id: 'whose', from_number: PHONE },
  ]);
});

it('the journal erases again whoever a restored backup brought back, and stumbles over no half-written line', async () => {
  await using office = await openDemoOffice();
  const { id, twin } = await fill(office);
  const file = join(office.folder, 'erase-journal.jsonl');
  const line = (customer: string, business = office.shop.businessId) =>
    `${JSON.stringify({ id: customer, business, at: 1 })}\n`;
  appendFileSync(file, `${line('long gone')}${line(id, 'another shop')}${line(twin)}${line(id)}{"id":"cut o`);
  // Also with a visit still to come: the backup is older than its end.
  expect(await replayErasures(office.store, office.folder)).toBe(2);
  expect((await storedText(office.folder)).toLowerCase()).not.toContain(MARK);
  expect(await replayErasures(office.store, office.folder)).toBe(0);
});

it('every table is named: how a person is taken out of it, why it stays, or that it holds nobody', async () => {
  await using office = await openDemoOffice();
  const tables = await office.shop.transaction((tx) => tx.db.introspection.getTables());
  const named: readonly string[] = [
    ...PERSONAL.map(({ table }) => table),
    ...Object.keys(KEPT),
    ...FOLLOWING,
    ...WITHOUT_PERSONS,
  ];
  expect(new Set(named).size).toBe(named.length);
  expect(
    tables
      .map(({ name }) => name)
      // Nor what a text index keeps for itself.
      .filter((name) => !/^(?:sqlite_|search_text|search_letters)/.test(name))
      .toSorted(),
  ).toEqual([...named, 'schema_migrations'].filter((name, at, all) => all.indexOf(name) === at).toSorted());
});
