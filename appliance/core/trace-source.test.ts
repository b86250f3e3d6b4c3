import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MemoryTraces } from '#fakes/memory-traces.ts';
import { playSampleCall } from '#fakes/sample-trace.ts';
import { silentLog } from '#observe/log.ts';
import type { TraceAsk } from '#shared/link/messages.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { openStore } from '#store/store.ts';
import { traceSource } from './trace-source.ts';
import { VoiceQuestions } from './voice-questions.ts';

it('who reads a trace with numbers and names is written down before voice is asked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-trace-source-'));
  const clock = { now: () => 5000, monotonic: () => 0 };
  const db = await openStore({ file: join(folder, 'pilot.db'), clock, log: silentLog() });
  try {
    const store = await seedDemoShop(db);
    const { lines } = new MemoryTraces(clock.now);
    playSampleCall(lines, 'call-1', () => {});
    const readings = () =>
      store.transaction((tx) =>
        tx.db
          .selectFrom('events')
          .select(['subject_id', 'kind', 'actor', 'reason', 'at'])
          .where('subject_kind', '=', 'trace')
          .execute(),
      );
    const written: number[] = [];
    const source = traceSource(async (ask: TraceAsk) => {
      written.push((await readings()).length);
      return ask.kind === 'traces'
        ? { kind: 'traces', overview: lines.overview() }
        : { kind: 'trace', trace: lines.record(ask.id, ask.unmasked) };
    }, store);
    expect(await source.one('call-1', null, false)).toMatchObject({ masked: true });
    expect(await source.one('call-1', 'dana', false)).toMatchObject({ masked: false, from: '+19375550142' });
    expect(written).toEqual([0, 1]);
    expect(await readings()).toEqual([
      { subject_id: 'call-1', kind: 'read_unmasked', actor: 'person', reason: 'dana', at: 5000 },
    ]);
    expect((await source.overview()).traces).toMatchObject([{ id: 'call-1' }]);
  } finally {
    await db[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  }
});

it('a voice that is away is named, with the way out', async () => {
  await expect(new VoiceQuestions().ask(null, { kind: 'traces' })).rejects.toMatchObject({
    code: 'api.voice_away',
    retryable: true,
  });
});
