import { join } from 'node:path';
import type { Log } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import { callFreshBox, type CallReport } from './call-report.ts';
import type { Grade } from './grade.ts';

/** One line of the batch; `grade` is null when the call itself failed. */
export interface BatchLine {
  readonly seed: number;
  readonly grade: Grade | null;
  readonly turns: number;
  readonly failure: string | null;
}

export interface BatchTotals {
  readonly calls: number;
  readonly bookedRight: number;
  readonly messages: number;
  readonly bookedWrong: number;
  readonly nothing: number;
  /** Calls with a wrong fact that stands as confirmed. */
  readonly harmful: number;
}

export const totalsOf = (lines: readonly BatchLine[]): BatchTotals => {
  const count = (ending: Grade['ending']): number => lines.filter(({ grade }) => grade?.ending === ending).length;
  return {
    calls: lines.length,
    bookedRight: count('booked_right'),
    messages: count('message'),
    bookedWrong: count('booked_wrong'),
    nothing: count('nothing') + lines.filter(({ grade }) => grade === null).length,
    harmful: lines.filter(({ grade }) => grade?.harmful).length,
  };
};

/** At least four in five right, none harmful, the rest passed on to a person. */
export const isGood = (totals: BatchTotals): boolean =>
  totals.bookedRight >= totals.calls * 0.8 &&
  totals.harmful === 0 &&
  totals.bookedRight + totals.messages === totals.calls;

const lineText = ({ seed, grade, turns, failure }: BatchLine): string => {
  const wrong = (grade?.fields ?? [])
    .filter(({ verdict }) => verdict !== 'right')
    .map(
      ({ field, expected, stored, verdict }) =>
        `${field} ${expected} > ${stored}${verdict === 'wrong' ? '' : ' CONFIRMED'}`,
    );
  return `seed ${String(seed).padStart(3)}  ${(grade?.ending ?? 'failed').padEnd(13)} ${String(turns).padStart(2)} turns  ${failure ?? wrong.join('; ')}`;
};

export interface BatchOptions {
  readonly seeds: readonly number[];
  readonly dataFolder: string;
  readonly log: Log;
  readonly json: boolean;
  readonly onReport?: (report: CallReport) => void;
}

/** Rings a fresh box for every seed, one after the other, and reports. @returns the exit code */
export const runBatch = async (options: BatchOptions): Promise<number> => {
  const lines: BatchLine[] = [];
  for (const seed of options.seeds) {
    let line: BatchLine;
    try {
      const report = await callFreshBox(seed, join(options.dataFolder, `seed-${seed}`), options.log);
      options.onReport?.(report);
      line = { seed, grade: report.grade, turns: report.result.turns.length, failure: null };
    } catch (error) {
      line = { seed, grade: null, turns: 0, failure: messageOf(error) };
    }
    lines.push(line);
    if (!options.json) process.stdout.write(`${lineText(line)}\n`);
  }
  const totals = totalsOf(lines);
  if (options.json) process.stdout.write(`${JSON.stringify({ totals, calls: lines })}\n`);
  else {
    const { calls, bookedRight, messages, bookedWrong, nothing, harmful } = totals;
    process.stdout.write(
      `\n${calls} calls: ${bookedRight} booked right in every field, ${messages} messages with a call-back task, ` +
        `${bookedWrong} booked with a wrong field, ${nothing} without an outcome; ${harmful} with a wrong field confirmed.\n` +
        `Records and recordings: ${options.dataFolder}\n`,
    );
  }
  return isGood(totals) ? 0 : 1;
};
