import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ring, TextCall, wordsOf, type TextCallOptions } from '#fakes/text-call.ts';
import { turnOf } from './state/state.ts';

const LINES = [
  'my AC stopped cooling and the outdoor unit is rattling, no smells',
  'the toilet is running all night',
  'no smells',
  'yes',
  'no',
  'yes that is right',
  "no, it's Oak Street",
  'no, the name is James Jones',
  'actually my number is 937-555-0001',
  'Sarah Miller',
  'm i l l e r',
  '937-555-0000',
  'nine three seven five five five',
  'the number I am calling from',
  '123 Oak Street, Springfield, Ohio',
  'Springfield',
  '42 Maple Avenue',
  'tonight',
  'tomorrow morning',
  'the first one',
  'neither',
  'nine to eleven',
  'that is too expensive',
  'how much is it',
  'gate code is 1234 and a friendly dog',
  'are you a robot',
  'repeat that please',
  'hold on a second',
  'brzl',
  '',
  'cancel that',
  'my card number is 4111 1111 1111 1111',
  'thank you',
] as const;

type Step =
  | { readonly kind: 'say'; readonly line: string; readonly heard: 'all' | 'cut' | 'during' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'keys'; readonly digits: string }
  | { readonly kind: 'transfer'; readonly ok: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      line: fc.constantFrom(...LINES),
      heard: fc.constantFrom('all' as const, 'all' as const, 'all' as const, 'cut' as const, 'during' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'silence' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('keys' as const), digits: fc.constantFrom('5', '9375550000', '*', '#') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('transfer' as const), ok: fc.boolean() }) },
);

const options: fc.Arbitrary<TextCallOptions> = fc.record({
  from: fc.constantFrom('', '9375550009'),
  errors: fc.constantFrom(
    {},
    { 'book-1': 'window_taken' },
    { book_visit: 'failed' },
    { quote_visit: 'no_price' },
    { take_message: 'failed' },
  ),
});

/** A caller who helps: the random course may set in anywhere on this way. */
const SMOOTH = [
  'my AC stopped cooling and the outdoor unit is rattling, no smells',
  'Sarah Miller',
  'yes',
  '937-555-0000',
  'yes',
  '123 Oak Street, Springfield, Ohio',
  'yes',
  'tonight nine to eleven',
  'gate code is 1234 and a friendly dog',
] as const;

const run = async (given: TextCallOptions, smooth: number, steps: readonly Step[]): Promise<TextCall> => {
  const call = await ring(given);
  if (given.from === '') await call.play(SMOOTH.slice(0, smooth));
  for (const one of steps) {
    const before = call.state;
    const last = call.outcomes.findLast((outcome) => outcome.sayId !== '')?.sayId ?? null;
    if (one.kind === 'say') {
      const place = one.heard === 'during' ? { after: null, during: last } : {};
      const event = call.speech(one.line, place);
      const outcome = await call.send(event);
      for (const name of ['name', 'phone', 'address'] as const) {
        const now = outcome.state.slots[name];
        if (now?.state !== 'confirmed' || before.slots[name]?.state === 'confirmed') continue;
        const read = before.readBack?.slots.includes(name) ?? false;
        const byCaller = name === 'phone' && before.pending?.act === 'ask_phone_caller';
        const turn = read ? (before.readBack?.turn ?? Number.NaN) : (before.pending?.turn ?? Number.NaN);
        expect(read ? before.readBack?.intact : byCaller).toBe(true);
        expect(event.kind === 'speech' ? turnOf(event.after) : 0).toBeGreaterThanOrEqual(turn);
        expect(byCaller && !read ? now.value : before.slots[name]?.value).toEqual(now.value);
      }
      if (outcome.sayId !== '') {
        const complete = one.heard !== 'cut';
        if (complete) call.lastSay = outcome.sayId;
        await call.send({ kind: 'heard', say: outcome.sayId, complete, heardText: complete ? wordsOf(outcome) : '' });
      }
    } else if (one.kind === 'silence') await call.hear(await call.send({ kind: 'silence', ms: 7000 }));
    else if (one.kind === 'keys') await call.hear(await call.send({ kind: 'key', digits: one.digits }));
    else await call.hear(await call.send({ kind: 'transfer', ok: one.ok }));
  }
  return call;
};

const RUNS = Number(process.env['PILOT_LONG_RUNS'] ?? 150);

test('any course of events: no throw, no loop, no second booking, no false claim, the same decisions again', async () => {
  await fc.assert(
    fc.asyncProperty(
      options,
      fc.nat({ max: SMOOTH.length }),
      fc.array(step, { minLength: 5, maxLength: 90 }),
      async (given, smooth, steps) => {
        const call = await run(given, smooth, steps);
        expect(call.state.turn).toBeLessThan(75);
        expect(call.shop.booked.length).toBeLessThan(2);
        const bookings = call.shop.calls.filter((one) => one.name === 'book_visit').map((one) => one.key);
        expect(bookings).toEqual([...new Set(bookings)]);
        for (const [index, outcome] of call.outcomes.entries()) {
          const booked = call.outcomes
            .slice(0, index + 1)
            .some((one) => one.tools.some((tool) => tool.name === 'book_visit' && tool.ok));
          const priced = call.outcomes
            .slice(0, index + 1)
            .some((one) => one.tools.some((tool) => tool.name === 'quote_visit' && tool.ok));
          if (!booked) expect(wordsOf(outcome)).not.toMatch(/you are booked|job number/i);
          if (!priced) expect(wordsOf(outcome)).not.toMatch(/dollar/i);
          expect(outcome.acts).not.toContain('held_back');
          if (outcome.ended || outcome.transfer !== null) continue;
          if (outcome.sayId !== '' && outcome.state.transfer !== 'trying') expect(outcome.expect).not.toBeNull();
        }
        expect(JSON.parse(JSON.stringify(call.state))).toEqual(call.state);
        expect(JSON.stringify(call.state)).not.toMatch(/4111/);

        const again = new TextCall(given);
        for (const event of call.events) await again.send(event);
        expect(again.outcomes.map((one) => one.acts)).toEqual(call.outcomes.map((one) => one.acts));
        expect(again.state).toEqual(call.state);
      },
    ),
    { numRuns: RUNS },
  );
}, 120_000);

test('a caller who only ever says the same thing is let go within forty turns', async () => {
  for (const line of LINES) {
    const call = await ring({ from: '9375550009' });
    let last = await call.say(line);
    for (let turn = 0; turn < 40 && !last.ended; turn++) {
      last = last.transfer === null ? await call.say(line) : await call.send({ kind: 'transfer', ok: false });
    }
    expect(last.ended, line).toBe(true);
  }
});
