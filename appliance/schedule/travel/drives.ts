import { estimateDrive, USUAL_TRAVEL, type Point, type TravelHabits } from './estimate.ts';
import { correctionFor, type Corrections } from './learned.ts';

/** A drive: whole seconds and metres. */
export interface DriveTime {
  readonly seconds: number;
  readonly metres: number;
}

/** About 100 m: nearer places share their drives. */
const rounded = ([lon, lat]: Point): string => `${lon.toFixed(3)},${lat.toFixed(3)}`;

/**
 * Drives by estimate and what was learned, each pair of places (to about 100 m) and hour worked out once.
 * @param limit how many are kept; the one not asked for longest goes first
 */
export const rememberedDrives = (
  learned: Corrections,
  limit: number,
  habits: TravelHabits = USUAL_TRAVEL,
): ((from: Point, to: Point, hour: number) => DriveTime) => {
  const known = new Map<string, DriveTime>();
  return (from, to, hour) => {
    const key = `${rounded(from)};${rounded(to)};${hour}`;
    let drive = known.get(key);
    if (drive) known.delete(key);
    else {
      const { seconds, metres } = estimateDrive(from, to, habits);
      drive = { seconds: Math.round(seconds * correctionFor(learned, from, to, hour)), metres };
    }
    known.set(key, drive);
    const [oldest] = known.keys();
    if (known.size > limit && oldest !== undefined) known.delete(oldest);
    return drive;
  };
};
