import type { Hazard } from '../../reading.ts';
import { deniedAt, isMadeSafe } from './denial.ts';
import { frameOf, type Frame } from './framing.ts';
import type { HazardRule } from './hazard-rule.ts';
import { CO_RULES } from './hazards-co.ts';
import { ELECTRIC_RULES } from './hazards-electric.ts';
import { FIRE_RULES } from './hazards-fire.ts';
import { GAS_RULES } from './hazards-gas.ts';
import { PEOPLE_RULES } from './hazards-people.ts';
import { INNOCENT } from './innocent.ts';

/** The gravest first. */
const RULES: readonly (HazardRule & { readonly every: RegExp })[] = [
  ...GAS_RULES,
  ...CO_RULES,
  ...FIRE_RULES,
  ...ELECTRIC_RULES,
  ...PEOPLE_RULES,
].map((rule) => ({ ...rule, every: new RegExp(rule.heard.source, 'g') }));

export interface HazardFinding {
  readonly hazard: Hazard;
  readonly name: string;
  readonly words: string;
}

export interface HazardReading {
  /** Present dangers, the gravest rule first as listed. */
  readonly found: readonly HazardFinding[];
  /** Dangers named and denied, or made safe by someone in charge. */
  readonly denied: readonly string[];
  /** Dangers named that the words around them put elsewhere: behind us, only supposed, another's, a joke. */
  readonly doubted: readonly (HazardFinding & { readonly frame: Frame })[];
}

/** Sentences end at full stops; `but` starts a new thought. */
const thoughtsOf = (words: readonly string[], stops: ReadonlySet<number>): { from: number; to: number }[] => {
  const thoughts: { from: number; to: number }[] = [];
  let from = 0;
  for (let i = 1; i <= words.length; i++)
    if (i === words.length || stops.has(i)) {
      thoughts.push({ from, to: i });
      from = i;
    }
  return thoughts;
};

/**
 * Layers 1 and 2 of emergency detection where lives are at stake: fixed rules on words, then on denial, tense,
 * supposition and whose house it is, so that they hold with every model down.
 * @param words normalised words of the utterance
 * @param stops token indexes that begin a new sentence
 * @param commas token indexes before which there is any punctuation
 * @param growing more words are to come
 */
export const readHazards = (
  words: readonly string[],
  stops: ReadonlySet<number>,
  commas: ReadonlySet<number>,
  growing = false,
): HazardReading => {
  const found: HazardFinding[] = [];
  const denied: string[] = [];
  const doubted: (HazardFinding & { frame: Frame })[] = [];
  const whole = words.join(' ');
  const bare = whole.replace(INNOCENT, ' ~ ');
  const thoughts = thoughtsOf(words, stops);
  const breaks = (index: number): boolean =>
    stops.has(index) || (commas.has(index) && /^(no|nope|yes|yeah|not)$/.test(words[index - 1] ?? ''));
  for (const rule of RULES) {
    if (!rule.heard.test(bare)) continue;
    if (rule.needs && !rule.needs.test(bare)) continue;
    if (rule.unless?.test(whole)) {
      denied.push(rule.name);
      continue;
    }
    for (const match of bare.matchAll(rule.every)) {
      // `bare` and `whole` differ in length only inside innocent parts, so words are counted from the match's own text.
      const at = locate(words, match[0].trim());
      if (growing && mayTurnHarmless(words, at, match[0].trim(), rule.hazard)) continue;
      const thought = thoughts.findLast((part) => part.from <= at) ?? { from: 0, to: words.length };
      const finding = { hazard: rule.hazard, name: rule.name, words: match[0].trim() };
      const frame = frameOf(words.slice(thought.from, thought.to), at - thought.from);
      if (rule.undeniable) {
        if (frame === 'hypothesis' || frame === 'jest') doubted.push({ ...finding, frame });
        else found.push(finding);
      } else if (isMadeSafe(whole) || deniedAt(words, at, breaks)) denied.push(rule.name);
      else if (frame !== null && frame !== 'condition') doubted.push({ ...finding, frame });
      else found.push(finding);
    }
  }
  return { found, denied, doubted };
};

/** Told as past, supposed or another's, a danger waits for the end of its sentence: a second at most. */
const UNSETTLED =
  /\b(had|was|were|used to|if|suppose|supposing|ever|would|could|can|when|how|do|does|is it|remember|sister|brother|friend|neighbors?|cousin|coworker|somebody|tenant|dads|moms|youd|need|want|a plumber|probably|a gas leak|i was|im on)\b/;
const PAST_VERB = /\b(got|sparked|flooded|shocked|zapped|smelled|electrocuted|exploded|smoked|caught)\b/;

/** True while the words to come may still make it harmless: `the smoke | detector chirps`, `we had a gas leak | last year`. */
const mayTurnHarmless = (words: readonly string[], at: number, part: string, hazard: Hazard): boolean => {
  const end = at + part.split(' ').length;
  if (hazard !== 'gas' && end >= words.length) return true;
  return UNSETTLED.test(words.slice(0, at + 1).join(' ')) || PAST_VERB.test(part) || UNSETTLED.test(part);
};

/** Index of the first token of `part` in `words`; the last such place, since a later mention is the fresher one. */
const locate = (words: readonly string[], part: string): number => {
  const parts = part.split(' ');
  for (let i = words.length - parts.length; i >= 0; i--) if (parts.every((word, k) => words[i + k] === word)) return i;
  return 0;
};
