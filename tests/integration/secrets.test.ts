import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallSession } from '#core/calls/session.ts';
import { restoreSession } from '#core/calls/restore.ts';
import { openDesk, type Desk } from '#core/desk.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { newId } from '#shared/ids.ts';
import type { CallEvent } from '#shared/link/events.ts';
import { takeAlone } from '#core/calls/alone.ts';
import { readEvents } from '#store/calls/transactor.ts';
import { leftBehind } from '../e2e/left-behind.ts';

const ENGINES = { stt: 'text', tts: 'text', bench: false };
let folder = '';
let desk: Desk;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-secrets-'));
  const clock = systemClock(Date.parse('2026-11-23T20:10:00-05:00') - Date.now());
  desk = await openDesk({ dataFolder: folder, clock, log: silentLog(), playbook: 'all', demoShop: true });
});
afterEach(async () => {
  await desk[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** A call on the whole store, told by events. */
const begin = async () => {
  const call = newId();
  const told: CallEvent[] = [];
  let session = new CallSession(desk, { call, state: desk.emptyState(), lastSeq: 0, turn: 0, pending: [] });
  let whole: string | undefined;
  /** @param aloud our answer is heard to its end at once */
  const take = async (body: CallEvent, volatile = false, aloud = true) => {
    if (!volatile) told.push(body);
    const taken = await session.take({
      type: 'event',
      call,
      seq: volatile ? 0 : told.length,
      at: desk.clock.now(),
      body,
    });
    for (const { id, body: command } of taken.commands) {
      if (command.kind !== 'say' || !aloud) continue;
      whole = id;
      const heardText = command.sentences.map(({ text }) => text).join(' ');
      await take({ kind: 'say.done', command: id, complete: true, heardText, heardMs: 900 });
    }
    return taken;
  };
  let utterances = 0;
  const say = (text: string) =>
    take({
      kind: 'speech.final',
      utterance: `u${++utterances}`,
      text,
      startMs: utterances * 4000,
      endMs: utterances * 4000 + 2000,
      ...(whole === undefined ? {} : { after: whole }),
      times: { endpointMs: 0, sttMs: 0 },
      degraded: false,
    });
  await take({
    kind: 'call.started',
    line: 'main',
    from: '',
    to: '100',
    startedAt: desk.clock.now(),
    engines: ENGINES,
  });
  return {
    call,
    take,
    say,
    restart: async () => {
      const again = await restoreSession(desk, call);
      if (!again) throw new Error('the call left no checkpoint');
      session = again;
    },
    stored: () => desk.store.transaction((tx) => readEvents(tx, call)),
  };
};

const TO_ACCESS = [
  'hi my ac stopped cooling and the outdoor unit is rattling no smells',
  'sarah miller',
  'yes',
  'nine three seven five five five oh one zero zero',
  'yes',
  'one twenty three oak street springfield ohio',
  'yes',
  'tonight nine to eleven',
];

describe('codes', () => {
  it('of a booked visit stand sealed in their one place, and nowhere else in the data folder', async () => {
    const { call, say, restart, stored } = await begin();
    for (const line of TO_ACCESS) await say(line);
    const given = await say(
      'the gate code is seven three nine four one six and the alarm code is two eight five zero six one and we have one friendly dog',
    );
    expect(given.commands.map(({ body }) => body)).toContainEqual({ kind: 'silence', utterances: ['u9'] });
    expect(given.outcome?.outcome).toBe('booked');
    await restart();
    const again = await say('did you get seven three nine four one six');
    expect(again.commands.map(({ body }) => body)).toContainEqual({ kind: 'silence', utterances: ['u10'] });
    await say('no that is all thank you');

    const record = await desk.store.calls.one(call);
    const visit = record?.job?.visit;
    expect(visit).toMatchObject({ hasGateCode: true, pets: 'one friendly dog' });
    expect(await desk.store.jobs.revealGateCode(visit?.id ?? '')).toBe('739416');
    expect(await desk.store.jobs.revealAlarmCode(visit?.id ?? '')).toBe('285061');
    expect(record?.transcript.map(({ text }) => text)).toContain(
      'the gate code is [code] and the alarm code is [code] and we have one friendly dog',
    );
    // What is sealed holds references too: nothing was sealed around the codes.
    const sealed = JSON.stringify([await stored(), (await desk.store.calls.checkpoint(call)) ?? null]);
    expect(sealed).not.toMatch(/739416|285061|seven three nine|two eight five/);
    expect(sealed).toMatch(/\[gate:[\w-]+\]/);
    expect(leftBehind(folder, '739416', '285061')).toEqual([]);
    writeFileSync(join(folder, 'proof'), 'seven three nine four one six');
    expect(leftBehind(folder, '739416')).toHaveLength(1);
  }, 60_000);

  it('in a message taken without core are kept the same way', async () => {
    const call = newId();
    await takeAlone(desk, call, {
      kind: 'call.alone',
      line: 'main',
      from: '9375550142',
      to: '100',
      startedAt: desk.clock.now(),
      endedAt: desk.clock.now(),
      reason: 'message taken',
      engines: ENGINES,
      transcript: [
        { text: 'my furnace is out the gate code is seven three nine four one six', startMs: 900 },
        { text: 'my card is four one one one one one one one one one one one one one one one', startMs: 4000 },
      ],
    });
    const [task] = (await desk.store.calls.one(call))?.tasks ?? [];
    expect(task?.text).toBe('my furnace is out the gate code is [code] my card is [card]');
    expect(leftBehind(folder, '739416', '41111111')).toEqual([]);
  });

  it('in such a message are silenced in its recording, on the caller’s side, and known when they are said once more', async () => {
    const call = newId();
    const recording = join(folder, 'message.wav');
    // 10 s of both sides, begun 5 s into the call.
    writeFileSync(recording, Buffer.concat([Buffer.alloc(44, 1), Buffer.alloc(10_000 * 8 * 4, 1)]));
    const message: Parameters<typeof takeAlone>[2] = {
      kind: 'call.alone',
      line: 'main',
      from: '9375550142',
      to: '100',
      startedAt: desk.clock.now(),
      endedAt: desk.clock.now(),
      reason: 'message taken',
      engines: ENGINES,
      transcript: [
        { text: 'my furnace is out', startMs: 5200, endMs: 6500 },
        { text: 'the gate code is seven three nine four one six', startMs: 7000, endMs: 9000 },
        { text: 'so seven three nine four one six', startMs: 11_000, endMs: 12_000 },
      ],
      recording,
      recordingOffsetMs: 5000,
    };
    await takeAlone(desk, call, message);
    await takeAlone(desk, call, message);
    const record = await desk.store.calls.one(call);
    expect(record?.tasks.map(({ text }) => text)).toEqual(['my furnace is out the gate code is [code] so [code]']);
    expect(record).toMatchObject({ hasRecording: true, recordingFailure: null });
    const sound = readFileSync(recording);
    /** Caller and box at a place of the call. */
    const at = (ms: number): number[] => [0, 2].map((side) => sound.readInt16LE(44 + (ms - 5000) * 32 + side));
    expect([5400, 6600, 9400, 12_400].map(at)).toEqual(Array(4).fill([0x0101, 0x0101]));
    expect([6800, 8000, 9200, 10_800, 12_200].map(at)).toEqual(Array(5).fill([0, 0x0101]));
  });

  it('which cannot be silenced leave no recording', async () => {
    const call = newId();
    await takeAlone(desk, call, {
      kind: 'call.alone',
      line: 'main',
      from: '',
      to: '100',
      startedAt: desk.clock.now(),
      endedAt: desk.clock.now(),
      reason: 'message taken',
      engines: ENGINES,
      transcript: [{ text: 'the gate code is seven three nine four one six', startMs: 7000, endMs: 9000 }],
      recording: join(folder, 'gone.wav'),
    });
    const record = await desk.store.calls.one(call);
    expect(record).toMatchObject({ hasRecording: false, recordingFailure: expect.stringContaining('deleted') });
  });
});

describe('card numbers', () => {
  it('said in groups are taken out of what was stored before anybody knew', async () => {
    const { call, say, stored } = await begin();
    await say('my ac stopped cooling no smells');
    for (const group of ['four five three nine', 'five seven eight seven', 'six three six two']) await say(group);
    const stopped = await say('one four eight six');
    expect(stopped.outcome?.acts[0]).toBe('stop_card');
    const silenced = stopped.commands.flatMap(({ body }) => (body.kind === 'silence' ? body.utterances : []));
    expect(silenced.toSorted()).toEqual(['u2', 'u3', 'u4', 'u5']);
    const texts = (await desk.store.calls.one(call))?.transcript.filter(({ speaker }) => speaker === 'caller');
    expect(texts?.slice(1).map(({ text }) => text)).toEqual(['[card]', '[card]', '[card]', '[card]']);
    expect(JSON.stringify([await stored(), await desk.store.calls.checkpoint(call)])).not.toMatch(
      /four five three nine|five seven eight seven|six three six two|one four eight six/,
    );
    const groups = ['four five three nine', 'five seven eight seven', 'six three six two', 'one four eight six'];
    for (const file of ['pilot.db', 'pilot.db-wal'])
      expect(groups.filter((group) => readFileSync(join(folder, file)).includes(group))).toEqual([]);
  }, 60_000);

  it('are answered while they are said, and what screens are shown of them holds no digit', async () => {
    const { say, take } = await begin();
    await say('my ac stopped cooling no smells');
    const shown: string[] = [];
    const digits = 'four five three nine five seven eight seven six three six two one four eight six'.split(' ');
    let answered = 0;
    for (let n = 2; n <= digits.length; n++) {
      const text = digits.slice(0, n).join(' ');
      const taken = await take({ kind: 'speech.partial', utterance: 'u2', text }, true);
      for (const change of taken.changes) if (change.type === 'call.utterance') shown.push(change.utterance.text);
      if (taken.commands.length > 0) answered ||= n;
    }
    expect(answered).toBe(13);
    expect(shown.join('\n')).not.toMatch(/seven eight seven|two one four/);
    expect(leftBehind(folder, '453957', '578763')).toEqual([]);
  }, 60_000);

  it('typed are masked in the events of the call', async () => {
    const { call, take, say, stored } = await begin();
    await say('my ac stopped cooling no smells');
    for (const digit of '4539578763621486') await take({ kind: 'key', digits: digit, offsetMs: 9000 }, false, false);
    const keys = (await stored()).flatMap(({ body }) => ((body as CallEvent).kind === 'key' ? [body] : []));
    expect(keys.map((body) => (body as { digits: string }).digits).join('')).toBe('x'.repeat(16));
    expect((await desk.store.calls.checkpoint(call))?.state).toMatchObject({ keys: '' });
  }, 60_000);
});
