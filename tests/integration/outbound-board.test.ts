import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutboundBoard } from '#core/outbound/board.ts';
import { loadPlaybook } from '#core/playbooks.ts';
import { silentLog } from '#observe/log.ts';
import type { NotReached, OutboundCallRecord } from '#shared/api/outbound.ts';
import type { DialMessage } from '#shared/link/messages.ts';
import { beginCall, closeCall, setOutcome } from '#store/calls/transactor.ts';
import { callOffVisit } from '#store/jobs/change-visit.ts';
import { ACTIVE, activeVisit } from '#store/jobs/visit-of-customer.ts';
import { bookSome, handClock, openDemoOffice, type DemoOffice } from './demo-office.ts';

const CONFIG = {
  trunk: 'main',
  hours: ['09:00', '20:00'],
  attempts: 2,
  retryMs: 60_000,
  ringMs: 30_000,
  afterCutOff: false,
} as const;
const ZONE = 'America/New_York';
/** Number of the first customer who is booked. */
const THEIRS = '+15551230001';

let clock: ReturnType<typeof handClock>;
let office: DemoOffice;
let dialled: Omit<DialMessage, 'type' | 'epoch'>[];
let connected: boolean;
let board: OutboundBoard;
let job: string;

const openBoard = (config: typeof CONFIG | null = CONFIG): OutboundBoard =>
  new OutboundBoard({
    store: office.shop,
    clock,
    log: silentLog(),
    config,
    zone: ZONE,
    survey: () => loadPlaybook('all').survey,
    dial: (dial) => dialled.push(dial) > 0,
    connected: () => connected,
  });
const place = () => board.place({ purpose: 'confirmation', about: job, who: 'ann' });
const the = async (): Promise<OutboundCallRecord | undefined> => (await board.list({ limit: 10 })).items[0];
const tell = (attempt: string, outcome: NotReached): Promise<void> =>
  board.told(attempt, { kind: 'outbound.result', outcome, status: 486, ms: 900 });
const visitId = (): string => dialled.at(-1)?.reason.about ?? '';
/** A call in the records, as voice tells of one. */
const rangUs = (callId: string, from: string) =>
  office.shop.transaction((tx) =>
    beginCall(tx, {
      callId,
      line: 'main',
      from,
      to: '100',
      startedAt: clock.now(),
      engines: { stt: 's', tts: 't', bench: true },
    }),
  );

beforeEach(async () => {
  clock = handClock(Date.parse('2026-11-23T10:00:00-05:00'));
  office = await openDemoOffice(clock);
  job = (await bookSome(office.shop, 1)) ?? '';
  [dialled, connected, board] = [[], true, openBoard()];
});
afterEach(() => office[Symbol.asyncDispose]());

it('rings the number on file once, and says why', async () => {
  const { id } = await place();
  expect(await the()).toMatchObject({ to: THEIRS, jobNumber: job, earlierCall: null, requestedBy: 'ann' });
  await board.look();
  await board.look();
  expect(dialled).toEqual([
    { attempt: `${id}.1`, to: THEIRS, ringMs: 30_000, reason: { purpose: 'confirmation', about: expect.any(String) } },
  ]);
  expect(await office.shop.transaction((tx) => activeVisit(tx, visitId()))).toMatchObject({ contact_phone: THEIRS });
  await board.told(`${id}.1`, { kind: 'outbound.ringing' });
  expect(await the()).toMatchObject({ status: 'ringing', attempts: [] });
});

it('rings again later, as often as it may, then tells the office; a result that comes twice counts once', async () => {
  const { id } = await place();
  await board.look();
  await tell(`${id}.1`, 'busy');
  await tell(`${id}.1`, 'busy');
  await board.look();
  expect(dialled).toHaveLength(1);
  clock.move(60_000);
  await board.look();
  expect(dialled.map(({ attempt }) => attempt)).toEqual([`${id}.1`, `${id}.2`]);
  await tell(`${id}.2`, 'no_answer');
  expect(await the()).toMatchObject({ status: 'done', outcome: 'no_answer' });
  const tasks = await office.shop.tasks.open();
  expect(tasks).toMatchObject([{ reason: 'outbound_no_answer', phone: THEIRS }]);
  expect(tasks[0]?.text).toContain(job);
  clock.move(600_000);
  await board.look();
  expect(dialled).toHaveLength(2);
});

it('nobody is rung outside the hours where they live, nor while the phone side is away', async () => {
  clock.move(11 * 3_600_000);
  const late = await place();
  expect(new Date(late.dueAt).toISOString()).toBe('2026-11-24T14:00:00.000Z');
  await board.look();
  clock.move(12 * 3_600_000);
  connected = false;
  await board.look();
  expect(dialled).toEqual([]);
  connected = true;
  await office.shop.transaction((tx) =>
    tx.db.updateTable('outbound_subjects').set({ zone: 'America/Los_Angeles' }).execute(),
  );
  await board.look();
  // Nine in the morning here is six there: put off, without an attempt.
  expect(dialled).toEqual([]);
  expect(new Date((await the())?.dueAt ?? 0).toISOString()).toBe('2026-11-24T17:00:00.000Z');
  clock.move(3 * 3_600_000);
  await board.look();
  expect(dialled).toHaveLength(1);
});

it('a core that starts anew rings nobody twice; an attempt that nobody tells of is lost after five minutes', async () => {
  const { id } = await place();
  await board.look();
  board = openBoard();
  await board.look();
  expect(dialled).toHaveLength(1);
  clock.move(301_000);
  await board.look();
  expect(await the()).toMatchObject({ status: 'waiting', attempts: [{ outcome: 'lost' }] });
  await tell(`${id}.1`, 'busy');
  expect(await the()).toMatchObject({ status: 'waiting', outcome: null });
});

it('a talk may go on for longer, and closes its attempt when it is over, whoever closed it', async () => {
  const { id } = await place();
  await board.look();
  await rangUs(`${id}.1`, '100');
  clock.move(900_000);
  await board.look();
  expect(await the()).toMatchObject({ status: 'calling', attempts: [] });
  await office.shop.transaction(async (tx) => {
    await closeCall(tx, `${id}.1`, { by: 'us', reason: 'over', endedAt: clock.now() });
    await setOutcome(tx, `${id}.1`, 'message');
  });
  await board.look();
  expect(await the()).toMatchObject({ status: 'done', outcome: 'message', attempts: [{ call: `${id}.1` }] });
  expect(dialled).toHaveLength(1);
});

it('a call that waits can be taken back, one that was begun cannot', async () => {
  const first = await place();
  expect(await board.cancel(first.id)).toMatchObject({ status: 'cancelled' });
  await board.look();
  expect(dialled).toEqual([]);
  const second = await place();
  await board.look();
  await expect(board.cancel(second.id)).rejects.toMatchObject({ code: 'outbound.begun' });
  await expect(board.cancel('nobody')).rejects.toMatchObject({ code: 'outbound.unknown' });
});

describe('before anybody is rung it is looked at again', () => {
  const changed = async (): Promise<void> => {
    await board.look();
    expect(dialled).toEqual([]);
    expect(await the()).toMatchObject({ status: 'cancelled', attempts: [] });
  };

  it('who asked for no calls meanwhile gets none, nor can one be asked for', async () => {
    await place();
    await office.shop.transaction((tx) =>
      tx.db
        .insertInto('do_not_call')
        .values({ business_id: tx.businessId, id: 'x', phone: THEIRS, call_id: null, at: 0 })
        .execute(),
    );
    await changed();
    await expect(place()).rejects.toMatchObject({ code: 'outbound.opted_out' });
  });

  it('a visit that was called off needs no confirmation', async () => {
    await place();
    const [first] = (await office.shop.jobs.list({ limit: 1 })).items;
    await office.shop.transaction(async (tx) => {
      const visit = await activeVisit(tx, first?.visit?.id ?? '');
      if (visit) await callOffVisit(tx, visit, ACTIVE, { callId: 'call-1', reason: '' });
    });
    await changed();
    await expect(place()).rejects.toMatchObject({ code: 'outbound.nobody' });
  });

  it('who rang us since is not called back', async () => {
    await rangUs('cut', '5551230001');
    const { to } = await board.place({ purpose: 'call_back', about: 'cut' });
    expect(to).toBe(THEIRS);
    clock.move(1000);
    await rangUs('again', '5551230001');
    await changed();
  });
});

it.each(['J-9999', 'nothing', ''])('nobody can be rung about %j', async (about) => {
  await expect(board.place({ purpose: 'confirmation', about })).rejects.toMatchObject({ code: 'outbound.nobody' });
  await expect(board.place({ purpose: 'call_back', about })).rejects.toMatchObject({ code: 'outbound.nobody' });
});

it('a box without outbound calls nobody', async () => {
  board = openBoard(null);
  await expect(place()).rejects.toMatchObject({ code: 'outbound.off' });
});
