import type { Persona } from '#drills/caller/persona.ts';
import { seededRandom } from '#drills/random.ts';

/** A caller of a run: who they are, and what they mean to do. */
export interface Person {
  readonly persona: Persona;
  /** `holds`: has to ask somebody first; `rings_off` and `falls_silent` at a moment of their own. */
  readonly way: 'books' | 'holds' | 'rings_off' | 'falls_silent';
  /** A call of their own once they are booked. */
  readonly after: 'move' | 'cancel' | null;
  /** Who had a window held rings back while it is held, once it has run out, or never. */
  readonly back: 'soon' | 'next_day' | null;
  /** The day they would rather have, as they say it. */
  readonly wish: string | null;
  /** Which of two windows they take. */
  readonly pick: 'first' | 'second';
  /** Answers after which `rings_off` and `falls_silent` show. */
  readonly patience: number;
}

const FIRST = ['Teresa', 'Grace', 'Paula', 'Beverly', 'Frank', 'Henry', 'Walter', 'Diane', 'Martin', 'Susan'] as const;
const LAST = [
  'Gibson',
  'Turner',
  'Meyers',
  'Nash',
  'Parker',
  'Harris',
  'Coleman',
  'Foster',
  'Bryant',
  'Walker',
] as const;
const STREETS = ['Walnut Street', 'Elm Street', 'Maple Avenue', 'Sycamore Drive', 'Main Street', 'Oak Street'] as const;
const AREA_CODES = ['937', '614', '513', '419', '330', '216'] as const;
const OPENINGS = [
  'Hi, my kitchen sink is clogged.',
  'Hello, my toilet keeps running.',
  'My water heater stopped working and there is no hot water.',
  'My kitchen faucet is dripping.',
  'Hi, I need a ceiling fan installed.',
  'Hello, I need an outlet replaced.',
  'My light switch is broken.',
  'Hi, the air conditioner stopped cooling this morning.',
  'Hi, my thermostat is not working.',
  'Hi, I would like to schedule a furnace tune up.',
  'Hello, the boiler is not working.',
  'A pipe burst in the basement and there is water everywhere.',
] as const;
const WISHES = ['Tuesday', 'Wednesday', 'tomorrow'] as const;

/** Caller `n` of a seed's run; nobody has another's number or house. */
export const personOf = (seed: number, n: number): Person => {
  const random = seededRandom(seed * 1000 + n);
  const way = random.next();
  const after = random.next();
  const back = random.next();
  return {
    persona: {
      name: { first: random.pick(FIRST), last: random.pick(LAST) },
      phone: `${AREA_CODES[Math.floor(n / 100) % AREA_CODES.length]}55501${String(n % 100).padStart(2, '0')}`,
      callerId: 'same',
      address: {
        houseNumber: String(1100 + n),
        street: random.pick(STREETS),
        city: 'Springfield',
        state: 'Ohio',
        stateCode: 'OH',
        zip: null,
      },
      problem: {
        serviceType: 'any',
        opening: random.pick(OPENINGS),
        details: [],
        danger: 'No, nothing like that.',
        answers: [],
      },
      window: { kind: 'offered', index: 0 },
      afterHours: random.next() < 0.5,
      gateCode: null,
      pets: null,
      voice: { variant: 'en-us', wordsPerMinute: 150 },
      clock: '2026-11-23T06:30',
      zone: 'America/New_York',
    },
    way: way < 0.62 ? 'books' : way < 0.86 ? 'holds' : way < 0.93 ? 'rings_off' : 'falls_silent',
    after: after < 0.2 ? 'move' : after < 0.32 ? 'cancel' : null,
    back: back < 0.35 ? 'soon' : back < 0.65 ? 'next_day' : null,
    wish: random.next() < 0.2 ? random.pick(WISHES) : null,
    pick: random.next() < 0.7 ? 'first' : 'second',
    patience: random.integer(1, 16),
  };
};
