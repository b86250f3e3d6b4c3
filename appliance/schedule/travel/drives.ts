import { estimateDrive, USUAL_TRAVEL, type Point, type TravelHabits } from './estimate.ts';
import { correctionFor, type Corrections } from './learned.ts';

/** A drive: whole seconds and metres. */
export interface DriveTime {
  readonly seconds: number;
  readonly metres: number;
}

/** The one way plans and promises ask how long a drive takes that begins in this local hour (0 to 23). */
export type TravelPort = (from: Point, to: Point, hour: number) => DriveTime;

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
): TravelPort => {
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

/** Hours in which a shop's technicians drive. */
const WORKING_HOURS = [8, 9, 10, 11, 12, 13, 14, 15, 16] as const;

/**
 * One table for a whole day, as a plan reads it: each drive as long as it takes on the mean of the working hours.
 * @returns seconds and metres, `from` by `to`
 */
export const driveTable = (
  travel: TravelPort,
  points: readonly Point[],
  hours: readonly number[] = WORKING_HOURS,
): { readonly durations: number[][]; readonly distances: number[][] } => {
  const all = points.map((from) => points.map((to) => hours.map((hour) => travel(from, to, hour))));
  const mean = (drives: readonly DriveTime[]): number =>
    Math.round(drives.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(1, drives.length));
  return {
    durations: all.map((row) => row.map(mean)),
    distances: all.map((row) => row.map(([drive]) => drive?.metres ?? 0)),
  };
};
