import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf, type TextCallOptions } from '#fakes/text-call.ts';

const LINK = 'https://reviews.example.com/lakeside';
const outbound = { purpose: 'follow_up', firstName: 'Sarah', visit: 'visit-1' } as const;

/** We rang, and Sarah has said that it is her. */
const reached = async (more: TextCallOptions = {}) => {
  const call = await ring({
    now: MORNING,
    from: '9375550142',
    outbound,
    survey: { on: true, reviewLink: LINK },
    ...more,
  });
  const asked = await call.say('yes speaking');
  expect(asked.acts).toEqual(['survey_intro', 'ask_score']);
  expect(wordsOf(asked)).not.toMatch(/Oak|furnace|cooling|Sarah/);
  return call;
};

describe('how a visit was', () => {
  test('the best score: the words are kept, and the link for a review is promised', async () => {
    const call = await reached();
    expect((await call.say('a five')).acts).toEqual(['ask_comment']);
    const end = await call.say('he was quick and friendly');
    expect(end.acts).toEqual(['review_link', 'goodbye']);
    expect(wordsOf(end)).toContain('comes to you by text');
    expect(call.state.outcome).toBe('answered');
    expect(call.shop.surveys).toMatchObject([
      { visitId: 'visit-1', score: 5, comment: 'he was quick and friendly', attention: false, reviewLink: LINK },
    ]);
  });

  test('without a link in the playbook nobody is told of one', async () => {
    const call = await reached({ survey: { on: true } });
    await call.say('five');
    expect((await call.say('no')).acts).toEqual(['survey_thanks', 'goodbye']);
    expect(call.shop.surveys).toMatchObject([{ score: 5, comment: null, reviewLink: null }]);
  });

  test('a middling score is thanked for, without a review', async () => {
    const call = await reached();
    await call.say('four');
    expect((await call.say('no thats all')).acts).toEqual(['survey_thanks', 'goodbye']);
    expect(call.shop.surveys).toMatchObject([{ score: 4, attention: false, reviewLink: null }]);
  });

  test('a low score is a task, and no review is asked for', async () => {
    const call = await reached();
    await call.say('two');
    const end = await call.say('he came an hour late');
    expect(end.acts).toEqual(['sorry_to_hear', 'message_taken', 'goodbye']);
    expect(call.shop.surveys).toMatchObject([
      { score: 2, comment: 'he came an hour late', attention: true, reviewLink: null },
    ]);
  });

  test('a high score with a complaint wants a person too, and no review', async () => {
    const call = await reached();
    await call.say('five');
    await call.say('but my furnace makes a loud noise again');
    expect(call.shop.surveys).toMatchObject([{ score: 5, attention: true, reviewLink: null }]);
  });

  test.each(['no thanks', 'I have no time right now'])('who would rather not is left alone: %s', async (words) => {
    const call = await reached();
    const end = await call.say(words);
    expect(end).toMatchObject({ ended: true, acts: ['goodbye'] });
    expect(call.shop.surveys).toMatchObject([{ score: null, comment: null, attention: false }]);
    expect(call.state.outcome).toBe('declined');
  });

  test('what is no number is asked for once more, and then let be', async () => {
    const call = await reached();
    const again = await call.say('it was okay I guess');
    expect(again.acts).toContain('ask_score');
    expect(wordsOf(again)).toContain('a number between one and five');
    expect((await call.say('zxq banana')).ended).toBe(true);
    expect(call.shop.surveys).toMatchObject([{ score: null }]);
  });

  test('who hangs up after the score has given it', async () => {
    const call = await reached();
    await call.say('three');
    await call.send({ kind: 'hangup' });
    expect(call.shop.surveys).toMatchObject([{ score: 3, comment: null, attention: true }]);
    expect(call.shop.messages).toEqual([]);
  });

  test('silence ends it, with what was said', async () => {
    const call = await reached();
    expect((await call.send({ kind: 'silence', ms: 7000 })).acts).toEqual(['are_you_there', 'ask_score']);
    expect((await call.send({ kind: 'silence', ms: 7000 })).ended).toBe(true);
    expect(call.shop.surveys).toMatchObject([{ score: null }]);
  });

  test('danger is danger', async () => {
    const call = await reached();
    expect((await call.say('i smell gas in the basement')).acts).toContain('life_safety');
  });

  test('no more calls are made to who wants none', async () => {
    const call = await reached();
    expect((await call.say('stop calling me')).acts).toContain('opted_out');
    expect(call.shop.surveys).toEqual([]);
  });
});

test('a machine is left without a word to call back, and nobody is rung by hand for it', async () => {
  const call = await ring({ now: MORNING, from: '9375550142', outbound, survey: { on: true } });
  const end = await call.send({ kind: 'machine' });
  expect(end).toMatchObject({ ended: true, afterTone: false });
  expect(wordsOf(end)).not.toMatch(/call us back/);
  expect(call.shop.messages).toEqual([]);
});
