import { expect, it } from 'vitest';
import type { FeedChange } from './feed.ts';
import { applyFeed, emptyFeed, KEPT_ENDED, KEPT_UTTERANCES, withoutSecrets, type FeedState } from './feed-state.ts';

const box = { shop: 'Shop', ring: '', zone: 'America/New_York', bench: false };
const started = (call: string): FeedChange => ({
  type: 'call.started',
  call,
  line: 'main',
  from: '',
  startedAt: 1,
  bench: true,
});
const said = (id: string, text: string, partial: boolean, who: 'caller' | 'us' = 'caller'): FeedChange => ({
  type: 'call.utterance',
  call: 'a',
  utterance: { id, who, text, partial, atMs: 0 },
});
const ended = (call: string): FeedChange => ({ type: 'call.ended', call, at: 9, by: 'caller', outcome: 'booked' });
const after = (...changes: FeedChange[]): FeedState => changes.reduce<FeedState>(applyFeed, emptyFeed(box));
const texts = (state: FeedState) => state.calls[0]?.utterances.map((u) => [u.text, u.partial]);

it('lets partial words grow in place until the final text stands', () => {
  const state = after(started('a'), said('1', 'my', true), said('1', 'my fur', true), said('1', 'my furnace', false));
  expect(texts(state)).toEqual([['my furnace', false]]);
});

it('does not let a late partial undo the final text', () => {
  expect(texts(after(started('a'), said('1', 'my furnace', false), said('1', 'my', true)))).toEqual([
    ['my furnace', false],
  ]);
});

it('drops sound that held no words', () => {
  expect(texts(after(started('a'), said('1', 'mm', true), said('1', '', false)))).toEqual([]);
});

it('keeps what was heard when a call goes on after core was away', () => {
  const state = after(started('a'), said('1', 'my furnace', false), started('a'));
  expect(state.calls).toHaveLength(1);
  expect(texts(state)).toEqual([['my furnace', false]]);
});

it('is bounded in utterances of a call and in ended calls, and keeps every live one', () => {
  const many = Array.from({ length: KEPT_UTTERANCES + 50 }, (_, i) => said(String(i), `w${i}`, false));
  expect(after(started('a'), ...many).calls[0]?.utterances).toHaveLength(KEPT_UTTERANCES);
  const calls = Array.from({ length: 12 }, (_, i) => started(`c${i}`));
  const over = Array.from({ length: 8 }, (_, i) => ended(`c${i}`));
  const left = after(...calls, ...over).calls;
  expect(left.filter((call) => call.ended === null)).toHaveLength(4);
  expect(left.filter((call) => call.ended !== null)).toHaveLength(KEPT_ENDED);
});

it('ends a call without half-heard words, and with our last sentence', () => {
  const state = after(started('a'), said('1', 'thank', true), said('2', 'Good bye.', true, 'us'), ended('a'));
  expect(texts(state)).toEqual([['Good bye.', false]]);
  expect(state.calls[0]?.ended?.outcome).toBe('booked');
});

it('ignores news of a call it does not know', () => {
  expect(after(said('1', 'hello', false), ended('a')).calls).toEqual([]);
});

it('holds secrets back', () => {
  const slots = withoutSecrets({
    gateCode: { value: '4821', state: 'heard' },
    pets: { value: 'a cat', state: 'heard' },
  });
  expect(JSON.stringify(slots)).not.toContain('4821');
  expect(slots['pets']?.value).toBe('a cat');
});
