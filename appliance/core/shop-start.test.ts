import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import type { ShopConfig } from '#shared/config/shop.ts';
import type { ModesMessage } from '#shared/link/messages.ts';
import { confirmShop } from '#store/shop/book.ts';
import { openDesk, type Desk, type DeskOptions } from './desk.ts';
import { LineBoard } from './lines/board.ts';

const MINE: ShopConfig = {
  name: 'Harbor Plumbing',
  zone: 'America/Chicago',
  phone: '937-555-0121',
  home: { city: 'Springfield', state: 'IL', zip: '62701' },
  trades: ['plumbing'],
  technicians: [{ name: 'Jo Vance', phone: '937-555-0122', on_call: [1, 3] }],
  owner: { name: 'Max Harbor', phone: '937-555-0123' },
};

let folder: string;
const desks: Desk[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-shop-'));
});
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const start = async (options: Pick<DeskOptions, 'demoShop' | 'shop'>): Promise<Desk> => {
  const desk = await openDesk({
    dataFolder: folder,
    clock: systemClock(),
    log: silentLog(),
    playbook: 'all',
    ...options,
  });
  desks.push(desk);
  return desk;
};
const stop = async (): Promise<void> => {
  for (const desk of desks.splice(0)) await desk[Symbol.asyncDispose]();
};

const modesOf = async (desk: Desk): Promise<string[]> => {
  let told: ModesMessage | null = null;
  const line = (name: string, forked: boolean) => ({
    name,
    numbers: [],
    trunks: [],
    forked,
    rings: true,
    redirects: false,
    forwards: false,
    failover: false,
  });
  const board = new LineBoard({
    store: desk.store,
    clock: desk.clock,
    log: desk.log,
    configured: [line('main', false), line('fork', true)],
    zone: desk.shop.zone,
    states: () => null,
    calls: () => [],
    push: (modes) => {
      told = modes;
    },
  });
  await board.start();
  board.stop();
  return ((told as ModesMessage | null)?.lines ?? []).map(({ line: name, mode }) => `${name} ${mode}`).toSorted();
};

test('a new shop begins with starter rows of its trades, which its owner confirms before lines are answered', async () => {
  const desk = await start({ demoShop: false, shop: MINE });
  const book = await desk.store.shopBook();
  expect(book).toMatchObject({
    name: 'Harbor Plumbing',
    phone: '+19375550121',
    confirmedAt: null,
    servedStates: ['IL'],
    technicians: [{ name: 'Jo Vance', phone: '+19375550122', skills: ['plumbing'] }],
    deposit: { onService: false, installCap: { percent: 10, cents: 100_000 } },
  });
  expect(new Set(book.services.map(({ trade }) => trade))).toEqual(new Set(['plumbing']));
  expect(book.services.find(({ code }) => code === 'drain_clog')).toMatchObject({
    minutes: 45,
    skill: 'plumbing',
    feeCents: 9900,
    rangeCents: [15_000, 35_000],
  });
  expect(book.ladder.map(({ role, name }) => [role, name])).toEqual([
    ['on_call_technician', ''],
    ['owner', 'Max Harbor'],
    ['partner', ''],
  ]);
  expect(await modesOf(desk)).toEqual(['fork always', 'main off']);
  await desk.store.transaction((tx) => confirmShop(tx, 'max'));
  expect((await desk.store.shop()).confirmedAt).not.toBeNull();
  expect(await modesOf(desk)).toEqual(['fork always', 'main always']);
});

test('starter rows are written once: what the owner changed stays, whatever the configuration says later', async () => {
  const desk = await start({ demoShop: false, shop: MINE });
  await desk.store.transaction((tx) =>
    tx.db.updateTable('price_items').set({ fee_cents: 12_300 }).where('business_id', '=', tx.businessId).execute(),
  );
  await stop();
  const again = await start({ demoShop: false, shop: { ...MINE, name: 'Other', trades: ['hvac'] } });
  const book = await again.store.shopBook();
  expect(book.name).toBe('Harbor Plumbing');
  expect(new Set(book.services.map(({ feeCents }) => feeCents))).toEqual(new Set([12_300]));
});

test('the demo shop is confirmed and never stands in for a shop of one’s own', async () => {
  const desk = await start({ demoShop: true });
  expect((await desk.store.shopBook()).confirmedAt).not.toBeNull();
  expect((await desk.store.shopBook()).deposit?.onService).toBe(true);
  await stop();
  await expect(start({ demoShop: false, shop: MINE })).rejects.toMatchObject({
    code: 'shop_is_demo',
    fix: expect.stringContaining('data'),
  });
});

test('an empty database without a shop described is refused with the way out', async () => {
  await expect(start({ demoShop: false })).rejects.toMatchObject({
    code: 'no_shop',
    fix: expect.stringContaining('shop section'),
  });
});
