import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Tx } from '#store/scope.ts';
import { newCall } from '#conversation/state/state.ts';
import { saveCheckpoint } from '#store/calls/checkpoint.ts';
import type { Call } from './many/through-core.ts';
import type { Told } from './many/caller.ts';
import { book, openCall, openDemoOffice, type DemoOffice, visitOf } from './demo-office.ts';
import { askedByClients, askedInCalls } from './many/asked.ts';
import { checkBookings } from './many/checker.ts';
import { keepHistory } from './many/history.ts';
import { makeNarrow } from './many/seed.ts';
import { checkTold } from './many/told.ts';

const MORNING = '2026-11-24T08:00/10:00';
const LATER = '2026-11-24T13:00/15:00';

let office: DemoOffice;
beforeEach(async () => {
  office = await openDemoOffice();
  await makeNarrow(office.shop);
  await keepHistory(office.folder);
  // The skill is shared by three: two in the morning, the third later.
  for (const [n, slot] of [
    [1, MORNING],
    [2, MORNING],
    [3, LATER],
  ] as const) {
    const outcome = await book(office.shop, await openCall(office.shop, n), n, slot, 'book');
    if (!outcome.ok) throw new Error(outcome.error);
  }
});
afterEach(() => office[Symbol.asyncDispose]());

const ask = { service: 'no_cooling', urgency: 'routine', slot: MORNING };
const asked = new Map([['call-3 refusal', { call: 'call-3', key: 'refusal', ...ask }]]);
const faults = async (): Promise<string> =>
  (await checkBookings(office.folder, askedByClients(asked))).faults.join('\n');
const tamper = (statement: (tx: Tx) => Promise<unknown>) => office.shop.transaction(statement);
/** Somebody is told that the window is taken; the checker looks at every moment at which an answer was written. */
const refuse = () => tamper((tx) => writeRefusal(tx));
const writeRefusal = (tx: Tx) =>
  tx.db
    .insertInto('tool_journal')
    .values({
      business_id: tx.businessId,
      call_id: 'call-3',
      key: 'refusal',
      name: 'book_visit',
      args_hash: '',
      ok: 0,
      result: '"window_taken"',
      created_at: tx.clock.now(),
    })
    .execute();

it('finds nothing wrong with what the store itself wrote', async () => {
  const { faults: found, ...counts } = await checkBookings(office.folder, askedByClients(asked));
  expect(found).toEqual([]);
  expect(counts).toMatchObject({ visits: 3, refused: 0, moved: 0, cancelled: 0 });
});

it('finds a refusal of somebody for whom there was room', async () => {
  await refuse();
  expect(await faults()).toMatch(/call-3 refusal was refused no_cooling at 2026-11-24T08:00\/10:00, and .* was free/u);
});

it('finds a technician in two places at once, and a visit whose time is not the one that is taken', async () => {
  await tamper((tx) =>
    sql`update reservations set technician_id = (select min(technician_id) from reservations)`.execute(tx.db),
  );
  await refuse();
  expect(await faults()).toMatch(/ is at 2026-11-24T08:00\/10:00 until /u);
  expect(await faults()).toMatch(/is planned at /u);
});

it('finds two visits without the drive between them', async () => {
  await tamper((tx) =>
    sql`update reservations set starts_at = ends_at, ends_at = ends_at + 60000, slot = '2026-11-24T10:00/12:00',
      technician_id = (select min(technician_id) from reservations where slot = ${MORNING})
      where slot = ${LATER}`.execute(tx.db),
  );
  await tamper((tx) =>
    sql`update reservations set starts_at = (select max(ends_at) + 60000 from reservations where slot = ${MORNING})
      where slot <> ${MORNING}`.execute(tx.db),
  );
  await refuse();
  expect(await faults()).toMatch(/ and at 2026-11-24T10:00\/12:00 from /u);
});

it('finds a start outside the window, and outside the shift', async () => {
  await tamper((tx) =>
    sql`update reservations set starts_at = starts_at - 7200000 where slot = ${MORNING}`.execute(tx.db),
  );
  await refuse();
  expect(await faults()).toMatch(/begins outside 2026-11-24T08:00\/10:00/u);
  expect(await faults()).toMatch(/is not at work for/u);
});

it('finds a visit by somebody who cannot do the work, one that nobody keeps, and a lost one', async () => {
  await tamper((tx) => sql`update technicians set skills = '["plumbing"]'`.execute(tx.db));
  expect(await faults()).toMatch(/needs hvac/u);
  await tamper((tx) => sql`update assignments set status = 'cancelled'`.execute(tx.db));
  expect(await faults()).toMatch(/has 0 people and 1 times/u);
  await tamper((tx) => sql`update visits set status = 'cancelled'`.execute(tx.db));
  expect(await faults()).toMatch(/\(cancelled\) has 0 people and 1 times/u);
  await tamper((tx) =>
    sql`update tool_journal set result = '{"jobId":"gone"}' where name = 'book_visit'`.execute(tx.db),
  );
  expect(await faults()).toMatch(/one job was booked twice/u);
});

it('judges a refusal in a conversation by what its checkpoint says was asked', async () => {
  const state = newCall({ playbookDigest: '' });
  const problem = { serviceType: 'no_cooling', trade: 'hvac', text: '', details: [] };
  const slots = {
    problem: { value: problem, evidence: { utterance: 'u1', startMs: 0, heard: '' }, state: 'heard', attempts: 0 },
  };
  const asks = async (passed: readonly string[]): Promise<string> => {
    await tamper(async (tx) => {
      await tx.db.deleteFrom('tool_journal').where('key', '=', 'refusal').execute();
      await sql`delete from history where source <> 'reservations'`.execute(tx.db);
    });
    await tamper(async (tx) => {
      await writeRefusal(tx);
      await saveCheckpoint(tx, {
        callId: 'call-3',
        state: { ...state, slots, records: { ...state.records, passed } },
        stateVersion: 2,
        playbookDigest: '',
        lastSeq: 1,
        turn: 1,
        commands: [],
      });
    });
    return (await checkBookings(office.folder, await askedInCalls(office.folder))).faults.join('\n');
  };
  expect(await asks([LATER, MORNING])).toMatch(/refused no_cooling at 2026-11-24T08:00\/10:00, and .* was free/u);
  expect(await asks(['2026-11-22T08:00/10:00'])).not.toMatch(/was free/u);
});

it('finds who was told another window than the stored one, one who was told nothing, and one who has nothing', async () => {
  const call = (n: number, told: readonly Told[]): Call => ({
    id: `call-${n}`,
    phone: visitOf(n).contact.phone,
    matter: 'book',
    day: 1,
    told,
    cut: false,
  });
  const booked = (from: number): Told => ({ kind: 'booked', window: { day: 'tomorrow', from, to: from + 2 } });
  const check = (calls: readonly Call[]) =>
    checkTold(office.folder, { calls, answers: 0, faults: [], seconds: 0 }, ['2026-11-23', '2026-11-24'], new Set());
  expect(await check([call(1, [booked(8)]), call(2, [booked(8)]), call(3, [booked(13)])])).toEqual([]);
  const found = await check([
    call(1, [booked(10)]),
    call(2, []),
    call(3, [{ kind: 'cancelled', window: null }]),
    call(4, [booked(8), { kind: 'no_time', window: null }, { kind: 'held', window: null }]),
  ]);
  expect(found).toEqual([
    expect.stringContaining(
      '5551230001 was told booked for {"day":"tomorrow","from":10,"to":12} on 2026-11-23, and has 2026-11-24 08:00',
    ),
    expect.stringContaining('5551230002 was told of no booking and has 2026-11-24'),
    expect.stringContaining('5551230003 was told that it is cancelled, and it is scheduled'),
    expect.stringContaining('5551230004 was told booked and has nothing'),
    'call-4 was told that a window is held, and none is',
    'call-4 was told that there is no time, and the schedule never said so',
  ]);
});
