import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CallParts } from '#fakes/call-parts.ts';
import { greeted, longestSilence, pass, ring, say } from '#fakes/timed-call.ts';
import { GIVE_UP_MS } from './turn-watch.ts';
import { GREETING_LIMIT_MS } from './voice-call.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the greeting', () => {
  test('is answered by core and recorded only after the notice was heard', async () => {
    const { call, parts } = ring();
    await pass(500);
    expect(parts.line.state).toBe('ringing');
    call.command('call/say-1', 1, say('Hello, this is a box', { interruptible: false, notice: true }));
    await pass(1000);
    expect(parts.line.state).toBe('answered');
    expect(parts.leg.recorded).toEqual([]);
    await pass(500);
    expect(parts.leg.recorded).toHaveLength(1);
    expect(parts.told('say.done')).toMatchObject([
      { command: 'call/say-1', complete: true, heardText: 'Hello, this is a box' },
    ]);
  });

  test('a command that comes twice is carried out once', async () => {
    const { call, parts } = await greeted();
    call.command('call/say-1', 1, say('Hello, this is a box'));
    await pass(2000);
    expect(parts.heard()).toEqual(['call/say-1']);
    expect(call.snapshot().done).toEqual(['call/say-1']);
  });

  test('without core the phone rings a while and then the small policy answers', async () => {
    const { parts } = ring();
    await pass(GREETING_LIMIT_MS - 1);
    expect(parts.line.state).toBe('ringing');
    await pass(100);
    expect(parts.line.state).toBe('answered');
    expect(parts.heard()).toEqual(['alone-1']);
    expect(parts.kept).toHaveLength(1);
  });

  test('a caller who gives up while it rings is told to core once', async () => {
    const { parts } = ring();
    parts.line.callerHangsUp();
    await pass(GREETING_LIMIT_MS * 2);
    expect(parts.told('call.ended')).toMatchObject([{ by: 'caller' }]);
    expect(parts.ends).toEqual([null]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an answer that fails ends the call on both sides', async () => {
    const parts = new CallParts();
    parts.line.refuse = new Error('no media in common');
    const { call } = ring(parts);
    call.command('call/say-1', 1, say('Hello'));
    await pass(100);
    expect(parts.line.state).toBe('over');
    expect(parts.told('call.ended')).toMatchObject([{ by: 'lost' }]);
  });
});

describe('our turn', () => {
  test('an answer that waits for a long greeting to end is an answer: voice does not go on alone', async () => {
    const { call, parts } = ring();
    parts.voice.delay = (text) => (text === 'Yes, I hear you.' ? 400 : 0);
    const letters = Math.ceil((GIVE_UP_MS + 3000) / 60);
    call.command('call/say-1', 1, say('x'.repeat(letters), { interruptible: false }));
    await pass(1000);
    parts.ear.says('hello');
    call.command('call/say-2', parts.events.length, say('Yes, I hear you.'));
    await pass(GIVE_UP_MS + 4000);
    expect(parts.heard()).toEqual(['call/say-1', 'call/say-2']);
  });

  test('the answer’s delay is counted from the caller’s last sound to its own first packet, fillers aside', async () => {
    const { call, parts } = await greeted();
    parts.ear.says('my furnace stopped');
    const asked = parts.events.length;
    const endMs = parts.told('speech.final')[0]?.endMs ?? 0;
    await pass(1300);
    expect(parts.heard()).toEqual(['call/say-1', 'filler-1']);
    call.command('call/say-2', asked, say('Do you smell gas?'));
    await pass(4000);
    expect(parts.heard()).toEqual(['call/say-1', 'filler-1', 'call/say-2']);
    const first = parts.leg.sent.find(({ id }) => id === 'call/say-2')?.atMs ?? 0;
    expect(parts.told('say.done').at(-1)?.voiceToVoiceMs).toBe(Math.round(first - endMs));
  });

  test('is never silent for 1.5 s while core thinks, and no filler comes twice', async () => {
    const { parts } = await greeted();
    parts.ear.says('my furnace stopped');
    expect(await longestSilence(parts, GIVE_UP_MS - 1000)).toBeLessThan(1500);
    const fillers = parts.heard().slice(1);
    expect(fillers.length).toBeGreaterThan(2);
    expect(new Set(fillers).size).toBe(fillers.length);
  });

  test('begins when the caller stops, not when their words are known', async () => {
    const { parts } = await greeted();
    const utterance = parts.ear.begin();
    await pass(1000);
    parts.ear.stop(900);
    expect(await longestSilence(parts, 600)).toBeLessThan(600);
    expect(await longestSilence(parts, 6000)).toBeLessThan(1500);
    parts.ear.understood(utterance, 'my furnace stopped');
    expect(parts.told('speech.final')).toHaveLength(1);
  });

  test('is not silent while the answer is being rendered, and the answer follows the filler', async () => {
    const { call, parts } = await greeted();
    parts.voice.delay = (text) => (text.startsWith('Do you') ? 4000 : 0);
    parts.ear.says('my furnace stopped');
    call.command('call/say-2', parts.events.length, say('Do you smell gas?'));
    expect(await longestSilence(parts, 4500)).toBeLessThan(1500);
    await pass(3000);
    expect(parts.heard().at(1)).toBe('filler-1');
    expect(parts.heard().at(-1)).toBe('call/say-2');
  });

  test('ends in a message when core does not answer for 15 s, and the message is kept', async () => {
    const { call, parts } = await greeted();
    parts.ear.says('my furnace stopped');
    await pass(GIVE_UP_MS + 3000);
    expect(parts.heard().at(-1)).toBe('alone-1');
    call.command('call/say-2', 3, say('Too late'));
    await pass(12_000);
    parts.ear.says('please call me back');
    expect(parts.kept.at(-1)?.transcript).toMatchObject([{ text: 'please call me back' }]);
    await pass(20_000);
    expect(parts.heard()).not.toContain('call/say-2');
    expect(parts.line.state).toBe('over');
    expect(parts.ends).toMatchObject([{ kind: 'call.alone', transcript: [{ text: 'please call me back' }] }]);
    expect(parts.told('call.ended')).toEqual([]);
  });

  test('an answer to something older does not end the wait for the newer', async () => {
    const { call, parts } = await greeted();
    parts.ear.says('my furnace stopped');
    const older = parts.events.length;
    parts.ear.says('and it rattles');
    call.command('call/say-2/listen', older, { kind: 'listen', expect: { kind: 'open', timeoutMs: 7000 } });
    await pass(1500);
    expect(parts.heard().at(-1)).toBe('filler-1');
  });
});

describe('what must be heard', () => {
  test('does not wait for a sentence that stands still while the caller speaks', async () => {
    const { call, parts } = await greeted();
    call.command('call/say-2', 0, say('Thank you. I have a few questions about the furnace before we find a time.'));
    await pass(600);
    parts.ear.begin();
    parts.ear.listening.pause();
    await pass(200);
    call.command('call/say-3', 0, say('Leave the building now and call 911.', { interruptible: false }));
    await pass(100);
    expect(parts.heard().at(-1)).toBe('call/say-3');
    expect(parts.told('say.done').at(-1)).toMatchObject({ command: 'call/say-2', complete: false });
    await pass(3000);
    expect(parts.told('say.done').at(-1)).toMatchObject({ command: 'call/say-3', complete: true });
  });
});

describe('the caller speaks while an answer arrives', () => {
  test('words: the answer is dropped, told as unheard before the words are told', async () => {
    const { call, parts } = await greeted();
    parts.ear.says('my furnace stopped');
    const utterance = parts.ear.begin();
    call.command('call/say-2', parts.events.length, say('Do you smell gas?'));
    await pass(500);
    parts.ear.stop();
    parts.ear.understood(utterance, 'and it rattles');
    expect(parts.heard()).toEqual(['call/say-1']);
    const last = parts.events.slice(-2);
    expect(last).toMatchObject([
      { kind: 'say.done', command: 'call/say-2', complete: false, heardText: '' },
      { kind: 'speech.final', text: 'and it rattles' },
    ]);
  });

  test('a cough: the answer is said after it', async () => {
    const { call, parts } = await greeted();
    parts.ear.says('my furnace stopped');
    const utterance = parts.ear.begin();
    call.command('call/say-2', parts.events.length, say('Do you smell gas?'));
    parts.ear.stop();
    parts.ear.understood(utterance, null);
    await pass(2000);
    expect(parts.told('say.done').at(-1)).toMatchObject({ command: 'call/say-2', complete: true });
    expect(parts.told('speech.final')).toHaveLength(1);
  });

  test('what must be heard is said at once', async () => {
    const { call, parts } = await greeted();
    parts.ear.begin();
    call.command('call/say-2', 0, say('Leave the building now', { interruptible: false }));
    await pass(200);
    expect(parts.heard()).toEqual(['call/say-1', 'call/say-2']);
  });
});
