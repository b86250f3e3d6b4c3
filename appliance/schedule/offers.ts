import { isAtWork, type Technician } from './crew.ts';
import { daysFrom, instantOf, localDate, minuteOf } from './local-time.ts';
import { windowId, type LocalWindow } from './window.ts';

/** What can be promised in a week, when, and by whom. Local wall times; `busy` in instants. */
export interface Calendar {
  readonly zone: string;
  readonly windows: readonly {
    readonly weekdays: readonly number[];
    readonly starts: string;
    readonly ends: string;
    readonly kind: 'open' | 'on_call';
    /** True for one that only an emergency may take. */
    readonly emergencyOnly?: boolean;
  }[];
  readonly hours: readonly {
    readonly weekday: number;
    readonly kind: 'open' | 'on_call';
    readonly starts: string;
    readonly ends: string;
  }[];
  /** `closed`: nothing that day; `on_call`: after-hours windows only. */
  readonly holidays: readonly { readonly date: string; readonly kind: 'closed' | 'on_call' }[];
  readonly technicians: readonly Technician[];
  /** Visits and live reservations. */
  readonly busy: readonly { readonly technicianId: string; readonly startsAt: number; readonly endsAt: number }[];
  readonly leadMinutes: number;
  readonly horizonDays: number;
  readonly emergencyReserve: number;
}

export interface Request {
  readonly now: number;
  readonly minutes: number;
  /** Needed skill, '' when anybody may come. */
  readonly skill: string;
  readonly emergency: boolean;
}

export interface Wishes {
  readonly date: string | null;
  readonly fromHour: number | null;
  readonly toHour: number | null;
  readonly exclude: readonly string[];
}

/** Why a window cannot be had. */
export type Refusal =
  | 'closed'
  | 'holiday'
  | 'lead_time'
  | 'nobody_at_work'
  | 'no_skill'
  | 'full'
  | 'reserve'
  | 'excluded'
  | 'not_wished';

export interface Offer extends LocalWindow {
  readonly id: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly afterHours: boolean;
  /** Who could come, least busy first. */
  readonly technicians: readonly string[];
}

export type Judgement =
  | { readonly ok: true; readonly offer: Offer }
  | { readonly ok: false; readonly id: string; readonly reason: Refusal };

type Profile = Calendar['windows'][number];

/** The time a technician is bound by a promise: the whole window, and longer where the work is longer. */
export const boundUntil = (startsAt: number, endsAt: number, minutes: number): number =>
  Math.max(endsAt, startsAt + minutes * 60_000);

const judge = (calendar: Calendar, request: Request, profile: Profile, date: string, weekday: number): Judgement => {
  const window: LocalWindow = { date, starts: profile.starts, ends: profile.ends };
  const id = windowId(window);
  const no = (reason: Refusal): Judgement => ({ ok: false, id, reason });
  const holiday = calendar.holidays.find((h) => h.date === date);
  if (holiday !== undefined && (holiday.kind === 'closed' || profile.kind === 'open')) return no('holiday');
  const open = calendar.hours.some(
    (h) =>
      h.weekday === weekday &&
      h.kind === profile.kind &&
      minuteOf(h.starts) <= minuteOf(profile.starts) &&
      minuteOf(profile.ends) <= minuteOf(h.ends),
  );
  if (!open) return no('closed');
  if (profile.emergencyOnly === true && !request.emergency) return no('reserve');
  const startsAt = instantOf(date, profile.starts, calendar.zone);
  if (startsAt < request.now + calendar.leadMinutes * 60_000) return no('lead_time');
  const endsAt = instantOf(date, profile.ends, calendar.zone);

  const shift = profile.kind === 'open' ? 'available' : 'on_call';
  const atWork = calendar.technicians.filter((t) => isAtWork(t, window, weekday, shift));
  if (atWork.length === 0) return no('nobody_at_work');
  const skilled = atWork.filter((t) => request.skill === '' || t.skills.includes(request.skill));
  if (skilled.length === 0) return no('no_skill');
  const until = boundUntil(startsAt, endsAt, request.minutes);
  const free = skilled.filter(
    (t) => !calendar.busy.some((b) => b.technicianId === t.id && b.startsAt < until && startsAt < b.endsAt),
  );
  if (free.length === 0) return no('full');
  if (
    !request.emergency &&
    (free.length <= calendar.emergencyReserve || breaksReserveLater(calendar, request, startsAt, until))
  )
    return no('reserve');
  const load = (t: Technician): number => calendar.busy.filter((b) => b.technicianId === t.id).length;
  const technicians = free.toSorted((a, b) => load(a) - load(b) || a.skills.length - b.skills.length).map((t) => t.id);
  return { ok: true, offer: { ...window, id, startsAt, endsAt, afterHours: profile.kind === 'on_call', technicians } };
};

/** A long job binds its technician in the windows that follow, and the reserve is kept in those too. */
const breaksReserveLater = (calendar: Calendar, request: Request, startsAt: number, until: number): boolean =>
  calendar.emergencyReserve > 0 &&
  [...daysFrom(localDate(startsAt, calendar.zone), 2)].some(({ date, weekday }) =>
    calendar.windows.some((profile) => {
      if (!profile.weekdays.includes(weekday)) return false;
      const window: LocalWindow = { date, starts: profile.starts, ends: profile.ends };
      const [from, to] = [profile.starts, profile.ends].map((time) => instantOf(date, time, calendar.zone)) as [
        number,
        number,
      ];
      if (from <= startsAt || until <= from) return false;
      const shift = profile.kind === 'open' ? 'available' : 'on_call';
      const free = calendar.technicians.filter(
        (t) =>
          isAtWork(t, window, weekday, shift) &&
          (request.skill === '' || t.skills.includes(request.skill)) &&
          !calendar.busy.some((b) => b.technicianId === t.id && b.startsAt < to && from < b.endsAt),
      );
      return free.length > 0 && free.length <= calendar.emergencyReserve;
    }),
  );

const hoursOf = (profile: Profile): readonly [number, number] => [
  minuteOf(profile.starts) / 60,
  minuteOf(profile.ends) / 60,
];

/** How well a window meets the wished hours: 2 lies within them, 1 touches them, 0 misses. */
const fit = (profile: Profile, wishes: Wishes): 0 | 1 | 2 => {
  if (wishes.fromHour === null && wishes.toHour === null) return 2;
  const from = wishes.fromHour ?? 0;
  const wished = wishes.toHour ?? 24;
  const to = wished > from ? wished : from + 0.5;
  const [starts, ends] = hoursOf(profile);
  if (from <= starts && ends <= to) return 2;
  return starts < to && from < ends ? 1 : 0;
};

/**
 * Up to `limit` windows, soonest first, that meet the wishes, and why the windows before them were refused. Windows
 * within the wished hours win; only when there is none do those come that touch them.
 */
export const offerWindows = (
  calendar: Calendar,
  request: Request,
  wishes: Wishes,
  limit: number,
): {
  readonly offers: readonly Offer[];
  readonly refused: readonly { readonly id: string; readonly reason: Refusal }[];
} => {
  const inside: Offer[] = [];
  const touching: Offer[] = [];
  const refused: { id: string; reason: Refusal }[] = [];
  const profiles = calendar.windows.toSorted((a, b) => minuteOf(a.starts) - minuteOf(b.starts));
  for (const { date, weekday } of daysFrom(localDate(request.now, calendar.zone), calendar.horizonDays)) {
    for (const profile of profiles) {
      if (inside.length >= limit) return { offers: inside, refused };
      if (!profile.weekdays.includes(weekday)) continue;
      const id = windowId({ date, starts: profile.starts, ends: profile.ends });
      const fits = wishes.date !== null && wishes.date !== date ? 0 : fit(profile, wishes);
      if (fits === 0) {
        refused.push({ id, reason: 'not_wished' });
        continue;
      }
      if (wishes.exclude.includes(id)) {
        refused.push({ id, reason: 'excluded' });
        continue;
      }
      if (fits === 1 && touching.length >= limit) continue;
      const judgement = judge(calendar, request, profile, date, weekday);
      if (judgement.ok) (fits === 2 ? inside : touching).push(judgement.offer);
      else refused.push({ id, reason: judgement.reason });
    }
  }
  return { offers: inside.length > 0 ? inside : touching.slice(0, limit), refused };
};

/** Looks at one window again, as it must be just before it is promised. A window the calendar does not have is `closed`. */
export const judgeWindow = (calendar: Calendar, request: Request, window: LocalWindow): Judgement => {
  const [day] = daysFrom(window.date, 1);
  const profile = calendar.windows.find(
    (p) =>
      p.starts === window.starts && p.ends === window.ends && day !== undefined && p.weekdays.includes(day.weekday),
  );
  if (profile === undefined || day === undefined) return { ok: false, id: windowId(window), reason: 'closed' };
  return judge(calendar, request, profile, day.date, day.weekday);
};
