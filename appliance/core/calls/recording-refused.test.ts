import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type Desk } from '#core/desk.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { newId } from '#shared/ids.ts';
import type { CallEvent } from '#shared/link/events.ts';
import { restoreSession } from './restore.ts';
import { CallSession } from './session.ts';

const folder = mkdtempSync(join(tmpdir(), 'pilot-refused-'));
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({
    dataFolder: folder,
    clock: systemClock(),
    log: silentLog(),
    playbook: 'all',
    demoShop: true,
  });
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

test('a caller who wants no recording: it ends before our sentence, the record says why, and a core that starts again keeps to it', async () => {
  const call = newId();
  let seq = 0;
  const message = (body: CallEvent) => ({ type: 'event', call, seq: ++seq, at: Date.now(), body }) as const;
  const session = new CallSession(desk, { call, state: desk.emptyState(), lastSeq: 0, turn: 0, pending: [] });
  await session.take(
    message({
      kind: 'call.started',
      line: 'main',
      from: '',
      to: '100',
      startedAt: Date.now(),
      engines: { stt: 'text', tts: 'text', bench: false },
    }),
  );
  await session.take(message({ kind: 'recording.started', path: '/data/call.wav', offsetMs: 9000 }));
  expect(await desk.store.calls.recordingPath(call)).toBe('/data/call.wav');
  const { commands, outcome } = await session.take(
    message({
      kind: 'speech.final',
      utterance: 'u1',
      text: 'please do not record this call',
      startMs: 10_000,
      endMs: 12_000,
      times: { endpointMs: 0, sttMs: 0 },
      degraded: false,
    }),
  );
  expect(commands.map(({ body }) => body.kind)).toEqual(['record', 'say']);
  expect(outcome?.acts[0]).toBe('stop_recording');
  expect(await desk.store.calls.one(call)).toMatchObject({ recordingRefused: true, hasRecording: false });

  const again = await restoreSession(desk, call);
  expect(again?.state.noRecording).toBe(true);
  expect(again?.pending.map(({ body }) => body.kind)).toContain('record');
  // A file that was opened a moment ago, and an end of the call that names one, bring nothing back.
  await again?.take(message({ kind: 'recording.stopped', command: `${call}/say-2/record` }));
  await again?.take(message({ kind: 'recording.started', path: '/data/call.wav', offsetMs: 9000 }));
  expect(again?.pending.map(({ body }) => body.kind)).not.toContain('record');
  expect(await desk.store.calls.recordingPath(call)).toBeNull();
});
