import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CallParts } from '#fakes/call-parts.ts';
import { pass, ring, say } from '#fakes/timed-call.ts';
import { PilotError } from '#shared/errors.ts';

const ONE = 'The visit is tomorrow at nine.';
const TWO = 'Shall I book that for you?';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A call whose premium voice speaks 60 ms a letter, as the local one does. @param fails the sentence it refuses */
const premiumCall = async (fails = '') => {
  const parts = new CallParts();
  const asked: string[] = [];
  parts.premium = {
    available: true,
    state: { name: 'premium voice', ok: true, detail: '', fix: null },
    async *speak(text) {
      asked.push(text);
      if (text === fails) throw new PilotError('premium_refused', 'as the test wants', { retryable: true });
      yield new Int16Array(text.length * 480);
    },
    close: async () => undefined,
  };
  const { call } = ring(parts);
  call.command('call/say-1', 1, say('Hello, this is a box', { interruptible: false, notice: true }));
  await pass(1500);
  parts.ear.says('my furnace stopped');
  const sentences = [{ text: ONE }, { text: TWO }];
  call.command('call/say-2', parts.events.length, say('', { sentences, tier: 'premium', premiumCharacters: 500 }));
  return { asked, parts };
};

const done = (parts: CallParts) => parts.told('say.done').find(({ command }) => command === 'call/say-2');

test('a premium answer is heard whole, and core is told what it used', async () => {
  const { asked, parts } = await premiumCall();
  await pass(6000);
  expect(asked).toEqual([ONE, TWO]);
  expect(done(parts)).toMatchObject({
    complete: true,
    heardText: `${ONE} ${TWO}`,
    premiumCharacters: ONE.length + TWO.length,
  });
});

test('a caller who interrupts the premium voice stops it as any other, and what was heard is known', async () => {
  const { parts } = await premiumCall();
  await pass(1000);
  parts.ear.begin();
  parts.ear.listening.pause();
  parts.ear.listening.interrupt();
  await pass(200);
  expect(parts.leg.sounding).toBe(false);
  const said = done(parts);
  expect(said?.complete).toBe(false);
  expect(`${ONE} ${TWO}`.startsWith(said?.heardText ?? '?')).toBe(true);
  expect(said?.heardText.length).toBeLessThan(ONE.length);
});

test('a sentence that the premium voice refuses is said by the local one, without a pause that anybody waits in', async () => {
  const { asked, parts } = await premiumCall(TWO);
  await pass(6000);
  expect(asked).toEqual([ONE, TWO]);
  expect(done(parts)).toMatchObject({ complete: true, heardText: `${ONE} ${TWO}`, premiumCharacters: ONE.length });
  expect(parts.heard()).toEqual(['call/say-1', 'call/say-2']);
});
