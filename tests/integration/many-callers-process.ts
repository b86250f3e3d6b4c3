import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { answer } from '#drills/answer/answer.ts';
import { newCaller } from '#drills/answer/caller-state.ts';
import type { Persona } from '#drills/caller/persona.ts';
import { learnOwnSound } from '#drills/listen/own-sound.ts';
import { wordsOf } from '#drills/listen/words.ts';
import { seededRandom } from '#drills/random.ts';
import { personaOf } from '../../demo/callers/roster.ts';

/** Callers, one after the other: each line in is what a caller hears, each line out is a call begun, a word said, or what came of it. */
const [seed = '1', first = '1', count = '1'] = process.argv.slice(2);
const tell = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);
const heard = createInterface(process.stdin)[Symbol.asyncIterator]();

/** Work of other trades than drawn callers have, so that skills differ. */
const OTHER_TRADES: readonly Persona['problem'][] = [
  { serviceType: 'drain_clog', opening: 'Hi, my kitchen sink is clogged.' },
  { serviceType: 'toilet_leak', opening: 'Hello, my toilet keeps running.' },
  { serviceType: 'ceiling_fan', opening: 'Hi, I need a ceiling fan installed.' },
  { serviceType: 'outlet_switch', opening: 'Hello, I need an outlet replaced.' },
].map((problem) => ({ ...problem, details: [], danger: 'No, nothing like that.', answers: [] }));

/** Nobody else's number and house: callers of one run are different people. */
const personOf = (n: number): Persona => {
  const random = seededRandom(Number(seed) * 1000 + n);
  const drawn = personaOf(random.integer(1, 1_000_000));
  const problem = random.next() < 0.4 ? random.pick(OTHER_TRADES) : drawn.problem;
  const phone = `937555${String(1000 + n)}`;
  const address = { ...drawn.address, houseNumber: String(1100 + n), city: 'Springfield' };
  return {
    ...drawn,
    phone,
    callerId: 'same',
    address,
    problem,
    gateCode: null,
    window: { kind: 'offered', index: random.integer(0, 1) },
  };
};

for (let n = Number(first); n < Number(first) + Number(count); n++) {
  const persona = personOf(n);
  const own = await learnOwnSound(persona, async (sentences) => [wordsOf(sentences.join(' ')).join(' ')]);
  let state = newCaller();
  tell({ ring: persona.phone });
  for (;;) {
    const { value, done } = await heard.next();
    if (done === true) process.exit(0);
    const line = JSON.parse(value) as { readonly heard?: string; readonly ended?: true };
    if (line.ended === true) break;
    const reply = answer(persona, own, state, wordsOf(line.heard ?? '').join(' '));
    state = reply.state;
    tell({ say: reply.hangUp ? null : reply.say, hangUp: reply.hangUp, booked: state.booked !== null });
  }
}
process.exit(0);
