import { Temporal } from 'temporal-polyfill';
import { openRows } from '#fixtures/database/which.ts';
import type { SpokenWindow } from '#drills/listen/window.ts';
import type { Call, Called } from './through-core.ts';

interface Row {
  readonly phone: string;
  readonly status: string;
  readonly call_id: string;
  readonly visit: string;
  readonly date: string;
  readonly starts: string;
  readonly ends: string;
}

const hourOf = (time: string): number => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60;

/** Is that the window that was spoken on this local date? */
const isSaid = (row: Row, window: SpokenWindow | null, today: string): boolean => {
  if (window === null || hourOf(row.starts) !== window.from || hourOf(row.ends) !== window.to) return false;
  const date = Temporal.PlainDate.from(row.date);
  const days = Temporal.PlainDate.from(today).until(date).days;
  const weekday = date.toLocaleString('en-US', { weekday: 'long' }).toLowerCase();
  const said = window.day ?? 'today';
  return said === 'today' ? days === 0 : said === 'tomorrow' ? days === 1 : said === weekday;
};

const KEPT: ReadonlySet<string> = new Set(['booked', 'moved', 'cancelled']);

/** What one person's calls leave them with, against the rows of their number. */
const faultOf = (phone: string, calls: readonly Call[], rows: readonly Row[], dates: readonly string[]) => {
  if (rows.length > 1) return `${phone} has ${rows.length} jobs`;
  // Nobody knows what somebody heard who died over it.
  if (calls.some(({ cut }) => cut)) return null;
  const [row] = rows;
  const told = calls.flatMap((call) => call.told.map((one) => ({ ...one, date: dates[call.day - 1] ?? '' })));
  const last = told.findLast(({ kind }) => KEPT.has(kind));
  if (last === undefined) return row === undefined ? null : `${phone} was told of no booking and has ${row.date}`;
  if (row === undefined) return `${phone} was told ${last.kind} and has nothing`;
  if (last.kind === 'cancelled')
    return row.visit === 'cancelled' ? null : `${phone} was told that it is cancelled, and it is ${row.visit}`;
  if (row.visit === 'cancelled') return `${phone} was told ${last.kind}, and it is cancelled`;
  return isSaid(row, last.window, last.date)
    ? null
    : `${phone} was told ${last.kind} for ${JSON.stringify(last.window)} on ${last.date}, and has ${row.date} ${row.starts}`;
};

/**
 * Whatever a caller was told of a visit stands so in the rows, once; who was told nothing has nothing, but for those who died over it.
 * @param dates local ones of the first and the second day
 * @param sentAway calls in which something was refused
 */
export const checkTold = async (
  folder: string,
  { calls }: Called,
  dates: readonly string[],
  sentAway: ReadonlySet<string>,
): Promise<string[]> => {
  await using db = await openRows(folder);
  const rows = await db.all<Row>(
    `select j.contact_phone as phone, j.status, j.call_id, v.status as visit, v.date, v.window_start as starts, v.window_end as ends
       from jobs j join visits v on v.job_id = j.id and v.position = 1`,
  );
  const jobs = Map.groupBy(rows, ({ phone }) => phone.slice(-10));
  const rung = Map.groupBy(calls, ({ phone }) => phone);
  const held = await db.all<{ call_id: string }>(
    "select call_id from tool_journal where name = 'hold_window' and ok = 1",
  );
  const holders = new Set(held.map(({ call_id }) => call_id));
  return [
    ...[...new Set([...jobs.keys(), ...rung.keys()])].flatMap(
      (phone) => faultOf(phone, rung.get(phone) ?? [], jobs.get(phone) ?? [], dates) ?? [],
    ),
    ...calls
      .filter(({ id, told }) => told.some(({ kind }) => kind === 'held') && !holders.has(id))
      .map(({ id }) => `${id} was told that a window is held, and none is`),
    ...calls
      .filter(({ id, told }) => told.some(({ kind }) => kind === 'no_time') && !sentAway.has(id))
      .map(({ id }) => `${id} was told that there is no time, and the schedule never said so`),
  ];
};
