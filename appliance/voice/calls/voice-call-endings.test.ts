import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { greeted, pass, say } from '#fakes/timed-call.ts';
import { FAREWELL_TAIL_MS } from './dialogue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('barge-in', () => {
  test('what was heard is shorter than what was meant, and the words name the say they cut', async () => {
    const { call, parts } = await greeted();
    call.command('call/say-2', 0, say('I can send somebody between nine and eleven tonight'));
    await pass(1000);
    const utterance = parts.ear.begin();
    parts.ear.listening.interrupt();
    const done = parts.told('say.done').at(-1);
    expect(done).toMatchObject({ command: 'call/say-2', complete: false });
    expect('I can send somebody between nine and eleven tonight'.startsWith(done?.heardText ?? '-')).toBe(true);
    expect(done?.heardText.length).toBeGreaterThan(0);
    expect(done?.heardText.length).toBeLessThan(40);
    parts.ear.stop();
    parts.ear.understood(utterance, 'no wait');
    expect(parts.told('speech.final').at(-1)).toMatchObject({ during: 'call/say-2', after: 'call/say-1' });
  });

  test('a cut for a sound without words is told to core, which is asked to go on', async () => {
    const { call, parts } = await greeted();
    call.command('call/say-2', 0, say('I can send somebody between nine and eleven tonight'));
    await pass(1000);
    const utterance = parts.ear.begin();
    parts.ear.listening.interrupt();
    parts.ear.stop();
    parts.ear.understood(utterance, null);
    expect(parts.told('speech.final').at(-1)).toMatchObject({ text: '', during: 'call/say-2' });
  });

  test('words that were slow to be understood keep the say they began after', async () => {
    const { call, parts } = await greeted();
    const early = parts.ear.begin();
    parts.ear.stop();
    call.command('call/say-2', 0, say('I heard Oak Street. Is that right?', { interruptible: false }));
    await pass(3000);
    parts.ear.understood(early, 'yes');
    expect(parts.told('speech.final')).toMatchObject([{ text: 'yes', after: 'call/say-1' }]);
  });

  test('a key cuts the sentence, counts once, and no silence is reported meanwhile', async () => {
    const { call, parts } = await greeted();
    call.command(
      'call/say-2',
      0,
      say('What is the best phone number to reach you?', { expect: { kind: 'phone', timeoutMs: 1000 } }),
    );
    await pass(500);
    parts.leg.press('5');
    expect(parts.events.slice(-2)).toMatchObject([
      { kind: 'say.done', complete: false },
      { kind: 'key', digits: '5' },
    ]);
    await pass(1050);
    expect(parts.told('silence')).toEqual([]);
    call.command('call/event-9/listen', parts.events.length, {
      kind: 'listen',
      expect: { kind: 'phone', timeoutMs: 1000 },
    });
    await pass(4000);
    expect(parts.told('silence')).toHaveLength(1);
  });
});

test.each(['open', 'yes_no', 'choice', 'name', 'spelling', 'phone', 'address', 'code'] as const)(
  'a key is told and cuts the sentence whatever is expected: %s',
  async (kind) => {
    const { call, parts } = await greeted();
    call.command('call/say-2', 0, say('A question of some length, please.', { expect: { kind, timeoutMs: 7000 } }));
    await pass(400);
    parts.leg.press('0');
    expect(parts.leg.sounding).toBe(false);
    expect(parts.events.slice(-2)).toMatchObject([
      { kind: 'say.done', complete: false },
      { kind: 'key', digits: '0' },
    ]);
  },
);

test('a key into what must be heard is told, and cuts nothing', async () => {
  const { call, parts } = await greeted();
  call.command('call/say-2', 0, say('Leave the building now.', { interruptible: false }));
  await pass(400);
  parts.leg.press('0');
  expect(parts.told('key')).toMatchObject([{ digits: '0' }]);
  await pass(2000);
  expect(parts.told('say.done').at(-1)).toMatchObject({ command: 'call/say-2', complete: true });
});

test('a key told in the sound and by SIP INFO is one key', async () => {
  const { parts } = await greeted();
  parts.leg.press('5');
  await pass(100);
  parts.line.info('5');
  parts.line.info('6');
  await pass(100);
  parts.leg.press('6');
  expect(parts.told('key').map(({ digits }) => digits)).toEqual(['5', '6']);
  expect(parts.told('key')[1]?.offsetMs).toBeGreaterThan(1000);
});

test('a caller who cannot be heard is told to core, and again when sound comes', async () => {
  const { parts } = await greeted();
  parts.leg.oneWay({ cause: 'no_packets', afterMs: 5000, restoredMs: null });
  parts.leg.oneWay({ cause: 'no_packets', afterMs: 5000, restoredMs: 9020 });
  expect(parts.told('media.one_way').map(({ restoredMs }) => restoredMs)).toEqual([null, 9020]);
});

describe('on hold', () => {
  test('by the caller: nobody is asked anything, and the talk goes on after it', async () => {
    const { parts } = await greeted();
    parts.line.changes('recvonly');
    await pass(60_000);
    expect(parts.leg.onHold).toBe('held');
    expect(parts.told('silence')).toEqual([]);
    expect(parts.line.state).toBe('answered');
    parts.line.changes('sendrecv');
    await pass(8000);
    expect(parts.leg.onHold).toBe('');
    expect(parts.told('silence')).toHaveLength(1);
  });
});

describe('silence and endings', () => {
  test('the caller’s silence is told once, and counted anew after a cough', async () => {
    const { parts } = await greeted();
    await pass(6000);
    parts.ear.says(null);
    await pass(6900);
    expect(parts.told('silence')).toEqual([]);
    await pass(200);
    expect(parts.told('silence')).toMatchObject([{ command: 'call/say-1', ms: 7000 }]);
  });

  test('a sentence no voice can say is reported, and core is soon asked again', async () => {
    const { call, parts } = await greeted();
    parts.voice.mute = () => true;
    parts.ear.says('my furnace stopped');
    call.command('call/say-2', parts.events.length, say('Do you smell gas?'));
    await pass(1100);
    expect(parts.told('say.done').at(-1)).toMatchObject({ command: 'call/say-2', complete: false, heardText: '' });
    expect(parts.told('silence')).toHaveLength(1);
  });

  test('a hang-up waits for everything that is still to be said', async () => {
    const { call, parts } = await greeted();
    call.command('call/say-2', 0, say('You are booked.', { expect: null }));
    call.command('call/say-3', 0, say('Goodbye.', { expect: null }));
    call.command('call/say-3/hangup', 0, { kind: 'hangup', reason: 'booked' });
    await pass(1000);
    expect(parts.line.state).toBe('answered');
    await pass(1000);
    expect(parts.told('say.done').map((done) => [done.command, done.complete])).toEqual([
      ['call/say-1', true],
      ['call/say-2', true],
      ['call/say-3', true],
    ]);
    expect(parts.told('call.ended')).toMatchObject([{ by: 'us', reason: 'booked' }]);
  });

  test('the line closes only when the far end can have played our last packet', async () => {
    const { call, parts } = await greeted();
    call.command('call/say-2', 0, say('Goodbye.', { expect: null }));
    call.command('call/say-2/hangup', 0, { kind: 'hangup', reason: 'booked' });
    while (!parts.told('say.done').some(({ command }) => command === 'call/say-2')) await pass(20);
    await pass(FAREWELL_TAIL_MS - 20);
    expect(parts.line.state).toBe('answered');
    await pass(200);
    expect(parts.line.state).toBe('over');
  });

  test('a goodbye that met a speaking caller is said after their words, then the line closes', async () => {
    const { call, parts } = await greeted();
    const utterance = parts.ear.begin();
    call.command('call/say-2', 0, say('Goodbye.', { expect: null }));
    call.command('call/say-2/hangup', 0, { kind: 'hangup', reason: 'booked' });
    await pass(300);
    expect(parts.line.state).toBe('answered');
    parts.ear.stop();
    parts.ear.understood(utterance, 'thank you so much');
    await pass(1000);
    expect(parts.told('say.done').at(-1)).toMatchObject({ command: 'call/say-2', complete: true });
    expect(parts.line.state).toBe('over');
  });

  test('a last sentence without its hang-up does not leave the caller in silence', async () => {
    const { call, parts } = await greeted();
    call.command('call/say-2', 0, say('Goodbye.', { expect: null }));
    await pass(2200);
    expect(parts.heard().at(-1)).toBe('filler-1');
  });

  test('lost audio ends the call, as a line that broke; the end is told once, after what was heard', async () => {
    const { call, parts } = await greeted();
    call.command('call/say-2', 0, say('I can send somebody between nine and eleven tonight'));
    await pass(500);
    parts.leg.lose(15_000);
    parts.line.callerHangsUp();
    await call.over;
    expect(parts.events.slice(-2)).toMatchObject([
      { kind: 'say.done', complete: false },
      { kind: 'call.ended', by: 'lost' },
    ]);
    expect(parts.told('call.ended')).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
