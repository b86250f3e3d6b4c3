import { expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { PilotError } from '#shared/errors.ts';
import type { PremiumVoice, SpeakRequest, TextToSpeech } from '../speech/ports.ts';
import { Rendering, type Say } from './rendering.ts';

const ONE = 'Thanks for waiting.';
const TWO = 'Tomorrow at nine works.';
const THREE = 'Shall I book it?';

/** Speaks 8 ms a letter, and notes who said what. `fails` is asked before each sentence of the premium voice. */
const voices = (fails: (text: string) => { code: string; after: number } | null = () => null) => {
  const said: string[] = [];
  const sound = (text: string): Int16Array => new Int16Array(text.length * 64);
  const tts = {
    async *speak({ text }: SpeakRequest) {
      said.push(`local: ${text}`);
      yield sound(text);
    },
  } as unknown as TextToSpeech;
  const premium = {
    available: true,
    state: { name: 'premium voice', ok: true, detail: '', fix: null },
    async *speak(text: string): AsyncGenerator<Int16Array> {
      said.push(`premium: ${text}`);
      const failure = fails(text);
      const whole = sound(text);
      if (!failure) {
        yield whole;
        return;
      }
      if (failure.after > 0) yield whole.subarray(0, Math.round(whole.length * failure.after));
      throw new PilotError(failure.code, 'as the test wants', { retryable: true });
    },
    close: async () => undefined,
  };
  return { said, tts, premium: premium satisfies PremiumVoice as PremiumVoice & { available: boolean } };
};

/** A say over these voices; what is queued is played at once unless `plays` says otherwise. */
const render = async (
  { tts, premium }: ReturnType<typeof voices>,
  more: Partial<Say> = {},
  plays = true,
): Promise<Rendering> => {
  let queued = 0;
  const rendering: Rendering = new Rendering(
    {
      id: 'say-1',
      sentences: [{ text: ONE }, { text: TWO }, { text: THREE }],
      interruptible: true,
      premiumCharacters: 500,
      ...more,
    },
    {
      leg: {
        play: (_id, pcm) => {
          queued += pcm.length;
          if (plays) rendering.played(queued, 0);
        },
        pause: () => undefined,
        resume: () => undefined,
        stop: () => undefined,
      },
      tts,
      premium,
      monotonic: () => 0,
      log: silentLog(),
    },
  );
  await rendering.run(() => undefined);
  return rendering;
};

test('within the allowance the premium voice says it, and its characters are told', async () => {
  const both = voices();
  const said = (await render(both)).said(true);
  expect(both.said).toEqual([`premium: ${ONE}`, `premium: ${TWO}`, `premium: ${THREE}`]);
  expect(said).toMatchObject({
    complete: true,
    heardText: `${ONE} ${TWO} ${THREE}`,
    premiumCharacters: ONE.length + TWO.length + THREE.length,
  });
});

test('without an allowance nothing leaves the box', async () => {
  const both = voices();
  const said = (await render(both, { premiumCharacters: 0 })).said(true);
  expect(both.said).toEqual([`local: ${ONE}`, `local: ${TWO}`, `local: ${THREE}`]);
  expect(said).toMatchObject({ complete: true, premiumCharacters: 0 });
});

test('an allowance that ends in the say ends at a sentence', async () => {
  const both = voices();
  const said = (await render(both, { premiumCharacters: ONE.length + TWO.length - 1 })).said(true);
  expect(both.said.slice(0, 2)).toEqual([`premium: ${ONE}`, `local: ${TWO}`]);
  expect(said).toMatchObject({ complete: true, heardText: `${ONE} ${TWO} ${THREE}` });
  expect(said.premiumCharacters).toBeLessThanOrEqual(ONE.length + TWO.length - 1);
});

test('fixed phrases are never given to it', async () => {
  const both = voices();
  await render(both, { sentences: [{ text: ONE, clip: true }, { text: TWO }] });
  expect(both.said).toEqual([`local: ${ONE}`, `premium: ${TWO}`]);
});

test('a sentence that breaks off is said again whole by the local voice, and the rest with it', async () => {
  const both = voices((text) => (text === TWO ? { code: 'premium_broken', after: 0.5 } : null));
  const said = (await render(both)).said(true);
  expect(both.said).toEqual([`premium: ${ONE}`, `premium: ${TWO}`, `local: ${TWO}`, `local: ${THREE}`]);
  expect(said).toMatchObject({
    complete: true,
    heardText: `${ONE} ${TWO} ${THREE}`,
    premiumCharacters: ONE.length + TWO.length,
  });
});

test('what broke off counts as sound and not as words', async () => {
  const both = voices((text) => (text === TWO ? { code: 'premium_broken', after: 0.5 } : null));
  const rendering = await render(both);
  rendering.played((ONE.length + TWO.length / 2) * 64, 0);
  expect(rendering.said(false)).toMatchObject({ complete: false, heardText: ONE });
});

test('a refused sentence costs nothing', async () => {
  const both = voices((text) => (text === ONE ? { code: 'premium_refused', after: 0 } : null));
  const said = (await render(both)).said(true);
  expect(both.said).toEqual([`premium: ${ONE}`, `local: ${ONE}`, `local: ${TWO}`, `local: ${THREE}`]);
  expect(said).toMatchObject({ complete: true, premiumCharacters: 0 });
});

test('a voice that is away is not asked', async () => {
  const both = voices();
  both.premium.available = false;
  await render(both);
  expect(both.said[0]).toBe(`local: ${ONE}`);
});

test('a caller who interrupts early stops what would still be bought', async () => {
  const both = voices();
  const long =
    'A sentence of some length that takes its time to be said, word after word after word, until it is over. '.repeat(
      4,
    );
  const more = { sentences: [{ text: long }, { text: TWO }], premiumCharacters: 5000 };
  const running = render(both, more, false);
  await Promise.resolve();
  const rendering = await Promise.race([running, new Promise<null>((resolve) => setImmediate(() => resolve(null)))]);
  expect(rendering).toBeNull();
  expect(both.said).toEqual([`premium: ${long}`]);
});
