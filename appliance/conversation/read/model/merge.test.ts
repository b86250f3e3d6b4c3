import { describe, expect, test } from 'vitest';
import { NOTHING_READ, TextCall } from '#fakes/text-call.ts';
import type { ExpectKind } from '#shared/link/expectation.ts';
import type { ReadContext } from '../../reading.ts';
import { mergeReadings } from './merge.ts';
import type { ModelReading } from './reading.ts';

const { context } = new TextCall();

const merged = (text: string, model: Partial<ModelReading>, expected: ExpectKind = 'open') => {
  const read: ReadContext = { expect: expected, now: context.now, zone: context.zone, offered: [] };
  const rule = context.reader.read(text, read);
  return { rule, both: mergeReadings(rule, { ...NOTHING_READ, ...model }, context.reader, read) };
};

describe('values', () => {
  test('a name and an address that the caller did not say are thrown away', () => {
    const { rule, both } = merged('well you know how it goes', {
      name_words: 'Bob Jones',
      address_words: '12 Elm Street',
    });
    expect(both).toEqual(rule);
  });

  test('a stretch the caller said is read by rules, as what the model says it is', () => {
    const { both } = merged('put down pruitt dorothy for it', { name_words: 'pruitt' });
    expect(both.slots.name?.raw).toBe('pruitt');
  });

  test('what the rules found stands: number, address, name', () => {
    const text = 'my name is sarah miller and my number is 555 123 0000';
    const { rule, both } = merged(text, { name_words: 'number', address_words: 'my number is' });
    expect(rule.slots.phone?.digits).toBe('5551230000');
    expect(both.slots.phone).toEqual(rule.slots.phone);
    expect(both.slots.name).toEqual(rule.slots.name);
  });

  test('a model names the service of words no phrase of the book has', () => {
    const { rule, both } = merged('the icebox in the sky quit on us', {
      intent: 'book',
      service: 'no_cooling',
      problem_words: 'The icebox in the sky quit',
    });
    expect(rule.slots.problem).toBeUndefined();
    expect(both).toMatchObject({
      intent: 'book',
      slots: { problem: { serviceType: 'no_cooling', text: 'the icebox in the sky quit' } },
    });
  });

  test('a service that rules heard is not exchanged, and one without words is not taken', () => {
    const { both } = merged('my furnace is not heating', { service: 'no_cooling', problem_words: 'my furnace' });
    expect(both.slots.problem?.serviceType).toBe('no_heat');
    expect(
      merged('well you know how it goes', { service: 'no_cooling', problem_words: 'the ac is dead' }).both.slots,
    ).toEqual({});
  });
});

describe('what is wanted', () => {
  test.each([
    ['can i talk to a real person', 'person'],
    ['please stop recording this', 'no_recording'],
    ['goodbye', 'goodbye'],
  ])('%s: the rule stands', (text, intent) => {
    expect(merged(text, { intent: 'book' }).both.intent).toBe(intent);
  });

  test('words no rule knows are what the model takes them for', () => {
    const { rule, both } = merged('is your lead fella around for a chat', { intent: 'person' });
    expect(rule.intent).not.toBe('person');
    expect(both.intent).toBe('person');
  });

  test('a yes is the caller’s own: no model turns words into one, nor a fact into something else', () => {
    expect(merged('that is a whole lot of money', { intent: 'book' }, 'yes_no').both.answer).toBeNull();
    expect(merged('five five five one two three zero zero zero zero', { intent: 'cancel' }, 'phone').both.intent).toBe(
      'answer',
    );
    expect(merged('yes', { intent: 'cancel' }, 'yes_no').both).toMatchObject({ answer: 'yes', intent: 'answer' });
  });
});

describe('how fast we must be', () => {
  test('what rules take for danger is never lowered', () => {
    const { both } = merged('i smell gas in the kitchen', { urgency: 'routine', intent: 'question' });
    expect(both).toMatchObject({ urgency: 'life_safety', hazard: 'gas', intent: 'emergency' });
  });

  test('nor is an emergency', () => {
    const { rule, both } = merged('a pipe burst and water is pouring through the ceiling', {});
    expect(rule.urgency).toBe('emergency');
    expect(both.urgency).toBe('emergency');
  });

  const odd = 'the canary on the landing keeps shrieking and we all feel woolly';
  test('danger that the model alone hears is a doubt with its words', () => {
    const { rule, both } = merged(odd, {
      urgency: 'life_safety',
      hazard: 'carbon_monoxide',
      urgent_words: 'keeps shrieking and we all feel woolly',
    });
    expect(rule.urgency).toBe('routine');
    expect(both).toMatchObject({
      urgency: 'routine',
      doubt: { hazard: 'carbon_monoxide', words: 'keeps shrieking and we all feel woolly', by: 'model' },
    });
  });

  test('without words that show it there is nothing to it', () => {
    const { rule, both } = merged(odd, { urgency: 'life_safety', hazard: 'gas', urgent_words: 'I smell gas' });
    expect(both).toEqual(rule);
  });

  test('an emergency by the model alone is asked back; same-day is taken as it is', () => {
    expect(
      merged('the tub is trying to drown the hallway', { urgency: 'emergency', urgent_words: 'drown the hallway' })
        .both,
    ).toMatchObject({
      doubt: { hazard: null, by: 'model' },
    });
    expect(
      merged('the tub is trying to drown the hallway', { urgency: 'urgent', urgent_words: 'drown' }).both,
    ).toMatchObject({
      urgency: 'urgent',
      doubt: null,
    });
  });
});
