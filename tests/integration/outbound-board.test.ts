import { afterEach, beforeEach, expect, it } from 'vitest';
import { CostBooks } from '#core/cost/books.ts';
import { OutboundBoard } from '#core/outbound/board.ts';
import { silentLog } from '#observe/log.ts';
import type { OutboundCallRecord, OutboundOutcome } from '#shared/api/outbound.ts';
import { completeCost } from '#shared/config/cost.ts';
import type { DialMessage } from '#shared/link/messages.ts';
import { handClock, openDemoOffice, type DemoOffice } from './demo-office.ts';

const CONFIG = { trunk: 'main', hours: ['09:00', '20:00'], attempts: 2, retryMs: 60_000, ringMs: 30_000 } as const;
const SHOP = { name: 'Lakeside Heating and Air', phone: '+19375550100', zone: 'America/New_York' };

let clock: ReturnType<typeof handClock>;
let office: DemoOffice;
let dialled: Omit<DialMessage, 'type' | 'epoch'>[];
let connected: boolean;
let board: OutboundBoard;
let costs: CostBooks;

const openBoard = (config: typeof CONFIG | null = CONFIG): OutboundBoard =>
  new OutboundBoard({
    store: office.shop,
    clock,
    log: silentLog(),
    config,
    shop: SHOP,
    dial: (dial) => dialled.push(dial) > 0,
    connected: () => connected,
    costs,
  });
const place = () =>
  board.place({ to: '+19375550142', purpose: 'confirmation', text: 'Your visit is at nine.', who: 'ann' });
const the = async (): Promise<OutboundCallRecord | undefined> => (await board.list({ limit: 10 })).items[0];
const tell = (attempt: string, outcome: OutboundOutcome): Promise<void> =>
  board.told(attempt, { kind: 'outbound.result', outcome, status: 486, ms: 900 });

beforeEach(async () => {
  clock = handClock(Date.parse('2026-11-23T10:00:00-05:00'));
  office = await openDemoOffice(clock);
  const config = completeCost(undefined);
  costs = new CostBooks({ store: office.shop, clock, log: silentLog(), zone: SHOP.zone, config, premium: false });
  [dialled, connected, board] = [[], true, openBoard()];
});
afterEach(() => office[Symbol.asyncDispose]());

it('rings once, and closes what was confirmed', async () => {
  const { id } = await place();
  await board.look();
  await board.look();
  expect(dialled).toMatchObject([{ attempt: `${id}/1`, to: '+19375550142', ringMs: 30_000 }]);
  expect(dialled[0]?.script.briefing).toEqual([{ text: 'Your visit is at nine.' }]);
  expect(JSON.stringify(dialled[0]?.script.voicemail)).not.toContain('visit');
  await board.told(`${id}/1`, { kind: 'outbound.progress', status: 'talking' });
  expect(await the()).toMatchObject({ status: 'talking', attempts: [] });
  await tell(`${id}/1`, 'confirmed');
  expect(await the()).toMatchObject({
    status: 'done',
    outcome: 'confirmed',
    direction: 'out',
    requestedBy: 'ann',
    attempts: [{ outcome: 'confirmed', status: 486, ms: 900, at: clock.now() }],
  });
  expect(await office.shop.tasks.open()).toEqual([]);
});

it('a call that was answered costs the carrier’s time, once; one that was not costs nothing', async () => {
  const { id } = await place();
  await board.look();
  await tell(`${id}/1`, 'busy');
  expect((await costs.reports()).day.kinds).toEqual([]);
  clock.move(60_000);
  await board.look();
  await tell(`${id}/2`, 'heard');
  await tell(`${id}/2`, 'heard');
  expect((await costs.reports()).day.kinds).toMatchObject([{ kind: 'carrier', quantity: 60, unit: 'second' }]);
});

it('rings again later, as often as it may, then tells the office; a result that comes twice counts once', async () => {
  const { id } = await place();
  await board.look();
  await tell(`${id}/1`, 'busy');
  await tell(`${id}/1`, 'busy');
  await board.look();
  expect(dialled).toHaveLength(1);
  clock.move(60_000);
  await board.look();
  expect(dialled.map(({ attempt }) => attempt)).toEqual([`${id}/1`, `${id}/2`]);
  await tell(`${id}/2`, 'no_answer');
  expect(await the()).toMatchObject({ status: 'done', outcome: 'no_answer' });
  expect(await office.shop.tasks.open()).toMatchObject([{ reason: 'outbound_no_answer', phone: '+19375550142' }]);
  clock.move(600_000);
  await board.look();
  expect(dialled).toHaveLength(2);
});

it('nobody is rung outside the hours, nor while the phone side is away', async () => {
  clock.move(11 * 3_600_000);
  const late = await place();
  expect(new Date(late.dueAt).toISOString()).toBe('2026-11-24T14:00:00.000Z');
  await board.look();
  clock.move(12 * 3_600_000);
  connected = false;
  await board.look();
  expect(dialled).toEqual([]);
  connected = true;
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
  await tell(`${id}/1`, 'confirmed');
  expect(await the()).toMatchObject({ status: 'waiting', outcome: null });
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

it('a box without outbound calls nobody', async () => {
  board = openBoard(null);
  await expect(place()).rejects.toMatchObject({ code: 'outbound.off' });
});
