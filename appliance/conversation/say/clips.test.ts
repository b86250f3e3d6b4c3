import { expect, test } from 'vitest';
import { ring } from '#fakes/text-call.ts';

const LINES = [
  'Hi, my AC stopped cooling, the outdoor unit is rattling, no smells',
  'Dorothy Quillfeather',
  'yes',
  '937-555-0100',
  'yes',
  '4417 Marigold Street, Springfield, Ohio',
  'yes',
  'yes',
  'tonight 9 to 11',
  'gate code 1234, one friendly dog',
  'no that is all, thank you',
];

test('no sentence that is kept as a clip holds anything of the caller, of a price, or of a booking', async () => {
  const call = await ring({ from: '9375550100' });
  for (const line of LINES) await call.say(line);
  const said = call.outcomes.flatMap(({ sentences }) => sentences);
  const kept = said
    .filter(({ clip }) => clip === true)
    .map(({ text }) => text)
    .join('\n');
  const others = said
    .filter(({ clip }) => clip !== true)
    .map(({ text }) => text)
    .join('\n');
  expect(call.outcomes.flatMap(({ acts }) => acts)).toContain('state_booking');
  const PERSONAL =
    /dorothy|quillfeather|nine three seven|marigold|four four one|dollars|o'clock|p\.?m\b|to eleven|job number/gi;
  expect(others.match(PERSONAL)?.length).toBeGreaterThan(5);
  expect(kept.length).toBeGreaterThan(200);
  expect(kept).not.toMatch(PERSONAL);
});
