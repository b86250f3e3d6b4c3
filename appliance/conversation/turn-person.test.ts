import { expect, test } from 'vitest';
import { ring, wordsOf } from '#fakes/text-call.ts';

const COMPLAINT = 'i want to complain about the technician you sent, he left a mess';

test('who complains is offered a person, and gets one by a yes', async () => {
  const call = await ring({ people: ['Dana'] });
  const offer = await call.say(COMPLAINT);
  expect(offer.acts).toContain('offer_person');
  expect(wordsOf(offer)).toContain('connect you with a person');
  const handed = await call.say('yes please');
  expect(handed.transfer?.to).toEqual(['Dana']);
  expect(call.shop.messages).toEqual([]);
});

test('who declines leaves the message, and is not offered a person again', async () => {
  const call = await ring({ people: ['Dana'], from: '9375550142' });
  await call.say(COMPLAINT);
  await call.play(['no', 'yes', 'yes', 'yes']);
  expect(call.outcomes.flatMap(({ acts }) => acts).filter((act) => act === 'offer_person')).toHaveLength(1);
  expect(call.shop.messages).toMatchObject([{ reason: 'complaint' }]);
});

test('nobody is offered where nobody may be rung, nor for a reason the playbook leaves out', async () => {
  const alone = await ring({});
  await alone.say(COMPLAINT);
  const message = await ring({ people: ['Dana'] });
  await message.say('i have a question about my bill from last week');
  for (const call of [alone, message]) expect(call.outcomes.flatMap(({ acts }) => acts)).not.toContain('offer_person');
});
