import type { Timers } from '#voice/sip/timers.ts';

/** Time that moves only by hand. Delays run in order of their instant, then of their making. */
export interface HandTimers extends Timers {
  now(): number;
  /** Moves on, running what falls due, and lets promises settle between. */
  advance(ms: number): Promise<void>;
  pending(): number;
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 8; i++) await Promise.resolve();
};

export const handTimers = (): HandTimers => {
  const waiting = new Map<number, { at: number; run: () => void }>();
  let now = 0;
  let next = 0;
  const due = (limit: number): [number, { at: number; run: () => void }] | undefined =>
    [...waiting].filter(([, one]) => one.at <= limit).sort(([i, a], [j, b]) => a.at - b.at || i - j)[0];
  return {
    now: () => now,
    pending: () => waiting.size,
    after: (ms, run) => {
      const id = next++;
      waiting.set(id, { at: now + ms, run });
      return () => waiting.delete(id);
    },
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (let one = due(end); one; one = due(end)) {
        waiting.delete(one[0]);
        now = one[1].at;
        one[1].run();
        await settle();
      }
      now = end;
    },
  };
};
