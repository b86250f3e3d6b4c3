import { estimateDrive, USUAL_TRAVEL, type Point, type TravelHabits } from './estimate.ts';
import { correctionFor, meanCorrection, type Corrections } from './learned.ts';

/** A drive: whole seconds and metres. */
export interface DriveTime {
  readonly seconds: number;
  readonly metres: number;
}

/** How long a drive takes that begins in this local hour (0 to 23). */
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

/** Drives of a working day whose hour is not known yet: each as long as it takes on the mean of the working hours. */
export type DayTravel = (from: Point, to: Point) => DriveTime;

/** Drives by estimate and what was learned, for promises and plans of days to come. */
export const dayTravel = (
  learned: Corrections,
  habits: TravelHabits = USUAL_TRAVEL,
  hours: readonly number[] = WORKING_HOURS,
): DayTravel => {
  const factor = meanCorrection(learned, hours);
  return (from, to) => {
    const { seconds, metres } = estimateDrive(from, to, habits);
    return { seconds: Math.round(seconds * factor(from, to)), metres };
  };
};

/** All drives between the points, as a plan reads them. @returns seconds and metres, `from` by `to` */
export const driveTable = (
  travel: DayTravel,
  points: readonly Point[],
): { readonly durations: number[][]; readonly distances: number[][] } => {
  const all = points.map((from) => points.map((to) => travel(from, to)));
  return {
    durations: all.map((row) => row.map(({ seconds }) => seconds)),
    distances: all.map((row) => row.map(({ metres }) => metres)),
  };
};
