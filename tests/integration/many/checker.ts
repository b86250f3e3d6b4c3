import { openRows, type Rows } from '#fixtures/database/which.ts';
import type { Change } from './history.ts';
import type { Askings, JournalRow, Refused } from './asked.ts';
import { dutiesOn, slotsFrom, type ShopRows, type Taken, whoCould, windowOf } from './office-day.ts';

export interface Findings {
  /** What must not be. */
  readonly faults: readonly string[];
  readonly visits: number;
  readonly moved: number;
  readonly cancelled: number;
  readonly holds: number;
  /** Holds that ended unused, and how many of them gave their time to somebody else. */
  readonly expired: number;
  readonly reused: number;
  readonly refused: number;
  /** Of these, how many nobody can judge, because nobody knows what was asked. */
  readonly unjudged: number;
  /** Calls in which something was refused. */
  readonly sentAway: ReadonlySet<string>;
}

const readShop = async (db: Rows): Promise<ShopRows> => {
  const [business] = await db.all<{ zone: string; settings: string }>('select zone, settings from businesses');
  if (business === undefined) throw new Error('no business');
  const technicians = await db.all<{ id: string; skills: string }>(
    'select id, skills from technicians where active = 1',
  );
  return {
    zone: business.zone,
    settings: { promises: {}, ...(JSON.parse(business.settings) as object) } as ShopRows['settings'],
    technicians: technicians.map(({ id, skills }) => ({ id, skills: JSON.parse(skills) as string[] })),
    shifts: await db.all('select technician_id, weekday, kind, starts, ends from shifts where weekday is not null'),
    holidays: await db.all('select date, kind from holidays'),
  };
};

const MINUTE = 60_000;

/** Is every technician in one place at a time, with the drive between two visits, within their window and their duty? */
const soundDay = (shop: ShopRows, taken: readonly Taken[]): string[] => {
  const drive = (shop.settings.promises['driveMinutes'] ?? 0) * MINUTE;
  const overtime = (shop.settings.promises['emergencyOvertimeMinutes'] ?? 0) * MINUTE;
  const faults: string[] = [];
  for (const [technician, own] of Map.groupBy(taken, (one) => one.technician_id)) {
    const sorted = own.toSorted((a, b) => a.starts_at - b.starts_at);
    for (const [i, one] of sorted.entries()) {
      const next = sorted[i + 1];
      if (next !== undefined && next.starts_at < one.ends_at + drive)
        faults.push(`${technician} is at ${one.slot} until ${one.ends_at} and at ${next.slot} from ${next.starts_at}`);
      const { from, to, date } = windowOf(one.slot, shop.zone);
      if (one.starts_at < from || one.starts_at > to) faults.push(`${one.id} begins outside ${one.slot}`);
      const duties = dutiesOn(shop, technician, date);
      const close = (duties.at(-1)?.to ?? 0) + overtime;
      if (!duties.some((duty) => duty.from <= one.starts_at && one.starts_at <= duty.to) || one.ends_at > close)
        faults.push(`${technician} is not at work for ${one.slot}`);
    }
  }
  return faults;
};

interface VisitRow {
  readonly id: string;
  readonly job_id: string;
  readonly status: string;
  readonly crew: number;
  readonly skill: string;
}

/** What stands at the end: each visit has its people and their time, each booking its job, and nobody's time is taken for nothing. */
const soundRows = async (db: Rows, shop: ShopRows): Promise<string[]> => {
  const faults: string[] = [];
  const visits = await db.all<VisitRow>(
    `select v.id, v.job_id, v.status, v.crew, s.skill from visits v join jobs j on j.id = v.job_id
       join service_types s on s.id = j.service_type_id`,
  );
  const assigned = await db.all<{
    visit_id: string;
    technician_id: string;
    planned_start: number;
    planned_end: number;
  }>(`select visit_id, technician_id, planned_start, planned_end from assignments where status <> 'cancelled'`);
  const taken = await db.all<Taken>('select * from reservations where visit_id is not null');
  for (const visit of visits) {
    const people = assigned.filter((one) => one.visit_id === visit.id);
    const time = taken.filter((one) => one.visit_id === visit.id);
    const wanted = visit.status === 'cancelled' ? 0 : visit.crew;
    if (people.length !== wanted || time.length !== wanted)
      faults.push(`visit ${visit.id} (${visit.status}) has ${people.length} people and ${time.length} times`);
    for (const one of people) {
      const own = time.find((row) => row.technician_id === one.technician_id);
      if (own?.starts_at !== one.planned_start || own.ends_at !== one.planned_end)
        faults.push(`visit ${visit.id} is planned at ${one.planned_start}, and its time is taken at ${own?.starts_at}`);
      const skills = shop.technicians.find(({ id }) => id === one.technician_id)?.skills ?? [];
      if (visit.skill !== '' && !skills.includes(visit.skill)) faults.push(`visit ${visit.id} needs ${visit.skill}`);
    }
  }
  const lone = await db.all<{ id: string }>('select id from jobs where id not in (select job_id from visits)');
  faults.push(...lone.map(({ id }) => `job ${id} has no visit`));
  const both = taken.filter(({ expires_at }) => expires_at !== null);
  faults.push(...both.map(({ id }) => `${id} is a visit's and expires`));
  const booked = await db.all<{ result: string }>(
    "select result from tool_journal where name = 'book_visit' and ok = 1",
  );
  const jobs = booked.map(({ result }) => (JSON.parse(result) as { jobId: string }).jobId);
  const kept = new Set(visits.map(({ job_id }) => job_id));
  if (new Set(jobs).size !== jobs.length) faults.push('one job was booked twice');
  if (jobs.some((id) => !kept.has(id)) || kept.size !== jobs.length)
    faults.push(`${jobs.length} bookings, ${kept.size} jobs with visits`);
  const numbers = await db.all<{ number: number }>('select number from jobs');
  if (new Set(numbers.map(({ number }) => number)).size !== numbers.length) faults.push('two jobs share a number');
  return [...faults, ...(await db.faults()).map((fault) => JSON.stringify(fault))];
};

const REFUSED = '"window_taken"';

/** May it be that a window was lost, or that there was none at all, none but those put aside, or none on the day that was wished? */
const soundsRefused = ({ name, ok, result }: JournalRow): boolean => {
  if (ok !== 1) return result === REFUSED;
  return name === 'offer_windows' && (windowsOf(result).length <= 1 || noneOnTheDay(result));
};

const windowsOf = (result: string) => (JSON.parse(result) as { windows: readonly { id: string }[] }).windows;
const noneOnTheDay = (result: string): boolean => (JSON.parse(result) as { refused: unknown }).refused !== null;

const isRefused = ({ ok, result }: JournalRow, { exclude }: Refused): boolean =>
  ok !== 1 || noneOnTheDay(result) || windowsOf(result).every(({ id }) => exclude.includes(id));

/** The windows of which one at least would have done, had somebody been free. */
const slotsAsked = (shop: ShopRows, ask: Refused, at: number): readonly string[] => {
  const from = (slot: string): number => windowOf(slot, shop.zone).from;
  if (ask.slot !== null) return from(ask.slot) < at ? [] : [ask.slot];
  return slotsFrom(shop, at).filter((slot) => {
    const { date, starts, ends } = windowOf(slot, shop.zone);
    const inHours = ask.hours[0] <= Number.parseInt(starts, 10) && Number.parseInt(ends, 10) <= ask.hours[1];
    const wished = (ask.date === null || ask.date === date) && inHours && !ask.exclude.includes(slot);
    return wished && from(slot) >= at + shop.settings.leadMinutes * MINUTE;
  });
};

/**
 * Goes through everything that was written, by the rows alone: at no moment is a technician promised twice, and whoever was
 * refused could not have been served just then.
 */
export const checkBookings = async (folder: string, askings: Askings): Promise<Findings> => {
  await using db = await openRows(folder);
  const shop = await readShop(db);
  const services = await db.all<{ code: string; minutes: number; skill: string }>(
    'select code, minutes, skill from service_types',
  );
  const faults = await soundRows(db, shop);
  const now = new Map<string, Taken>();
  const ended = new Set<string>();
  const reused = new Set<string>();
  const known = new Set<string>();
  const counts = { visits: 0, moved: 0, cancelled: 0, holds: 0, refused: 0, unjudged: 0 };
  const sentAway = new Set<string>();
  let changed = true;
  for (const { seq, source, op, row } of await db.all<Change>(
    "select seq, source, op, row from history where source <> 'call_checkpoints' order by seq",
  )) {
    if (source === 'reservations') {
      const one = JSON.parse(row) as Taken;
      if (op === 'delete') now.delete(one.id);
      else now.set(one.id, one);
      if (op === 'insert' && one.visit_id === null) counts.holds += 1;
      changed = true;
      continue;
    }
    const told = JSON.parse(row) as JournalRow;
    const at = told.created_at;
    const alive = [...now.values()].filter((one) => one.visit_id !== null || (one.expires_at ?? 0) > at);
    // Time that passes only frees.
    for (const fault of changed ? soundDay(shop, alive) : []) {
      if (!known.has(fault)) faults.push(`after ${told.call_id} ${told.key}: ${fault}`);
      known.add(fault);
    }
    changed = false;
    const over = [...now.values()].filter((one) => !alive.includes(one));
    for (const one of over) {
      ended.add(one.id);
      const { technician_id: technician, starts_at: from, ends_at: to } = one;
      if (alive.some((other) => other.technician_id === technician && other.starts_at < to && from < other.ends_at))
        reused.add(one.id);
    }
    if (told.ok === 1) {
      if (told.name === 'book_visit') counts.visits += 1;
      if (told.name === 'reschedule_visit') counts.moved += 1;
      if (told.name === 'cancel_visit') counts.cancelled += 1;
    }
    if (!soundsRefused(told)) continue;
    const ask = askings(told, seq);
    if (ask === null) {
      faults.push(`nobody asked for ${told.call_id} ${told.key}`);
      continue;
    }
    if (!isRefused(told, ask)) continue;
    counts.refused += 1;
    sentAway.add(told.call_id);
    if (!ask.certain) {
      counts.unjudged += 1;
      continue;
    }
    const service = services.find(({ code }) => code === ask.service);
    const others = alive.filter((one) => !ask.isOwn(one));
    for (const slot of slotsAsked(shop, ask, at)) {
      const emergency = ask.urgency === 'emergency' || ask.urgency === 'life_safety';
      const wanted = { slot, minutes: service?.minutes ?? 0, skill: service?.skill ?? '', emergency };
      const could = whoCould(shop, wanted, others, at);
      if (could !== null)
        faults.push(`${told.call_id} ${told.key} was refused ${ask.service} at ${slot}, and ${could} was free`);
    }
  }
  return { faults, ...counts, expired: ended.size, reused: reused.size, sentAway };
};
