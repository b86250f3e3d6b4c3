import { expect } from 'vitest';
import { rms } from '#voice/media/audio.ts';
import type { Leg } from '#voice/media/leg.ts';

/** What arrives at a phone, and when it has fallen quiet. */
export const soundOf = (leg: Leg) => {
  let frames: Int16Array[] = [];
  let loudMs = 0;
  let quietMs = 0;
  leg.onFrame((frame) => {
    frames.push(frame);
    const loud = rms(frame) > 150;
    loudMs += loud ? 20 : 0;
    quietMs = loud ? 0 : quietMs + 20;
  });
  return {
    /** So much was said, and then nothing for so long. */
    said: (loud: number, quiet: number) =>
      expect.poll(() => loudMs >= loud && quietMs >= quiet, { timeout: 60_000, interval: 100 }).toBe(true),
    /** Everything since it was taken last. */
    take: (): Int16Array => {
      const taken = Int16Array.from(frames.flatMap((frame) => [...frame]));
      frames = [];
      return taken;
    },
  };
};
