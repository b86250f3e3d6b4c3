import type { TurnTiming } from '#shared/api/records.ts';

/** The stages between the caller's last sound and our first, in the order in which they pass. */
export const STAGES = [
  { key: 'endpointMs', label: 'Waiting for the end' },
  { key: 'sttMs', label: 'Hearing' },
  { key: 'decideMs', label: 'Deciding' },
  { key: 'commitMs', label: 'Writing down' },
  { key: 'ttsMs', label: 'Voice' },
  { key: 'firstPacketMs', label: 'Sending' },
] as const satisfies readonly { key: keyof TurnTiming; label: string }[];

export type StageKey = (typeof STAGES)[number]['key'];

export interface StageBar {
  readonly key: StageKey;
  readonly label: string;
  /** Both in ms from the caller's last sound. */
  readonly startMs: number;
  readonly lengthMs: number;
}

export interface TurnBars {
  readonly turn: number;
  readonly command: string;
  readonly bars: readonly StageBar[];
  /** Voice to voice as measured on the line; the stages' sum where it was not measured. */
  readonly totalMs: number;
  readonly measured: boolean;
}

/** One waterfall a turn. A turn in which nothing was timed is left out. */
export const turnBars = (timings: readonly TurnTiming[]): TurnBars[] =>
  timings.flatMap((timing) => {
    let at = 0;
    const bars: StageBar[] = [];
    for (const { key, label } of STAGES) {
      const lengthMs = timing[key];
      if (lengthMs === null) continue;
      bars.push({ key, label, startMs: at, lengthMs });
      at += lengthMs;
    }
    const measured = timing.voiceToVoiceMs !== null;
    const totalMs = timing.voiceToVoiceMs ?? at;
    return bars.length === 0 && !measured
      ? []
      : [{ turn: timing.turn, command: timing.command, bars, totalMs, measured }];
  });

/** The middle one of the measured turns, ms; null when none was measured. */
export const medianMs = (turns: readonly TurnBars[]): number | null => {
  const sorted = turns
    .filter((turn) => turn.measured)
    .map((turn) => turn.totalMs)
    .toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
};
