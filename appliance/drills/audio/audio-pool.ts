import { runAudioDrill, type AudioReport } from './audio-drill.ts';
import type { Run } from '../pool.ts';

/** A clock of sound that is late by more than this at one tick in a hundred has too many calls beside it, ms. */
const LATE_MS = 5;

/**
 * Rings every scenario, as many at once as keep the sound's clock in time: a call whose ticks were late takes a place away,
 * one in time gives it back.
 * @param jobs at most so many at once
 * @param snrDb how far the caller's voice lies above the noise, dB
 */
export const runAllByTelephone = async (
  runs: readonly Run[],
  jobs: number,
  snrDb: number,
  onReport: (report: AudioReport) => void,
): Promise<void> => {
  const waiting = [...runs];
  const under = new Set<Promise<void>>();
  let places = jobs;
  const ring = async ({ scenario, seed }: Run): Promise<void> => {
    const report = await runAudioDrill(scenario, { seed, snrDb });
    places = report.lateP99 > LATE_MS ? Math.max(1, places - 1) : Math.min(jobs, places + 1);
    onReport(report);
  };
  while (waiting.length > 0 || under.size > 0) {
    const run = under.size < places ? waiting.shift() : undefined;
    if (run === undefined) {
      await Promise.race(under);
      continue;
    }
    const call = ring(run);
    under.add(call);
    void call.finally(() => under.delete(call));
  }
};
