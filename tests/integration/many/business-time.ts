import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Sunday 22 November 2026, noon in New York. */
const START = Date.parse('2026-11-22T17:00:00Z');
/** Business time runs so much faster than the machine's. */
const SPEED = 60;
const DAY_LATER = 25 * 3_600_000;

/** Milliseconds of a clock that all processes of this machine share, and that nobody sets. */
const machine = (): number => Number(process.hrtime.bigint()) / 1e6;

/**
 * The business clock of all processes that work in a folder: it runs from where the first one set it, and may be put a day on for all
 * of them at one and the same moment.
 */
export const businessTime = (folder: string): (() => number) => {
  const start = join(folder, 'clock');
  const jump = join(folder, 'jump');
  if (!existsSync(start)) writeFileSync(start, String(machine()));
  const from = Number(readFileSync(start, 'utf8'));
  let jumpsAt = Number.POSITIVE_INFINITY;
  return () => {
    if (jumpsAt === Number.POSITIVE_INFINITY && existsSync(jump))
      jumpsAt = Number(readFileSync(jump, 'utf8')) || jumpsAt;
    const at = machine();
    return Math.floor(START + (at - from) * SPEED + (at >= jumpsAt ? DAY_LATER : 0));
  };
};

/** A day passes for everybody, a moment from now. */
export const letDayPass = (folder: string): void => writeFileSync(join(folder, 'jump'), String(machine() + 100));
