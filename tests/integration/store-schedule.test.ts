import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ToolCall } from '#conversation/tools.ts';
import { newId } from '#shared/ids.ts';
import type { Tx } from '#store/scope.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import { book, handClock, openCall, openDemoOffice, TERMS, visitOf, type DemoOffice } from './demo-office.ts';

/** Tuesday by day; only Dana, Marcus and Priya repair cooling. */
const MORNING = '2026-11-24T08:00/10:00';
const clock = handClock();
let office: DemoOffice;
beforeEach(async () => {
  office = await openDemoOffice(clock);
  for (const n of [7, 8, 9]) await openCall(office.shop, n);
});
afterEach(() => office[Symbol.asyncDispose]());

const change = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => office.shop.transaction(work);
const run = (call: ToolCall, callId: string) => change((tx) => createToolRunner({ tx, callId })(call));
const row = (tx: Tx) => ({ business_id: tx.businessId, id: newId(tx.clock.now()) });
const service = (tx: Tx, code = 'no_cooling') =>
  tx.db.selectFrom('service_types').select('id').where('code', '=', code).executeTakeFirstOrThrow();
const people = () => change((tx) => tx.db.selectFrom('technicians').select(['id', 'name']).orderBy('name').execute());
const idOf = async (name: string): Promise<string> => (await people()).find((one) => one.name === name)?.id ?? '';
const assigned = async (): Promise<string[]> =>
  (
    await change((tx) =>
      tx.db
        .selectFrom('assignments as a')
        .innerJoin('technicians as t', (on) => on.onRef('t.id', '=', 'a.technician_id'))
        .innerJoin('visits as v', (on) => on.onRef('v.id', '=', 'a.visit_id'))
        .select(['t.name', 'v.date', 'v.window_start', 'v.position'])
        .where('a.status', '!=', 'cancelled')
        .orderBy('v.date')
        .orderBy('t.name')
        .execute(),
    )
  ).map(({ name, date, window_start, position }) => `${position} ${date} ${window_start} ${name}`);
const windows = async (callId: string, key: string, date = '2026-11-24') => {
  const args = {
    serviceType: 'no_cooling',
    urgency: 'routine',
    limit: 20,
    date,
    fromHour: 8,
    toHour: 17,
    exclude: [],
  };
  const found = await run({ name: 'offer_windows', key, args }, callId);
  if (found.name !== 'offer_windows' || !found.ok) throw new Error('no offers');
  return found.result;
};
const cancel = async (visitId: string) =>
  run(
    {
      name: 'cancel_visit',
      key: `cancel-${visitId}`,
      args: {
        visitId,
        reason: '',
        callerId: '5551230007',
        facts: { lastName: null, houseNumber: '7', zip: null, phone: '5551230007', jobNumber: null },
      },
    },
    'call-7',
  );

describe('a job of several visits', () => {
  const twoDays = () =>
    change(async (tx) =>
      tx.db
        .insertInto('service_steps')
        .values({
          ...row(tx),
          service_type_id: (await service(tx)).id,
          position: 2,
          minutes: 240,
          crew: 2,
          min_days: 1,
          max_days: 2,
        })
        .execute(),
    );

  test('is offered with its visits, booked as it was told, and called off whole', async () => {
    await twoDays();
    const [first] = (await windows('call-7', 'o')).windows;
    expect(first).toMatchObject({ id: MORNING, further: [{ id: '2026-11-25T08:00/10:00' }] });
    const told = ['2026-11-26T19:00/21:00'];
    const wrong = { windowId: MORNING, further: told, quoteId: null, visit: visitOf(7), terms: TERMS };
    expect(await run({ name: 'book_visit', key: 'b1', args: wrong }, 'call-7')).toMatchObject({
      error: 'window_taken',
    });
    expect(await assigned()).toEqual([]);
    const args = { ...wrong, further: ['2026-11-25T10:00/12:00'] };
    const booked = await run({ name: 'book_visit', key: 'b2', args }, 'call-7');
    expect(booked).toMatchObject({ ok: true, result: { further: [{ startsAt: Date.parse('2026-11-25T15:00:00Z') }] } });
    expect(await assigned()).toEqual([
      '1 2026-11-24 08:00 Dana Whitlock',
      '2 2026-11-25 10:00 Dana Whitlock',
      '2 2026-11-25 10:00 Marcus Bell',
    ]);
    const visits = await change((tx) => tx.db.selectFrom('visits').select(['id', 'position']).execute());
    await cancel(visits.find(({ position }) => position === 1)?.id ?? '');
    expect(await assigned()).toEqual([]);
    expect(await change((tx) => tx.db.selectFrom('reservations').selectAll().execute())).toEqual([]);
  });

  test('is refused whole where the second has nobody', async () => {
    await twoDays();
    await change(async (tx) => {
      for (const date of ['2026-11-25', '2026-11-26'])
        await tx.db
          .insertInto('slot_blocks')
          .values({
            ...row(tx),
            date,
            starts: '00:00',
            ends: '23:59',
            technician_id: null,
            kind: 'blocked',
            reason: 'fair',
          })
          .execute();
    });
    expect(await windows('call-7', 'o')).toMatchObject({ windows: [] });
    expect(await book(office.shop, 'call-7', 7, MORNING, 'b')).toMatchObject({ ok: false, error: 'window_taken' });
    expect(await assigned()).toEqual([]);
  });
});

describe('who comes', () => {
  test('is whom the customer would rather have, where they can', async () => {
    await book(office.shop, 'call-7', 7, '2026-11-25T08:00/10:00', 'b');
    const marcus = await idOf('Marcus Bell');
    await change(async (tx) => {
      const { id } = await tx.db.selectFrom('customers').select('id').executeTakeFirstOrThrow();
      await tx.db
        .insertInto('preferred_technicians')
        .values({ ...row(tx), customer_id: id, technician_id: marcus })
        .execute();
    });
    await book(office.shop, 'call-8', 7, MORNING, 'b');
    expect(await assigned()).toContain('1 2026-11-24 08:00 Marcus Bell');
    await book(office.shop, 'call-9', 7, MORNING, 'b');
    expect(await assigned()).toContain('1 2026-11-24 08:00 Dana Whitlock');
  });

  test('has the certificate and the parts that the work needs', async () => {
    const priya = await idOf('Priya Nolan');
    await change(async (tx) => {
      const { id: service_type_id } = await service(tx);
      const need = { service_type_id, count: 1 };
      await tx.db
        .insertInto('service_needs')
        .values({ ...row(tx), ...need, kind: 'skill', code: 'epa_608' })
        .execute();
      await tx.db
        .insertInto('service_needs')
        .values({ ...row(tx), ...need, kind: 'part', code: 'r410a' })
        .execute();
      const certificate = { technician_id: priya, code: 'epa_608', expires_on: '2026-11-24' };
      await tx.db
        .insertInto('certificates')
        .values({ ...row(tx), ...certificate })
        .execute();
    });
    expect((await windows('call-7', 'o1')).refused).toEqual({ date: '2026-11-24', reason: 'stock' });
    await change((tx) =>
      tx.db
        .insertInto('truck_items')
        .values({ ...row(tx), technician_id: priya, code: 'r410a', kind: 'part', count: 1 })
        .execute(),
    );
    expect((await windows('call-7', 'o2', '2026-11-25')).refused?.reason).toBe('skills');
    expect(await book(office.shop, 'call-7', 7, MORNING, 'b')).toMatchObject({ ok: true });
    expect(await assigned()).toEqual(['1 2026-11-24 08:00 Priya Nolan']);
    // The one cylinder is promised for that day.
    expect((await windows('call-8', 'o')).refused).toEqual({ date: '2026-11-24', reason: 'stock' });
  });

  test('starts together as a crew, and each of them is taken', async () => {
    await change((tx) =>
      tx.db.updateTable('service_types').set({ crew: 2 }).where('code', '=', 'no_cooling').execute(),
    );
    expect(await book(office.shop, 'call-7', 7, MORNING, 'b')).toMatchObject({ ok: true });
    const rows = await change((tx) =>
      tx.db.selectFrom('reservations').select(['starts_at', 'ends_at', 'fixed', 'slot']).execute(),
    );
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(rows[0]).toMatchObject({ fixed: 1, slot: MORNING });
    expect(await book(office.shop, 'call-8', 8, MORNING, 'b')).toMatchObject({ ok: false, error: 'window_taken' });
  });
});

test('two short visits share a window and never overlap; one that is moved away leaves room again', async () => {
  await change((tx) =>
    tx.db.updateTable('service_types').set({ minutes: 30 }).where('code', '=', 'no_cooling').execute(),
  );
  for (let n = 20; n < 40; n++) await book(office.shop, await openCall(office.shop, n), n, MORNING, 'b');
  const planned = await change((tx) =>
    tx.db
      .selectFrom('assignments')
      .select(['technician_id', 'planned_start', 'planned_end'])
      .orderBy('technician_id')
      .orderBy('planned_start')
      .execute(),
  );
  expect(planned.length).toBeGreaterThan(3);
  for (const [i, one] of planned.entries()) {
    const next = planned[i + 1];
    if (next?.technician_id === one.technician_id) expect(next.planned_start).toBeGreaterThanOrEqual(one.planned_end);
  }
  expect(await book(office.shop, 'call-7', 7, MORNING, 'b')).toMatchObject({ ok: false });
  const [{ id } = { id: '' }] = await change((tx) => tx.db.selectFrom('visits').select('id').limit(1).execute());
  await change((tx) => tx.db.updateTable('jobs').set({ contact_phone: '+15551230007' }).execute());
  await change((tx) => tx.db.updateTable('locations').set({ house_number: '7' }).execute());
  expect(await cancel(id)).toMatchObject({ ok: true });
  expect(await book(office.shop, 'call-8', 8, MORNING, 'b')).toMatchObject({ ok: true });
});

test('every booking raises the version of its day, and of no other', async () => {
  await book(office.shop, 'call-7', 7, MORNING, 'b');
  await book(office.shop, 'call-8', 8, MORNING, 'b');
  await book(office.shop, 'call-9', 9, '2026-11-25T08:00/10:00', 'b');
  expect(
    await change((tx) => tx.db.selectFrom('schedule_days').select(['date', 'version']).orderBy('date').execute()),
  ).toEqual([
    { date: '2026-11-24', version: 2 },
    { date: '2026-11-25', version: 1 },
  ]);
});

test('people see what would be offered and why not the rest', async () => {
  await book(office.shop, 'call-7', 7, MORNING, 'b');
  const now = clock.now();
  const { windows: free, refused } = await office.shop.windows({ service: 'panel_upgrade', date: '2026-11-24' }, now);
  expect(free.map(({ id, technicians }) => [id, technicians])).toEqual([
    [MORNING, ['Tom Aguilar']],
    ['2026-11-24T10:00/12:00', ['Tom Aguilar']],
  ]);
  expect(refused[0]).toEqual({
    id: '2026-11-24T13:00/15:00',
    reason: 'full',
    technicians: { full: 2, skills: 2 },
  });
  await expect(office.shop.windows({ service: 'piano' }, now)).rejects.toMatchObject({ code: 'shop.no_service' });
});
