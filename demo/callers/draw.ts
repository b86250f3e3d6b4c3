import type { Persona, WindowWish } from '#drills/caller/persona.ts';
import { seededRandom, type Random } from '#drills/random.ts';

/** What callers are drawn from. */
export interface Material {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly streets: readonly string[];
  /** Cities of `state`. */
  readonly cities: readonly string[];
  readonly state: { readonly name: string; readonly code: string };
  readonly areaCodes: readonly string[];
  readonly problems: readonly {
    readonly serviceType: string;
    readonly openings: readonly string[];
    readonly details: readonly string[];
  }[];
  readonly followUps: readonly { readonly ask: string; readonly say: string }[];
  readonly zone: string;
}

const DANGER = ['No, there are no smells.', 'No, nothing like that.', 'No, no smells.'] as const;
const PETS = ['one friendly dog', 'two dogs', 'two cats', 'one cat', null, null] as const;
const SUFFIXES = ['Street', 'Street', 'Street', 'Avenue', 'Road', 'Drive', 'Lane'] as const;
/** Voices the bench recognizer hears about equally well; it was measured to hear others' names worse. */
const VOICES = ['en-us', 'en-us', 'en-us', 'en-us+m3', 'en-us+m7'] as const;
/** A weekday evening, a weekday morning, and an early afternoon: after hours and within. */
const CLOCKS = ['2026-11-23T20:10', '2026-11-24T20:10', '2026-11-24T09:40', '2026-11-25T12:20'] as const;

const WISHES: readonly WindowWish[] = [
  { kind: 'offered', index: 0 },
  { kind: 'offered', index: 0 },
  { kind: 'offered', index: 1 },
  { kind: 'offered', index: 1 },
  { kind: 'part', day: 'tomorrow', part: 'morning' },
  { kind: 'part', day: 'tomorrow', part: 'afternoon' },
];

/** 555-0100 to 555-0199 are kept free for fiction in every area code. */
const drawPhone = (random: Random, areaCodes: readonly string[]): string =>
  `${random.pick(areaCodes)}55501${String(random.integer(0, 99)).padStart(2, '0')}`;

const drawHouseNumber = (random: Random): string => String(random.integer(random.pick([11, 101, 101, 1001]), 2999));

/** The caller with this number: the same number draws the same caller. */
export const drawPersona = (seed: number, material: Material): Persona => {
  const random = seededRandom(seed);
  const problem = random.pick(material.problems);
  const window = random.pick(WISHES);
  return {
    name: { first: random.pick(material.first), last: random.pick(material.last) },
    phone: drawPhone(random, material.areaCodes),
    callerId: random.pick(['same', 'same', 'withheld'] as const),
    address: {
      houseNumber: drawHouseNumber(random),
      street: `${random.pick(material.streets)} ${random.pick(SUFFIXES)}`,
      city: random.pick(material.cities),
      state: material.state.name,
      stateCode: material.state.code,
      zip: null,
    },
    problem: {
      serviceType: problem.serviceType,
      opening: random.pick(problem.openings),
      details: [...problem.details],
      danger: random.pick(DANGER),
      answers: [...material.followUps],
    },
    window,
    afterHours: window.kind === 'offered' && random.next() < 0.6,
    gateCode: random.next() < 0.4 ? String(random.integer(1000, 9999)) : null,
    pets: random.pick(PETS),
    voice: { variant: random.pick(VOICES), wordsPerMinute: random.pick([140, 145, 150, 155]) },
    clock: random.pick(CLOCKS),
    zone: material.zone,
  };
};
