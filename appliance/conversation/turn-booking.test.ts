import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';

const PROBLEM = 'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.';
const UP_TO_ADDRESS = [
  PROBLEM,
  'Sarah Miller',
  "yes that's right",
  'nine three seven five five five zero zero zero zero',
  'yes',
];
const ADDRESS = '123 Oak Street, Springfield, Ohio';
const TO_ACCESS = [...UP_TO_ADDRESS, ADDRESS, 'yes', 'tonight nine to eleven'];

describe('windows and booking', () => {
  test('by day two windows are offered at a time, and others when neither fits', async () => {
    const call = await ring({ now: MORNING });
    const fee = await call.play([...UP_TO_ADDRESS, ADDRESS, 'yes']);
    expect(fee.acts).toEqual(['tell_fee', 'ask_fee']);
    expect(wordsOf(fee)).toContain('The visit is one hundred sixty-five dollars.');
    const offer = await call.say('tomorrow');
    expect(offer.acts).toEqual(['offer_windows']);
    expect(wordsOf(offer)).toBe(
      'I have tomorrow morning, eight to ten, or tomorrow morning, ten to noon. Which time works for you?',
    );
    const more = await call.say('neither');
    expect(wordsOf(more)).toContain('tomorrow afternoon, one to three');
    await call.play(['the first one', 'no']);
    expect(call.shop.booked.map((one) => one.windowId)).toEqual(['2026-11-24T13']);
  });

  test('another time wished after the window was taken is found, with its own fee told', async () => {
    const call = await ring();
    await call.play([...UP_TO_ADDRESS, ADDRESS, 'yes', 'tonight']);
    const other = await call.say('no, tomorrow morning would be better');
    expect(other.acts).toEqual(['offer_windows']);
    expect(wordsOf(other)).toContain('tomorrow morning, eight to ten, or tomorrow morning, ten to noon');
    await call.play(['eight to ten', 'no']);
    expect(call.shop.booked.map((one) => one.windowId)).toEqual(['2026-11-24T08']);
  });

  test.each([
    ['tomorrow', 'tomorrow morning, eight to ten'],
    ['tomorrow afternoon', 'tomorrow afternoon, one to three'],
    ['yes that is fine', 'tonight, nine to eleven'],
  ])('told both fees, "%s" goes on to the windows without telling them again', async (answer, window) => {
    const call = await ring();
    await call.play([...UP_TO_ADDRESS, ADDRESS, 'yes']);
    const offer = await call.say(answer);
    expect(offer.acts).toEqual(['offer_windows']);
    expect(wordsOf(offer)).toContain(window);
  });

  test('who asks for the price first hears it first', async () => {
    const call = await ring({ now: MORNING });
    await call.say('how much do you charge to come out');
    const fee = await call.say(PROBLEM);
    expect(fee.acts.slice(0, 2)).toEqual(['ack_problem', 'tell_fee']);
    expect(wordsOf(fee)).toContain('one hundred sixty-five dollars');
  });

  test('a window lost to another caller is told, and another one is offered and booked', async () => {
    const call = await ring({ errors: { 'book-1': 'window_taken' } });
    const taken = await call.play([...UP_TO_ADDRESS, ADDRESS, 'yes', 'tonight', 'no']);
    expect(taken.acts).toContain('window_taken');
    expect(taken.outcome).toBeNull();
    let last = taken;
    for (let i = 0; i < 6 && call.shop.booked.length === 0; i++) last = await call.say('the first one');
    expect(call.shop.booked).toMatchObject([{ key: 'book-2' }]);
    expect(wordsOf(last)).toContain('You are booked');
  });

  test('a booking that failed is never spoken of as booked', async () => {
    const call = await ring({ errors: { book_visit: 'failed' } });
    const end = await call.play([...TO_ACCESS, 'no']);
    expect(wordsOf(end)).not.toMatch(/you are booked|job number/i);
    expect(end.acts).toEqual(
      ['ack_window', 'cannot_book', 'message_taken', 'goodbye'].filter((act) => end.acts.includes(act)),
    );
    expect(end).toMatchObject({ ended: true, outcome: 'message' });
  });

  test('a price the book does not have is not invented', async () => {
    const call = await ring({ errors: { quote_visit: 'no_price' } });
    await call.play([...TO_ACCESS, 'no']);
    for (const outcome of call.outcomes) expect(wordsOf(outcome)).not.toMatch(/dollar/);
    expect(call.shop.booked).toHaveLength(1);
  });

  test('a place that is not served ends as a message', async () => {
    const call = await ring({ served: false });
    const end = await call.play([...UP_TO_ADDRESS, ADDRESS, 'yes']);
    expect(end).toMatchObject({ ended: true, outcome: 'message' });
    expect(call.shop.messages[0]?.reason).toBe('out_of_area');
  });
});
