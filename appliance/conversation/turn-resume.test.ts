import { describe, expect, test } from 'vitest';
import { ring, wordsOf, type TextCall } from '#fakes/text-call.ts';

const FROM = '9375550007';
const PROBLEM = 'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.';
const KNOWN = [PROBLEM, 'Sarah Miller', 'yes', '937-555-0042', 'yes', '123 Oak Street, Springfield, Ohio', 'yes'];
const LEAKS = /sarah|miller|oak|one two three|zero zero four two|booked|nine to eleven/i;

/** A call of so many lines that broke off. */
const brokenOff = async (lines: readonly string[]): Promise<TextCall> => {
  const call = await ring({ from: FROM });
  await call.play(lines);
  await call.send({ kind: 'hangup' });
  return call;
};
const ringBack = (before: TextCall, from = FROM) => ring({ from, earlier: { call: 'call-a', state: before.state } });
const spoken = (call: TextCall): string => call.outcomes.map(wordsOf).join(' ');

describe('a caller who was cut off and rings back', () => {
  test('is greeted as anybody, and asked whether to go on', async () => {
    const call = await ringBack(await brokenOff(KNOWN));
    expect(call.outcomes[0]).toMatchObject({ acts: ['greet', 'ask_resume'], notice: true });
    expect(spoken(call)).not.toMatch(LEAKS);
  });

  test('says who they are, and the call goes on where it stopped, with every fact as sure as it was', async () => {
    const before = await brokenOff(KNOWN);
    const call = await ringBack(before);
    const fact = await call.say('yes please');
    expect(fact.acts).toEqual(['ask_resume_fact']);
    expect(spoken(call)).not.toMatch(LEAKS);
    const on = await call.say('miller');
    expect(on.acts[0]).toBe('go_on');
    expect(on.acts).toContain(before.outcomes.findLast((outcome) => outcome.acts.length > 0)?.acts.at(-1));
    expect(call.state.slots).toMatchObject({ name: { state: 'confirmed' }, address: { state: 'confirmed' } });
    const booked = await call.play(['tonight nine to eleven', 'no']);
    expect(booked.acts).toContain('state_booking');
    expect(call.shop.booked).toHaveLength(1);
  });

  test('a fact in the same breath is enough', async () => {
    const call = await ringBack(await brokenOff(KNOWN));
    expect((await call.say('yes this is sarah miller')).acts[0]).toBe('go_on');
  });

  test('what was being read back is read back again', async () => {
    const call = await ringBack(await brokenOff(KNOWN.slice(0, 6)));
    const on = await call.play(['yes', 'one twenty three']);
    expect(on.acts).toEqual(['go_on', 'read_back_address']);
  });

  test('where nothing personal was said yet, goes on at once', async () => {
    const call = await ringBack(await brokenOff([PROBLEM]));
    expect((await call.say('yes')).acts).toEqual(['go_on', 'ask_name']);
  });

  test('who wanted no recording is not recorded in the call that goes on either', async () => {
    const before = await brokenOff([PROBLEM, 'please do not record this call', ...KNOWN.slice(1)]);
    const call = await ringBack(before);
    expect(call.outcomes.some(({ recordingOff }) => recordingOff)).toBe(false);
    const on = await call.say('yes this is sarah miller');
    expect(on.recordingOff).toBe(true);
    expect(on.state.noRecording).toBe(true);
  });

  test('wrong facts start over, and nothing was told', async () => {
    const call = await ringBack(await brokenOff(KNOWN));
    const over = await call.play(['yes', 'johnson', 'nine']);
    expect(over.acts).toEqual(['start_over', 'ask_problem']);
    expect(spoken(call)).not.toMatch(LEAKS);
    expect(call.state.slots).toEqual({});
    expect(JSON.stringify(call.state)).not.toMatch(/miller/i);
  });

  test('a no, or another problem, starts anew', async () => {
    const before = await brokenOff(KNOWN);
    expect((await (await ringBack(before)).say('no')).acts).toEqual(['ask_problem']);
    const other = await ringBack(before);
    expect((await other.say('my toilet is clogged')).acts).toContain('ack_problem');
    expect(other.state.slots.name).toBeUndefined();
  });

  test('danger comes first', async () => {
    const call = await ringBack(await brokenOff(KNOWN));
    expect((await call.say('I smell gas in the house')).acts).toContain('life_safety');
  });

  test('who drops out again leaves a message again', async () => {
    const call = await ringBack(await brokenOff(KNOWN));
    await call.play(['yes', 'miller']);
    await call.send({ kind: 'hangup' });
    expect(call.shop.messages).toMatchObject([{ reason: 'abandoned', name: 'Sarah Miller' }]);
  });
});

describe('a visit that was booked before the line broke', () => {
  const booked = async (heard: boolean): Promise<TextCall> => {
    const call = await ring({ from: FROM });
    await call.play([...KNOWN, 'tonight nine to eleven']);
    const outcome = await call.send(call.speech('no'));
    expect(outcome.acts).toContain('state_booking');
    if (heard) await call.hear(outcome);
    await call.send({ kind: 'hangup' });
    return call;
  };

  test('is told, and not booked again', async () => {
    const call = await ringBack(await booked(false));
    const told = await call.play(['yes', 'miller']);
    expect(told.acts).toContain('state_booking');
    await call.say('no that is all');
    expect(call.shop.booked).toHaveLength(0);
    expect(call.state).toMatchObject({ ended: true, outcome: 'booked' });
  });

  test('and was heard: there is nothing to go on with', async () => {
    expect((await ringBack(await booked(true))).outcomes[0]?.acts).toEqual(['greet', 'ask_problem']);
  });
});

test('a call that came to its end, or had not begun, is not gone on with', async () => {
  const parted = await ring({ from: FROM });
  await parted.play([PROBLEM, 'you know what never mind goodbye']);
  expect(parted.state.ended).toBe(true);
  expect((await ringBack(parted)).outcomes[0]?.acts).toEqual(['greet', 'ask_problem']);
  expect((await ringBack(await brokenOff([]))).outcomes[0]?.acts).toEqual(['greet', 'ask_problem']);
});

test('a line that broke before anything was known leaves a call-back, a caller who hung up does not', async () => {
  const lost = await ring({ from: FROM });
  await lost.send({ kind: 'hangup', lost: true });
  expect(lost.shop.messages).toMatchObject([{ reason: 'cut_off', phone: FROM }]);
  expect(lost.state.outcome).toBe('cut_off');
  const gone = await ring({ from: FROM });
  await gone.send({ kind: 'hangup', lost: false });
  expect(gone.shop.messages).toEqual([]);
});
