import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ToolCall, ToolOutcome } from '#conversation/tools.ts';
import type { FoundVisit, SaidFacts } from '#conversation/visit-tools.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import { beginCall } from '#store/calls/transactor.ts';
import { type DemoOffice, MONDAY, book, openCall, openDemoOffice, visitOf, TERMS } from './demo-office.ts';

const NIGHT = '2026-11-23T21:00/23:00';
const MORNING = '2026-11-24T08:00/10:00';
const LATER = '2026-11-25T13:00/15:00';
const NOTHING: SaidFacts = { lastName: null, houseNumber: null, zip: null, phone: null, jobNumber: null };

let office: DemoOffice;
let searches = 0;
beforeEach(async () => {
  office = await openDemoOffice();
  await openCall(office.shop, 7);
  await openCall(office.shop, 8);
});
afterEach(() => office[Symbol.asyncDispose]());

const run = (call: ToolCall, callId = 'call-8'): Promise<ToolOutcome> =>
  office.shop.transaction((tx) => createToolRunner({ tx, callId })(call));

/** Books visit 7 (`Caller 7`, 7 Elm Street, 555-123-0007). */
const booked = async (windowId = MORNING) => {
  const outcome = await book(office.shop, 'call-7', 7, windowId, 'book-1');
  if (outcome.name !== 'book_visit' || !outcome.ok) throw new Error('not booked');
  return outcome.result;
};

const find = async (
  wish: 'see' | 'change',
  callerId: string,
  said: Partial<SaidFacts>,
): Promise<readonly FoundVisit[]> => {
  const outcome = await run({
    name: 'find_visits',
    key: `find-${++searches}`,
    args: { wish, callerId, facts: { ...NOTHING, ...said } },
  });
  if (outcome.name !== 'find_visits' || !outcome.ok) throw new Error('not looked for');
  return outcome.result.visits;
};

const mine = { ...NOTHING, houseNumber: '7', phone: '5551230007' };

describe('who may hear of a visit, and change it', () => {
  test('the number on file alone opens nothing; with one fact it opens what is to be heard, with two what is changed', async () => {
    const { jobNumber } = await booked();
    const number = jobNumber.slice(2);
    expect(await find('see', '5551230007', {})).toEqual([]);
    expect(await find('see', '5551230007', { phone: '5551230007' })).toEqual([]);
    expect(await find('see', '5551230007', { houseNumber: '8' })).toEqual([]);
    expect(await find('see', '5551230007', { houseNumber: '7' })).toMatchObject([{ jobNumber, status: 'scheduled' }]);
    expect(await find('change', '5551230007', { houseNumber: '7' })).toEqual([]);
    expect(await find('change', '5551230007', { houseNumber: '7', jobNumber: number })).toHaveLength(1);
    expect(await find('change', '', mine)).toHaveLength(1);
  });

  test('from any other number two facts are needed to hear of it', async () => {
    const { jobNumber } = await booked();
    expect(await find('see', '9375550188', { houseNumber: '7' })).toEqual([]);
    expect(await find('see', '', { jobNumber: jobNumber.slice(2) })).toEqual([]);
    expect(await find('see', '', { jobNumber: jobNumber.slice(2), houseNumber: '7' })).toHaveLength(1);
  });

  test('a last name counts as it is heard, and a first name does not', async () => {
    const visit = { ...visitOf(7), contact: { ...visitOf(7).contact, name: 'Sarah Miller' } };
    await run(
      { name: 'book_visit', key: 'b', args: { windowId: MORNING, quoteId: null, visit, terms: TERMS } },
      'call-7',
    );
    expect(await find('see', '5551230007', { lastName: 'millar' })).toHaveLength(1);
    expect(await find('see', '5551230007', { lastName: 'Sarah' })).toEqual([]);
    expect(await find('see', '5551230007', { lastName: 'Mill' })).toEqual([]);
  });

  test('a tool that changes asks for the proof itself, whatever was decided before', async () => {
    await booked();
    const [visit] = await find('see', '5551230007', { houseNumber: '7' });
    const args = { visitId: visit?.id ?? '', callerId: '5551230007', facts: { ...NOTHING, houseNumber: '7' } };
    const refused = { ok: false, error: 'not_proven' };
    expect(await run({ name: 'cancel_visit', key: 'c', args: { ...args, reason: '' } })).toMatchObject(refused);
    const move = { ...args, windowId: LATER, reason: '' };
    expect(await run({ name: 'reschedule_visit', key: 'm', args: move })).toMatchObject(refused);
    expect(await run({ name: 'confirm_visit', key: 'k', args: { ...args, facts: NOTHING } })).toMatchObject(refused);
  });

  test('who answers when we ring the number on file needs no more', async () => {
    await booked();
    await office.shop.transaction((tx) =>
      beginCall(tx, {
        callId: 'out-1',
        line: 'main',
        from: '100',
        to: '+15551230007',
        startedAt: MONDAY,
        engines: { stt: 's', tts: 't', bench: true },
        direction: 'out',
      }),
    );
    const look = { name: 'find_visits', key: 'f', args: { wish: 'change', callerId: '', facts: mine } } as const;
    const found = await run(look, 'out-1');
    const id = found.name === 'find_visits' && found.ok ? (found.result.visits[0]?.id ?? '') : '';
    const args = { visitId: id, callerId: '', facts: NOTHING };
    expect(await run({ name: 'confirm_visit', key: 'k', args }, 'out-1')).toMatchObject({ ok: true });
    expect(await run({ name: 'confirm_visit', key: 'k', args }, 'call-8')).toMatchObject({ error: 'not_proven' });
  });
});

describe('moving a visit', () => {
  const move = async (windowId: string, key = 'move-1', callId = 'call-8') => {
    const visitId = (await find('change', '', mine))[0]?.id ?? '';
    return run(
      { name: 'reschedule_visit', key, args: { visitId, windowId, reason: 'at work', callerId: '', facts: mine } },
      callId,
    );
  };

  test('happens once per intent: the new window is taken, the old one free again, both are told', async () => {
    const { jobId, jobNumber } = await booked();
    const first = await move(LATER);
    expect(first).toMatchObject({ ok: true, result: { jobNumber, afterHours: false, quote: null } });
    expect(await move(NIGHT)).toEqual(first);
    const job = await office.shop.jobs.one(jobId);
    expect(job?.visit).toMatchObject({ date: '2026-11-25', windowStart: '13:00', status: 'scheduled' });
    const rows = await office.shop.transaction((tx) =>
      tx.db.selectFrom('reservations').select(['slot', 'visit_id']).execute(),
    );
    expect(rows).toEqual([{ slot: LATER, visit_id: job?.visit?.id }]);
    const promised = (await office.shop.outbox.list({ limit: 10 })).items;
    expect(promised.map((row) => row.kind)).toEqual(expect.arrayContaining(['office.moved', 'visit.moved']));
    const events = await office.shop.transaction((tx) =>
      tx.db.selectFrom('events').select(['kind', 'actor', 'reason']).where('subject_kind', '=', 'visit').execute(),
    );
    expect(events).toEqual([{ kind: 'visit.moved', actor: 'caller', reason: 'at work' }]);
  });

  test('to hours with another fee stores a quote for them', async () => {
    const { jobId } = await booked();
    expect(await move(NIGHT)).toMatchObject({
      ok: true,
      result: { afterHours: true, quote: { afterHours: true, spokenFee: { cents: 24_800 } } },
    });
    expect((await office.shop.jobs.one(jobId))?.price?.fee.cents).toBe(24_750);
  });

  test('to a window that is full leaves the visit where it was', async () => {
    const { jobId } = await booked();
    for (const n of [20, 21]) {
      await openCall(office.shop, n);
      expect((await book(office.shop, `call-${n}`, n, NIGHT, 'b')).ok).toBe(true);
    }
    expect(await move(NIGHT)).toMatchObject({ ok: false, error: 'window_taken' });
    expect((await office.shop.jobs.one(jobId))?.visit).toMatchObject({ date: '2026-11-24', windowStart: '08:00' });
    const held = await office.shop.transaction((tx) =>
      tx.db.selectFrom('reservations').select('id').where('slot', '=', MORNING).execute(),
    );
    expect(held).toHaveLength(1);
  });

  test('two visits that want the last place of a window: one gets it, the other keeps its own', async () => {
    await booked();
    await openCall(office.shop, 20);
    await book(office.shop, 'call-20', 20, NIGHT, 'b');
    await openCall(office.shop, 21);
    const [moved, taken] = await Promise.all([move(NIGHT), book(office.shop, 'call-21', 21, NIGHT, 'b')]);
    expect([moved.ok, taken.ok].filter((ok) => ok)).toHaveLength(1);
    const held = await office.shop.transaction((tx) =>
      tx.db.selectFrom('reservations').select('technician_id').where('slot', '=', NIGHT).execute(),
    );
    expect(new Set(held.map((row) => row.technician_id)).size).toBe(2);
  });

  test('is too late once somebody was sent', async () => {
    await booked();
    await office.shop.transaction((tx) => tx.db.updateTable('visits').set({ status: 'on_the_way' }).execute());
    expect(await move(LATER)).toMatchObject({ ok: false, error: 'too_late' });
  });
});

describe('calling a visit off', () => {
  const callOff = async () => {
    const visitId = (await find('change', '', mine))[0]?.id ?? '';
    const args = { visitId, reason: 'fixed itself', callerId: '', facts: mine };
    return run({ name: 'cancel_visit', key: 'cancel-1', args });
  };

  test('happens once, ends the job, frees the window, and tells office and customer', async () => {
    const { jobId } = await booked(NIGHT);
    const first = await callOff();
    expect(first.ok).toBe(true);
    expect(await callOff()).toEqual(first);
    expect(await office.shop.jobs.one(jobId)).toMatchObject({ status: 'cancelled', visit: { status: 'cancelled' } });
    expect(await find('change', '', mine)).toEqual([]);
    for (const n of [20, 21]) {
      await openCall(office.shop, n);
      expect((await book(office.shop, `call-${n}`, n, NIGHT, 'b')).ok).toBe(true);
    }
    const promised = (await office.shop.outbox.list({ limit: 10 })).items;
    expect(promised.some((row) => row.kind === 'visit.cancelled')).toBe(true);
    expect(promised.some((row) => row.kind === 'office.cancelled')).toBe(true);
  });

  test('a visit that the customer stands by is confirmed', async () => {
    const { jobId } = await booked();
    const [visit] = await find('see', '5551230007', { houseNumber: '7' });
    const args = { visitId: visit?.id ?? '', callerId: '5551230007', facts: { ...NOTHING, houseNumber: '7' } };
    expect(await run({ name: 'confirm_visit', key: 'confirm', args })).toMatchObject({ ok: true });
    expect((await office.shop.jobs.one(jobId))?.visit?.status).toBe('confirmed');
  });
});

describe('customers who share a number', () => {
  const at = (n: number, name: string) => ({
    ...visitOf(n),
    contact: { ...visitOf(n).contact, name, phone: '5551230007' },
  });
  const known = async (said: { lastName?: string; houseNumber?: string }) => {
    const outcome = await run({
      name: 'find_customer',
      key: JSON.stringify(said),
      args: { phone: '5551230007', lastName: said.lastName ?? null, houseNumber: said.houseNumber ?? null },
    });
    return outcome.name === 'find_customer' && outcome.ok ? outcome.result.customer : null;
  };

  test('are told apart by what is said; who fits nobody is new', async () => {
    const windows = [NIGHT, MORNING, LATER];
    const people = [at(1, 'Sarah Miller'), at(2, 'Omar Reyes'), at(1, 'Sarah Miller')];
    for (const [i, visit] of people.entries()) {
      const args = { windowId: windows[i] ?? '', quoteId: null, visit, terms: TERMS };
      expect((await run({ name: 'book_visit', key: `b${i}`, args })).ok).toBe(true);
    }
    const customers = (await office.shop.jobs.list({ limit: 10 })).items.map((job) => job.customer.id);
    expect(new Set(customers).size).toBe(2);
    expect(await known({})).toBeNull();
    expect(await known({ lastName: 'Reyes' })).toMatchObject({ place: { houseNumber: '2' } });
    expect(await known({ houseNumber: '1' })).toMatchObject({ place: { street: 'Elm Street' } });
    expect(await known({ lastName: 'Nguyen' })).toBeNull();
    expect(await known({ lastName: 'Reyes', houseNumber: '1' })).toBeNull();
  });
});
