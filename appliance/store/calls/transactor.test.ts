import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseIn, storedText } from '#fixtures/database/which.ts';
import { silentLog } from '#observe/log.ts';
import { CallRecord, CallSummary } from '#shared/api/records.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import type { Tx } from '../scope.ts';
import { openStore, type BusinessStore, type Store } from '../store.ts';
import {
  addRecording,
  addRecordingFailure,
  addTiming,
  addUtterance,
  appendEvent,
  beginCall,
  closeCall,
  saveCheckpoint,
  setHeard,
  setOneWay,
  setOutcome,
  setProgress,
} from './transactor.ts';

const START = Date.parse('2026-11-24T01:10:00Z');
let now = START;
let folder: string;
let store: Store;
let shop: BusinessStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'calls-'));
  store = await openStore({
    ...(await databaseIn(folder)),
    clock: { now: () => now, monotonic: () => now },
    log: silentLog(),
  });
  shop = await seedDemoShop(store);
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const begin = (callId: string, startedAt = START) =>
  shop.transaction((tx) =>
    beginCall(tx, {
      callId,
      line: 'main',
      from: '+15551230000',
      to: '100',
      startedAt,
      engines: { stt: 'bench', tts: 'espeak', bench: true },
    }),
  );
const say = (tx: Tx, speaker: 'caller' | 'us', text: string, commandId: string | null) =>
  addUtterance(tx, {
    callId: 'a',
    turn: 1,
    speaker,
    text,
    startMs: 10.4,
    endMs: null,
    commandId,
    acts: ['greet'],
    degraded: false,
  });

it('keeps what was said of the caller byte by byte, and sealed: the file shows no number of it', async () => {
  const identity = {
    withheld: true,
    diverted: [{ number: '+19375550110', reason: 'no-answer' }],
    verstat: 'TN-Validation-Passed',
    passports: ['eyJhbGciOi.untouched;info=<https://cert.example/a.pem>;ppt="shaken"'],
    extra: { 'x-account': '7' },
  };
  const engines = { stt: 'bench', tts: 'espeak', bench: true };
  await shop.transaction((tx) =>
    beginCall(tx, { callId: 'a', line: 'main', from: '', to: '100', startedAt: START, engines, identity }),
  );
  await begin('b');
  expect((await shop.calls.one('a'))?.identity).toEqual(identity);
  expect((await shop.calls.one('b'))?.identity).toBeNull();
  const stored = await storedText(folder);
  expect(stored).not.toContain('9375550110');
  expect(stored).not.toContain('eyJhbGciOi');
});

describe('a call on record', () => {
  it('reads back as the record that screens are promised', async () => {
    expect(await begin('a')).toBe(true);
    expect(await begin('a')).toBe(false);
    await shop.transaction(async (tx) => {
      await say(tx, 'us', 'Thank you for calling.', 'a/1/0');
      await say(tx, 'caller', 'my ac stopped', null);
      await setHeard(tx, 'a', 'a/1/0', 'Thank you');
      await addTiming(tx, 'a', 1, 'a/1/0', { endpointMs: 500, sttMs: 120.5 });
      await addTiming(tx, 'a', 1, 'a/1/0', { ttsMs: 40, sttMs: null });
      await addRecording(tx, 'a', '/data/recordings/a.wav', 3200.6);
      await setOneWay(tx, 'a', { cause: 'no_packets', afterMs: 5000, restoredMs: null });
      await addRecordingFailure(tx, 'a', 'ENOSPC: no space left on device, write');
      await setProgress(tx, 'a', {
        phase: 'intake',
        urgency: 'urgent',
        slots: { gateCode: { value: 'stored', state: 'heard' } },
      });
      await setOutcome(tx, 'a', 'message');
    });
    const call = await shop.calls.one('a');
    expect(Value.Check(CallRecord, call)).toBe(true);
    expect(call).toMatchObject({
      status: 'live',
      outcome: 'message',
      urgency: 'urgent',
      phase: 'intake',
      bench: true,
      hasRecording: true,
      recordingFailure: 'ENOSPC: no space left on device, write',
      oneWay: { cause: 'no_packets', afterMs: 5000, restoredMs: null },
      transcript: [
        { speaker: 'us', text: 'Thank you for calling.', heardText: 'Thank you', startMs: 10, acts: ['greet'] },
        { speaker: 'caller', text: 'my ac stopped', heardText: null },
      ],
      timings: [{ turn: 1, endpointMs: 500, sttMs: 120.5, ttsMs: 40, decideMs: null }],
      slots: { gateCode: { value: 'stored', state: 'heard' } },
      job: null,
    });
    expect(await shop.calls.recordingPath('a')).toBe('/data/recordings/a.wav');
    expect(await shop.calls.one('nobody')).toBeNull();
  });

  it('keeps each event once, in order, sealed', async () => {
    await begin('a');
    const append = (seq: number, text: string) =>
      shop.transaction((tx) => appendEvent(tx, 'a', { seq, at: START, body: { text } }));
    expect(await append(2, 'gate code is 90817')).toBe(true);
    expect(await append(1, 'hello')).toBe(true);
    expect(await append(2, 'something else')).toBe(false);
    expect((await shop.calls.events('a')).map((event) => [event.seq, event.body])).toEqual([
      [1, { text: 'hello' }],
      [2, { text: 'gate code is 90817' }],
    ]);
    expect(await storedText(folder)).not.toContain('90817');
  });

  it('goes on from its newest checkpoint', async () => {
    await begin('a');
    expect(await shop.calls.checkpoint('a')).toBeNull();
    for (const turn of [1, 2]) {
      const checkpoint = {
        callId: 'a',
        state: { turn },
        stateVersion: 1,
        playbookDigest: 'd',
        lastSeq: turn * 2,
        turn,
        commands: [{ id: `a/${turn}/0` }],
      };
      await shop.transaction((tx) => saveCheckpoint(tx, checkpoint));
      expect(await shop.calls.checkpoint('a')).toEqual(checkpoint);
    }
  });

  it('ends once, and is open until then', async () => {
    await begin('a');
    await begin('b');
    const close = (reason: string) =>
      shop.transaction((tx) => closeCall(tx, 'a', { by: 'caller', reason, endedAt: START + 9 }));
    expect(await close('hung up')).toBe(true);
    expect(await close('again')).toBe(false);
    expect(await shop.calls.one('a')).toMatchObject({
      status: 'ended',
      endedBy: 'caller',
      endReason: 'hung up',
      endedAt: START + 9,
    });
    expect((await shop.calls.open()).map((call) => call.id)).toEqual(['b']);
  });

  it('pages through calls, newest first, without losing or repeating one', async () => {
    for (let n = 0; n < 7; n++) await begin(`call-${n}`, START + Math.floor(n / 2));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await shop.calls.list({ limit: 3, after });
      expect(page.items.every((item) => Value.Check(CallSummary, item))).toBe(true);
      seen.push(...page.items.map((item) => item.id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(['call-6', 'call-5', 'call-4', 'call-3', 'call-2', 'call-1', 'call-0']);
  });
});

describe('transactions', () => {
  it('leave nothing behind when they throw, and run hooks only after a commit', async () => {
    const hooks: string[] = [];
    const failing = shop.transaction(async (tx) => {
      tx.onCommit(() => void hooks.push('never'));
      await beginCall(tx, {
        callId: 'x',
        line: '',
        from: '',
        to: '',
        startedAt: 0,
        engines: { stt: '', tts: '', bench: true },
      });
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(await shop.calls.one('x')).toBeNull();
    await shop.transaction(async (tx) => tx.onCommit(() => void hooks.push('after')));
    expect(hooks).toEqual(['after']);
  });

  it('asked for inside another join it instead of waiting for themselves', async () => {
    await shop.transaction(async (tx) => {
      await begin('inner');
      await expect(
        shop.transaction(async (joined) => {
          expect(joined.db).toBe(tx.db);
          await setOutcome(joined, 'inner', 'wrong');
          throw new Error('undo this step alone');
        }),
      ).rejects.toThrow('undo this step alone');
    });
    expect(await shop.calls.one('inner')).toMatchObject({ outcome: null });
  });

  it('are not seen by readers before they commit', async () => {
    await shop.transaction(async (tx) => {
      await beginCall(tx, {
        callId: 'y',
        line: '',
        from: '',
        to: '',
        startedAt: 0,
        engines: { stt: '', tts: '', bench: true },
      });
      expect(await shop.calls.one('y')).toBeNull();
    });
    expect(await shop.calls.one('y')).not.toBeNull();
  });
});
