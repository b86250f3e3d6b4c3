import { describe, expect, test } from 'vitest';
import { ring, wordsOf } from '#fakes/text-call.ts';

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

describe('the evening call', () => {
  test('books what the caller said, every field of it', async () => {
    const call = await ring();
    const booked = await call.play([...TO_ACCESS, 'the gate code is one two three four and we have one friendly dog']);
    expect(call.shop.booked).toHaveLength(1);
    const [{ visit, windowId } = { visit: null, windowId: '' }] = call.shop.booked;
    expect(windowId).toBe('2026-11-23T21');
    expect(visit).toMatchObject({
      serviceType: 'no_cooling',
      contact: { name: 'Sarah Miller', nameConfirmed: true, phone: '9375550000', phoneConfirmed: true },
      location: { houseNumber: '123', street: 'Oak Street', city: 'Springfield', state: 'OH', confirmed: true },
      gateCode: 'code-1',
      alarmCode: null,
    });
    expect(call.secrets).toEqual([{ id: 'code-1', slot: 'gateCode', value: '1234' }]);
    expect(visit?.pets).toMatch(/friendly dog/);
    expect([visit?.problem, ...(visit?.details ?? [])].join(' ')).toMatch(/rattling/);
    expect(booked.outcome).toBe('booked');
    expect(wordsOf(booked)).toContain('You are booked for tonight, nine to eleven.');
    expect(wordsOf(booked)).toContain('two hundred forty-eight dollars');
    const end = await call.say('no that is all, thank you');
    expect(end.ended).toBe(true);
    expect(call.shop.booked).toHaveLength(1);
    expect(call.shop.messages).toHaveLength(0);
  });

  test('the fee is told with what it buys before anything is booked', async () => {
    const call = await ring();
    const fee = await call.play([...UP_TO_ADDRESS, ADDRESS, 'yes']);
    expect(fee.acts).toEqual(['tell_fees', 'ask_fee_choice']);
    expect(wordsOf(fee)).toBe(
      'A visit tonight is after hours, two hundred forty-eight dollars. A visit tomorrow is one hundred sixty-five dollars. ' +
        'It pays for the trip and finding the problem, and it counts toward the repair. ' +
        'A repair like this tonight is usually between four hundred fifty and one thousand two hundred dollars. ' +
        'A repair like this tomorrow is usually between three hundred and eight hundred dollars. ' +
        'You get the exact price on site, before any work starts. Would you like tonight, or tomorrow?',
    );
    expect(call.shop.calls.map((one) => one.name)).not.toContain('book_visit');
  });

  test('the gate code stands nowhere: state, events and tools hold where it is kept', async () => {
    const call = await ring();
    const outcome = await call.play([...TO_ACCESS, 'the gate code is one two three four and we have one friendly dog']);
    expect(JSON.stringify([outcome.state, call.events, call.shop.calls])).not.toMatch(/1234|one two three four/);
    expect(JSON.stringify(outcome.slots)).not.toMatch(/1234|one two three four/);
    expect(wordsOf(outcome)).not.toMatch(/1234|one two three four/);
    const after = await call.say('oh and the gate code is one two three four did you get that');
    expect(JSON.stringify([after.tools, call.shop.messages, after.sentences])).not.toMatch(/1234|one two three four/);
  });

  test('facts given in one breath are not asked again', async () => {
    const call = await ring();
    const first = await call.say(
      'This is Sarah Miller at 937-555-0142, my AC stopped cooling, the outdoor unit is rattling, no smells.',
    );
    expect(first.acts).toEqual(['ack_problem', 'read_back_contact']);
    const next = await call.say('yes that is right');
    expect(next.acts).toEqual(['ask_address']);
    expect(next.slots).toMatchObject({
      name: { state: 'confirmed' },
      phone: { state: 'confirmed', value: '9375550142' },
    });
  });
});

describe('read-back', () => {
  test('a yes that began before the read-back was heard confirms nothing', async () => {
    const call = await ring();
    const question = await call.play([PROBLEM, 'Sarah Miller']);
    expect(question.acts).toEqual(['read_back_name']);
    const early = await call.send(call.speech('yes', { after: 'say-1', during: question.sayId }));
    expect(early.slots['name']?.state).not.toBe('confirmed');
    expect(early.acts).toEqual(['read_back_name']);
  });

  test('a read-back that was cut off is read again before a yes counts', async () => {
    const call = await ring();
    await call.play([PROBLEM]);
    const question = await call.send(call.speech('Sarah Miller'));
    await call.send({ kind: 'heard', say: question.sayId, complete: false, heardText: 'I heard' });
    const answer = await call.send(call.speech('yes', { after: question.sayId }));
    expect(answer.slots['name']?.state).not.toBe('confirmed');
  });

  test('a correction in the confirming turn replaces the value and is read back itself', async () => {
    const call = await ring();
    const wrong = await call.play([
      PROBLEM,
      'Sarah Miller',
      'yes',
      'nine three seven five five five zero zero zero one',
    ]);
    expect(wrong.acts).toEqual(['read_back_phone']);
    const again = await call.say('no, it is nine three seven five five five zero zero zero zero');
    expect(again.acts).toEqual(['read_back_phone']);
    expect(again.slots['phone']).toEqual({ value: '9375550000', state: 'read_back' });
    expect((await call.say('yes')).slots['phone']).toEqual({ value: '9375550000', state: 'confirmed' });
  });

  test('a bare no asks for that fact alone', async () => {
    const call = await ring();
    const asked = await call.play([...UP_TO_ADDRESS, '123 Elm Street, Springfield, Ohio', 'no']);
    expect(asked.acts).toEqual(['ask_address']);
    expect(asked.slots).toMatchObject({ name: { state: 'confirmed' }, phone: { state: 'confirmed' } });
    const read = await call.say('123 Oak Street');
    expect(wordsOf(read)).toBe('I heard one two three Oak Street, Springfield, Ohio. Is that right?');
  });

  test('a street may be corrected long after it was confirmed', async () => {
    const call = await ring();
    await call.play([...UP_TO_ADDRESS, '123 Elm Street, Springfield, Ohio', 'yes']);
    const corrected = await call.say("no, it's Oak Street");
    expect(corrected.acts).toContain('read_back_address');
    expect(wordsOf(corrected)).toContain('one two three Oak Street');
  });

  test('a name not settled after one spelling is kept as heard and the visit is booked all the same', async () => {
    const call = await ring();
    const spell = await call.play([PROBLEM, 'Sarah Miller', 'no', 'Sarah Miller', 'no']);
    expect(spell.acts).toEqual(['ask_spell_name']);
    await call.say('m i l n e r');
    const kept = await call.say('no');
    expect(kept.acts[0]).toBe('kept_as_heard');
    expect(kept.slots['name']?.state).toBe('unconfirmed');
    await call.play(['937-555-0000', 'yes', ADDRESS, 'yes', 'tonight nine to eleven', 'no']);
    expect(call.shop.booked).toHaveLength(1);
    expect(call.shop.booked[0]?.visit.contact.nameConfirmed).toBe(false);
    expect(call.shop.booked[0]?.visit.unconfirmed).toContainEqual(
      expect.objectContaining({ slot: 'name', offsetMs: expect.any(Number) as number }),
    );
  });

  test('a first and a last name that ran together are told apart by the spelled last name', async () => {
    const call = await ring();
    const spell = await call.play([PROBLEM, 'my name is rebeckoson']);
    expect(spell.acts).toEqual(['ask_spell_name']);
    expect(wordsOf(await call.say('oh l s o n'))).toContain(
      'I heard Rebecca Olson, first name spelled R, E, B, E, C, C, A, last name spelled O, L, S, O, N.',
    );
  });

  test('a first name that is like no name is spelled by itself', async () => {
    const call = await ring();
    const spell = await call.play([PROBLEM, 'my name is qwopx miller']);
    expect(spell.acts).toEqual(['ask_spell_first_name']);
    expect(wordsOf(await call.say('s a r a h'))).toContain('I heard Sarah Miller');
  });

  test('a street that is no word is spelled before it is read back, and stays as spelled', async () => {
    const call = await ring();
    const spell = await call.play([...UP_TO_ADDRESS, 'one two three dglars lane springfield ohio']);
    expect(spell.acts).toEqual(['ask_spell_street']);
    expect(wordsOf(await call.say('d o u g l a s'))).toContain('one two three Douglas Lane, Springfield, Ohio');
    await call.say('no the street is dglsrs lane');
    expect(wordsOf(await call.say('one two three dglars lane springfield ohio'))).toContain('Douglas Lane');
  });

  test('an address denied twice with its own words is kept as heard, and the visit is booked', async () => {
    const call = await ring();
    const again = await call.play([...UP_TO_ADDRESS, ADDRESS, 'no it is oak street']);
    expect(again.acts).toEqual(['read_back_address']);
    const kept = await call.say('no one two three oak street springfield ohio');
    expect(kept.acts[0]).toBe('kept_as_heard');
    await call.play(['tonight nine to eleven', 'no']);
    expect(call.shop.booked[0]?.visit.location).toMatchObject({ street: 'Oak Street', confirmed: false });
    expect(call.shop.messages).toMatchObject([{ reason: 'address_to_check' }]);
  });

  test('a name with a double is told letter by letter, and asked for so when it is refused', async () => {
    const call = await ring();
    const told = await call.play([PROBLEM, 'my name is carl hudson']);
    expect(wordsOf(told)).toContain('I heard Carl Hudson, first name spelled C, A, R, L.');
    expect((await call.say('no it is carl hudson')).acts).toEqual(['ask_spell_first_name']);
    expect(wordsOf(await call.say('c a r o l'))).toContain('I heard Carol Hudson, first name spelled C, A, R, O, L.');
  });

  test('a street with a double is told letter by letter, and asked for so when it is refused', async () => {
    const call = await ring();
    const told = await call.play([...UP_TO_ADDRESS, 'five oh two burch road springfield ohio']);
    expect(wordsOf(told)).toContain('The street is spelled B, I, R, C, H.');
    expect((await call.say('no it is burch road')).acts).toEqual(['ask_spell_street']);
    expect(wordsOf(await call.say('b u r c h'))).toContain('five zero two Burch Road');
  });

  test('a phone number that cannot be settled becomes a message with what is known', async () => {
    const call = await ring();
    await call.play([PROBLEM, 'Sarah Miller', 'yes']);
    let last = call.outcomes.at(-1);
    for (let i = 0; i < 14 && !last?.ended; i++) last = await call.say(i % 2 === 0 ? '937-555-0001' : 'no');
    expect(last?.ended).toBe(true);
    expect(last?.outcome).toBe('message');
    expect(call.shop.booked).toHaveLength(0);
    expect(call.shop.messages[0]).toMatchObject({ reason: 'phone_not_settled', name: 'Sarah Miller' });
  });

  test('a number typed on the keypad is read back like a spoken one', async () => {
    const call = await ring();
    await call.play([PROBLEM, 'Sarah Miller', 'yes']);
    for (const digit of '937555000') await call.send({ kind: 'key', digits: digit });
    const full = await call.send({ kind: 'key', digits: '0' });
    expect(wordsOf(full)).toBe('I heard nine three seven, five five five, zero zero zero zero. Is that right?');
  });

  test('the number they call from is offered by its last digits and confirmed by a yes', async () => {
    const call = await ring({ from: '+1 937 555 0000' });
    const offer = await call.play([PROBLEM, 'Sarah Miller', 'yes']);
    expect(wordsOf(offer)).toBe(
      'Is the number you are calling from, ending in zero zero zero zero, the best number to reach you?',
    );
    expect((await call.say('yes')).slots['phone']).toEqual({ value: '9375550000', state: 'confirmed' });
  });
});
