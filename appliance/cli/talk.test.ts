import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newCall } from '#conversation/state/state.ts';
import { conversationEvent } from '#core/calls/conversation-event.ts';
import { openDesk, type Desk } from '#core/desk.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import type { CallEvent } from '#shared/link/events.ts';
import { readEvents } from '#store/calls/transactor.ts';
import { readJournal } from '#store/tools/journal.ts';
import { differences, replayCall } from './replay.ts';
import { converse, ringing } from './talk.ts';

interface Turn {
  readonly say: string;
  readonly acts: readonly string[];
  readonly phase: string;
  readonly slots: Readonly<Record<string, { readonly value: unknown; readonly state: string }>>;
  readonly tools: readonly {
    readonly name: string;
    readonly key: string;
    readonly ok: boolean;
    readonly result: unknown;
  }[];
  readonly ended: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'pilot-talk-'));
let desk: Desk;

const open = (laterMs = 0): Promise<Desk> => {
  const clock = systemClock(Date.parse('2026-11-23T20:10:00-05:00') + laterMs - Date.now());
  return openDesk({ dataFolder: folder, clock, log: silentLog(), playbook: 'all', demoShop: true });
};
beforeAll(async () => {
  desk = await open();
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const talk = async (lines: readonly string[], from: Parameters<typeof converse>[1] = ''): Promise<Turn[]> => {
  const output = new PassThrough();
  const written = text(output);
  await converse(desk, from, Readable.from(lines.map((line) => `${line}\n`)), output);
  output.end();
  return (await written)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Turn);
};

const CALL = [
  'Hi, my AC stopped cooling, the outdoor unit is rattling, no smells',
  'Sarah Miller',
  'yes',
  '937-555-0000',
  'yes',
  '123 Oak Street, Springfield, Ohio',
  'yes',
  'tonight 9 to 11',
  'gate code 1234, one friendly dog',
  'no that is all, thank you',
];

describe('pilot talk on a real shop', () => {
  test('greets before any input, answers each line with one object, and books', async () => {
    const turns = await talk(CALL);
    expect(turns).toHaveLength(CALL.length + 1);
    for (const turn of turns) {
      expect(Object.keys(turn)).toEqual(['say', 'acts', 'phase', 'slots', 'tools', 'ended']);
    }
    expect(turns[0]).toMatchObject({ acts: ['greet', 'ask_problem'], tools: [], ended: false });
    const booking = turns.flatMap((turn) => turn.tools).filter((tool) => tool.name === 'book_visit');
    expect(booking).toMatchObject([{ key: 'book-1', ok: true }]);
    expect(turns.at(-1)?.ended).toBe(true);
    const { jobId } = (booking[0]?.result ?? { jobId: '' }) as { jobId: string };
    const job = await desk.store.jobs.one(jobId);
    expect(JSON.stringify(job)).toMatch(/Sarah Miller.*Oak Street|Oak Street.*Sarah Miller/);
    expect(job?.visit).toMatchObject({
      date: '2026-11-23',
      windowStart: '21:00',
      windowEnd: '23:00',
      hasGateCode: true,
    });
  });

  test('the end of the input is a hang-up: what was learned becomes a task', async () => {
    await talk(CALL.slice(0, 5));
    const { items } = await desk.store.calls.list({ limit: 1 });
    const record = await desk.store.calls.one(items[0]?.id ?? '');
    expect(record).toMatchObject({ outcome: 'abandoned', endedBy: 'caller' });
    expect(record?.tasks).toHaveLength(1);
  });

  test('a stored call decides the same when it is replayed', async () => {
    await talk([
      ...CALL.slice(0, 3),
      'five five five one two three zero zero zero one',
      'no it is 937-555-0000',
      ...CALL.slice(4),
    ]);
    const { items } = await desk.store.calls.list({ limit: 1 });
    const id = items[0]?.id ?? '';
    const record = await desk.store.calls.one(id);
    const rows = await desk.store.transaction((tx) => readEvents(tx, id));
    const events = rows.flatMap(({ at, body }) => {
      const event = conversationEvent(body as CallEvent);
      return event === null ? [] : [{ event, now: at }];
    });
    const turns = await replayCall(
      events,
      newCall({ playbookDigest: desk.books.current.digest }),
      await desk.context(),
      async (call) => {
        const entry = await desk.store.transaction((tx) => readJournal(tx, id, call.key));
        if (entry === null) throw new Error(`the journal has no ${call.key}`);
        return entry.outcome;
      },
    );
    const then = record?.transcript.filter((one) => one.speaker === 'us').map((one) => one.acts) ?? [];
    expect(then.length).toBeGreaterThan(8);
    expect(
      differences(
        then,
        turns.map((turn) => turn.acts),
      ),
    ).toEqual([]);
  });

  test('who booked moves the visit in another call, by name and house number, and it is stored once', async () => {
    const own = [CALL[0] ?? '', 'Omar Reyes', 'yes', '937-555-0042', 'yes', '77 Elm Street, Springfield, Ohio', 'yes'];
    await talk([...own, 'tomorrow morning eight to ten', 'yes', 'no', 'no that is all'], '+19375550042');
    const moving = [
      'I have to reschedule my appointment',
      'Reyes, seventy seven',
      'the second one',
      'no thanks that is all',
    ];
    const moved = await talk(moving, '+19375550042');
    expect(moved.map((turn) => turn.acts)).toContainEqual(['state_moved', 'ask_else']);
    const { items } = await desk.store.calls.list({ limit: 1 });
    const record = await desk.store.calls.one(items[0]?.id ?? '');
    expect(record).toMatchObject({ outcome: 'moved', job: { status: 'scheduled' } });
    const { visit } = record?.job ?? { visit: null };
    expect(visit?.windowStart).not.toBe('08:00');
    const promised = (await desk.store.outbox.list({ limit: 2 })).items.map((row) => row.kind);
    expect(promised.toSorted()).toEqual(['office.moved', 'visit.moved']);
    const strangers = await talk(['I have to cancel my appointment', 'Reyes, nine', 'no'], '+19375550042');
    expect(strangers.map((turn) => turn.say).join(' ')).not.toMatch(/november|morning|evening|afternoon|elm/i);
  });

  test('a caller who was cut off rings back, after a restart, and goes on: one visit, no call-back left', async () => {
    const from = '+19375550043';
    const own = [CALL[0] ?? '', 'Nina Cole', 'yes', '937-555-0044', 'yes', '81 Elm Street, Springfield, Ohio', 'yes'];
    await talk(own, from);
    const broken = (await desk.store.calls.list({ limit: 1 })).items[0]?.id ?? '';
    expect((await desk.store.tasks.ofCall(broken)).map((task) => task.status)).toEqual(['open']);
    await desk[Symbol.asyncDispose]();
    desk = await open(60_000);
    const turns = await talk(['yes', 'Cole', 'tomorrow afternoon', 'the first one', 'no', 'no thank you'], from);
    expect(turns[0]?.acts).toEqual(['greet', 'ask_resume']);
    expect(turns[1]?.say).not.toMatch(/nina|cole|elm|eighty/i);
    expect(turns.flatMap((turn) => turn.acts)).toContain('state_booking');
    const { items } = await desk.store.calls.list({ limit: 1 });
    const record = await desk.store.calls.one(items[0]?.id ?? '');
    expect(record).toMatchObject({ outcome: 'booked', job: { customer: { name: 'Nina Cole' } } });
    expect((await desk.store.tasks.ofCall(broken)).map((task) => task.status)).toEqual(['done']);
    const again = await talk(['hello'], from);
    expect(again[0]?.acts).toEqual(['greet', 'ask_problem']);
  });

  test('from another number, or later than ten minutes, nobody is asked to go on', async () => {
    await talk(CALL.slice(0, 5), '+19375550045');
    expect((await talk([], '+19375550046'))[0]?.acts).toEqual(['greet', 'ask_problem']);
    await desk[Symbol.asyncDispose]();
    desk = await open(15 * 60_000);
    expect((await talk([], '+19375550045'))[0]?.acts).toEqual(['greet', 'ask_problem']);
  });

  test('the box rings about a visit: whoever answers the number on file confirms it, and may want no more calls', async () => {
    const own = [CALL[0] ?? '', 'Ruth Park', 'yes', '937-555-0048', 'yes', '90 Elm Street, Springfield, Ohio', 'yes'];
    const booked = await talk([...own, 'tomorrow afternoon', 'the first one', 'yes', 'no', 'no that is all']);
    const { jobNumber } = (booked.flatMap((turn) => turn.tools).find((tool) => tool.name === 'book_visit')?.result ??
      {}) as { jobNumber?: string };
    const to = await ringing(desk, 'confirmation', jobNumber ?? '');
    expect(to).toMatchObject({ to: '+19375550048', outbound: { purpose: 'confirmation' } });
    const turns = await talk(['speaking', 'yes that is fine', 'and stop calling me'], to);
    expect(turns[0]).toMatchObject({ acts: ['greet_outbound', 'ask_person'] });
    expect(turns[0]?.say).toMatch(/automated assistant of .*Am I speaking with Ruth\?$/);
    expect(turns[1]?.acts).toEqual(['state_visit', 'ask_visit_ok']);
    expect(turns[2]?.acts).toContain('state_confirmed');
    expect(turns[3]?.acts).toEqual(['opted_out']);
    const { items } = await desk.store.calls.list({ limit: 1 });
    const record = await desk.store.calls.one(items[0]?.id ?? '');
    expect(record).toMatchObject({ job: { visit: { status: 'confirmed' } } });
    await expect(ringing(desk, 'reminder', jobNumber ?? '')).rejects.toMatchObject({ code: 'outbound.opted_out' });
    await expect(ringing(desk, 'reminder', 'J-9999')).rejects.toMatchObject({ code: 'outbound.nobody' });
    await expect(ringing(desk, 'sale', jobNumber ?? '')).rejects.toMatchObject({ code: 'usage' });
  });

  test('the box rings back who was cut off, and the call goes on', async () => {
    const own = [CALL[0] ?? '', 'Ivan Cole', 'yes', 'yes', '95 Elm Street, Springfield, Ohio', 'yes'];
    await talk(own, '+19375550049');
    const broken = (await desk.store.calls.list({ limit: 1 })).items[0]?.id ?? '';
    const turns = await talk(
      ['yes', 'yes', 'tomorrow', 'the first one', 'no', 'no'],
      await ringing(desk, 'call_back', broken),
    );
    expect(turns[0]?.say).toContain('Am I speaking with Ivan?');
    expect(turns.flatMap((turn) => turn.acts)).toContain('state_booking');
    expect((await desk.store.tasks.ofCall(broken)).map((task) => task.status)).toEqual(['done']);
  });

  test('a decision that changed is named', () => {
    expect(differences([['greet'], ['ask_name']], [['greet'], ['ask_phone']])).toEqual([
      { turn: 2, before: ['ask_name'], after: ['ask_phone'] },
    ]);
  });
});
