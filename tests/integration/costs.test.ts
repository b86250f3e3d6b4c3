import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CallSession } from '#core/calls/session.ts';
import { restoreSession } from '#core/calls/restore.ts';
import { openDesk, type Desk } from '#core/desk.ts';
import { silentLog } from '#observe/log.ts';
import type { CallEvent } from '#shared/link/events.ts';
import { completeCost, type CostConfig } from '#shared/config/cost.ts';
import { handClock } from './demo-office.ts';

/** Monday evening in the shop's zone. */
const EVENING = Date.parse('2026-11-23T20:10:00-05:00');
const CALL = '019ab000-0000-7000-8000-00000000000c';
/** Up to where the fee is told: the premium voice's part of a call begins there. */
const LINES = [
  'my ac stopped cooling its my own house and we are on your maintenance plan',
  'no smells',
  'sarah miller',
  'yes thats right',
  'nine three seven five five five zero one two two',
  'yes',
  'one twenty three oak street springfield ohio',
  'yes',
];

let folder: string;
let clock: ReturnType<typeof handClock>;
let desk: Desk;
let session: CallSession;
let seq: number;
let lastSay: string | undefined;

const open = async (cost: CostConfig = completeCost(undefined), premium = true): Promise<void> => {
  desk = await openDesk({
    dataFolder: folder,
    clock,
    log: silentLog(),
    playbook: 'all',
    demoShop: true,
    cost,
    premium,
  });
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-costs-'));
  clock = handClock(EVENING);
  seq = 0;
  lastSay = undefined;
});
afterEach(async () => {
  await desk[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const take = (body: CallEvent, number = ++seq) =>
  session.take({ type: 'event', call: CALL, seq: number, at: clock.now(), body });

/** Lets the caller hear what was ordered. @param used characters of the premium voice that voice tells of */
const hear = async (commands: Awaited<ReturnType<typeof take>>['commands'], used?: number): Promise<void> => {
  for (const { id, body } of commands) {
    if (body.kind !== 'say') continue;
    lastSay = id;
    const heardText = body.sentences.map(({ text }) => text).join(' ');
    const told = used === undefined ? {} : { premiumCharacters: used };
    await take({ kind: 'say.done', command: id, complete: true, heardText, heardMs: 1000, ...told });
  }
};

const say = (text: string) =>
  take({
    kind: 'speech.final',
    utterance: `u${seq}`,
    text,
    startMs: seq * 1000,
    endMs: seq * 1000 + 900,
    ...(lastSay === undefined ? {} : { after: lastSay }),
    times: { endpointMs: 0, sttMs: 0 },
    degraded: false,
  });

const begin = async (): Promise<void> => {
  session = new CallSession(desk, { call: CALL, state: desk.emptyState(), lastSeq: 0, turn: 0, pending: [] });
  const { commands } = await take({
    kind: 'call.started',
    line: 'main',
    from: '9375550142',
    to: '100',
    startedAt: clock.now(),
    engines: { stt: 'text', tts: 'text', bench: false },
  });
  await hear(commands);
};

/** Plays the call up to the fee. @returns the say that tells it, not heard yet */
const upToFee = async () => {
  await begin();
  for (const line of LINES.slice(0, -1)) {
    const { commands } = await say(line);
    expect(commands.map(({ body }) => (body.kind === 'say' ? body.tier : null))).not.toContain('premium');
    await hear(commands);
  }
  return (await say(LINES.at(-1) ?? '')).commands;
};

const premiumOf = (commands: Awaited<ReturnType<typeof upToFee>>): number | undefined => {
  const [command] = commands;
  return command?.body.kind === 'say' && command.body.tier === 'premium' ? command.body.premiumCharacters : undefined;
};

const budgetNotices = async (): Promise<string[]> =>
  (await desk.store.outbox.list({ limit: 50 })).items
    .map(({ kind }) => kind)
    .filter((kind) => kind === 'office.budget');

test('a qualified call is given the premium voice from the fee on, and what voice used is on its record once', async () => {
  await open();
  const commands = await upToFee();
  const allowed = premiumOf(commands);
  expect(allowed).toBeGreaterThan(20);
  expect((await desk.store.calls.one(CALL))?.qualification).toMatchObject({ qualified: true });
  await hear(commands, 100);
  const cost = await desk.store.costs.ofCall(CALL);
  expect(cost).toEqual({
    currency: 'USD',
    micros: 30_000,
    kinds: [{ kind: 'premium', quantity: 100, unit: 'character', micros: 30_000, estimate: false }],
  });
});

test('without a premium voice, or with a budget used up, the call goes on in the local voice', async () => {
  await open(completeCost(undefined), false);
  expect(premiumOf(await upToFee())).toBeUndefined();
});

test('a budget that is nearly used up allows what it still buys, and nothing more', async () => {
  await open(completeCost({ budget: { call: 0.003 } }));
  const commands = await upToFee();
  expect(premiumOf(commands)).toBe(10);
  await hear(commands, 10);
  expect(premiumOf((await say('tonight please')).commands)).toBeUndefined();
  expect(session.state.ended).toBe(false);
});

test('core dies after the say was ordered: what was allowed is still held, and told twice it counts once', async () => {
  await open();
  const commands = await upToFee();
  const allowed = premiumOf(commands) ?? 0;
  await desk[Symbol.asyncDispose]();
  await open(completeCost({ budget: { call: (allowed * 0.3) / 1000 } }));
  const restored = await restoreSession(desk, CALL);
  if (!restored) throw new Error('the call is gone');
  session = restored;
  // Another call may not have what this one holds.
  await desk.store.transaction(async (tx) => {
    expect(await desk.costs.allowance(tx, CALL, [{ text: 'And one more sentence.' }])).toBe(0);
  });
  const [command] = commands;
  const body: CallEvent = {
    kind: 'say.done',
    command: command?.id ?? '',
    complete: true,
    heardText: '',
    heardMs: 1,
    premiumCharacters: 40,
  };
  const number = ++seq;
  await take(body, number);
  await take(body, number);
  await desk.store.transaction((tx) => desk.costs.premiumUsed(tx, CALL, command?.id ?? '', 40, clock.now()));
  expect(await desk.store.costs.ofCall(CALL)).toMatchObject({ kinds: [{ kind: 'premium', quantity: 40 }] });
  expect((await desk.costs.reports()).day).toMatchObject({ micros: 12_000, kinds: [{ quantity: 40 }] });
});

test('voice dies with a say under way: all it was allowed is assumed, and a late word changes nothing', async () => {
  await open();
  const commands = await upToFee();
  const allowed = premiumOf(commands) ?? 0;
  await desk.store.transaction((tx) => desk.costs.premiumLost(tx, CALL, session.pending));
  await hear(commands, 7);
  expect((await desk.store.costs.ofCall(CALL))?.kinds).toMatchObject([{ quantity: allowed, estimate: true }]);
});

test('minutes and energy of an ended call are settled once, also by a core that starts later', async () => {
  await open();
  await begin();
  clock.move(150_000);
  await take({ kind: 'call.ended', by: 'caller', reason: 'bye', endedAt: clock.now() });
  expect(await desk.store.costs.ofCall(CALL)).toBeNull();
  await desk[Symbol.asyncDispose]();
  clock.move(5 * 86_400_000);
  await open();
  desk.costs.start();
  await desk.costs.stop();
  await desk.costs.settle();
  const call = await desk.store.calls.one(CALL);
  expect(call?.cost?.kinds).toEqual([
    { kind: 'carrier', quantity: 180, unit: 'second', micros: 30_000, estimate: false },
    { kind: 'energy', quantity: 6250, unit: 'milliwatt_hour', micros: 1250, estimate: true },
  ]);
  // They count to the day of the call, not to that of the settling.
  expect((await desk.costs.reports('2026-11-23')).day.micros).toBe(31_250);
  expect((await desk.costs.reports()).day.micros).toBe(0);
  expect((await desk.costs.reports()).month.micros).toBe(31_250);
});

test('a message that was sent counts to the call that promised it', async () => {
  await open();
  await begin();
  await hear((await say('i want to leave a message for the office please call me back')).commands);
  await take({ kind: 'call.ended', by: 'caller', reason: 'bye', endedAt: clock.now() });
  const changed = await desk.store.transaction(async (tx) => {
    const rows = await tx.db.selectFrom('outbox').select(['id', 'call_id']).execute();
    await tx.db.updateTable('outbox').set({ status: 'sent', channel: 'sms', settled_at: clock.now() }).execute();
    return rows;
  });
  expect(changed.map((row) => row.call_id)).toEqual(changed.map(() => CALL));
  expect(changed.length).toBeGreaterThan(0);
  await desk.costs.settle();
  await desk.costs.settle();
  const cost = await desk.store.costs.ofCall(CALL);
  expect(cost?.kinds.find(({ kind }) => kind === 'message.sms')).toMatchObject({
    quantity: changed.length,
    micros: changed.length * 20_000,
  });
});

test('the office is told at 80 and at 100 percent, once each', async () => {
  await open(completeCost({ budget: { call: 'none', day: 0.01, month: 'none' } }));
  await begin();
  const use = (n: number, characters: number) =>
    desk.store.transaction((tx) => desk.costs.premiumUsed(tx, CALL, `${CALL}/say-${n}`, characters, clock.now()));
  await use(101, 26);
  expect(await budgetNotices()).toHaveLength(0);
  await use(102, 1);
  expect(await budgetNotices()).toHaveLength(1);
  await use(103, 10);
  expect(await budgetNotices()).toHaveLength(2);
  await use(104, 500);
  expect(await budgetNotices()).toHaveLength(2);
  expect(await desk.costs.check()).toMatchObject([{ name: 'budget', ok: false }]);
  clock.move(86_400_000);
  await use(105, 34);
  expect(await budgetNotices()).toHaveLength(4);
});

test('many calls at once never promise more than a budget holds', async () => {
  await open(completeCost({ budget: { call: 'none', day: 0.06, month: 'none' } }));
  await begin();
  const sentences = [{ text: 'x'.repeat(40) }];
  const given: number[] = [];
  for (let i = 0; i < 10; i++) {
    await desk.store.transaction(async (tx) => {
      const call = `call-${i}`;
      const characters = await desk.costs.allowance(tx, call, sentences);
      given.push(characters);
      const body = {
        kind: 'say' as const,
        sentences,
        interruptible: true,
        tier: 'premium' as const,
        premiumCharacters: characters,
        expect: null,
      };
      desk.costs.hold(call, [{ id: `${call}/say-1`, answers: 1, body }]);
    });
  }
  expect(given.slice(0, 4)).toEqual([50, 50, 50, 50]);
  expect(given.reduce((sum, one) => sum + one, 0)).toBe(200);
});
