import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { topicsOf } from '../../playbook/parse.ts';
import type { Playbook } from '../../playbook/schema.ts';

const NONE = 'none';
/** With its type beside it: servers that demand one refuse a bare list. */
const oneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
/** A stretch of the caller's own words, or ''. */
const Words = Type.String();

const URGENCIES = ['life_safety', 'emergency', 'urgent', 'routine'] as const;
const HAZARDS = ['gas', 'carbon_monoxide', 'fire', 'shock', 'electrical', 'medical', 'heat_illness'] as const;
/** What a model may take a caller to want. None of these ends a call, agrees to anything or refuses anything. */
const INTENTS = [
  'book',
  'price',
  'question',
  'status',
  'reschedule',
  'cancel',
  'billing',
  'complaint',
  'person',
  'message',
  'repeat',
] as const;

/**
 * What a model makes of one utterance. Values are stretches of the caller's own words, which the rules read on: a model points, and never
 * writes a value itself. It says neither yes nor no, no amount, no time and no number.
 */
export const ModelReading = Type.Object(
  {
    urgency: oneOf(URGENCIES),
    hazard: oneOf([...HAZARDS, NONE]),
    /** The words that show the urgency. */
    urgent_words: Words,
    intent: oneOf([...INTENTS, NONE]),
    /** Code of a service type of the playbook. */
    service: Type.String(),
    /** Code of a question or objection of the playbook. */
    topic: Type.String(),
    problem_words: Words,
    name_words: Words,
    address_words: Words,
  },
  { additionalProperties: false },
);
export type ModelReading = Static<typeof ModelReading>;

/** What models gave for one utterance. It is stored with the utterance's event, so that a replay needs no model. */
export interface ModelHelp {
  readonly reading: ModelReading | null;
  /** A short wording of an answer the playbook has none for. */
  readonly phrase: string | null;
}

const codesOf = (playbook: Playbook) => ({
  service: oneOf<string[]>([...playbook.serviceTypes.map(({ code }) => code), NONE]),
  topic: oneOf<string[]>([...topicsOf(playbook).map(({ code }) => code), NONE]),
});

/** Flat, closed, with lists of words in place of patterns: what every server's grammar understands. */
export const modelFormat = (playbook: Playbook) =>
  Type.Object({ ...ModelReading.properties, ...codesOf(playbook) }, { additionalProperties: false });

/** Longer stretches than a caller speaks in one turn are no quotes. */
const MAX_WORDS = 1000;

/** The model's answer, or null when it is not of the format. */
export const parseModelReading = (answer: string, format: ReturnType<typeof modelFormat>): ModelReading | null => {
  if (answer.length > 4 * MAX_WORDS) return null;
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return null;
  }
  return Value.Check(format, value) ? value : null;
};
