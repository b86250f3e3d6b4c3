import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spokenText } from './spoken-text.ts';

test.each([
  ['Heating & cooling', 'Heating and cooling'],
  ['It’s “fine”', "It's fine"],
  ['wait — really', 'wait, really'],
  ['ten *-* eleven', 'ten, eleven'],
  ['**Booked** [[h@loU]] <b>now</b>', 'Booked h at loU b now b'],
  ['unit #4 / rear', 'unit number 4 rear'],
  ['see you soon 🙂.', 'see you soon.'],
  ['one… two', 'one. two'],
  ['a twenty-year-old furnace', 'a twenty-year-old furnace'],
  ['  \u0007 ', ''],
  ['?!...', ''],
])('%j is spoken as %j', (text, spoken) => {
  expect(spokenText(text)).toBe(spoken);
});

test('whatever comes in, no markup and no brackets reach the voice, and a second pass changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const spoken = spokenText(text);
      expect(spoken).not.toMatch(/[[\]<>{}|\\*_~^]/);
      expect(spokenText(spoken)).toBe(spoken);
    }),
  );
});
