import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallRouter } from '#core/calls/router.ts';
import { openDesk, type Desk } from '#core/desk.ts';
import { Troubles } from '#core/health.ts';
import { OutboundBoard } from '#core/outbound/board.ts';
import { createFeedHub } from '#api/feed-hub.ts';
import { drillClock, type DrillClock } from '#drills/clock.ts';
import { TextLine } from '#drills/line/text-line.ts';
import type { Turn } from '#drills/line/turn.ts';
import { parseScenario } from '#drills/scenario/read.ts';
import { makeShop, startOf } from '#drills/shop/open-shop.ts';
import { silentLog } from '#observe/log.ts';
import type { OutboundCallRecord, OutboundPurpose } from '#shared/api/outbound.ts';
import type { DialMessage } from '#shared/link/messages.ts';

const PHONE = '9375550177';
const SCENARIO = parseScenario(
  `
id: outbound-talks
about: A shop with one visit on file.
now: 2026-11-24T10:00
opening: Hello.
shop: {customers: [{name: Beverly Nash, phone: "${PHONE}", address: {house: "2280", street: Sycamore Drive}, visits: [{service: boiler, window: "2026-11-25 08:00-10:00"}]}]}
expect: {outcome: answered}
`,
  'talks.yaml',
);
const OUTBOUND = {
  trunk: 'main',
  hours: ['09:00', '20:00'],
  attempts: 2,
  retryMs: 60_000,
  ringMs: 30_000,
  afterCutOff: true,
} as const;

let folder: string;
let clock: DrillClock;
let desk: Desk;
let dialled: Omit<DialMessage, 'type' | 'epoch'>[];
let board: OutboundBoard;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-talks-'));
  clock = drillClock(startOf(SCENARIO));
  await makeShop(SCENARIO, folder);
  const log = silentLog();
  desk = await openDesk({ dataFolder: folder, clock, log, playbook: 'all', demoShop: true, outbound: OUTBOUND });
  dialled = [];
  const { store, shop } = desk;
  const survey = () => desk.books.current.playbook.survey;
  const dial = (order: (typeof dialled)[number]): boolean => dialled.push(order) > 0;
  board = new OutboundBoard({
    store,
    clock,
    log,
    config: OUTBOUND,
    zone: shop.zone,
    dial,
    connected: () => true,
    survey,
  });
});
afterEach(async () => {
  await desk[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const lineOf = (more: Partial<ConstructorParameters<typeof TextLine>[0]>): TextLine =>
  new TextLine({ desk, clock, from: `+1${PHONE}`, takesCall: () => false, stopwatch: () => 0, ...more });

/** What is due is rung, and somebody takes the phone up. */
const answered = async (): Promise<{ line: TextLine; first: Turn }> => {
  await board.look();
  const { attempt, reason, to } = dialled.at(-1) ?? { attempt: '', reason: { purpose: 'reminder', about: '' }, to: '' };
  const line = lineOf({ outbound: { call: attempt, to, reason } });
  return { line, first: await line.ring() };
};
const place = (purpose: OutboundPurpose, about: string): Promise<OutboundCallRecord> => board.place({ purpose, about });
const record = async (): Promise<OutboundCallRecord | undefined> => (await board.list({ limit: 1 })).items[0];
const visit = async () => (await desk.store.jobs.list({ limit: 1 })).items[0]?.visit;

/** Talks to the end; after each turn core dies once and the last event comes again. */
const play = async (line: TextLine, ...words: readonly string[]): Promise<Turn[]> => {
  const turns: Turn[] = [];
  for (const text of words) {
    await line.restart();
    expect(await line.sendAgain()).toBe(0);
    turns.push(await line.speak(text));
  }
  await line.hangUp(turns.at(-1)?.ended === true ? 'us' : 'caller');
  return turns;
};

describe('a call of the box’s own is a conversation like any, whatever dies in it', () => {
  it('a confirmation confirms the visit once, and its attempt is closed with the call', async () => {
    const { id } = await place('confirmation', 'J-1001');
    const { line, first } = await answered();
    expect(first.text).toMatch(/automated assistant of .* This call is recorded .* Am I speaking with Beverly\?$/);
    expect(await record()).toMatchObject({ status: 'talking' });
    await play(line, 'yes speaking', 'yes that works', 'no that is all');
    expect(await visit()).toMatchObject({ status: 'confirmed' });
    expect(await record()).toMatchObject({
      id,
      status: 'done',
      outcome: 'confirmed',
      attempts: [{ outcome: 'confirmed', call: `${id}.1` }],
    });
    const call = await desk.store.calls.one(`${id}.1`);
    expect(call).toMatchObject({ direction: 'out', to: `+1${PHONE}`, outcome: 'confirmed', tasks: [] });
    await board.look();
    expect(dialled).toHaveLength(1);
  });

  it('in a reminder the visit may be moved', async () => {
    await place('reminder', 'J-1001');
    const { line } = await answered();
    await play(line, 'speaking', 'I need to reschedule it', 'tomorrow one to three', 'yes', 'no thanks');
    expect(await visit()).toMatchObject({ windowStart: '13:00' });
    expect(await record()).toMatchObject({ status: 'done', outcome: 'moved' });
  });

  it('who hangs up, and whose line breaks, is left to the office once, and not rung again by the box', async () => {
    await place('confirmation', 'J-1001');
    const gone = await answered();
    await gone.line.speak('speaking');
    await gone.line.hangUp('caller');
    expect(await record()).toMatchObject({ status: 'done', outcome: 'abandoned' });
    await place('confirmation', 'J-1001');
    const broken = await answered();
    await broken.line.hangUp('lost');
    expect(await broken.line.sendAgain()).toBe(0);
    expect(await record()).toMatchObject({ status: 'done', outcome: 'cut_off' });
    expect((await desk.store.tasks.open()).map(({ reason }) => reason).toSorted()).toEqual(['abandoned', 'cut_off']);
    clock.advance(3_600_000);
    await board.look();
    expect(dialled).toHaveLength(2);
  });

  it('a machine is left the shop’s number alone', async () => {
    await place('reminder', 'J-1001');
    const { line } = await answered();
    const [left] = await play(line, 'you have reached the nash family leave a message after the tone');
    expect(left?.text).toMatch(/^Hello, this is .* Please call us back/);
    expect(await record()).toMatchObject({ status: 'done', outcome: 'voicemail' });
  });
});

describe('a caller whose line broke', () => {
  const cutOff = async (...words: readonly string[]): Promise<string> => {
    const line = lineOf({ from: '+19375550130' });
    await line.ring();
    for (const text of words) await line.speak(text);
    await line.hangUp('lost');
    await line.sendAgain();
    return line.call;
  };
  const BEGUN = ['my kitchen sink is clogged', 'no nothing like that', 'no nothing like that'];
  const statuses = async (call: string) => (await desk.store.tasks.ofCall(call)).map(({ status }) => status);

  it('is rung back once, goes on, and the task that stood meanwhile is closed', async () => {
    const call = await cutOff(...BEGUN);
    expect(await record()).toMatchObject({ purpose: 'abandoned_booking', earlierCall: call, requestedBy: 'box' });
    expect(await statuses(call)).toEqual(['open']);
    await board.look();
    expect(dialled).toEqual([]);
    clock.advance(120_000);
    const { line } = await answered();
    const turns = await play(line, 'yes this is me', 'yes please');
    expect(turns.map(({ acts }) => acts[0])).toEqual(['ask_resume', 'go_on']);
    expect(await statuses(call)).toEqual(['done']);
    expect(dialled).toMatchObject([{ to: '+19375550130' }]);
  });

  it('who rings back by themselves is not rung', async () => {
    const call = await cutOff(...BEGUN);
    clock.advance(60_000);
    const again = lineOf({ from: '+19375550130' });
    await again.ring();
    await again.speak('yes please');
    clock.advance(60_000);
    await board.look();
    expect(dialled).toEqual([]);
    expect(await record()).toMatchObject({ status: 'cancelled', earlierCall: call });
  });

  it('who does not answer is left to the task that stands already', async () => {
    const call = await cutOff(...BEGUN);
    for (const wait of [120_000, 60_000]) {
      clock.advance(wait);
      await board.look();
      const attempt = dialled.at(-1)?.attempt ?? '';
      await board.told(attempt, { kind: 'outbound.result', outcome: 'no_answer', status: 408, ms: 30_000 });
    }
    expect(await record()).toMatchObject({ status: 'done', outcome: 'no_answer' });
    expect(await statuses(call)).toEqual(['open']);
    expect(await desk.store.tasks.open()).toHaveLength(1);
  });

  it('by a voice process that died is treated the same', async () => {
    const line = lineOf({ from: '+19375550130' });
    await line.ring();
    for (const text of BEGUN) await line.speak(text);
    const feed = createFeedHub({ shop: '', ring: '', zone: 'UTC', bench: true }, () => 0);
    const router = new CallRouter(desk, feed, new Troubles());
    const peer = {} as Parameters<typeof router.onSnapshot>[0];
    router.onSnapshot(peer, []);
    await expect.poll(record).toMatchObject({ purpose: 'abandoned_booking', earlierCall: line.call });
    expect(await statuses(line.call)).toEqual(['open']);
    router.close();
  });

  it.each([
    ['before anything was said', []],
    [
      'after it was settled',
      ['what time is my appointment', 'my last name is nash and the house is twenty two eighty'],
    ],
  ])('%s is not rung', async (_, words) => {
    await cutOff(...words);
    expect(await record()).toBeUndefined();
  });
});
