import { vi } from 'vitest';
import type { CallCommand } from '#shared/link/commands.ts';
import { VoiceCall } from '#voice/calls/voice-call.ts';
import { CallParts } from './call-parts.ts';

/** Lets time pass, ms; the test's timers must be fake. */
export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A sentence core orders. */
export const say = (text: string, options: Partial<Extract<CallCommand, { kind: 'say' }>> = {}): CallCommand => ({
  kind: 'say',
  sentences: [{ text }],
  interruptible: true,
  tier: 'cost',
  expect: { kind: 'open', timeoutMs: 7000 },
  ...options,
});

/** A call that rings. */
export const ring = (parts = new CallParts()) => {
  const call = new VoiceCall(parts.deps());
  call.start();
  return { call, parts };
};

/** A call whose greeting was heard: 20 letters are 1.2 s. */
export const greeted = async () => {
  const { call, parts } = ring();
  call.command('call/say-1', 1, say('Hello, this is a box', { interruptible: false, notice: true }));
  await pass(1500);
  return { call, parts };
};

/** The longest time without sound of ours since the caller stopped, ms, over the next `ms`. */
export const longestSilence = async (parts: CallParts, ms: number): Promise<number> => {
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
