import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import type { CallRecord, CallSummary, JobRecord } from '#shared/api/records.ts';
import { personaOf } from '../../demo/callers/roster.ts';
import { ringAs } from '#drills/phone/ring.ts';
import { Box } from './box.ts';
import { longestSilence } from './our-silence.ts';

/** Where core is ended in a call with real sound; the same places as with text are in tests/integration/core-kill. */
const PLACES = [
  'booking.begun',
  'committed#6',
  'partial.received#4',
  'speech.final.received#2',
  'decided#4',
  'written#7',
  'acknowledged#8',
  'read_back.commanded',
  'read_back.commanded#2',
  'say.done.received#6',
  'booking.written',
  'booking.committed',
];
const places = process.env['PILOT_LONG'] === '1' ? PLACES : PLACES.slice(0, 2);

const folder = mkdtempSync(join(tmpdir(), 'pilot-kill-audio-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.concurrent.each(places)(
  'core killed at %s in a spoken call: one job, nothing twice, no dead air',
  async (fault) => {
    await using box = await Box.start({ env: { PILOT_FAULT: fault } });
    const persona = personaOf(null);
    const result = await ringAs({ persona, target: box.sip, record: join(folder, `${fault}.wav`), log: silentLog() });
    expect(box.log).toContain(`fault point ${fault.split('#')[0]}`);
    const { items: jobs } = await box.json<{ items: JobRecord[] }>('/api/v1/jobs');
    const { items: calls } = await box.json<{ items: CallSummary[] }>('/api/v1/calls');
    const call = await box.json<CallRecord>(`/api/v1/calls/${calls[0]?.id}`);
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.customer).toMatchObject({
      name: `${persona.name.first} ${persona.name.last}`,
      nameConfirmed: true,
    });
    const ours = call.transcript.filter((one) => one.speaker === 'us').map((one) => one.text);
    expect(new Set(ours).size).toBe(ours.length);
    for (const [index, turn] of result.turns.entries()) {
      expect(result.turns.slice(index + 1).map((other) => other.heard)).not.toContain(turn.heard);
    }
    const silence = longestSilence(result.recording ?? '');
    expect(silence.ms, `silence at ${silence.atMs} ms`).toBeLessThanOrEqual(1500);
  },
  400_000,
);
