import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { databaseIn, storedText } from '#fixtures/database/which.ts';
import { silentLog } from '#observe/log.ts';
import { CustomerRecord, CustomerSummary } from '#shared/api/customers.ts';
import { addEquipment, changeEquipment } from '../equipment/equipment.ts';
import { locationFor } from '../locations/for-call.ts';
import { revealLocationCode, setLocationCodes } from '../locations/codes.ts';
import { addLocation, changeLocation } from '../locations/location.ts';
import { addNote, changeNote, removeNote } from '../notes/note.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import { openStore, type BusinessStore, type Store } from '../store.ts';
import { changeCustomer, createCustomer } from './change.ts';
import { addConsent } from './consent.ts';
import { addContact, changeContact, keepContact, removeContact } from './contact.ts';
import { customerFor } from './match.ts';

const START = Date.parse('2026-11-24T15:00:00Z');
let now = START;
let folder: string;
let store: Store;
let shop: BusinessStore;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'customers-'));
  const clock = { now: () => now++, monotonic: () => now };
  store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  shop = await seedDemoShop(store);
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const OFFICE = 'user:dana';
const ELM = {
  houseNumber: '88',
  street: 'Elm Street',
  unit: null,
  city: 'Springfield',
  state: 'OH',
  zip: '45503',
} as const;

let id: string;
let phones = 0;
const phone = (): string => `937-555-01${String(10 + (phones += 1))}`;
beforeEach(async () => {
  id = await shop.transaction((tx) =>
    createCustomer(
      tx,
      { name: 'Maria Ortiz', contacts: [{ kind: 'phone', value: phone(), label: 'mobile' }], tags: ['vip'] },
      OFFICE,
    ),
  );
});
const read = async () => {
  const record = await shop.customers.one(id, now);
  if (record === null) throw new Error('no such customer');
  return record;
};
const history = async () => (await shop.customers.history(id, { limit: 100 })).items;

it('a customer reads back as the record that screens are promised, and every step of it has an actor', async () => {
  await shop.transaction(async (tx) => {
    const technician = await tx.db.selectFrom('technicians').select('id').executeTakeFirstOrThrow();
    const patch = { company: 'Ortiz Bakery', doNotService: 'never pays', preferredTechnicians: [technician.id] };
    expect(await changeCustomer(tx, id, 1, patch, OFFICE)).toBe(2);
    await addContact(tx, id, { kind: 'email', value: ' Maria@Example.com ', person: 'her son' }, OFFICE);
    const place = await addLocation(tx, id, { ...ELM, propertyClass: 'commercial', access: 'ring twice' }, OFFICE);
    await addEquipment(tx, place, { type: 'water_heater_tank', serial: 'RH-2231', installedOn: '2009' }, OFFICE);
    await addNote(tx, { kind: 'customer', id }, { text: 'Prefers mornings.', pinned: true }, 'box');
    await addConsent(tx, id, { channel: 'sms', kind: 'service', given: true, evidence: 'web form' }, OFFICE);
  });
  const record = await read();
  expect(Value.Errors(CustomerRecord, record)).toEqual([]);
  expect(record).toMatchObject({
    version: 2,
    company: 'Ortiz Bakery',
    doNotService: 'never pays',
    tags: ['vip'],
    contacts: [
      { kind: 'phone', label: 'mobile' },
      { kind: 'email', value: 'maria@example.com', person: 'her son' },
    ],
    locations: [{ propertyClass: 'commercial', zone: 'America/New_York', equipment: [{ isOlderThanUsual: true }] }],
    notes: [{ text: 'Prefers mornings.', pinned: true, author: 'box' }],
    consents: [{ channel: 'sms', given: true, actor: OFFICE }],
  });
  expect(record.preferredTechnicians).toHaveLength(1);
  expect((await history()).map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
    `consent.given ${OFFICE}`,
    'note.added box',
    `equipment.added ${OFFICE}`,
    `location.added ${OFFICE}`,
    `contact.added ${OFFICE}`,
    `customer.changed ${OFFICE}`,
    `contact.added ${OFFICE}`,
    `customer.added ${OFFICE}`,
  ]);
});

it('who changes an older version is told who came first and what they changed, and writes nothing', async () => {
  await shop.transaction((tx) => changeCustomer(tx, id, 1, { company: 'First', tags: [] }, 'user:first'));
  const late = shop.transaction((tx) =>
    changeCustomer(tx, id, 1, { company: 'Second', name: 'M. Ortiz' }, 'user:second'),
  );
  await expect(late).rejects.toMatchObject({
    code: 'api.changed_since',
    changed: {
      by: 'user:first',
      fields: { company: { yours: 'Second', now: 'First' }, tags: { now: [] } },
    },
  });
  expect(await read()).toMatchObject({ name: 'Maria Ortiz', company: 'First', version: 2 });
});

it('a change that changes nothing leaves version and history as they are', async () => {
  const before = (await history()).length;
  expect(
    await shop.transaction((tx) => changeCustomer(tx, id, 1, { name: 'Maria Ortiz', tags: ['vip'] }, OFFICE)),
  ).toBe(1);
  expect((await history()).length).toBe(before);
});

it('history holds the changed fields alone, as they were and as they are', async () => {
  await shop.transaction((tx) => changeCustomer(tx, id, null, { doNotService: 'threatened us' }, OFFICE));
  expect((await history())[0]?.body).toEqual({
    version: 2,
    before: { doNotService: null },
    after: { doNotService: 'threatened us' },
  });
});

it('contacts are kept once, in one form, and leave a trace when they go', async () => {
  const value = phone();
  const [first, again] = await shop.transaction(async (tx) => [
    await addContact(tx, id, { kind: 'phone', value }, OFFICE),
    await addContact(tx, id, { kind: 'phone', value: `+1 (${value.slice(0, 3)}) ${value.slice(4)}` }, OFFICE),
  ]);
  expect(again).toBe(first);
  const wrong = shop.transaction((tx) => addContact(tx, id, { kind: 'email', value: 'maria at home' }, OFFICE));
  await expect(wrong).rejects.toMatchObject({ code: 'customer.contact' });
  const [mobile] = (await read()).contacts;
  const taken = shop.transaction((tx) => changeContact(tx, first ?? '', 1, { value: mobile?.value ?? '' }, OFFICE));
  await expect(taken).rejects.toMatchObject({ code: 'customer.contact_twice' });
  await shop.transaction(async (tx) => {
    expect(await changeContact(tx, first ?? '', 1, { label: 'work' }, OFFICE)).toBe(2);
    await removeContact(tx, first ?? '', 2, OFFICE);
  });
  expect((await read()).contacts.map((one) => one.id)).toEqual([mobile?.id]);
  expect((await history())[0]).toMatchObject({ kind: 'contact.removed', body: { before: { label: 'work' } } });
});

it('a place whose address changes is no longer where the map had it; a tree has no circle', async () => {
  const place = await shop.transaction((tx) =>
    addLocation(tx, id, { ...ELM, lon: -83.8, lat: 39.9, geocodeQuality: 'rooftop' }, OFFICE),
  );
  const unit = await shop.transaction((tx) => addLocation(tx, id, { ...ELM, unit: 'Apt 2', parentId: place }, OFFICE));
  await shop.transaction((tx) => changeLocation(tx, place, 1, { houseNumber: '90' }, OFFICE));
  expect((await read()).locations).toMatchObject([
    { id: unit, parentId: place },
    { id: place, houseNumber: '90', lon: null, lat: null, geocodeQuality: null, version: 2 },
  ]);
  // The new address is what a call finds it by.
  const found = await shop.transaction((tx) =>
    locationFor(tx, id, 'America/New_York', { ...ELM, houseNumber: '90', confirmed: true }),
  );
  expect(found).toBe(place);
  const circle = shop.transaction((tx) => changeLocation(tx, place, null, { parentId: unit }, OFFICE));
  await expect(circle).rejects.toMatchObject({ code: 'location.parent' });
  const nowhere = shop.transaction((tx) => changeLocation(tx, place, null, { zone: 'Mars/Olympus' }, OFFICE));
  await expect(nowhere).rejects.toMatchObject({ code: 'location.zone' });
});

it('codes of a place are sealed, never told by a record or by history, and gone when taken away', async () => {
  const place = await shop.transaction((tx) => addLocation(tx, id, ELM, OFFICE));
  await shop.transaction((tx) => setLocationCodes(tx, place, { gateCode: '#90817', alarmCode: '5512' }, OFFICE));
  expect((await read()).locations[0]).toMatchObject({ hasGateCode: true, hasAlarmCode: true });
  const reveal = (slot: 'gateCode' | 'alarmCode') => shop.transaction((tx) => revealLocationCode(tx, place, slot));
  expect([await reveal('gateCode'), await reveal('alarmCode')]).toEqual(['#90817', '5512']);
  expect(await storedText(folder)).not.toContain('#90817');
  expect(JSON.stringify([await read(), await history()])).not.toContain('90817');
  await shop.transaction((tx) => setLocationCodes(tx, place, { gateCode: null }, OFFICE));
  expect(await reveal('gateCode')).toBeNull();
});

it('equipment and notes change by version', async () => {
  const place = await shop.transaction((tx) => addLocation(tx, id, ELM, OFFICE));
  const [furnace, note] = await shop.transaction(async (tx) => [
    await addEquipment(tx, place, { type: 'furnace', installedOn: '2024-05', brand: 'Lennox' }, OFFICE),
    await addNote(tx, { kind: 'location', id: place }, { text: 'Key at the neighbour.' }, OFFICE),
  ]);
  await shop.transaction(async (tx) => {
    expect(await changeEquipment(tx, furnace ?? '', 1, { removedOn: '2026-11-01' }, OFFICE)).toBe(2);
    expect(await changeNote(tx, note ?? '', 1, { text: 'Key under the mat.' }, OFFICE)).toBe(2);
  });
  await expect(shop.transaction((tx) => removeNote(tx, note ?? '', 1, OFFICE))).rejects.toMatchObject({
    code: 'api.changed_since',
    changed: { fields: { text: { now: 'Key under the mat.' } } },
  });
  const stray = shop.transaction((tx) => addNote(tx, { kind: 'job', id: 'none' }, { text: 'x' }, OFFICE));
  await expect(stray).rejects.toMatchObject({ code: 'record.unknown' });
});

it('who takes back their yes to calls is called no more', async () => {
  await shop.transaction((tx) =>
    addConsent(tx, id, { channel: 'call', kind: 'marketing', given: true, evidence: 'form' }, OFFICE),
  );
  await shop.transaction((tx) =>
    addConsent(tx, id, { channel: 'call', kind: 'marketing', given: false, evidence: 'letter' }, OFFICE),
  );
  const record = await read();
  expect(record.consents).toMatchObject([{ channel: 'call', given: false, evidence: 'letter' }]);
  const listed = await shop.transaction((tx) => tx.db.selectFrom('do_not_call').select('phone').execute());
  expect(listed).toContainEqual({ phone: record.contacts[0]?.value });
});

it('calls go on finding and making customers as before, now with a history', async () => {
  const value = `+1${phone().replaceAll('-', '')}`;
  const told = { name: 'Ann Lee', nameConfirmed: true, phone: value, phoneConfirmed: false };
  const [first, again] = await shop.transaction(async (tx) => {
    const made = await customerFor(tx, told, ELM);
    await locationFor(tx, made, 'America/New_York', { ...ELM, confirmed: false });
    await keepContact(tx, made, { kind: 'phone', value, confirmed: false });
    return [made, await customerFor(tx, { ...told, name: 'A. Lee' }, ELM)];
  });
  expect(again).toBe(first);
  const before = await shop.customers.history(first ?? '', { limit: 9 });
  expect(before.items.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
    'location.added caller',
    'contact.added caller',
    'customer.added caller',
  ]);
  await shop.transaction((tx) => keepContact(tx, first ?? '', { kind: 'phone', value, confirmed: true }));
  expect((await shop.customers.one(first ?? '', now))?.contacts[0]).toMatchObject({ confirmed: true, version: 2 });
});

it('lists page through customers, newest first, without losing or repeating one', async () => {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await shop.customers.list({ limit: 3, after });
    expect(page.items.every((item) => Value.Check(CustomerSummary, item))).toBe(true);
    seen.push(...page.items.map((item) => item.id));
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(seen[0]).toBe(id);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(9);
});
