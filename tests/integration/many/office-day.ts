import { Temporal } from 'temporal-polyfill';

const MINUTE = 60_000;

/** What is taken of a technician's time, as a row holds it. Instants are epoch ms. */
export interface Taken {
  readonly id: string;
  readonly technician_id: string;
  /** `2026-11-23T21:00/23:00`, local wall time. */
  readonly slot: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly fixed: number;
  readonly expires_at: number | null;
  readonly call_id: string | null;
  readonly visit_id: string | null;
}

export interface ShopRows {
  readonly zone: string;
  readonly settings: {
    readonly windows: readonly { weekdays: number[]; starts: string; ends: string; kind: string }[];
    readonly leadMinutes: number;
    readonly horizonDays: number;
    readonly emergencyReserve: number;
    readonly promises: Readonly<Record<string, number>>;
  };
  readonly technicians: readonly { id: string; skills: readonly string[] }[];
  readonly shifts: readonly { technician_id: string; weekday: number; kind: string; starts: string; ends: string }[];
  readonly holidays: readonly { date: string; kind: string }[];
}

/** What somebody wanted to have. */
export interface Wanted {
  readonly slot: string;
  readonly minutes: number;
  readonly skill: string;
  readonly emergency: boolean;
}

interface Span {
  readonly kind: 'open' | 'on_call';
  readonly from: number;
  readonly to: number;
}

/** The same few days are asked about again and again, and their local time is dear to reckon. */
const known = <Value>(reckon: (...key: string[]) => Value): ((...key: string[]) => Value) => {
  const values = new Map<string, Value>();
  return (...key) => {
    const name = key.join(' ');
    const value = values.get(name) ?? reckon(...key);
    values.set(name, value);
    return value;
  };
};

const instant = known(
  (date = '', time = '', zone = ''): number =>
    Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds,
);

export const windowOf = (slot: string, zone: string) => {
  const [date = '', span = ''] = slot.split('T');
  const [starts = '', ends = ''] = span.split('/');
  return { date, starts, ends, from: instant(date, starts, zone), to: instant(date, ends, zone) };
};

const weekdayOf = known((date = ''): number => Temporal.PlainDate.from(date).dayOfWeek);

const KINDS = { available: 'open', on_call: 'on_call' } as const;

/** A technician's stretches of work on a local date, in order. */
export const dutiesOn = (shop: ShopRows, technician: string, date: string): readonly Span[] =>
  shop.shifts
    .filter((shift) => shift.technician_id === technician && shift.weekday === weekdayOf(date))
    .map((shift) => ({
      kind: KINDS[shift.kind as keyof typeof KINDS],
      from: instant(date, shift.starts, shop.zone),
      to: instant(date, shift.ends, shop.zone),
    }))
    .toSorted((a, b) => a.from - b.from);

/** Ids of the windows of so many days from an instant on. */
export const slotsFrom = (shop: ShopRows, now: number): readonly string[] => {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(shop.zone).toPlainDate();
  return Array.from({ length: shop.settings.horizonDays }, (_, days) => today.add({ days }).toString()).flatMap(
    (date) =>
      shop.settings.windows
        .filter(({ weekdays }) => weekdays.includes(weekdayOf(date)))
        .map(({ starts, ends }) => `${date}T${starts}/${ends}`),
  );
};

/** Of a day that is driven as early as can be, when each stop begins and is left. */
const earliest = (stops: readonly Stop[], from: number, drive: number): readonly (readonly [number, number])[] => {
  let time = from;
  return stops.map(({ start, work, fixed }) => {
    const begins = fixed ? start : Math.max(time + drive, start);
    time = Math.max(time, begins + work);
    return [begins, time];
  });
};

interface Stop {
  readonly start: number;
  readonly latest: number;
  readonly work: number;
  readonly fixed: boolean;
}

/**
 * Each stop as early as can be, driving between them and to and from home: does everything from the place `at` on begin within
 * its window, and the day end in time?
 */
const keeps = (stops: readonly Stop[], at: number, from: number, close: number, drive: number): boolean => {
  let time = from;
  for (const [i, { start, latest, work, fixed }] of stops.entries()) {
    if (i >= at && time + drive > latest) return false;
    time = Math.max(time, (fixed ? start : Math.max(time + drive, start)) + work);
  }
  return time + drive <= close;
};

/** What there is to a day before a new visit is put in. */
const dayOf = (shop: ShopRows, technician: string, date: string, taken: readonly Taken[], now: number) => {
  const stops = taken
    .filter((one) => one.technician_id === technician && one.slot.startsWith(date))
    .toSorted((a, b) => a.starts_at - b.starts_at)
    .map((one): Stop => {
      const { from, to } = windowOf(one.slot, shop.zone);
      const work = one.ends_at - one.starts_at;
      const fixed = one.fixed === 1 || (one.visit_id !== null && one.starts_at <= now);
      return fixed
        ? { start: one.starts_at, latest: one.starts_at, work, fixed }
        : { start: from, latest: to, work, fixed };
    });
  return { stops, duties: dutiesOn(shop, technician, date) };
};

const isFree = (shop: ShopRows, wanted: Wanted, technician: string, taken: readonly Taken[], now: number): boolean => {
  const { promises } = shop.settings;
  const window = windowOf(wanted.slot, shop.zone);
  const { stops, duties } = dayOf(shop, technician, window.date, taken, now);
  const [first] = duties;
  const last = duties.at(-1);
  if (first === undefined || last === undefined) return false;
  const kind = shop.settings.windows.find(({ starts, ends }) => starts === window.starts && ends === window.ends)?.kind;
  const duty = duties.find((one) => one.kind === kind && one.from <= window.from && window.to <= one.to);
  if (duty === undefined) return false;
  const drive = (promises['driveMinutes'] ?? 0) * MINUTE;
  const overtime = (promises[wanted.emergency ? 'emergencyOvertimeMinutes' : 'overtimeMinutes'] ?? 0) * MINUTE;
  const work = (wanted.minutes + (promises['bufferMinutes'] ?? 0)) * MINUTE;
  // Nobody sets out before now.
  const start = Math.max(window.from, now + drive);
  const next: Stop = { start, latest: Math.min(window.to, duty.to + overtime - work), work, fixed: false };
  if (next.start > next.latest) return false;
  return Array.from({ length: stops.length + 1 }, (_, at) => at).some((at) =>
    keeps(stops.toSpliced(at, 0, next), at, first.from, last.to + overtime, drive),
  );
};

/** Would it take what is kept for emergencies: a share of the duty, left from now on, of everybody with the skill? */
const eatsReserve = (
  shop: ShopRows,
  wanted: Wanted,
  able: readonly string[],
  taken: readonly Taken[],
  now: number,
): boolean => {
  if (wanted.emergency) return false;
  const { promises, emergencyReserve, windows } = shop.settings;
  const window = windowOf(wanted.slot, shop.zone);
  const kind = windows.find(({ starts, ends }) => starts === window.starts && ends === window.ends)?.kind;
  const drive = (promises['driveMinutes'] ?? 0) * MINUTE;
  let [open, busy] = [0, (wanted.minutes + (promises['bufferMinutes'] ?? 0)) * MINUTE];
  for (const technician of able) {
    const { stops, duties } = dayOf(shop, technician, window.date, taken, now);
    const spans = earliest(stops, duties[0]?.from ?? 0, drive);
    for (const duty of duties) {
      if (duty.kind !== kind) continue;
      open += Math.max(0, duty.to - Math.max(duty.from, now));
      for (const [begins, ends] of spans)
        if (ends > now && duty.from <= begins && begins < duty.to) busy += ends - begins + drive;
    }
  }
  return busy > (1 - emergencyReserve) * open;
};

/** Who could keep the window at that moment, by the rows alone; null when nobody could, or the shop would not offer it. */
export const whoCould = (shop: ShopRows, wanted: Wanted, taken: readonly Taken[], now: number): string | null => {
  const { from, date, starts, ends } = windowOf(wanted.slot, shop.zone);
  const kind = shop.settings.windows.find((one) => one.starts === starts && one.ends === ends)?.kind;
  const holiday = shop.holidays.find((one) => one.date === date);
  if (from < now || (holiday !== undefined && (holiday.kind === 'closed' || kind === 'open'))) return null;
  const able = shop.technicians
    .filter(({ skills }) => wanted.skill === '' || skills.includes(wanted.skill))
    .map(({ id }) => id);
  if (eatsReserve(shop, wanted, able, taken, now)) return null;
  return able.find((technician) => isFree(shop, wanted, technician, taken, now)) ?? null;
};
