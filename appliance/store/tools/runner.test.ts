import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QuoteRules, ToolCall, ToolOutcome, VisitDetails } from '#conversation/tools.ts';
import { databaseIn, storedText } from '#fixtures/database/which.ts';
import { silentLog } from '#observe/log.ts';
import { beginCall } from '../calls/transactor.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import { followConfiguration } from '../outbox/claim.ts';
import { keepSecrets } from '../calls/secrets.ts';
import { openStore, type BusinessStore, type Store } from '../store.ts';
import { createToolRunner } from './runner.ts';

/** Monday 23 November 2026, 20:10 in New York. */
const NOW = Date.parse('2026-11-24T01:10:00Z');
const clock = { now: () => NOW, monotonic: () => 0 };

const visit: VisitDetails = {
  serviceType: 'no_cooling',
  problem: 'the AC stopped cooling',
  details: ['outdoor unit rattling'],
  urgency: 'urgent',
  contact: { name: 'Pat Example', nameConfirmed: true, phone: '5551230000', phoneConfirmed: true },
  location: {
    houseNumber: '9',
    street: 'Elm Street',
    unit: null,
    city: 'Springfield',
    state: 'OH',
    zip: null,
    confirmed: true,
  },
  gateCode: 'gate',
  alarmCode: 'alarm',
  access: 'side door',
  pets: 'one friendly dog',
  unconfirmed: [{ slot: 'name', heard: 'pat exempel', offsetMs: 12_000 }],
};

const rules: QuoteRules = { state: null, depositCap: 'strictest' };
const terms = { ...rules, licenceNumber: 'HVAC 4711', cancellationNotice: false };

let folder: string;
let store: Store;
let shop: BusinessStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  shop = await seedDemoShop(store);
  await begin('call-1');
  await shop.transaction((tx) =>
    keepSecrets(tx, 'call-1', [
      { id: 'gate', slot: 'gateCode', value: '90817' },
      { id: 'alarm', slot: 'alarmCode', value: '71809#' },
    ]),
  );
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const begin = (callId: string) =>
  shop.transaction((tx) =>
    beginCall(tx, {
      callId,
      line: 'main',
      from: '+15551230000',
      to: '100',
      startedAt: NOW,
      engines: { stt: 's', tts: 't', bench: true },
    }),
  );
const run = (call: ToolCall, callId = 'call-1'): Promise<ToolOutcome> =>
  shop.transaction((tx) => createToolRunner({ tx, callId })(call));

const offers = async (wishes: Partial<Extract<ToolCall, { name: 'offer_windows' }>['args']> = {}, key = 'offer') => {
  const outcome = await run({
    name: 'offer_windows',
    key,
    args: {
      serviceType: 'no_cooling',
      urgency: 'urgent',
      limit: 2,
      date: null,
      fromHour: null,
      toHour: null,
      exclude: [],
      ...wishes,
    },
  });
  if (outcome.name !== 'offer_windows' || !outcome.ok) throw new Error('no offers');
  return outcome.result.windows;
};
const book = async (windowId: string, key: string, callId = 'call-1', quoteId: string | null = null) => {
  const outcome = await run({ name: 'book_visit', key, args: { windowId, quoteId, visit, terms } }, callId);
  if (outcome.name !== 'book_visit') throw new Error('wrong tool');
  return outcome;
};

describe('what a caller adds to a booking', () => {
  const bookWith = async (more: Partial<VisitDetails>, window: string, key: string) =>
    run({
      name: 'book_visit',
      key,
      args: { windowId: window, quoteId: null, visit: { ...visit, gateCode: null, alarmCode: null, ...more }, terms },
    });
  const contact = { ...visit.contact, extension: '12', email: { address: 'pat@example.com', confirmed: true } };

  it('an extension and an e-mail address stand with the customer, once', async () => {
    const [first, second] = await offers();
    expect((await bookWith({ contact }, first?.id ?? '', 'book-1')).ok).toBe(true);
    expect((await bookWith({ contact }, second?.id ?? '', 'book-2')).ok).toBe(true);
    const rows = await shop.transaction((tx) =>
      tx.db.selectFrom('contacts').select(['kind', 'value', 'confirmed', 'extension']).execute(),
    );
    expect(rows).toEqual([
      { kind: 'phone', value: '+15551230000', confirmed: 1, extension: '12' },
      { kind: 'email', value: 'pat@example.com', confirmed: 1, extension: null },
    ]);
  });

  it('the technician they asked for comes, where free', async () => {
    const windows = await offers({ limit: 3, date: '2026-11-24' });
    const came: (string | undefined)[] = [];
    for (const [i, technician] of ['Priya Nolan', 'Marcus Bell', 'Nobody Here'].entries()) {
      const outcome = await bookWith({ technician }, windows[i]?.id ?? '', `book-${i}`);
      if (outcome.name !== 'book_visit' || !outcome.ok) throw new Error('not booked');
      came.push((await shop.jobs.one(outcome.result.jobId))?.visit?.technician?.name);
    }
    expect(came.slice(0, 2)).toEqual(['Priya Nolan', 'Marcus Bell']);
    expect(came[2]).toBeTypeOf('string');
  });
});

describe('tools on a real database', () => {
  it('offers tonight 21 to 23 at 20:10, then tomorrow morning', async () => {
    const windows = await offers();
    expect(windows.map((w) => w.id)).toEqual(['2026-11-23T21:00/23:00', '2026-11-24T08:00/10:00']);
    expect(windows[0]).toMatchObject({
      afterHours: true,
      startsAt: Date.parse('2026-11-24T02:00:00Z'),
      zone: 'America/New_York',
    });
  });

  it('quotes 165 by day, and 247.50 spoken as 248 after hours', async () => {
    const quote = async (afterHours: boolean) => {
      const outcome = await run({
        name: 'quote_visit',
        key: `quote/${afterHours}`,
        args: { serviceType: 'no_cooling', afterHours, rules },
      });
      if (outcome.name !== 'quote_visit' || !outcome.ok) throw new Error('no quote');
      return outcome.result.quote;
    };
    expect(await quote(false)).toMatchObject({
      fee: { cents: 16_500 },
      spokenFee: { cents: 16_500 },
      range: { low: { cents: 30_000 }, high: { cents: 80_000 } },
    });
    expect(await quote(true)).toMatchObject({
      fee: { cents: 24_750 },
      spokenFee: { cents: 24_800 },
      range: { low: { cents: 45_000 }, high: { cents: 120_000 } },
      estimate: { cents: 82_500 },
      deposit: { cents: 20_600 },
    });
  });

  it('books once per key, whatever the arguments are the second time', async () => {
    const first = await book('2026-11-23T21:00/23:00', 'book');
    expect(first).toMatchObject({ ok: true, result: { jobNumber: 'J-1001', afterHours: true } });
    expect(await book('2026-11-24T08:00/10:00', 'book')).toEqual(first);
    expect((await shop.jobs.list({ limit: 10 })).items).toHaveLength(1);
    const promised = (await shop.outbox.list({ limit: 10 })).items;
    expect(promised.map((row) => `${row.kind} by ${row.channel}`).toSorted()).toEqual([
      'office.booked by email',
      'visit.confirmed by sms',
    ]);
  });

  const quoted = async (change: Partial<typeof rules> = {}, serviceType = 'no_cooling') => {
    const args = { serviceType, afterHours: true, rules: { ...rules, ...change } };
    const outcome = await run({ name: 'quote_visit', key: `quote/${serviceType}`, args });
    if (outcome.name !== 'quote_visit' || !outcome.ok) throw new Error('no quote');
    return outcome.result.quote;
  };

  it('promises a link for the deposit that was told, by text, in the transaction of the booking', async () => {
    const quote = await quoted();
    const booked = await book('2026-11-23T21:00/23:00', 'book', 'call-1', quote.id);
    if (!booked.ok) throw new Error('not booked');
    const links = (await shop.outbox.list({ limit: 10 })).items.filter((row) => row.kind === 'deposit.link');
    expect(links).toMatchObject([
      { channel: 'sms', recipient: '+15551230000', status: 'pending', deadlineAt: NOW + 15 * 60_000 },
    ]);
    expect(booked.result.depositLink).toEqual({ id: links[0]?.id, deposit: { cents: 20_600, currency: 'USD' } });
    const facts = await shop.transaction((tx) =>
      tx.db
        .selectFrom('outbox')
        .select('facts')
        .where('id', '=', links[0]?.id ?? '')
        .executeTakeFirstOrThrow(),
    );
    expect(JSON.parse(facts.facts)).toMatchObject({
      jobNumber: 'J-1001',
      depositCents: 20_600,
      quoteId: quote.id,
      licenceNumber: 'HVAC 4711',
    });
    expect(await shop.jobs.one(booked.result.jobId)).toMatchObject({
      price: { estimate: { cents: 82_500 }, deposit: { cents: 20_600 } },
    });
    expect(await book('2026-11-23T21:00/23:00', 'book', 'call-1', quote.id)).toEqual(booked);
    expect((await shop.outbox.list({ limit: 10 })).items).toHaveLength(3);
  });

  it('takes no deposit that nobody was told of', async () => {
    const booked = await book('2026-11-23T21:00/23:00', 'book');
    expect(booked).toMatchObject({ ok: true, result: { depositLink: null } });
  });

  it('takes the deposit by the law of the state where the job is, and none for an estimate', async () => {
    expect(await quoted({ state: 'CA' })).toMatchObject({ deposit: { cents: 8200 }, state: 'CA' });
    expect(await quoted({}, 'water_heater_replacement')).toMatchObject({ deposit: { cents: 25_500 } });
    expect(await quoted({ depositCap: 'law' }, 'water_heater_replacement')).toMatchObject({
      deposit: { cents: 63_700 },
    });
    expect(await quoted({}, 'panel_upgrade')).toMatchObject({ fee: { cents: 0 }, deposit: null });
  });

  it('tells of texts that nothing carries apart from promises that are late', async () => {
    await book('2026-11-23T21:00/23:00', 'book', 'call-1', (await quoted()).id);
    await shop.transaction((tx) => followConfiguration(tx, ['email']));
    expect(await shop.outbox.health(NOW + 3_600_001)).toEqual({
      textsWaiting: { 'deposit.link': 1, 'visit.confirmed': 1 },
      waitingForConfiguration: 2,
      unknown: 0,
      dead: 0,
      late: 0,
    });
  });

  it('stores each fact, and the gate code only sealed', async () => {
    const outcome = await book('2026-11-23T21:00/23:00', 'book');
    if (!outcome.ok) throw new Error('not booked');
    const job = await shop.jobs.one(outcome.result.jobId);
    expect(job).toMatchObject({
      number: 'J-1001',
      callId: 'call-1',
      problem: 'the AC stopped cooling',
      details: ['outdoor unit rattling'],
      afterHours: true,
      customer: { name: 'Pat Example', phone: '+15551230000', nameConfirmed: true },
      location: { houseNumber: '9', street: 'Elm Street', city: 'Springfield', state: 'OH' },
      visit: {
        windowStart: '21:00',
        windowEnd: '23:00',
        hasGateCode: true,
        pets: 'one friendly dog',
        access: 'side door',
      },
      price: { fee: { cents: 24_750 } },
      unconfirmed: [{ slot: 'name', heard: 'pat exempel', offsetMs: 12_000 }],
    });
    expect(await shop.jobs.revealGateCode(job?.visit?.id ?? '')).toBe('90817');
    expect(await shop.jobs.revealAlarmCode(job?.visit?.id ?? '')).toBe('71809#');
    const stored = await storedText(folder);
    expect(stored).toContain('one friendly dog');
    expect(stored).not.toMatch(/90817|71809/u);
    expect(statSync(join(folder, 'field.key')).mode & 0o777).toBe(0o600);
  });

  it('gives a technician one visit a window, and says window_taken to the third call on a two-technician night', async () => {
    for (const callId of ['call-2', 'call-3']) await begin(callId);
    const outcomes = [
      await book('2026-11-23T21:00/23:00', 'book', 'call-1'),
      await book('2026-11-23T21:00/23:00', 'book', 'call-2'),
      await book('2026-11-23T21:00/23:00', 'book', 'call-3'),
    ];
    expect(outcomes.map((o) => (o.ok ? o.result.jobNumber : o.error))).toEqual(['J-1001', 'J-1002', 'window_taken']);
    const technicians = (await shop.jobs.list({ limit: 10 })).items.map((job) => job.visit?.technician?.name);
    expect(new Set(technicians).size).toBe(2);
    expect((await offers({}, 'offer-again'))[0]?.id).toBe('2026-11-24T08:00/10:00');
  });

  it('refuses a window that no calendar has', async () => {
    expect(await book('2026-11-23T03:00/05:00', 'a')).toMatchObject({ ok: false, error: 'window_taken' });
    expect(await book('nonsense', 'b')).toMatchObject({ ok: false, error: 'window_taken' });
  });

  it('joins a second booking of one customer to the first', async () => {
    await book('2026-11-23T21:00/23:00', 'book');
    await book('2026-11-24T08:00/10:00', 'book-2');
    const jobs = (await shop.jobs.list({ limit: 10 })).items;
    expect(new Set(jobs.map((job) => job.customer.id)).size).toBe(1);
    expect(new Set(jobs.map((job) => job.location.id)).size).toBe(1);
  });

  it('keeps a message as a task and a promise to the office', async () => {
    const outcome = await run({
      name: 'take_message',
      key: 'message',
      args: {
        reason: 'billing',
        text: 'please call about the bill',
        name: null,
        phone: '555 123 0101',
        urgency: 'routine',
        facts: { gateCode: '90817' },
      },
    });
    expect(outcome.ok).toBe(true);
    expect(await shop.tasks.ofCall('call-1')).toMatchObject([
      { kind: 'call_back', status: 'open', phone: '+15551230101' },
    ]);
    expect((await shop.outbox.list({ limit: 1 })).items[0]?.kind).toBe('office.message');
    expect(await storedText(folder)).not.toContain('90817');
  });

  it('promises an alert with a deadline of 30 seconds', async () => {
    await run({
      name: 'alert_oncall',
      key: 'alert',
      args: { hazard: 'gas', phone: null, address: null, text: 'smells gas' },
    });
    const deadlines = (await shop.outbox.list({ limit: 10 })).items.flatMap((row) =>
      row.kind === 'oncall.alert' ? [row.deadlineAt] : [],
    );
    expect(deadlines).toContain(NOW + 30_000);
  });

  it('serves its state, and gives an unknown place the benefit of the doubt', async () => {
    const check = (state: string | null) =>
      run({ name: 'check_area', key: `area/${state}`, args: { city: null, state, zip: null } });
    expect(await check('OH')).toMatchObject({ result: { served: true } });
    expect(await check('TX')).toMatchObject({ result: { served: false } });
    expect(await check(null)).toMatchObject({ result: { served: true, zip: null } });
  });

  it('falls back to the general visit of the trade for a code the shop does not sell', async () => {
    const outcome = await run({
      name: 'quote_visit',
      key: 'q',
      args: { serviceType: 'plumbing_oddity', afterHours: false, rules },
    });
    expect(outcome).toMatchObject({
      ok: true,
      result: { quote: { serviceType: 'general_plumbing', fee: { cents: 9900 } } },
    });
  });

  it('undoes a tool that fails half way, and the turn goes on', async () => {
    const broken = { ...visit, details: undefined } as unknown as VisitDetails;
    const outcome = await run({
      name: 'book_visit',
      key: 'book',
      args: { windowId: '2026-11-23T21:00/23:00', quoteId: null, visit: broken, terms },
    });
    expect(outcome).toMatchObject({ ok: false, error: 'failed' });
    expect((await shop.jobs.list({ limit: 10 })).items).toHaveLength(0);
    expect(await shop.customerNames()).toHaveLength(0);
    expect((await book('2026-11-23T21:00/23:00', 'book')).ok).toBe(true);
  });
});
