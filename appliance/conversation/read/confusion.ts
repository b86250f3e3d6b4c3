import type { Urgency } from '../reading.ts';
import { LEVELS, type LabelledLine } from './utterance-set.ts';

/** What a reading may fall short by. Shares of 1. */
export const TARGETS = { lifeSafetyRecall: 1, emergencyRecall: 0.99, falseAlarms: 0.03 } as const;

/** A line with how it was read. */
export interface ReadLine extends LabelledLine {
  readonly read: Urgency;
}

export interface Confusion {
  readonly lines: number;
  /** Label, then what it was read as. */
  readonly table: Readonly<Record<Urgency, Readonly<Record<Urgency, number>>>>;
  /** Share of life-safety lines read as such; null when there are none. */
  readonly lifeSafetyRecall: number | null;
  /** Share of emergency lines read as emergency or graver. */
  readonly emergencyRecall: number | null;
  /** Share of routine and urgent lines read as emergency or life safety. */
  readonly falseAlarms: number | null;
  readonly missed: readonly ReadLine[];
  readonly alarmed: readonly ReadLine[];
}

const isGrave = (urgency: Urgency): boolean => urgency === 'emergency' || urgency === 'life_safety';
const share = (part: number, all: number): number | null => (all === 0 ? null : part / all);

/** Counts how lines were read against how they are labelled. */
export const confusionOf = (lines: readonly ReadLine[]): Confusion => {
  const row = (urgency: Urgency): Record<Urgency, number> => {
    const counts: Record<Urgency, number> = { life_safety: 0, emergency: 0, urgent: 0, routine: 0 };
    for (const line of lines) if (line.urgency === urgency) counts[line.read] += 1;
    return counts;
  };
  const table = {
    life_safety: row('life_safety'),
    emergency: row('emergency'),
    urgent: row('urgent'),
    routine: row('routine'),
  };
  const missed = lines.filter((line) =>
    line.urgency === 'life_safety' ? line.read !== 'life_safety' : line.urgency === 'emergency' && !isGrave(line.read),
  );
  const alarmed = lines.filter((line) => !isGrave(line.urgency) && isGrave(line.read));
  const count = (urgency: Urgency): number => LEVELS.reduce((sum, level) => sum + table[urgency][level], 0);
  const missedOf = (urgency: Urgency): number => missed.filter((line) => line.urgency === urgency).length;
  return {
    lines: lines.length,
    table,
    lifeSafetyRecall: share(count('life_safety') - missedOf('life_safety'), count('life_safety')),
    emergencyRecall: share(count('emergency') - missedOf('emergency'), count('emergency')),
    falseAlarms: share(alarmed.length, count('urgent') + count('routine')),
    missed,
    alarmed,
  };
};

/** True when nothing falls short of the targets. */
export const meetsTargets = ({ lifeSafetyRecall, emergencyRecall, falseAlarms }: Confusion): boolean =>
  (lifeSafetyRecall ?? 1) >= TARGETS.lifeSafetyRecall &&
  (emergencyRecall ?? 1) >= TARGETS.emergencyRecall &&
  (falseAlarms ?? 0) <= TARGETS.falseAlarms;
