import { expect, test } from 'vitest';
import { NOTHING_READ, TextCall } from '#fakes/text-call.ts';
import { modelFormat, parseModelReading } from './reading.ts';

const { context } = new TextCall();
const format = modelFormat(context.playbook);

test('the format is flat and closed, and has a list or plain text for every key', () => {
  const plain = JSON.parse(JSON.stringify(format)) as {
    additionalProperties: boolean;
    required: string[];
    properties: Record<string, Record<string, unknown>>;
  };
  expect(plain.additionalProperties).toBe(false);
  expect(plain.required).toEqual(Object.keys(plain.properties));
  for (const property of Object.values(plain.properties)) {
    expect(property['type']).toBe('string');
    expect(Object.keys(property).filter((key) => key !== 'type' && key !== 'enum')).toEqual([]);
  }
  expect(plain.properties['service']?.['enum']).toContain('no_cooling');
});

test.each([
  ['the answer', JSON.stringify(NOTHING_READ), true],
  ['words', 'Sure! The caller wants a plumber.', false],
  ['half a JSON', JSON.stringify(NOTHING_READ).slice(0, 60), false],
  ['a service nobody offers', JSON.stringify({ ...NOTHING_READ, service: 'roofing' }), false],
  ['an urgency of its own', JSON.stringify({ ...NOTHING_READ, urgency: 'none' }), false],
  ['a key more', JSON.stringify({ ...NOTHING_READ, price: '90' }), false],
  ['a key less', JSON.stringify({ ...NOTHING_READ, urgent_words: undefined }), false],
  ['another type', JSON.stringify({ ...NOTHING_READ, name_words: ['a'] }), false],
  ['null', 'null', false],
  ['a book', JSON.stringify({ ...NOTHING_READ, problem_words: 'x'.repeat(5000) }), false],
])('%s', (_, answer, good) => {
  expect(parseModelReading(answer, format) !== null).toBe(good);
});
