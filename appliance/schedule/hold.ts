const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
/** A day to talk it over. */
const LONGEST_MS = 24 * 60 * MINUTE;
/** A window that nobody took must reach another caller while that helps. */
const BEFORE_START_MS = 2 * 60 * MINUTE;
const SHORTEST_MS = 30 * MINUTE;

/**
 * Until when a window is held for a caller who is not decided: a day at most, and not into the two hours before it
 * begins, but half an hour always, where the window itself does not begin sooner. On a quarter of an hour, as it is spoken.
 * @param now epoch ms
 * @param startsAt epoch ms, of the window
 * @returns epoch ms
 */
export const holdUntil = (now: number, startsAt: number): number => {
  const wished = Math.max(now + SHORTEST_MS, Math.min(now + LONGEST_MS, startsAt - BEFORE_START_MS));
  return Math.min(startsAt, Math.floor(wished / QUARTER) * QUARTER);
};
