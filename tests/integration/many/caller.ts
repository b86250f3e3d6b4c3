import { plainReply } from '#drills/answer/reply.ts';
import { spokenPhone } from '#drills/answer/wording.ts';
import type { Question } from '#drills/listen/question.ts';
import { type SpokenWindow, windowsIn } from '#drills/listen/window.ts';
import type { Person } from './people.ts';

/** What somebody rings for. */
export type Matter = 'book' | 'move' | 'cancel';

/** Something that a caller was told for good. */
export interface Told {
  readonly kind: 'booked' | 'moved' | 'cancelled' | 'held' | 'no_time';
  readonly window: SpokenWindow | null;
}

export interface Memory {
  readonly turns: number;
  readonly lost: number;
  readonly wished: boolean;
  readonly asked: Readonly<Record<string, number>>;
}

export const FRESH: Memory = { turns: 0, lost: 0, wished: false, asked: {} };

export interface Answer {
  readonly memory: Memory;
  /** Null: nothing. */
  readonly say: string | null;
  readonly hangUp: boolean;
  readonly told: readonly Told[];
}

/** Nobody talks to a dispatcher for longer. */
const MOST_TURNS = 60;

const KEPT: readonly (readonly [Told['kind'], RegExp])[] = [
  ['booked', /you are booked for ([^.]+)\./iu],
  ['moved', /your visit is now ([^.]+)\./iu],
  ['cancelled', /your visit ([^.]+) is cancelled\./iu],
  ['held', /i am holding ([^.]+?), for you until/iu],
  ['no_time', /that time was just taken|i do not have that time|i could not book that|i could not change that/iu],
];

/** What is told for good in what was heard. */
export const toldIn = (heard: string): readonly Told[] =>
  KEPT.flatMap(([kind, words]) => {
    const found = words.exec(heard);
    return found === null ? [] : [{ kind, window: windowsIn(found[1] ?? '')[0] ?? null }];
  });

/** Questions by their written words; the last one that is heard wants the answer. */
const QUESTIONS: readonly (readonly [RegExp, Question])[] = [
  [/how can i help|what is the problem\?|is it your heating/iu, 'problem'],
  [/sparks|right now\?/iu, 'danger'],
  [/first and last name/iu, 'name'],
  [/spell your last name/iu, 'spell_name'],
  [/spell your first name/iu, 'spell_first_name'],
  [/best phone number to reach|say your phone number|type your ten digit/iu, 'phone'],
  [/number you are calling from/iu, 'caller_number'],
  [/address of the job|say the address again/iu, 'address'],
  [/(is|say) the house number/iu, 'house_number'],
  [/name of the street/iu, 'street'],
  [/spell the name of the street/iu, 'spell_street'],
  [/spell the name of the city/iu, 'spell_city'],
  [/city and state is that|say the city and state/iu, 'city'],
  [/which state is that/iu, 'state'],
  [/get in\?/iu, 'access'],
  [/anything else i can help/iu, 'anything_else'],
  [/message should i pass|what it is about/iu, 'message'],
  [/call you back\?/iu, 'call_back'],
];

/** Questions whose answer is the same for everybody, or nearly so. */
const OWN: readonly (readonly [RegExp, (person: Person) => string])[] = [
  [/is that right\?/iu, () => 'Yes, that is right.'],
  [/okay with you\?/iu, () => 'Yes, that is fine.'],
  [/connect you with a person/iu, () => 'No, thank you.'],
  [/shall i hold/iu, () => 'Yes, please.'],
  [/shall i cancel/iu, () => 'Yes, please cancel it.'],
  [/go on where we stopped|same address as last time|booking now\?/iu, () => 'Yes, please.'],
  [/number of the job, or the phone/iu, ({ persona }) => spokenPhone(persona.phone)],
  [/what day or time works|a day, and morning or afternoon/iu, () => 'Tomorrow.'],
  [
    /last name, (and the|or your) house number|last name and the house number/iu,
    ({ persona: { name, address } }) => `My last name is ${name.last}, and the house number is ${address.houseNumber}.`,
  ],
  [/and what is your last name|say your last name/iu, ({ persona }) => `${persona.name.last}.`],
  [/house number of the visit/iu, ({ persona }) => `${persona.address.houseNumber}.`],
];

const OFFER = /which time works|does that time work/iu;
const lastPlace = (heard: string, words: RegExp): number => {
  const all = [...heard.matchAll(new RegExp(words, `${words.flags}g`))];
  return all.at(-1)?.index ?? -1;
};

const chooseWindow = ({ wish, pick }: Person, heard: string, { wished }: Memory): string => {
  if (wish !== null && !wished) return `Do you have anything ${wish === 'tomorrow' ? wish : `on ${wish}`}?`;
  if (/does that time work/iu.test(heard)) return 'Yes, that works.';
  return `The ${pick} one, please.`;
};

/** What a caller answers to the question they hear; null when they hear none they know. */
const answerTo = (person: Person, matter: Matter, memory: Memory, heard: string): readonly [string, string] | null => {
  const choice = /would you like ([^,?]+), or ([^?]+)\?/iu.exec(heard);
  const places = [
    [lastPlace(heard, OFFER), 'offer', () => chooseWindow(person, heard, memory)],
    [choice?.index ?? -1, 'day', () => `${choice?.[person.persona.afterHours ? 1 : 2]}, please.`],
    ...OWN.map(([words, say]) => [lastPlace(heard, words), String(words), () => say(person)] as const),
    ...QUESTIONS.map(
      ([words, question]) =>
        [
          lastPlace(heard, words),
          question,
          () => plainReply(person.persona, question, heard, memory.asked[question] ?? 0) ?? '',
        ] as const,
    ),
  ] as const;
  const [at, name, say] = places.toSorted((a, b) => b[0] - a[0])[0] ?? [-1];
  if (at < 0 || name === undefined || say === undefined) return null;
  if (name === 'problem' && matter !== 'book')
    return [name, matter === 'move' ? 'I need to reschedule my appointment.' : 'I want to cancel my appointment.'];
  const again = memory.asked[name] ?? 0;
  // Whoever has to ask at home says so when they hear what it costs.
  if (matter === 'book' && person.way === 'holds' && again === 0 && (name === 'day' || name.includes('okay with you')))
    return [name, 'I have to talk to my husband first.'];
  return [name, say()];
};

/** One turn of a caller who hears every word. Pure: the same words lead to the same answer. */
export const answerOf = (person: Person, matter: Matter, before: Memory, heard: string): Answer => {
  const told = toldIn(heard);
  const turns = before.turns + 1;
  const tired = matter === 'book' && turns > person.patience;
  const gone = turns > MOST_TURNS || before.lost > 4 || (tired && person.way === 'rings_off');
  if (gone) return { memory: { ...before, turns }, say: null, hangUp: true, told };
  if (tired && person.way === 'falls_silent') return { memory: { ...before, turns }, say: null, hangUp: false, told };
  const [name, say] = answerTo(person, matter, before, heard) ?? ['lost', 'I am not sure.'];
  return {
    memory: {
      turns,
      lost: name === 'lost' ? before.lost + 1 : 0,
      wished: before.wished || name === 'offer',
      asked: { ...before.asked, [name]: (before.asked[name] ?? 0) + 1 },
    },
    say,
    hangUp: false,
    told,
  };
};
