import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heardText } from './heard.ts';

const two = [
  { text: 'We can come tonight.', samples: 16_000 },
  { text: 'Does nine to eleven work for you?', samples: 24_000 },
];

describe('what was heard', () => {
  it.each([
    [0, ''],
    [400, ''],
    [8000, 'We can'],
    [16_000, 'We can come tonight.'],
    [16_200, 'We can come tonight.'],
    [30_000, 'We can come tonight. Does nine to eleven'],
    [40_000, 'We can come tonight. Does nine to eleven work for you?'],
  ])('after %i samples: %s', (played, text) => expect(heardText(two, played)).toBe(text));

  it('credits a sentence of unknown length at a slow pace only', () => {
    const text = heardText([{ text: 'One two three four five six seven eight nine ten', samples: null }], 8000);
    expect(text).toBe('One two');
  });

  it('is always a prefix of the text in whole words, grows with what was played and never runs ahead of it', () => {
    const sentence = fc.record({
      text: fc
        .array(fc.stringMatching(/^[a-z0-9]{1,9}[,.]?$/), { minLength: 1, maxLength: 12 })
        .map((all) => all.join(' ')),
      samples: fc.integer({ min: 1000, max: 60_000 }),
    });
    fc.assert(
      fc.property(fc.array(sentence, { maxLength: 4 }), fc.nat(250_000), fc.nat(20_000), (sentences, played, more) => {
        const all = sentences.map(({ text }) => text).join(' ');
        const heard = heardText(sentences, played);
        expect(`${all} `.startsWith(heard === '' ? '' : `${heard} `)).toBe(true);
        expect(heardText(sentences, played + more).startsWith(heard)).toBe(true);
        const begun = sentences.filter((_, i) => sentences.slice(0, i).reduce((sum, s) => sum + s.samples, 0) < played);
        expect(heard.length).toBeLessThanOrEqual(begun.map(({ text }) => text).join(' ').length);
      }),
    );
  });
});
