import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CallParts } from '#fakes/call-parts.ts';
import { pass, say } from '#fakes/timed-call.ts';
import { GREETING_MS } from '../../turn/answering-machine.ts';
import { ALONE_OURS } from '../phrases.ts';
import { GIVE_UP_MS } from '../turn-watch.ts';
import { GREETING_LIMIT_MS, VoiceCall } from '../voice-call.ts';
import { NO_HELLO_MS, QUIET_MS } from './pickup.ts';
import { RECORDS_AFTER_MS } from './recorder.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** 20 letters are 1.2 s. */
const GREETING = say('Hello, this is a box', {
  interruptible: false,
  notice: true,
  expect: { kind: 'yes_no', timeoutMs: 7000 },
});

/** Somebody whom we rang has taken the phone up, and core has ordered its greeting. */
const answered = async ({ greeting = true } = {}) => {
  const parts = new CallParts();
  const to = '+19375550142';
  const call = new VoiceCall({ ...parts.deps(), outbound: { purpose: 'confirmation', about: 'visit-1', to } });
  parts.leg.start();
  call.start();
  if (greeting) call.command('call/say-1', 1, GREETING);
  await pass(20);
  return { call, parts };
};
const startedAt = (parts: CallParts, id: string): number | undefined =>
  parts.leg.sent.find((one) => one.id.startsWith(id))?.atMs;

describe('a call of ours that was answered', () => {
  test('is told to core as one, and waits for the hello to be over before it speaks', async () => {
    const { parts } = await answered();
    expect(parts.told('call.started')).toMatchObject([
      { to: '+19375550142', outbound: { purpose: 'confirmation', about: 'visit-1' } },
    ]);
    await pass(300);
    const hello = parts.ear.begin();
    await pass(600);
    expect(parts.leg.sent).toEqual([]);
    const stopped = parts.leg.mediaMs;
    parts.ear.stop();
    parts.ear.understood(hello, 'hello');
    await pass(3000);
    const at = startedAt(parts, 'call/say-1') ?? 0;
    expect(at).toBeGreaterThanOrEqual(stopped + QUIET_MS);
    expect(at).toBeLessThan(stopped + QUIET_MS + 100);
    expect(parts.heard()[0]).toBe('call/say-1');
    expect(parts.leg.recorded).toHaveLength(1);
  });

  test('where nobody says hello, we speak first', async () => {
    const { parts } = await answered();
    await pass(NO_HELLO_MS + 200);
    expect(startedAt(parts, 'call/say-1')).toBeGreaterThanOrEqual(NO_HELLO_MS);
    expect(parts.leg.recorded).toEqual([]);
  });

  test('a machine hears no word of the talk: only what is for it, once it records', async () => {
    const { call, parts } = await answered();
    const greeting = parts.ear.begin();
    await pass(GREETING_MS + 100);
    expect(parts.told('machine')).toHaveLength(1);
    expect(parts.told('say.done')).toMatchObject([{ command: 'call/say-1', complete: false, heardText: '' }]);
    call.command('call/say-2', 3, say('Please call us back.', { interruptible: false, afterTone: true, expect: null }));
    call.command('call/say-2/hangup', 3, { kind: 'hangup', reason: 'voicemail' });
    await pass(1000);
    expect(parts.leg.sent).toEqual([]);
    const stopped = parts.leg.mediaMs;
    parts.ear.stop();
    parts.ear.understood(greeting, 'we cannot come to the phone');
    await pass(RECORDS_AFTER_MS + 3000);
    expect(startedAt(parts, 'call/say-2')).toBeGreaterThanOrEqual(stopped + RECORDS_AFTER_MS);
    expect(parts.heard()).toEqual(['call/say-2']);
    expect(parts.leg.recorded).toEqual([]);
    expect(parts.told('call.ended')).toMatchObject([{ by: 'us', reason: 'voicemail' }]);
  });

  test('a core that is away at the answer ends it: nobody is asked to tell a tone why we rang', async () => {
    const { parts } = await answered({ greeting: false });
    await pass(GREETING_LIMIT_MS + 100);
    expect(parts.told('call.ended')).toMatchObject([{ by: 'lost' }]);
    expect(parts.leg.sent).toEqual([]);
    expect([parts.kept, parts.ends]).toEqual([[], [null]]);
  });

  test('a core that stays away in mid-call: an apology, and the end is told when core is back', async () => {
    const { parts } = await answered();
    await pass(NO_HELLO_MS + 1500);
    parts.ear.says('yes this is she');
    await pass(GIVE_UP_MS + 1000 + ALONE_OURS.join(' ').length * 60);
    expect(parts.heard()).toContain('alone-1');
    expect(parts.told('call.ended')).toMatchObject([{ by: 'lost' }]);
    expect([parts.kept, parts.ends]).toEqual([[], [null]]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
