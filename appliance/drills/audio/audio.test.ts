import { expect, test } from 'vitest';
import type { Row } from '../grade/readable.ts';
import { learnOwnSound } from '../listen/own-sound.ts';
import { seededRandom } from '../random.ts';
import { parseScenario } from '../scenario/read.ts';
import { withUnconfirmedNames } from './leniency.ts';
import { withNoise } from './noise.ts';
import { audioPersona, SpokenCaller } from './spoken-caller.ts';

const scenario = (...more: string[]) =>
  parseScenario(
    [
      'id: some-drill',
      'about: A drill.',
      'now: 2026-11-23T20:10',
      'audio: true',
      'opening: My AC is broken.',
      'caller: {window: "2026-11-24 08:00-10:00", first_window: "2026-11-24 10:00-12:00"}',
      'expect: {outcome: booked}',
      ...more,
    ].join('\n'),
    'x.yaml',
  );
const callerOf = async (of: ReturnType<typeof scenario>) =>
  new SpokenCaller(of, await learnOwnSound(audioPersona(of), async () => []), 1);

test('noise lies as far below the speech as it is told to', () => {
  const speech = Int16Array.from({ length: 8000 }, (_, at) => Math.round(8000 * Math.sin(at / 5)));
  const noisy = withNoise(speech, 20, seededRandom(3));
  const power = (pcm: ArrayLike<number>): number => Array.from(pcm).reduce((sum, one) => sum + one * one, 0);
  const noise = noisy.map((sample, at) => sample - (speech[at] ?? 0));
  expect(10 * Math.log10(power(speech) / power(noise))).toBeCloseTo(20, 0);
  expect(withNoise(speech, 20, seededRandom(3))).toEqual(noisy);
});

test('questions heard by ear are answered as the scenario has it, else as the facts do', async () => {
  const caller = await callerOf(scenario('reactions: {ask_fee: That is a lot.}'));
  expect(caller.hear('hello how can i help you today').say).toBe('My AC is broken.');
  expect(caller.hear('is that okay with you').say).toBe('That is a lot.');
  expect(caller.hear('what is your first and last name').say).toBe('My name is Grace, Coleman.');
  expect(
    caller.hear('i have tomorrow morning eight to ten or tomorrow morning ten to noon which time works for you'),
  ).toEqual({ say: 'Tomorrow morning, eight to ten, please.', press: null, hangUp: false });
});

test('a mind is changed once, at the question after the window', async () => {
  const caller = await callerOf(scenario('quirks: [changing_mind]'));
  const offer = 'i have tomorrow morning eight to ten or tomorrow morning ten to noon which time works for you';
  expect(caller.hear(offer).say).toContain('ten to noon');
  expect(caller.hear('is there a gate code').say).toContain('eight to ten');
  expect(caller.hear('is there a gate code').say).toContain('no gate');
});

test('a wrong name counts as heard only where it stands as unconfirmed', () => {
  const rows = (confirmed: number) =>
    new Map<string, Map<string, Row>>([
      ['customers', new Map([['1', { name: 'Grace Colman', name_confirmed: confirmed }]])],
      ['contacts', new Map([['2', { customer: 'Grace Colman' }]])],
    ]);
  const open = withUnconfirmedNames(rows(0), 'Grace Coleman');
  expect(open.get('customers')?.get('1')).toEqual({ name: 'Grace Coleman', name_confirmed: 1 });
  expect(open.get('contacts')?.get('2')).toEqual({ customer: 'Grace Coleman' });
  expect(withUnconfirmedNames(rows(1), 'Grace Coleman')).toEqual(rows(1));
});

test('what cannot be rung is refused', () => {
  expect(() => scenario('shop: {people: [{name: Owner, answers: true}]}')).toThrow(/nobody can be rung/);
  expect(() => scenario('again: [{after_minutes: 2, opening: Hello.}]')).toThrow(/one call/);
});
