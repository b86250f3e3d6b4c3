import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';
import type { FakeVisit } from '#fakes/shop-tools.ts';

const ON_FILE: FakeVisit = {
  id: 'visit-1',
  jobId: 'job-1',
  jobNumber: 'J-1042',
  serviceType: 'no_cooling',
  urgency: 'routine',
  startsAt: 0,
  endsAt: 1,
  zone: 'America/New_York',
  afterHours: false,
  status: 'scheduled',
  name: 'Sarah Miller',
  phone: '9375550007',
  houseNumber: '47',
  street: 'Birch Lane',
  zip: '45502',
};
const KNOWN = { from: '9375550007', now: MORNING, visits: [ON_FILE] };
const PROBLEM = 'hi my kitchen faucet is dripping no smells';
const TO_ADDRESS = ['sarah miller', 'yes', 'yes'];

/** Up to the turn after the number was settled. */
const upToAddress = async (options: Parameters<typeof ring>[0], name = 'sarah miller') => {
  const call = await ring(options);
  let outcome = await call.say(PROBLEM);
  if (outcome.acts.includes('ask_detail')) outcome = await call.say('it is in the kitchen');
  if (outcome.acts.includes('ask_safety')) outcome = await call.say('no');
  return { call, outcome: await call.play([name, ...TO_ADDRESS.slice(1)]) };
};

describe('a customer on file', () => {
  test('who gave the last name is asked whether it is the same address, and no value of it is spoken', async () => {
    const { call, outcome } = await upToAddress(KNOWN);
    expect(outcome.acts).toEqual(['ask_same_address']);
    const next = await call.say('yes it is');
    expect(next.slots['address']).toMatchObject({
      state: 'confirmed',
      value: { houseNumber: '47', street: 'Birch Lane' },
    });
    expect(call.outcomes.map(wordsOf).join(' ')).not.toMatch(/birch|four seven|forty-seven/i);
  });

  test('is heard word for word like a stranger until then', async () => {
    const strange = await upToAddress({ ...KNOWN, visits: [] });
    const known = await upToAddress(KNOWN);
    const said = ({ call }: typeof known) => call.outcomes.map(wordsOf).filter((text) => text !== '');
    expect(said(known).slice(0, -1)).toEqual(said(strange).slice(0, -1));
    const looked = ({ call }: typeof known) => call.shop.calls.map((tool) => tool.name);
    expect(looked(known)).toEqual(looked(strange));
  });

  test('another last name from the same number is a stranger, and stays one', async () => {
    const { call, outcome } = await upToAddress(KNOWN, 'omar reyes');
    expect(outcome.acts).toEqual(['ask_address']);
    await call.play(['12 oak street springfield ohio', 'yes']);
    expect(call.outcomes.map(wordsOf).join(' ')).not.toMatch(/birch|same address/i);
  });

  test('two customers with one number: the name decides', async () => {
    const other = { ...ON_FILE, id: 'v2', name: 'Omar Reyes', houseNumber: '12', street: 'Oak Street' };
    const { call, outcome } = await upToAddress({ ...KNOWN, visits: [ON_FILE, other] }, 'omar reyes');
    expect(outcome.acts).toEqual(['ask_same_address']);
    expect((await call.say('yes')).slots['address']).toMatchObject({ value: { houseNumber: '12' } });
  });

  test('who says no, or another address, is asked like anybody and goes there', async () => {
    const { call } = await upToAddress(KNOWN);
    expect((await call.say('no')).acts).toEqual(['ask_address']);
    const other = await upToAddress(KNOWN);
    const heard = await other.call.say('no it is 9 elm street springfield ohio');
    expect(heard.acts).toContain('read_back_address');
    expect(heard.slots['address']).toMatchObject({ value: { houseNumber: '9', street: 'Elm Street' } });
  });

  test('a yes into the question is no confirmation: the address is read back', async () => {
    const { call } = await upToAddress(KNOWN);
    const early = await call.send(call.speech('yes', { after: null, during: call.lastSay }));
    expect(early.acts).toEqual(['read_back_address']);
  });

  test('the house number alone brings the rest, read back in full', async () => {
    const { call } = await upToAddress(KNOWN, 'omar reyes');
    const filled = await call.say('forty seven');
    expect(filled.acts).toEqual(['read_back_address']);
    expect(wordsOf(filled)).toContain('four seven Birch Lane');
  });

  test('a withheld number is looked up by the number that was said', async () => {
    const call = await ring({ ...KNOWN, from: '' });
    await call.say(PROBLEM);
    const outcome = await call.play(['it is in the kitchen', 'sarah miller', 'yes', '937-555-0007', 'yes']);
    expect(outcome.acts).toContain('ask_same_address');
  });
});
