import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFeedHub } from '#api/feed-hub.ts';
import { CallRouter } from '#core/calls/router.ts';
import type { Desk } from '#core/desk.ts';
import { Troubles } from '#core/health.ts';
import { LineBoard } from '#core/lines/board.ts';
import { openLinkServer, type LinkServer } from '#core/link-server.ts';
import { silentLog } from '#observe/log.ts';
import { configuredLines } from '#shared/config/lines.ts';
import { parseConfig } from '#shared/config/parse.ts';
import { newId } from '#shared/ids.ts';
import { LineModes } from '#voice/lines/modes.ts';
import { reception } from '#voice/lines/reception.ts';
import { LinkClient } from '#voice/link/client.ts';
import { handClock, openDemoOffice, type DemoOffice } from './demo-office.ts';

const HOUR = 3_600_000;
const OFFICE = { via: 'console', who: '' } as const;
const CONFIG = parseConfig(
  `sip:
  trunks:
    - name: carrier
      hosts: [192.0.2.1]
      redirect: true
      numbers: {"+19375550100": plumbing, "(937) 555-0101": plumbing, "+19375550102": heating}
    - name: pbx
      hosts: [192.0.2.9]
      shadow: true
`,
  '/etc/pilot.yaml',
);

let clock: ReturnType<typeof handClock>;
let office: DemoOffice;
let board: LineBoard;
let server: LinkServer;
let link: LinkClient;
let modes: LineModes;
let calls: { line: string }[];

const startCore = async (): Promise<void> => {
  const desk: Partial<Desk> = { store: office.shop, clock, log: silentLog() };
  const feed = createFeedHub({ shop: '', ring: '', zone: 'America/New_York', bench: true }, () => clock.now());
  const router = new CallRouter(desk as Desk, feed, new Troubles());
  board = new LineBoard({
    store: office.shop,
    clock,
    log: silentLog(),
    configured: configuredLines(CONFIG),
    zone: 'America/New_York',
    states: () => (router.connected ? router.lines : null),
    calls: () => calls,
    push: (told) => router.tellModes(told),
  });
  await board.start();
  server = await openLinkServer({ socketPath: socket(), epoch: 1, log: silentLog() }, router);
};
const socket = (): string => join(office.folder, 'run', 'link.sock');
const stopCore = async (): Promise<void> => {
  board.stop();
  await server.close();
};
const plan = (line: string) =>
  reception({ modes, trunks: CONFIG.sip.trunks, ownerPhones: [], now: () => clock.now() }).plan(line, {
    from: { user: '+15551230000' },
    trunk: 'carrier',
    rings: true,
    redirect: () => undefined,
  });
/** Resolves when voice has heard from core again. */
const told = (): Promise<void> =>
  new Promise((resolve) => {
    const stop = modes.watch(() => {
      stop();
      resolve();
    });
  });

beforeEach(async () => {
  clock = handClock();
  office = await openDemoOffice(clock);
  calls = [];
  await startCore();
  modes = new LineModes(join(office.folder, 'run', 'line-modes.json'), silentLog());
  link = new LinkClient({
    socketPath: socket(),
    bootId: newId(),
    log: silentLog(),
    snapshot: () => [],
    engines: () => [],
    lines: () => [{ name: 'trunk carrier', ok: true, detail: 'known by its addresses', fix: null }],
    onCommand: () => undefined,
    onAsk: () => {
      throw new Error('nothing is asked here');
    },
    onModes: (message) => modes.update(message),
    onDial: () => undefined,
    onAcknowledged: () => undefined,
    onChange: () => undefined,
  });
  const first = told();
  link.start();
  await first;
});
afterEach(async () => {
  link.close();
  await stopCore();
  await office[Symbol.asyncDispose]();
});

it('a change reaches voice at once and holds for the next call, with its history', async () => {
  expect(plan('plumbing')).toEqual({ do: 'answer', afterMs: 0 });
  const news = told();
  const record = await board.change(
    '937-555-0101',
    {
      mode: 'off',
      fallback: '(937) 555-0142',
      reason: 'flooded office',
    },
    { via: 'cli', who: 'dana' },
  );
  await news;
  expect(plan('plumbing')).toEqual({ do: 'redirect', to: '+19375550142', why: 'off' });
  expect(plan('heating')).toEqual({ do: 'answer', afterMs: 0 });
  expect(record).toMatchObject({
    name: 'plumbing',
    next: 'Goes to 937-555-0142.',
    numbers: ['+19375550100', '(937) 555-0101'],
  });
  expect(record.lastChange).toMatchObject({
    via: 'cli',
    who: 'dana',
    reason: 'flooded office',
    at: clock.now(),
    before: { mode: 'always', fallback: null },
    after: { mode: 'off', fallback: '+19375550142' },
  });
});

it('what voice was told holds while core is away, and after voice has died', async () => {
  const news = told();
  await board.change('plumbing', { mode: 'overflow', overflowSeconds: 12 }, OFFICE);
  await news;
  await stopCore();
  expect(plan('plumbing')).toEqual({ do: 'answer', afterMs: 12_000 });
  modes = new LineModes(join(office.folder, 'run', 'line-modes.json'), silentLog());
  expect(plan('plumbing')).toEqual({ do: 'answer', afterMs: 12_000 });
  rmSync(join(office.folder, 'run', 'line-modes.json'));
  modes = new LineModes(join(office.folder, 'run', 'line-modes.json'), silentLog());
  const again = told();
  await startCore();
  await again;
  expect(plan('plumbing')).toEqual({ do: 'answer', afterMs: 12_000 });
});

it('after hours goes by the opening hours of the shop, in its zone, holidays too', async () => {
  const news = told();
  await board.change('plumbing', { mode: 'after_hours', fallback: '+19375550142' }, OFFICE);
  await news;
  // Monday 07:00 in New York; Thursday of that week is Thanksgiving.
  const seen = [0, 1, 9.99, 10, 24 * 3 + 3, 24 * 4 + 3].map((hours) => {
    const start = clock.now();
    clock.move(hours * HOUR);
    const { do: what } = plan('plumbing');
    clock.move(start - clock.now());
    return what;
  });
  expect(seen).toEqual(['answer', 'redirect', 'redirect', 'answer', 'answer', 'redirect']);
});

it('a change for a time is over by itself, one after another too, and the history says so', async () => {
  let news = told();
  await board.change('plumbing', { mode: 'overflow' }, OFFICE);
  await news;
  news = told();
  await board.change('plumbing', { mode: 'off', forMs: 2 * HOUR }, OFFICE);
  await board.change('plumbing', { mode: 'always', forMs: HOUR }, OFFICE);
  await news;
  expect((await board.list())[0]?.setting).toMatchObject({
    mode: 'always',
    afterwards: 'overflow',
    until: clock.now() + HOUR,
  });
  clock.move(HOUR);
  expect(plan('plumbing')).toEqual({ do: 'answer', afterMs: 20_000 });
  await board.changed();
  const { items } = await board.history('plumbing', { limit: 10 });
  expect(items[0]).toMatchObject({
    via: 'box',
    reason: 'the time set was over',
    after: { mode: 'overflow', until: null },
  });
  expect(items).toHaveLength(4);
});

it('the last change is taken back whole; one that was changed since is not', async () => {
  await board.change('plumbing', { mode: 'off', forMs: 2 * HOUR }, OFFICE);
  const until = clock.now() + 2 * HOUR;
  clock.move(60_000);
  const second = await board.change('plumbing', { mode: 'overflow', overflowSeconds: 5 }, OFFICE);
  clock.move(60_000);
  const back = await board.undo('plumbing', second.lastChange?.id ?? '', OFFICE);
  expect(back.setting).toMatchObject({
    mode: 'off',
    afterwards: 'always',
    until,
    overflowSeconds: 20,
  });
  await expect(board.undo('plumbing', second.lastChange?.id ?? '', OFFICE)).rejects.toMatchObject({
    code: 'line.changed_since',
  });
});

it('shows each line of the configuration with its trunk, and how many talk', async () => {
  calls = [{ line: 'heating' }, { line: 'heating' }];
  await expect.poll(async () => (await board.list())[0]?.state).toEqual({ ok: true, detail: 'known by its addresses' });
  expect(
    (await board.list()).map(({ name, numbers, trunks, forked, callsNow }) => ({
      name,
      numbers,
      trunks,
      forked,
      callsNow,
    })),
  ).toEqual([
    { name: 'plumbing', numbers: ['+19375550100', '(937) 555-0101'], trunks: ['carrier'], forked: false, callsNow: 0 },
    { name: 'heating', numbers: ['+19375550102'], trunks: ['carrier'], forked: false, callsNow: 2 },
    { name: 'carrier', numbers: [], trunks: ['carrier'], forked: false, callsNow: 0 },
    { name: 'pbx', numbers: [], trunks: ['pbx'], forked: true, callsNow: 0 },
    { name: 'main', numbers: [], trunks: [], forked: false, callsNow: 0 },
  ]);
});

it.each([
  ['nowhere', { mode: 'off' }, 'line.unknown'],
  ['plumbing', { fallback: 'the office' }, 'line.fallback'],
  ['plumbing', { fallback: '937 555 0101' }, 'line.fallback'],
  ['plumbing', { mode: 'shadow' }, 'line.mode'],
  ['pbx', { mode: 'always' }, 'line.mode'],
] as const)('%s cannot be set to %j', async (line, change, code) => {
  await expect(board.change(line, change, OFFICE)).rejects.toMatchObject({ code, fix: expect.any(String) });
  expect((await office.shop.lines.history({ limit: 5 })).items).toEqual([]);
});
