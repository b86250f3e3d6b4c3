import type { BookRules } from './book.ts';

/** How a shop promises that has not told otherwise. */
export const USUAL_RULES: Omit<BookRules, 'emergencyReserve'> = {
  /** Between two places of which one is not located. */
  driveMinutes: 25,
  maxDriveMinutes: 90,
  /** Between two visits, for what takes longer. */
  bufferMinutes: 10,
  overtimeMinutes: 120,
  emergencyOvertimeMinutes: 240,
  /** What a day of waiting weighs against driving: as much as this makes the soonest the best. */
  waitingMinutes: 1440,
  preferenceMinutes: 45,
};
