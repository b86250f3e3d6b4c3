import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';

const AC = 'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.';
const NAMED = [AC, 'Sarah Miller', 'yes'];
const PHONED = [...NAMED, '937-555-0000', 'yes'];

describe('a caller who curses', () => {
  test('is met calmly, once, and helped in the same turn', async () => {
    const call = await ring();
    const outcome = await call.say('my fucking ac stopped cooling, no smells');
    expect(outcome.acts.slice(0, 2)).toEqual(['stay_calm', 'ack_problem']);
    expect(outcome.slots['problem']).toBeDefined();
    expect((await call.say('what the hell, Sarah Miller')).acts).not.toContain('stay_calm');
  });

  test('and says nothing else is asked the same again, and in the end gets a person', async () => {
    const call = await ring({ from: '9375550000' });
    await call.say(AC);
    expect((await call.say('this is bullshit')).acts).toEqual(['stay_calm', 'ask_name']);
    expect((await call.say('god damn it')).acts).toEqual(['ask_name']);
    let last = await call.say('you stupid machine');
    for (let turns = 0; !last.ended && turns < 10; turns += 1) last = await call.say('oh shit');
    expect(last).toMatchObject({ ended: true, outcome: 'message' });
  });

  test('and asks for a person gets one at once', async () => {
    const call = await ring({ people: ['Office'] });
    expect((await call.say('let me talk to a real person you stupid machine')).transfer).toMatchObject({
      to: ['Office'],
    });
  });

  test('in danger hears the script alone', async () => {
    const call = await ring();
    expect((await call.say('oh shit i smell gas')).acts[0]).toBe('life_safety');
  });
});

describe('a child', () => {
  test('is asked for a grown-up and told of 911; the grown-up goes on with what the child told', async () => {
    const call = await ring();
    const outcome = await call.say('hi i am seven years old and our toilet is clogged');
    expect(outcome.acts).toEqual(['ask_grown_up']);
    expect(wordsOf(outcome)).toContain('call nine one one');
    const grown = await call.say('yes hello this is her mother');
    expect(grown.ended).toBe(false);
    expect(grown.acts).not.toContain('ask_problem');
  });

  test('alone is called back where the number is known, and nothing is booked', async () => {
    const call = await ring({ from: '9375550000' });
    const end = await call.play(['i am seven years old and my toy is in the toilet', 'no']);
    expect(end).toMatchObject({ ended: true, outcome: 'message' });
    expect(call.shop.messages).toMatchObject([{ reason: 'child', phone: '9375550000' }]);
    const hidden = await ring();
    expect(await hidden.play(['my mommy said to call you', 'no'])).toMatchObject({ ended: true, outcome: 'child' });
  });

  test.each([
    'i am seven years old and there is a fire',
    'my mommy wont wake up',
    'i am six years old and i smell gas',
  ])('in danger, life safety comes first: %s', async (words) => {
    const call = await ring();
    expect((await call.say(words)).acts[0]).toBe('life_safety');
  });
});

describe('who did not mean to ring us', () => {
  test.each([
    ['at once', [], 'sorry wrong number'],
    ['later', [AC], 'oh sorry i think i have the wrong number'],
  ])('is let go, %s, without a task', async (_, lines, words) => {
    const call = await ring();
    await call.play(lines);
    expect(await call.say(words)).toMatchObject({ ended: true, outcome: expect.stringMatching(/wrong_number/) });
    expect(call.shop.messages).toHaveLength(0);
  });

  test('is not who says that a number of theirs is wrong', async () => {
    const call = await ring();
    await call.play([...NAMED, '937-555-0000']);
    expect((await call.say('no that is the wrong number')).ended).toBe(false);
  });

  test.each(['hi this is about your google business listing', 'we offer a special on credit card processing'])(
    'a sales call is ended: %s',
    async (words) => {
      const call = await ring();
      expect(await call.say(words)).toMatchObject({ ended: true, outcome: 'vendor' });
    },
  );
});

describe('a caller who insists on a person', () => {
  test.each([
    ['at once', []],
    ['at the name', [AC]],
    ['at the phone number', NAMED],
    ['at the address', PHONED],
    ['at the fee', [...PHONED, '123 Oak Street, Springfield, Ohio', 'yes']],
    ['after the booking', [...PHONED, '123 Oak Street, Springfield, Ohio', 'yes', 'yes', 'the first one', 'no']],
  ])('%s gets one within the turn', async (_, lines) => {
    const call = await ring({ people: ['Office'], now: MORNING });
    await call.play(lines);
    expect((await call.say('i want to talk to a real person')).transfer).toMatchObject({ to: ['Office'] });
  });

  test('again and again, with nobody there, gets the best next thing each time and never a loop', async () => {
    const call = await ring({ from: '9375550000' });
    let last = await call.say(AC);
    let turns = 0;
    for (; !last.ended && turns < 8; turns += 1) last = await call.say('i want to talk to a real person');
    expect(last).toMatchObject({ ended: true, outcome: 'message' });
    expect(turns).toBeLessThan(5);
    expect(call.shop.messages).toHaveLength(1);
  });
});

describe('talk as people talk', () => {
  test.each(['what', 'huh', 'pardon me', 'could you repeat that', 'sorry i did not catch that'])(
    '%s: the question once more, without counting',
    async (words) => {
      const call = await ring();
      const asked = await call.play(NAMED);
      for (let times = 0; times < 3; times += 1) {
        expect((await call.say(words)).acts.at(-1)).toBe(asked.acts.at(-1));
      }
      expect((await call.say('937-555-0000')).acts).toEqual(['read_back_phone']);
    },
  );

  test('several facts in one breath are all taken', async () => {
    const call = await ring();
    const outcome = await call.say(
      'hi this is Sarah Miller my number is 937-555-0000 and my AC stopped cooling at 123 Oak Street, Springfield, Ohio, no smells',
    );
    expect(Object.keys(outcome.slots)).toEqual(expect.arrayContaining(['problem', 'name', 'phone', 'address']));
  });

  test('a question in the middle is answered, and the question before it stands', async () => {
    const call = await ring();
    const asked = await call.play(NAMED);
    const jump = await call.say('do you take credit cards');
    expect(jump.acts).toEqual(['answer_topic', asked.acts.at(-1)]);
    expect((await call.say('937-555-0000')).acts).toEqual(['read_back_phone']);
  });

  test.each(['same number i am calling from', 'this number is fine', 'use the number i am calling on'])(
    '%s: the number the line shows, read back as any other',
    async (words) => {
      const call = await ring({ from: '9375550000' });
      await call.play(NAMED);
      const outcome = await call.say(words);
      expect(outcome.slots['phone']?.value).toBe('9375550000');
    },
  );
});
