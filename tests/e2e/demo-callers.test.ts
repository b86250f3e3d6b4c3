import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import { isGood, totalsOf, type BatchLine } from '../../demo/batch.ts';
import { callFreshBox } from '../../demo/call-report.ts';

/** The callers the product promises to serve: all of them at length, two of them quickly. */
const seeds = process.env['PILOT_LONG'] === '1' ? Array.from({ length: 20 }, (_, i) => i + 1) : [1, 8];
/** Calls go in real time; two cores carry two. */
const AT_ONCE = 2;

const folder = mkdtempSync(join(tmpdir(), 'pilot-callers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ring = async (seed: number): Promise<BatchLine> => {
  try {
    const { grade, result } = await callFreshBox(seed, join(folder, `seed-${seed}`), silentLog());
    return { seed, grade, turns: result.turns.length, failure: null };
  } catch (error) {
    return { seed, grade: null, turns: 0, failure: messageOf(error) };
  }
};

/** What went otherwise than the caller wished, for a person to read. */
const shortfall = ({ seed, grade, failure }: BatchLine): string => {
  const wrong = (grade?.fields ?? []).filter(({ verdict }) => verdict !== 'right');
  const fields = wrong.map(({ field, expected, stored, verdict }) => `${field}: ${expected} > ${stored} (${verdict})`);
  return `seed ${seed} ${grade?.ending ?? 'failed'}: ${failure ?? fields.join('; ')}`;
};

test(
  `simulated callers ${seeds.length}: four in five booked right in every field, no wrong one confirmed, the rest passed on`,
  async () => {
    const waiting = [...seeds];
    const lines: BatchLine[] = [];
    const line = async (): Promise<void> => {
      for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) lines.push(await ring(seed));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, line));
    const totals = totalsOf(lines);
    const short = lines.filter(({ grade }) => grade?.ending !== 'booked_right' || grade.harmful);
    expect(isGood(totals), `${JSON.stringify(totals)}\n${short.map(shortfall).join('\n')}`).toBe(true);
  },
  60 * 60_000,
);
