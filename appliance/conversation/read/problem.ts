import type { Span } from '../language/en-US/concepts.ts';
import { topicsOf } from '../playbook/parse.ts';
import type { Playbook, ServiceType } from '../playbook/schema.ts';
import { goesOn } from '../language/en-US/urgent-words.ts';
import { compilePhrase, matchPhrase, type CompiledPhrase, type Heard, type PhraseHit } from './phrases.ts';

export interface ServiceHit {
  readonly type: ServiceType;
  readonly hit: PhraseHit;
}

/** The playbook's phrases, compiled once. */
export interface ProblemIndex {
  /** Service types that were heard, likeliest first. */
  services(heard: Heard): ServiceHit[];
  emergencies(heard: Heard): { phrase: string; serviceType: string | null; hit: PhraseHit }[];
  urgents(heard: Heard): { phrase: string; serviceType: string | null; hit: PhraseHit }[];
  notEmergencies(heard: Heard): string[];
  /** Code of the question or objection that was heard best. */
  topic(heard: Heard): string | null;
  readonly byCode: ReadonlyMap<string, ServiceType>;
  readonly vocabulary: readonly string[];
}

const LEAST_SCORE = 0.9;
/** A question or objection answers for the whole turn: one word alone is too little. */
const LEAST_TOPIC_SCORE = 1.5;

/** A calming phrase must be heard as it stands, small words aside; `can't shut it off` is none. */
const compileCalm = (source: string): { source: string; heard: RegExp } => ({
  source,
  heard: new RegExp(
    `(?<!\\b(?:cant|cannot|wont|couldnt|not|to|how do i|never)(?: \\w+){0,3} )\\b${source.split(/\s+/).join(' (?:(?:the|it|is|my|our|at|was|has|now) ){0,2}')}\\b`,
  ),
});

export const indexProblems = (playbook: Playbook): ProblemIndex => {
  const types = playbook.serviceTypes.map((type) => ({ type, phrases: type.heardAs.map(compilePhrase) }));
  const lists = (entries: Playbook['emergencies']) =>
    entries.map((entry) => ({ serviceType: entry.serviceType ?? null, phrases: entry.heardAs.map(compilePhrase) }));
  const emergencies = lists(playbook.emergencies);
  const urgents = lists(playbook.urgents);
  const calm = playbook.notEmergencies.map(compileCalm);
  const all = [...types.flatMap((entry) => entry.phrases), ...emergencies.flatMap((entry) => entry.phrases)];
  const topics = topicsOf(playbook).map(({ code, heardAs }) => ({ code, phrases: heardAs.map(compilePhrase) }));
  const best = (phrases: readonly CompiledPhrase[], heard: Heard): PhraseHit | null => {
    let found: PhraseHit | null = null;
    for (const phrase of phrases) {
      const hit = matchPhrase(phrase, heard);
      if (hit && (!found || hit.score > found.score)) found = hit;
    }
    return found;
  };
  const listed = (entries: ReturnType<typeof lists>, heard: Heard) =>
    entries.flatMap(({ serviceType, phrases }) => {
      const hit = best(phrases, heard);
      return hit ? [{ phrase: hit.phrase.source, serviceType, hit }] : [];
    });
  return {
    byCode: new Map(playbook.serviceTypes.map((type) => [type.code, type])),
    vocabulary: all.flatMap((phrase) => phrase.source.split(' ').filter((word) => /^[a-z]+$/.test(word))),
    services: (heard) =>
      types
        .flatMap(({ type, phrases }) => {
          const hit = best(phrases, heard);
          return hit && hit.score >= LEAST_SCORE ? [{ type, hit }] : [];
        })
        .toSorted((a, b) => b.hit.score - a.hit.score),
    emergencies: (heard) => listed(emergencies, heard),
    urgents: (heard) => listed(urgents, heard),
    topic: (heard) => {
      const hits = topics.flatMap(({ code, phrases }) => {
        const hit = best(phrases, heard);
        return hit && hit.score >= LEAST_TOPIC_SCORE ? [{ code, score: hit.score }] : [];
      });
      return hits.toSorted((a, b) => b.score - a.score)[0]?.code ?? null;
    },
    notEmergencies: (heard) => {
      const text = heard.words.join(' ');
      if (goesOn(text)) return [];
      return calm.flatMap(({ source, heard: calming }) => (calming.test(text) ? [source] : []));
    },
  };
};

const DETAIL_TROUBLES = [
  'noisy',
  'smelly',
  'leaking',
  'dripping',
  'hot_air',
  'cold_air',
  'frozen',
  'tripping',
  'flickering',
  'blank',
  'buzzing',
  'overflowing',
  'backed_up',
  'running',
  'not_cooling',
  'not_heating',
  'broken',
  'sparking',
  'slow',
  'wet',
  'pilot',
];
const DETAIL_THINGS = [
  'outdoor_unit',
  'air_handler',
  'thermostat',
  'compressor',
  'condenser',
  'vent',
  'ac',
  'furnace',
  'heat_pump',
  'boiler',
  'water_heater',
  'toilet',
  'sink',
  'shower',
  'tub',
  'faucet',
  'drain',
  'pipe',
  'ceiling',
  'disposal',
  'sump',
  'breaker',
  'panel',
  'outlet',
  'switch',
  'light',
  'generator',
  'unit',
  'basement',
  'mini_split',
  'radiator',
  'heater',
];
const LINKS = new Set(
  'is are was the my our a an just and its been has it that keeps kept to also there really very like some comes coming from'.split(
    ' ',
  ),
);

/** Symptoms besides the main one, as `thing trouble`: `outdoor unit rattling`. */
export const readDetails = (heard: Heard, main: PhraseHit): string[] => {
  const inMain = (span: Span): boolean => main.spans.some((own) => span.from < own.to && own.from < span.to);
  const named = DETAIL_THINGS.flatMap((concept) => [...(heard.spots.get(concept) ?? [])]);
  // `outdoor unit` holds `unit`: the longer naming says more.
  const things = named
    .filter(
      (span) =>
        !named.some(
          (other) =>
            other !== span &&
            other.from <= span.from &&
            other.to >= span.to &&
            other.to - other.from > span.to - span.from,
        ),
    )
    .toSorted((a, b) => a.from - b.from);
  const details: { from: number; text: string }[] = [];
  for (const concept of DETAIL_TROUBLES)
    for (const trouble of heard.spots.get(concept) ?? []) {
      if (inMain(trouble) || details.some((detail) => detail.from === trouble.from)) continue;
      if (/^(no|not|any|without|dont|isnt|nothing)$/.test(heard.words[trouble.from - 1] ?? '')) continue;
      const before = things.findLast((thing) => thing.to <= trouble.from && trouble.from - thing.to <= 3);
      const after = things.find((thing) => thing.from >= trouble.to && thing.from - trouble.to <= 4);
      const thing = before ?? after;
      if (!thing) continue;
      const [from, to] = before ? [before.from, trouble.to] : [trouble.from, thing.to];
      const between = heard.words.slice(from, to);
      if (between.includes('and') && before) continue;
      const text = between.filter((word) => !LINKS.has(word)).join(' ');
      if (text !== '' && !details.some((detail) => detail.text.includes(text)))
        details.push({ from: trouble.from, text });
    }
  return details
    .toSorted((a, b) => a.from - b.from)
    .slice(0, 4)
    .map((detail) => detail.text);
};

/** The caller's own words about the problem: the utterance, or its stretch around what was heard when other facts stand in it too. */
export const problemText = (
  text: string,
  slice: (from: number, to: number) => string,
  hits: readonly PhraseHit[],
  taken: (index: number) => boolean,
  length: number,
  stops: ReadonlySet<number>,
): string => {
  if (length <= 24 && ![...Array(length).keys()].some(taken)) return text.trim().slice(0, 400);
  let from = Math.min(...hits.map((hit) => hit.from));
  let to = Math.max(...hits.map((hit) => hit.to));
  for (let k = 0; k < 6 && from > 0 && !taken(from - 1) && !stops.has(from); k++) from--;
  for (let k = 0; k < 6 && to < length && !taken(to) && !stops.has(to); k++) to++;
  return slice(from, to).trim().slice(0, 400);
};
