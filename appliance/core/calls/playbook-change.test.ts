import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDesk, type Desk } from '#core/desk.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { newId } from '#shared/ids.ts';
import type { CallEvent } from '#shared/link/events.ts';
import { restoreSession } from './restore.ts';
import { CallSession } from './session.ts';

const SHIPPED = readFileSync(new URL('../../conversation/playbooks/plumbing.yaml', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'pilot-book-'));
const file = join(folder, 'mine.yaml');
const write = (number: string): void =>
  writeFileSync(file, SHIPPED.replace('licenceNumber: null', `licenceNumber: ${number}`));

const desks: Desk[] = [];
const start = async (): Promise<Desk> => {
  const desk = await openDesk({
    dataFolder: folder,
    clock: systemClock(),
    log: silentLog(),
    playbook: file,
    demoShop: true,
  });
  desks.push(desk);
  return desk;
};
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const call = newId();
let seq = 0;
const message = (body: CallEvent) => ({ type: 'event', call, seq: ++seq, at: Date.now(), body }) as const;
const begin = message({
  kind: 'call.started',
  line: 'main',
  from: '',
  to: '100',
  startedAt: Date.now(),
  engines: { stt: 'text', tts: 'text', bench: false },
});
const asksForLicence = async (session: CallSession | null): Promise<string> => {
  const taken = await session?.take(
    message({
      kind: 'speech.final',
      utterance: `u${seq}`,
      text: 'are you licensed',
      startMs: seq * 5000,
      endMs: seq * 5000 + 900,
      times: { endpointMs: 0, sttMs: 0 },
      degraded: false,
    }),
  );
  return (taken?.outcome?.sentences ?? []).map(({ text }) => text).join(' ');
};

test('a call goes on by the playbook it began with while new calls have the changed one, also when core starts again', async () => {
  write('PL 1111');
  const desk = await start();
  const session = new CallSession(desk, { call, state: desk.emptyState(), lastSeq: 0, turn: 0, pending: [] });
  await session.take(begin);
  write('PL 2222');
  expect(desk.books.look()).toBe(true);
  expect(await asksForLicence(session)).toContain('P L, one one one one');
  expect((await desk.context()).playbook.rules.licenceNumber).toBe('PL 2222');

  await desk[Symbol.asyncDispose]();
  desks.length = 0;
  const again = await start();
  const restored = await restoreSession(again, call);
  expect(await asksForLicence(restored)).toContain('P L, one one one one');
  expect(again.emptyState().playbookDigest).toBe(again.books.current.digest);
  expect(restored?.state.playbookDigest).not.toBe(again.books.current.digest);
});
