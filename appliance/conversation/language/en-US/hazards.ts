import type { Hazard } from '../../reading.ts';
import { FIRE_RULES } from './hazards-fire.ts';
import { GAS_RULES } from './hazards-gas.ts';
import { INNOCENT } from './innocent.ts';
import { deniedAt, isMadeSafe, isPast } from './denial.ts';

/** The gravest first. */
const RULES = [...GAS_RULES, ...FIRE_RULES];

export interface HazardFinding {
  readonly hazard: Hazard;
  readonly name: string;
  readonly words: string;
}

export interface HazardReading {
  /** Present dangers, the gravest rule first as listed. */
  readonly found: readonly HazardFinding[];
  /** Dangers named and denied, or behind us. */
  readonly denied: readonly string[];
}

/** Sentences end at full stops; `but` starts a new thought. */
const thoughtsOf = (words: readonly string[], stops: ReadonlySet<number>): { from: number; text: string }[] => {
  const thoughts: { from: number; text: string }[] = [];
  let from = 0;
  for (let i = 1; i <= words.length; i++)
    if (i === words.length || stops.has(i) || words[i] === 'but') {
      thoughts.push({ from, text: words.slice(from, i).join(' ') });
      from = i;
    }
  return thoughts;
};

/**
 * Layer 1 of emergency detection: fixed rules on words, tense, place and denial, so that they hold with every model down.
 * @param words normalised words of the utterance
 * @param stops token indexes that begin a new sentence
 * @param commas token indexes before which there is any punctuation
 */
export const readHazards = (
  words: readonly string[],
  stops: ReadonlySet<number>,
  commas: ReadonlySet<number>,
): HazardReading => {
  const found: HazardFinding[] = [];
  const denied: string[] = [];
  const whole = words.join(' ');
  const bare = whole.replace(INNOCENT, ' ~ ');
  const thoughts = thoughtsOf(words, stops);
  for (const rule of RULES) {
    if (!rule.heard.test(whole)) continue;
    if (rule.needs && !rule.needs.test(bare)) continue;
    if (rule.unless?.test(whole)) {
      denied.push(rule.name);
      continue;
    }
    for (const match of bare.matchAll(new RegExp(rule.heard.source, 'g'))) {
      // `bare` and `whole` differ in length only inside innocent parts, so words are counted from the match's own text.
      const at = locate(words, match[0]);
      const thought = thoughts.findLast((part) => part.from <= at) ?? { from: 0, text: whole };
      const gone = isPast(thought.text) || isMadeSafe(whole);
      if (
        !rule.undeniable &&
        (gone ||
          deniedAt(
            words,
            at,
            (index) =>
              stops.has(index) || (commas.has(index) && /^(no|nope|yes|yeah|not)$/.test(words[index - 1] ?? '')),
          ))
      )
        denied.push(rule.name);
      else found.push({ hazard: rule.hazard, name: rule.name, words: match[0] });
    }
  }
  return { found, denied };
};

/** Index of the first token of `part` in `words`; the last such place, since a later mention is the fresher one. */
const locate = (words: readonly string[], part: string): number => {
  const parts = part.split(' ');
  for (let i = words.length - parts.length; i >= 0; i--) if (parts.every((word, k) => words[i + k] === word)) return i;
  return 0;
};
