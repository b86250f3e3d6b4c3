import { expect, test } from 'vitest';
import { TextCall } from '#fakes/text-call.ts';

const whisperAfter = async (...lines: readonly string[]) => {
  const call = new TextCall({ people: ['Office'] });
  await call.start();
  for (const line of lines) await call.say(line);
  const { transfer } = await call.say('I want to talk to a real person');
  if (!transfer) throw new Error('nobody was to be rung');
  const text = (part: keyof typeof transfer.whisper): string =>
    transfer.whisper[part].map((sentence) => sentence.text).join(' ');
  return { opening: text('opening'), briefing: text('briefing'), question: text('question') };
};

test('what was learned is told, and only after the opening', async () => {
  const { opening, briefing, question } = await whisperAfter('water is pouring through my ceiling it is flooding');
  expect(opening).toBe('This is the assistant of Harbor Home Services, with a caller for you.');
  expect(briefing).toMatch(/^It is (urgent|an emergency)\. I do not have their name yet\. They said: water is pouring/);
  expect(question).toMatch(/Press one or say yes/);
});

test('a caller of whom nothing is known', async () => {
  expect((await whisperAfter()).briefing).toBe('I do not have their name yet. They asked for a person.');
});

test('a gate code that was said is not told', async () => {
  const { briefing } = await whisperAfter('my furnace is broken and the gate code is 4 7 1 1');
  expect(briefing).toContain('furnace');
  expect(briefing).not.toMatch(/4\s?7\s?1\s?1/);
});
