import type { Hazard } from '../../reading.ts';

/** One thing that endangers people, as callers say it. */
export interface HazardRule {
  readonly hazard: Hazard;
  readonly name: string;
  readonly heard: RegExp;
  /** The rule needs this too, anywhere in the utterance. */
  readonly needs?: RegExp;
  /** The rule does not hold when this is said anywhere. */
  readonly unless?: RegExp;
  /** Denials do not undo it: `she is not breathing`. */
  readonly undeniable?: true;
}
