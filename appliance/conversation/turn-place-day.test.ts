import { describe, expect, test } from 'vitest';
import type { FakeVisit } from '#fakes/shop-tools.ts';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';

const VISIT: FakeVisit = {
  id: 'visit-1',
  jobId: 'job-1',
  jobNumber: 'J-1042',
  serviceType: 'toilet_clog',
  urgency: 'routine',
  startsAt: Date.parse('2026-11-25T08:00:00-05:00'),
  endsAt: Date.parse('2026-11-25T10:00:00-05:00'),
  zone: 'America/New_York',
  afterHours: false,
  status: 'scheduled',
  name: 'John Miller',
  phone: '9375550142',
  houseNumber: '418',
  street: 'Oak Street',
  zip: '45501',
};
const TO_ADDRESS = [
  'my toilet is clogged',
  'no',
  'no',
  'john miller',
  'yes',
  'nine three seven five five five oh one four two',
  'yes',
];

describe('a corner', () => {
  test('is kept as a place, and asked for a house number', async () => {
    const call = await ring({ now: MORNING });
    const asked = await call.play([...TO_ADDRESS, 'its the corner of oak and third in springfield ohio']);
    expect(asked.acts).toEqual(['ask_corner']);
    const heard = await call.say('twelve oak street');
    expect(wordsOf(heard)).toBe(
      'I heard one two Oak Street, at the corner of Oak and Third, Springfield, Ohio. Is that right?',
    );
    await call.play(['yes', 'yes', 'the first one', 'no']);
    expect(call.shop.booked[0]?.visit).toMatchObject({ location: { houseNumber: '12', street: 'Oak Street' } });
    expect(call.shop.booked[0]?.visit.details).toContain('at the corner of Oak and Third');
  });

  test('whose number nobody knows reaches a person with its two streets', async () => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_ADDRESS, 'corner of oak and third in springfield ohio', 'i dont see any number']);
    const last = await call.say('i really do not know');
    expect(last.acts).toContain('message_taken');
    expect(call.shop.messages[0]).toMatchObject({
      reason: 'address_not_settled',
      facts: { address: 'corner of Oak and Third, Springfield, OH' },
    });
  });
});

test('a box at a numbered road is read back and kept', async () => {
  const call = await ring({ now: MORNING });
  const heard = await call.play([...TO_ADDRESS, 'rural route two box forty springfield ohio']);
  expect(wordsOf(heard)).toBe('I heard box four zero, Rural Route two, Springfield, Ohio. Is that right?');
  await call.play(['yes', 'yes', 'the first one', 'no']);
  expect(call.shop.booked[0]?.visit.location).toMatchObject({ houseNumber: 'Box 40', street: 'Rural Route 2' });
});

describe('"next Friday", said on a Monday', () => {
  const TO_WINDOWS = [...TO_ADDRESS, 'twelve oak street springfield ohio', 'yes', 'yes'];

  test.each([
    ['this friday', '2026-11-27'],
    ['the twenty seventh', '2026-11-27'],
    ['the first one', '2026-11-27'],
    ['the fourth', '2026-12-04'],
    ['no the next one', '2026-12-04'],
    ['next friday', '2026-12-04'],
    ['friday the fourth of december', '2026-12-04'],
    ['actually tuesday', '2026-11-24'],
  ])('is asked back, and "%s" is %s', async (answer, date) => {
    const call = await ring({ now: MORNING });
    const asked = await call.play([...TO_WINDOWS, 'can you come next friday']);
    expect(wordsOf(asked)).toBe('Do you mean this Friday, November twenty-seventh, or Friday, December fourth?');
    const offered = await call.say(answer);
    expect(offered.acts.at(-1)).not.toBe('ask_which_day');
    const searched = call.shop.calls.flatMap((one) => (one.name === 'offer_windows' ? [one.args.date] : []));
    expect([call.state.wishes.date, searched.at(-1)]).toContain(date);
    expect(call.state.wishes.sooner).toBeUndefined();
  });

  test('is asked back for a visit that is moved, too', async () => {
    const call = await ring({ now: MORNING, visits: [VISIT], from: VISIT.phone });
    const asked = await call.play([
      'i need to move my appointment',
      'miller',
      'four one eight',
      'neither can you do next friday',
    ]);
    expect(wordsOf(asked)).toContain('Do you mean this Friday, November twenty-seventh, or Friday, December fourth?');
    await call.say('this friday');
    expect(call.state.wishes).toMatchObject({ date: '2026-11-27' });
  });
});
