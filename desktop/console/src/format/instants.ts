/** `0:41`, `1:02:03`: a length, or a place in a recording. */
export const formatElapsed = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
};

/** The local calendar day of an instant, `2026-11-23`. */
export const localDate = (instant: number, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  );

const DAY_MS = 86_400_000;

/**
 * `Today`, `Tomorrow`, `Yesterday`, else `Mon, Nov 23`.
 * @param date `2026-11-23`
 * @param now epoch ms
 */
export const formatDay = (date: string, now: number, zone: string): string => {
  const day = Date.parse(`${date}T00:00:00Z`);
  const apart = Math.round((day - Date.parse(`${localDate(now, zone)}T00:00:00Z`)) / DAY_MS);
  const named = new Map([
    [-1, 'Yesterday'],
    [0, 'Today'],
    [1, 'Tomorrow'],
  ]).get(apart);
  if (named !== undefined) return named;
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', weekday: 'short', month: 'short', day: 'numeric' }).format(
    day,
  );
};

/** `Today, 8:10 PM`, in the zone given. */
export const formatMoment = (instant: number, now: number, zone: string): string => {
  const time = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(instant);
  return `${formatDay(localDate(instant, zone), now, zone)}, ${plainSpaces(time)}`;
};

/** `9:00 – 11:00 PM` of two local wall times `21:00` and `23:00`. */
export const formatHours = (start: string, end: string): string => {
  const [from, to] = [clock(start), clock(end)];
  const sameHalf = from.half === to.half;
  return `${from.time}${sameHalf ? '' : ` ${from.half}`} – ${to.time} ${to.half}`;
};

const clock = (wall: string): { time: string; half: string } => {
  const [hours = 0, minutes = 0] = wall.split(':').map(Number);
  const time = `${hours % 12 === 0 ? 12 : hours % 12}:${String(minutes).padStart(2, '0')}`;
  return { time, half: hours < 12 || hours === 24 ? 'AM' : 'PM' };
};

/** Formatters put narrow spaces before AM and PM; one kind of space reads and searches better. */
const plainSpaces = (text: string): string => text.replace(/\s/gu, ' ');
