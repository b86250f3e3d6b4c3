import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CallParts, MEDIA } from '#fakes/call-parts.ts';
import type { CallCommand } from '#shared/link/messages.ts';
import { FAREWELL_TAIL_MS } from './dialogue.ts';
import { GIVE_UP_MS } from './turn-watch.ts';
import { GREETING_LIMIT_MS, VoiceCall } from './voice-call.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

const say = (text: string, options: Partial<Extract<CallCommand, { kind: 'say' }>> = {}): CallCommand => ({
  kind: 'say',
  sentences: [{ text }],
  interruptible: true,
  tier: 'cost',
  expect: { kind: 'open', timeoutMs: 7000 },
  ...options,
});

const ring = (parts = new CallParts()) => {
  const call = new VoiceCall(parts.deps());
  call.start();
  return { call, parts };
};

/** A call whose greeting was heard: 20 letters are 1.2 s. */
const greeted = async () => {
  const { call, parts } = ring();
  call.command('call/say-1', 1, say('Hello, this is a box', { interruptible: false, notice: true }));
  await pass(1500);
  return { call, parts };
};

/** The longest time without sound of ours since the caller stopped, ms, over the next `ms`. */
const longestSilence = async (parts: CallParts, ms: number): Promise<number> => {
  const from = parts.leg.mediaMs;
  let quietSince = from;
  let longest = 0;
  let before = parts.leg.sent.length;
  for (let t = 0; t < ms; t += 20) {
    await pass(20);
    if (parts.leg.sent.length > before) longest = Math.max(longest, (parts.leg.sent.at(-1)?.atMs ?? 0) - quietSince);
    before = parts.leg.sent.length;
    if (parts.leg.sounding) quietSince = parts.leg.mediaMs;
  }
  return Math.max(longest, parts.leg.mediaMs - quietSince);
};

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
    parts.line.changes({ ...MEDIA, direction: 'recvonly' });
    await pass(60_000);
    expect(parts.leg.onHold).toBe('held');
    expect(parts.told('silence')).toEqual([]);
    expect(parts.line.state).toBe('answered');
    parts.line.changes(MEDIA);
    await pass(8000);
    expect(parts.leg.onHold).toBe('');
    expect(parts.told('silence')).toHaveLength(1);
  });

  test('by us: music, and back', async () => {
    const { call, parts } = await greeted();
    await call.hold();
    await pass(30_000);
    expect([parts.leg.onHold, parts.told('silence')]).toEqual(['music', []]);
    expect(await call.resume()).toBe(true);
    expect(parts.leg.onHold).toBe('');
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

  test('lost audio ends the call; the end is told once, after what was heard', async () => {
    const { call, parts } = await greeted();
    call.command('call/say-2', 0, say('I can send somebody between nine and eleven tonight'));
    await pass(500);
    parts.leg.lose(15_000);
    parts.line.callerHangsUp();
    await call.over;
    expect(parts.events.slice(-2)).toMatchObject([
      { kind: 'say.done', complete: false },
      { kind: 'call.ended', by: 'us' },
    ]);
    expect(parts.told('call.ended')).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
