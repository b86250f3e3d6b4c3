import { expect, test } from 'vitest';
import { ring } from '#fakes/text-call.ts';

const TO_ADDRESS = [
  'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.',
  'Sarah Miller',
  "yes that's right",
  'nine three seven five five five zero one four two',
  'yes',
  'twenty three forty Church Street, Springfield, Ohio',
];

test('a town refused and said as we have it is spelled, and the letters settle the address', async () => {
  const call = await ring();
  await call.play(TO_ADDRESS);
  expect((await call.say('no the city is springfield')).acts.at(-1)).toBe('ask_spell_city');
  const settled = await call.say('s p r i n g f i e l d');
  expect(settled.slots['address']).toMatchObject({
    state: 'confirmed',
    value: { houseNumber: '2340', street: 'Church Street', city: 'Springfield' },
  });
  expect(settled.acts).not.toContain('read_back_address');
});

test('letters of another town are read back', async () => {
  const call = await ring();
  await call.play([...TO_ADDRESS, 'no the city is springfield']);
  const other = await call.say('u r b a n a');
  expect(other.slots['address']).toMatchObject({ state: 'read_back', value: { city: 'Urbana' } });
  expect(other.acts.at(-1)).toBe('read_back_address');
});

test('a refused town without letters stays unconfirmed for a person to listen to', async () => {
  const call = await ring();
  await call.play([
    ...TO_ADDRESS,
    'no the city is springfield',
    'i do not know how',
    'well i do not know',
    'no the city is springfield',
  ]);
  const last = await call.play(['no the city is springfield', 'no the city is springfield']);
  expect(last.slots['address']).toMatchObject({ state: 'unconfirmed' });
});

test('a first name that was not sure, said again, is no last name', async () => {
  const call = await ring();
  await call.say(TO_ADDRESS[0] ?? '');
  await call.say('my name is wda s ller');
  await call.say('wonda s cller');
  expect((await call.say('k e l l e r')).acts.at(-1)).toBe('ask_spell_first_name');
  const spelled = await call.say('w a n d a');
  expect(spelled.slots['name']).toMatchObject({ value: 'Wanda Keller', state: 'read_back' });
});
