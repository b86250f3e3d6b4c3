/** Longitude and latitude in degrees. */
export type Point = readonly [number, number];

/**
 * How straight lines become drives. Circuity falls from short trips to long ones (Giacomin and Levinson 2015, 51 US
 * metropolitan areas; O'Sullivan and Morrall 1996: 1.21 to 1.23), speed rises (BMC Health Services Research 2022: 27.7 mph
 * as the mean of 14 812 computed drives of 8 miles).
 */
export interface TravelHabits {
  /** Road length over straight line for trips up to `shortKm`, and from `longKm` on; between them by proportion. */
  readonly circuityShort: number;
  readonly circuityLong: number;
  readonly shortKm: number;
  readonly longKm: number;
  /** Road kilometres an hour up to a length in km, the first band that holds. */
  readonly bands: readonly { readonly upToKm: number; readonly kmh: number }[];
  /** Seconds to park and to walk, once a drive. */
  readonly parking: number;
}

export const USUAL_TRAVEL: TravelHabits = {
  circuityShort: 1.4,
  circuityLong: 1.25,
  shortKm: 2,
  longKm: 15,
  bands: [
    { upToKm: 5, kmh: 32 },
    { upToKm: 15, kmh: 42 },
    { upToKm: 40, kmh: 60 },
    { upToKm: Number.POSITIVE_INFINITY, kmh: 80 },
  ],
  parking: 180,
};

const EARTH_KM = 6371.0088;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance (haversine formula) on a sphere of the Earth's mean radius, kilometres. */
export const straightKm = ([lonA, latA]: Point, [lonB, latB]: Point): number => {
  const across = Math.sin(radians(latB - latA) / 2);
  const along = Math.sin(radians(lonB - lonA) / 2);
  const h = across * across + Math.cos(radians(latA)) * Math.cos(radians(latB)) * along * along;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
};

const circuity = (km: number, habits: TravelHabits): number => {
  const part = (km - habits.shortKm) / (habits.longKm - habits.shortKm);
  return habits.circuityShort + Math.min(1, Math.max(0, part)) * (habits.circuityLong - habits.circuityShort);
};

/** A longer drive runs its first kilometres through the slower bands, so that time grows with distance everywhere. */
const drivingSeconds = (road: number, habits: TravelHabits): number => {
  let seconds = 0;
  let done = 0;
  for (const { upToKm, kmh } of habits.bands) {
    const part = Math.min(road, upToKm) - done;
    if (part <= 0) break;
    seconds += (part / kmh) * 3600;
    done += part;
  }
  return seconds;
};

/** The drive between two points without a road map: whole seconds and metres; nothing between a point and itself. */
export const estimateDrive = (
  from: Point,
  to: Point,
  habits: TravelHabits = USUAL_TRAVEL,
): { readonly seconds: number; readonly metres: number } => {
  const straight = straightKm(from, to);
  if (straight === 0) return { seconds: 0, metres: 0 };
  const road = straight * circuity(straight, habits);
  return {
    seconds: Math.round(drivingSeconds(road, habits) + habits.parking),
    metres: Math.round(road * 1000),
  };
};
