import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf, type TextCallOptions } from '#fakes/text-call.ts';

const TO_FEE = [
  'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.',
  'Sarah Miller',
  'yes',
  '937-555-0000',
  'yes',
  '123 Oak Street, Springfield, Ohio',
  'yes',
];
const HUSBAND = 'i have to talk to my husband first';

const atFee = async (options: TextCallOptions = {}) => {
  const call = await ring(options);
  await call.play(TO_FEE);
  return call;
};

describe('a caller who has to ask somebody', () => {
  test('is offered a window to be held, and hears until when and that a text comes, from what was stored', async () => {
    const call = await atFee();
    const asked = await call.say(HUSBAND);
    expect(asked.acts).toEqual(['answer_topic', 'ask_hold']);
    expect(wordsOf(asked)).toContain('Shall I hold tomorrow morning, eight to ten, for you while you ask?');
    const end = await call.say('yes please');
    expect(end).toMatchObject({ ended: true, outcome: 'held', acts: ['state_hold', 'goodbye'] });
    expect(wordsOf(end)).toContain(
      'I am holding tomorrow morning, eight to ten, for you until tomorrow morning, six. The visit is one hundred sixty-five dollars. The details come to you by text.',
    );
    expect(call.shop.holds).toMatchObject([{ phone: '9375550000', name: 'Sarah Miller', spokenFeeCents: 16_500 }]);
    expect(call.shop.booked).toHaveLength(0);
    await call.send({ kind: 'hangup' });
    expect(call.shop.messages).toHaveLength(0);
  });

  test('who has chosen a window has that one held', async () => {
    const call = await atFee({ now: MORNING });
    await call.play(['yes', 'the second one']);
    await call.say('oh wait i need to check with my wife');
    await call.say('yes');
    expect(call.shop.holds).toMatchObject([{ windowId: '2026-11-23T13' }]);
  });

  test('who does not want that goes on where we were, and is not asked again', async () => {
    const call = await atFee();
    await call.say(HUSBAND);
    expect((await call.say('no')).acts.at(-1)).toBe('ask_fee_choice');
    expect((await call.say(HUSBAND)).acts).toEqual(['answer_topic', 'tell_fees', 'ask_fee_choice']);
    const booked = await call.play(['tonight nine to eleven', 'no']);
    expect(booked.outcome).toBe('booked');
  });

  test('is promised nothing that was not stored', async () => {
    const call = await atFee({ errors: { hold_window: 'failed' } });
    await call.say(HUSBAND);
    const outcome = await call.say('yes');
    expect(outcome.acts[0]).toBe('cannot_hold');
    expect(wordsOf(outcome)).not.toMatch(/holding|by text/);
    expect(outcome.ended).toBe(false);
  });

  test('whose window was lost meanwhile is offered another', async () => {
    const call = await atFee({ errors: { 'hold-2026-11-24T08': 'window_taken' } });
    await call.say(HUSBAND);
    const again = await call.say('yes');
    expect(again.acts).toEqual(['window_taken', 'ask_hold']);
    expect(wordsOf(again)).toContain('ten to noon');
    expect((await call.say('yes')).outcome).toBe('held');
  });

  test('who says so before we know anything is answered, and asked once the fee is told', async () => {
    const call = await ring();
    await call.say(TO_FEE[0] ?? '');
    expect((await call.say(HUSBAND)).acts).toEqual(['answer_topic', 'ask_name']);
    const fee = await call.play(TO_FEE.slice(1));
    expect(fee.acts).toContain('tell_fees');
    expect(fee.acts).not.toContain('ask_hold');
  });
});
