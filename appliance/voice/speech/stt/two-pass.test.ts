import { expect, test } from 'vitest';
import type { HearingModel } from './hearing.ts';
import { twoPass } from './two-pass.ts';

/** A model that hears a fixed text in whatever it is given, and counts what that was. */
const model = (text: string, early: string | null = text) => {
  const heard = { samples: 0, hotwords: undefined as string | undefined };
  const opened: HearingModel = {
    open: (hotwords) => {
      heard.hotwords = hotwords;
      return {
        accept: (samples) => void (heard.samples += samples.length),
        partial: () => Promise.resolve(text),
        early: () => Promise.resolve(early),
        decode: () => Promise.resolve(text),
        close: () => undefined,
      };
    },
  };
  return { heard, opened };
};

test('partials come from the quick model, the final text from the careful one; both hear all', async () => {
  const [quick, careful] = [model('oak st'), model('oak street')];
  const hearing = twoPass(quick.opened, careful.opened).open('ELM');
  hearing.accept(new Int16Array(160));
  expect(await hearing.partial()).toBe('oak st');
  expect(await hearing.early()).toBe('oak street');
  expect(await hearing.decode()).toBe('oak street');
  expect([quick.heard, careful.heard]).toEqual([
    { samples: 160, hotwords: undefined },
    { samples: 160, hotwords: 'ELM' },
  ]);
});

test('where the careful model hears nothing, the quick text stands, and nothing is settled early', async () => {
  const hearing = twoPass(model('oak street').opened, model('').opened).open(undefined);
  expect(await hearing.early()).toBeNull();
  expect(await hearing.decode()).toBe('oak street');
});
