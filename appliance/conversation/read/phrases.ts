import type { Span, Spots } from '../language/en-US/concepts.ts';
import { deniedAt } from '../language/en-US/denial.ts';

const SMALL = new Set('the a an of in my our is are it its to and from on at for was i we'.split(' '));

/** `leaking`, `leaks` and `leaked` compare alike; so do `pipe` and `pipes`. */
export const stemOf = (word: string): string =>
  word.length <= 4 ? word.replace(/(?<=[a-z]{3})s$/, '') : word.replace(/(?:ing|ed|es|s|e)$/, '');

interface Element {
  readonly concept: string | null;
  readonly stem: string;
  readonly weight: number;
}

/** A playbook phrase made ready: all elements must be heard near each other, in any order. */
export interface CompiledPhrase {
  readonly source: string;
  readonly elements: readonly Element[];
  readonly negative: boolean;
}

const NEGATIVE = new Set('no not never wont cant dont doesnt isnt without stopped nothing'.split(' '));
/** Concepts that are themselves said with a negator, or that only name a place. */
const GENERIC = new Set([
  'unit',
  'broken',
  'leaking',
  'noisy',
  'smelly',
  'replace',
  'install',
  'light',
  'out',
  'slow',
  'wet',
  'running',
  'ceiling',
  'heater',
  'switch',
  'vent',
  'meter',
]);
/** Distinct equipment outweighs what it is part of. */
const SPECIFIC = new Set([
  'tankless',
  'mini_split',
  'heat_pump',
  'sump',
  'disposal',
  'backflow',
  'generator',
  'ev',
  'boiler',
  'water_heater',
  'smoke_detector',
  'co_detector',
  'gfci',
  'thermostat',
  'ceiling_fan',
  'tune_up',
  'no_hot_water',
  'no_heat',
  'not_cooling',
  'not_heating',
  'outdoor_unit',
  'gas_line',
  'estimate',
  'freon',
  'sewage',
  'sewer',
  'no_water',
]);

export const compilePhrase = (source: string): CompiledPhrase => {
  const elements = source
    .split(/\s+/)
    .filter((word) => !SMALL.has(word))
    .map((word): Element => {
      const concept = /^<(\w+)>$/.exec(word)?.[1] ?? null;
      if (concept !== null)
        return { concept, stem: '', weight: SPECIFIC.has(concept) ? 1.7 : GENERIC.has(concept) ? 1 : 1.4 };
      return { concept: null, stem: stemOf(word), weight: NEGATIVE.has(word) ? 0.5 : word.length <= 3 ? 0.7 : 1.1 };
    });
  return { source, elements, negative: source.split(' ').some((word) => NEGATIVE.has(word)) };
};

/** What a phrase is looked for in. */
export interface Heard {
  readonly words: readonly string[];
  readonly stems: readonly string[];
  readonly spots: Spots;
}

export interface PhraseHit {
  readonly phrase: CompiledPhrase;
  readonly score: number;
  readonly from: number;
  readonly to: number;
  readonly spans: readonly Span[];
}

/** Words from the first to the last element; further apart they are two matters. */
const REACH = 13;
const SELF_NEGATED = new Set([
  'broken',
  'not_cooling',
  'not_heating',
  'no_heat',
  'no_hot_water',
  'no_water',
  'no_power',
  'clogged',
  'cant_stop',
  'tripping',
  'running',
  'out',
  'blank',
]);

const placesOf = (element: Element, heard: Heard, negative: boolean): Span[] => {
  const places =
    element.concept === null
      ? heard.stems.flatMap((stem, i) => (stem === element.stem ? [{ from: i, to: i + 1 }] : []))
      : [...(heard.spots.get(element.concept) ?? [])];
  if (negative) return places;
  return places.filter(
    (place) =>
      (element.concept !== null && SELF_NEGATED.has(element.concept)) ||
      !/^(no|not|isnt|arent|wasnt|never)$/.test(heard.words[place.from - 1] ?? '') ||
      !deniedAt(heard.words, place.from),
  );
};

/** Looks for one phrase; null when some element is missing or they lie too far apart. */
export const matchPhrase = (phrase: CompiledPhrase, heard: Heard): PhraseHit | null => {
  const lists: Span[][] = [];
  for (const element of phrase.elements) {
    const places = placesOf(element, heard, phrase.negative);
    if (places.length === 0) return null;
    lists.push(places);
  }
  const [anchors, ...others] = lists;
  let best: PhraseHit | null = null;
  for (const anchor of anchors ?? []) {
    const spans: Span[] = [anchor];
    for (const places of others) {
      let near: Span | null = null;
      let nearBy = REACH + 1;
      for (const place of places) {
        if (
          spans.some(
            (taken) =>
              place.from < taken.to && taken.from < place.to && !(place.from < taken.from || place.to > taken.to),
          )
        )
          continue;
        const gap =
          place.from >= anchor.to ? place.from - anchor.to : anchor.from >= place.to ? anchor.from - place.to : 0;
        if (gap < nearBy) [near, nearBy] = [place, gap];
      }
      if (!near) break;
      spans.push(near);
    }
    if (spans.length < phrase.elements.length) continue;
    const from = Math.min(...spans.map((span) => span.from));
    const to = Math.max(...spans.map((span) => span.to));
    if (to - from > REACH + phrase.elements.length) continue;
    const covered = spans.reduce((sum, span) => sum + (span.to - span.from), 0);
    const score =
      phrase.elements.reduce((sum, element) => sum + element.weight, 0) +
      0.08 * Math.min(covered, 8) -
      0.05 * Math.max(0, to - from - covered);
    if (!best || score > best.score) best = { phrase, score, from, to, spans };
  }
  return best;
};
