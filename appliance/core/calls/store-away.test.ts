import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, openDesk } from '#core/desk.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { BusinessStore } from '#store/store.ts';
import { CallSession } from './session.ts';

const away = (): PilotError => new PilotError('store_away', 'the database server does not answer', { retryable: true });

let folder: string;
let desk: Desk;
/** What happens to the next transactions, in order; then all goes well. */
let fates: ('lost before' | 'answer lost' | 'refused')[];
let session: CallSession;
let seq: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-away-'));
  const real = await openDesk({
    dataFolder: folder,
    clock: systemClock(),
    log: silentLog(),
    playbook: 'all',
    demoShop: true,
  });
  fates = [];
  const transaction: BusinessStore['transaction'] = async (work) => {
    const fate = fates.shift();
    if (fate === 'lost before') throw away();
    if (fate === 'refused') throw new PilotError('store_full', 'the disk is full', {});
    const result = await real.store.transaction(work);
    if (fate === 'answer lost') throw away();
    return result;
  };
  desk = { ...real, store: { ...real.store, transaction } };
  seq = 0;
  session = new CallSession(desk, { call: newId(), state: desk.emptyState(), lastSeq: 0, turn: 0, pending: [] });
});
afterEach(async () => {
  await desk[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const take = (body: CallEvent) => session.take({ type: 'event', call: session.call, seq: ++seq, at: Date.now(), body });
const engines = { stt: 'text', tts: 'text', bench: false };
const ring = () => take({ kind: 'call.started', line: 'main', from: '', to: '100', startedAt: Date.now(), engines });
const say = (text: string) =>
  take({
    kind: 'speech.final',
    utterance: `u${seq}`,
    text,
    startMs: 1000,
    endMs: 2000,
    times: { endpointMs: 0, sttMs: 0 },
    degraded: false,
  });
const heard = async () =>
  (await desk.store.calls.one(session.call))?.transcript.filter(({ speaker }) => speaker === 'caller');

test('a store that is away for a moment: the turn comes a little later, in its order', async () => {
  await ring();
  fates = ['lost before', 'lost before'];
  const [first, second] = await Promise.all([say('my furnace does not come on'), say('no there is no smell')]);
  expect(first.commands.map(({ body }) => body.kind)).toContain('say');
  expect(second.commands.map(({ body }) => body.kind)).toContain('say');
  expect((await heard())?.map(({ text }) => text)).toEqual(['my furnace does not come on', 'no there is no smell']);
});

test('a commit whose answer was lost stands: nothing is done twice, and what was decided is said', async () => {
  await ring();
  fates = ['answer lost'];
  const { commands } = await say('my furnace does not come on');
  expect(commands.map(({ body }) => body.kind)).toContain('say');
  expect(commands).toEqual(session.pending.filter(({ answers }) => answers === seq));
  expect(await heard()).toHaveLength(1);
  const next = await say('no there is no smell');
  expect(next.commands.map(({ body }) => body.kind)).toContain('say');
  expect(next.commands[0]?.id).not.toBe(commands[0]?.id);
});

test('a fault that does not pass is told at once, and the event is not taken', async () => {
  await ring();
  fates = ['refused'];
  await expect(say('my furnace does not come on')).rejects.toMatchObject({ code: 'store_full' });
  expect(await heard()).toEqual([]);
});
