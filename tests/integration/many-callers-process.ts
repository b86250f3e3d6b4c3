import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { answerOf, FRESH, type Matter, type Told, toldIn } from './many/caller.ts';
import { type Person, personOf } from './many/people.ts';

/** Callers `first` and those after them, on the day that is the run's first or second. */
export interface Work {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  readonly day: 1 | 2;
}

/** What a caller hears, in words, and whether it wants an answer; `ended`: the call is over. */
export type In = { readonly heard: string; readonly asks: boolean } | { readonly ended: true };

/** A call begun, or what a caller does after hearing us. */
export type Out =
  | { readonly ring: string; readonly matter: Matter }
  | { readonly told: readonly Told[] }
  | { readonly told: readonly Told[]; readonly say: string | null; readonly hangUp: boolean };

const tell = (line: Out | { served: true }): void => void writeSync(1, `${JSON.stringify(line)}\n`);
const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
const hear = async (): Promise<In> => {
  const { value, done } = await lines.next();
  if (done === true) process.exit(0);
  return JSON.parse(value) as In;
};

/** One call. @returns what the caller was told in it */
const ring = async (person: Person, matter: Matter): Promise<readonly Told['kind'][]> => {
  const told: Told['kind'][] = [];
  let memory = FRESH;
  tell({ ring: person.persona.phone, matter });
  for (;;) {
    const line = await hear();
    if ('ended' in line) return told;
    if (!line.asks) {
      const last = toldIn(line.heard);
      told.push(...last.map(({ kind }) => kind));
      tell({ told: last });
      continue;
    }
    const answer = answerOf(person, matter, memory, line.heard);
    memory = answer.memory;
    told.push(...answer.told.map(({ kind }) => kind));
    tell({ say: answer.say, hangUp: answer.hangUp, told: answer.told });
  }
};

/** Whose window is held until the next day, and who rings then. */
let tomorrow: Person[] = [];

const serve = async ({ seed, first, count, day }: Work): Promise<void> => {
  const queue: (readonly [Person, Matter])[] = [];
  if (day === 2) queue.push(...tomorrow.map((person) => [person, 'book'] as const));
  tomorrow = [];
  for (let n = first; n < first + count; n++) queue.push([personOf(seed, n), 'book']);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [person, matter] = next;
    const told = await ring(person, matter);
    if (told.includes('held')) {
      // They have asked at home.
      const decided: Person = { ...person, way: 'books', wish: null };
      if (person.back === 'soon') queue.push([decided, 'book']);
      if (person.back === 'next_day') tomorrow.push(decided);
    }
    if (told.includes('booked') && person.after !== null) queue.push([person, person.after]);
  }
};

for (;;) {
  await serve((await hear()) as unknown as Work);
  tell({ served: true });
}
