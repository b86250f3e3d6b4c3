import type { ExpectKind } from '#shared/link/expectation.ts';
import { countDigits, endsHanging, wordsOf } from './words.ts';

/** What the words so far say about whether more is coming. */
export type Completeness = 'complete' | 'hanging' | 'unknown';

/** Judges a partial; pure and quick, for it is asked every frame of silence. */
export type JudgePartial = (expect: ExpectKind, partial: string) => Completeness;

interface SilenceLimits {
  readonly complete: number;
  readonly unknown: number;
  readonly hanging: number;
}

/**
 * Silence after which the caller's turn counts as over, ms. Short answers end quickly; people pause between the groups of a
 * number, while spelling, and between street and town. A complete answer need not be waited on; a hanging one is.
 */
export const SILENCE_LIMITS: Record<ExpectKind, SilenceLimits> = {
  yes_no: { complete: 450, unknown: 450, hanging: 800 },
  choice: { complete: 550, unknown: 550, hanging: 900 },
  open: { complete: 400, unknown: 650, hanging: 1000 },
  name: { complete: 600, unknown: 600, hanging: 1000 },
  spelling: { complete: 1200, unknown: 1200, hanging: 1200 },
  phone: { complete: 350, unknown: 1300, hanging: 1300 },
  address: { complete: 900, unknown: 900, hanging: 1200 },
  code: { complete: 900, unknown: 900, hanging: 1200 },
};

const PHONE_DIGITS = 10;
/** A sentence of fewer words says too little to be called complete. */
const SENTENCE_WORDS = 3;

/** The rule used unless a better judge is given. */
export const judgePartial: JudgePartial = (expect, partial) => {
  if (expect === 'phone') return countDigits(partial) >= PHONE_DIGITS ? 'complete' : 'unknown';
  if (endsHanging(partial)) return 'hanging';
  return expect === 'open' && wordsOf(partial).length >= SENTENCE_WORDS ? 'complete' : 'unknown';
};

/** Silence to wait for, ms. */
export const silenceLimit = (expect: ExpectKind, partial: string, judge: JudgePartial = judgePartial): number =>
  SILENCE_LIMITS[expect][partial === '' ? 'unknown' : judge(expect, partial)];
