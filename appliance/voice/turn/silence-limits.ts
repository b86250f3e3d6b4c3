import type { ExpectKind } from '#shared/link/expectation.ts';
import { judgePartial, type Completeness, type JudgePartial } from './completeness.ts';

interface SilenceLimits {
  readonly complete: number;
  readonly unknown: number;
  readonly hanging: number;
}

/**
 * Silence after which the caller's turn counts as over, ms. Short answers end quickly; people pause between the groups of a
 * number, while spelling, and between street and town. A complete answer need not be waited on; a hanging one is: who looks a
 * number up, or reads it off a bill, is silent for one to two seconds between its groups.
 */
export const SILENCE_LIMITS: Record<ExpectKind, SilenceLimits> = {
  yes_no: { complete: 350, unknown: 450, hanging: 800 },
  choice: { complete: 550, unknown: 550, hanging: 900 },
  open: { complete: 400, unknown: 650, hanging: 1000 },
  name: { complete: 500, unknown: 700, hanging: 1100 },
  spelling: { complete: 1200, unknown: 1200, hanging: 1200 },
  phone: { complete: 350, unknown: 1300, hanging: 2200 },
  address: { complete: 600, unknown: 900, hanging: 1300 },
  code: { complete: 900, unknown: 900, hanging: 1200 },
};

/** What is told in groups, with a pause between them that is each caller's own. */
const GROUPED: ReadonlySet<ExpectKind> = new Set(['phone', 'spelling', 'address', 'code']);
/** A caller's next pause may be longer than the last by so much. */
const PAUSE_GROWTH = 1.3;
const PAUSE_SLACK_MS = 100;
/** No pause is waited for longer, ms. */
const MOST_MS = 2500;

export interface TurnSoFar {
  readonly expect: ExpectKind;
  /** Words so far. */
  readonly partial: string;
  /** The longest pause after which the caller went on in this utterance, ms. */
  readonly pausedMs: number;
  /** What the sound tells: it is over, it goes on; null when nobody judged it. */
  readonly sounds: boolean | null;
}

/** What the words leave open the sound decides; where they disagree nobody knows. */
const withSound = (words: Completeness, sounds: boolean | null): Completeness => {
  if (sounds === null) return words;
  if (words === 'unknown') return sounds ? 'complete' : 'hanging';
  return sounds === (words === 'complete') ? words : 'unknown';
};

/** Silence to wait for, ms. */
export const silenceLimit = (
  { expect, partial, pausedMs, sounds }: TurnSoFar,
  judge: JudgePartial = judgePartial,
): number => {
  const grouped = GROUPED.has(expect);
  const words = partial === '' ? 'unknown' : judge(expect, partial);
  // Each group of a number sounds like the end of a turn: there the words alone count.
  const judged = grouped ? words : withSound(words, sounds);
  const limit = SILENCE_LIMITS[expect][judged];
  if (judged === 'complete' || !grouped || pausedMs === 0) return limit;
  return Math.max(limit, Math.min(MOST_MS, pausedMs * PAUSE_GROWTH + PAUSE_SLACK_MS));
};
