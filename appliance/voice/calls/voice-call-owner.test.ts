import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CallParts } from '#fakes/call-parts.ts';
import { pass, ring, say } from '#fakes/timed-call.ts';
import { unsetLine, type LineSetting } from '#shared/lines/setting.ts';
import { OWNER_LIMITS } from '../owner/keys.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A call whose greeting is being said, on a box that knows a PIN. */
const greeting = async () => {
  const parts = new CallParts();
  let setting: LineSetting = { ...unsetLine('main'), fallback: '+19375550142' };
  let stored = true;
  const checked: string[] = [];
  parts.owner = {
    check: async (digits) => {
      checked.push(digits);
      return digits === '271828' ? 'right' : checked.length > 2 ? 'locked' : 'wrong';
    },
    setting: () => setting,
    stored: async (_line, mode) => {
      if (stored) setting = { ...setting, mode };
      return stored;
    },
  };
  const said: string[] = [];
  const speak = parts.voice.speak.bind(parts.voice);
  parts.voice.speak = (request) => {
    said.push(request.text);
    return speak(request);
  };
  const { call } = ring(parts);
  call.command('call/say-1', 1, say('x'.repeat(100), { interruptible: false, notice: true }));
  await pass(500);
  const press = async (keys: string): Promise<void> => {
    for (const key of keys) {
      parts.leg.press(key);
      await pass(100);
    }
    await pass(300);
  };
  const away = (): void => {
    stored = false;
  };
  return { call, parts, press, said, checked, away };
};

describe('somebody presses star within the greeting', () => {
  test('the PIN opens the menu; a choice is sent to core, confirmed in words, and the call ends by itself', async () => {
    const { parts, press, said, checked } = await greeting();
    await press('*271828#');
    expect(checked).toEqual(['271828']);
    expect(said.slice(1)).toEqual([
      'Line main: the box answers every call.',
      'Press 1 to answer always, 2 to switch off, 3 for after hours, 4 for overflow.',
    ]);
    await press('2');
    expect(parts.told('line.change')).toEqual([{ kind: 'line.change', line: 'main', mode: 'off' }]);
    expect(said.at(-1)).toBe('Line main: the box is off. The fallback number ends in 0 1 4 2.');
    await pass(60_000);
    expect(said.at(-1)).toBe('Goodbye.');
    expect(parts.line.state).toBe('over');
    expect(parts.told('call.ended')).toMatchObject([{ by: 'us', reason: 'the owner is done' }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('no digit of it goes to core, and the conversation has no part any more', async () => {
    const { call, parts, press } = await greeting();
    await press('*271828#');
    const before = parts.events.length;
    call.command('call/say-2', 1, say('How can I help?'));
    parts.ear.says('hello');
    await press('7');
    expect(parts.events.slice(before)).toEqual([]);
    expect(parts.told('key')).toEqual([]);
    expect(parts.told('owner.entered')).toHaveLength(1);
    expect(JSON.stringify(parts.events)).not.toContain('271828');
    call.end('over');
  });

  test('while it is pressed the caller is neither heard nor recorded, whatever the phone sounds beside the keys', async () => {
    const { call, parts, press } = await greeting();
    await press('*271');
    expect(parts.leg.onHold).toBe('held');
    await press('828#');
    expect(parts.leg.onHold).toBe('');
    call.end('over');
  });

  test('a wrong PIN is told and not named; the third locks; the conversation goes on', async () => {
    const { call, parts, press, said } = await greeting();
    for (const pin of ['314159', '141421', '161803']) {
      await press(`*${pin}#`);
      await pass(5_000);
    }
    expect(said.slice(1)).toEqual([
      'That is not right.',
      'That is not right.',
      'Changes by phone are locked for a quarter of an hour.',
    ]);
    expect(parts.told('owner.refused').map((event) => event.kind === 'owner.refused' && event.locked)).toEqual([
      false,
      false,
      true,
    ]);
    expect(JSON.stringify(parts.events)).not.toMatch(/314159|141421|161803/);
    call.command('call/say-2', 1, say('How can I help?'));
    await pass(2_000);
    expect(said.at(-1)).toBe('How can I help?');
    call.end('over');
  });

  test('a star by mistake costs a pause: the caller is listened to as before', async () => {
    const { call, parts, press, said } = await greeting();
    await press('*');
    await pass(OWNER_LIMITS.betweenKeys);
    expect(said).toHaveLength(1);
    expect(parts.leg.onHold).toBe('');
    parts.ear.says('my furnace is out');
    expect(parts.told('speech.final')).toMatchObject([{ text: 'my furnace is out' }]);
    await press('5');
    expect(parts.told('key')).toMatchObject([{ digits: '5' }]);
    call.end('over');
  });

  test('once the caller has talked, a star is the conversation’s', async () => {
    const { call, parts, press, checked } = await greeting();
    await pass(6_000);
    parts.ear.says('hello');
    await press('*271828#');
    expect(checked).toEqual([]);
    expect(parts.told('key')[0]).toMatchObject({ digits: '*' });
    call.end('over');
  });

  test('a change that core did not store is told as one that comes later', async () => {
    const { call, press, said, away } = await greeting();
    await press('*271828#');
    away();
    await press('4');
    expect(said.at(-1)).toBe('The booking system is away. The change holds as soon as it is back.');
    call.end('over');
  });
});
