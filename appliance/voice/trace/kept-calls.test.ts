import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleQuality } from '#fakes/sample-records.ts';
import { playSampleCall } from '#fakes/sample-trace.ts';
import { silentLog } from '#observe/log.ts';
import { newId } from '#shared/ids.ts';
import { KeptCalls } from './kept-calls.ts';
import { Traces } from './traces.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'pilot-traces-')), 'traces');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const fresh = (): Traces => new Traces(() => 1000, new KeptCalls(folder, silentLog()));
const files = (): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

describe('calls that went badly', () => {
  it.each([
    ['one-way sound', (traces: Traces, call: string) => traces.note(call, 'one-way', 'no_packets')],
    ['sound that stopped', (traces: Traces, call: string) => traces.note(call, 'timeout', 'nothing came for 15 s')],
    ['much loss', (traces: Traces, call: string) => traces.quality(call, { ...sampleQuality(), lossPercent: 5 })],
    ['a poor MOS', (traces: Traces, call: string) => traces.quality(call, { ...sampleQuality(), mos: 3.5 })],
  ])('with %s are there after a restart, masked unless asked, readable by this user alone', (_, spoil) => {
    const [traces, call] = [fresh(), newId(1)];
    playSampleCall(traces, call, () => {});
    spoil(traces, call);
    traces.finished(call);
    const again = fresh().record(call, false);
    expect(again).toEqual(traces.record(call, false));
    expect(JSON.stringify(again)).not.toContain('9375550142');
    expect(fresh().record(call, true)?.from).toBe('+19375550142');
    expect(statSync(join(folder, `${call}.json`)).mode & 0o777).toBe(0o600);
  });

  it('by an error are kept, those that went well are not', () => {
    const [traces, good, bad] = [fresh(), newId(1), newId(2)];
    playSampleCall(traces, good, () => {});
    traces.finished(good);
    expect(files()).toEqual([]);
    traces.joins(bad, 'lost@203.0.113.7');
    traces.end(bad, 'by an error: the far end does not answer');
    traces.finished(bad);
    expect(files()).toEqual([`${bad}.json`]);
  });

  it('are the latest 200', () => {
    const kept = new KeptCalls(folder, silentLog());
    const [traces, call] = [fresh(), newId(1)];
    playSampleCall(traces, call, () => {});
    const record = traces.record(call, true);
    if (!record) throw new Error('no trace');
    const ids = Array.from({ length: 205 }, (__, i) => newId(1000 + i));
    for (const id of ids) kept.write({ ...record, id });
    expect(files().toSorted()).toEqual(ids.slice(5).map((id) => `${id}.json`));
    expect(readFileSync(join(folder, `${ids[204]}.json`), 'utf8')).toContain('INVITE');
  });

  it('are asked for by an id and nothing else', () => {
    expect(new KeptCalls(folder, silentLog()).read('../../etc/passwd')).toBeNull();
  });
});
