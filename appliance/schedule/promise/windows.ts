import type { Point } from '../travel/estimate.ts';
import { reserveOf } from './reserve.ts';
import {
  fitInto,
  prepareDay,
  type Drive,
  type Duty,
  type Fit,
  type PreparedDay,
  type TechnicianDay,
} from './technician-day.ts';
import { choose, type Able, type Seat } from './seats.ts';

/** A window that could be offered. Times in epoch seconds. */
export interface CandidateWindow {
  readonly id: string;
  /** Local date, `2026-11-24`. */
  readonly date: string;
  readonly from: number;
  readonly to: number;
  /** Whose duty it is. */
  readonly duty: Duty['kind'];
  readonly kind: 'bookable' | 'emergency_only' | 'blocked' | 'closed' | 'holiday';
}

/** What a caller needs. */
export interface WindowRequest {
  /** Epoch seconds. */
  readonly now: number;
  /** Null where nobody has located it: then nobody is nearer than another. */
  readonly location: Point | null;
  readonly skills: readonly string[];
  readonly parts: Readonly<Record<string, number>>;
  /** Seconds on site, by technician where one is slower; `''` for the rest. Buffers are part of it. */
  readonly work: Readonly<Record<string, number>>;
  readonly crew: number;
  readonly emergency: boolean;
  readonly preferred: readonly string[];
  /** Seconds between now and the start of the first window that may be offered. */
  readonly lead: number;
}

export interface PromiseRules {
  /** Share of a day's duty, among those with the skills, that is kept for emergencies: 0.1 to 0.2. */
  readonly reserve: number;
  /** Seconds of driving from home beyond which no technician is sent. */
  readonly maxDrive: number;
  /** What one day of waiting weighs against driving, in seconds. */
  readonly waiting: number;
  /** What the preferred technician weighs, in seconds of driving. */
  readonly preference: number;
  /** Seconds that a visit may run past its duty, and one in an emergency. */
  readonly overtime: number;
  readonly emergencyOvertime: number;
}

/** Why a window cannot be had, or why a technician cannot keep it. */
export type WindowRefusal =
  | 'closed'
  | 'holiday'
  | 'blocked'
  | 'emergency_only'
  | 'lead_time'
  | 'no_shift'
  | 'skills'
  | 'stock'
  | 'too_far'
  | 'full'
  | 'crew'
  | 'reserve'
  | 'further_visits';

export interface WindowOffer {
  readonly window: CandidateWindow;
  /** Who would come: as many as the crew needs, all from the same moment. */
  readonly seats: readonly Seat[];
  /** Seconds it weighs; the less the better. */
  readonly score: number;
}

export interface RefusedWindow {
  readonly window: CandidateWindow;
  readonly reason: WindowRefusal;
  /** For every technician of the day what stood in the way. */
  readonly technicians: Readonly<Partial<Record<WindowRefusal, number>>>;
}

export interface WindowAnswer {
  /** Best first. */
  readonly offers: readonly WindowOffer[];
  readonly refused: readonly RefusedWindow[];
}

/** The nearest miss first: what comes first is the reason given. */
const NEAREST: readonly WindowRefusal[] = ['full', 'too_far', 'stock', 'no_shift', 'skills'];
const DAY = 86_400;

const closed = (window: CandidateWindow, request: WindowRequest): WindowRefusal | null => {
  if (window.kind === 'emergency_only') {
    if (!request.emergency) return 'emergency_only';
  } else if (window.kind !== 'bookable') return window.kind;
  return window.from < request.now + request.lead ? 'lead_time' : null;
};

/** A technician's day for one request: `never` says why it is out of the question whatever the window. */
interface Row {
  readonly prepared: PreparedDay;
  readonly never: WindowRefusal | null;
  readonly order: number;
  readonly busy: number;
}

/**
 * Ranks the windows that can truly be kept: somebody with the skills, the parts and the shift gets there in time, and
 * every promise already made is kept. What cannot be had comes with its reason, so that "why not Tuesday?" has an answer.
 * @param days technicians' days by local date; who stands first comes first where all else is equal
 */
export const rankWindows = (
  windows: readonly CandidateWindow[],
  days: ReadonlyMap<string, readonly TechnicianDay[]>,
  request: WindowRequest,
  rules: PromiseRules,
  drive: Drive,
): WindowAnswer => {
  const overtime = request.emergency ? rules.emergencyOvertime : rules.overtime;
  const rowOf = (day: TechnicianDay, order: number): Row => {
    const able = request.skills.every((skill) => day.skills.includes(skill));
    const stocked = Object.entries(request.parts).every(([part, count]) => (day.stock[part] ?? 0) >= count);
    const known = day.home !== null && request.location !== null;
    const near = !known || drive(day.home, request.location) <= rules.maxDrive;
    const never: WindowRefusal | null = able ? (stocked ? (near ? null : 'too_far') : 'stock') : 'skills';
    const prepared = prepareDay(day, request.location, overtime, drive);
    const busy = day.stops.reduce((sum, { id, work }) => sum + (id === null ? 0 : work), 0);
    return { prepared, never, order, busy };
  };
  const known = new Map<string, readonly Row[]>();
  const rowsOf = (date: string): readonly Row[] => {
    const rows = known.get(date) ?? (days.get(date) ?? []).map(rowOf);
    known.set(date, rows);
    return rows;
  };
  const kept = new Map<string, ReturnType<typeof reserveOf>>();
  /** Would it eat into what is kept for emergencies? */
  const eatsReserve = ({ date, duty }: CandidateWindow): boolean => {
    if (request.emergency) return false;
    const key = `${date} ${duty}`;
    const skilled = rowsOf(date).filter(({ never }) => never !== 'skills');
    const { open, busy } =
      kept.get(key) ??
      reserveOf(
        skilled.map(({ prepared }) => prepared),
        duty,
        request.now,
      );
    kept.set(key, { open, busy });
    return busy + (request.work[''] ?? 0) * request.crew > (1 - rules.reserve) * open;
  };
  const weigh = (one: Able): number =>
    (request.location === null ? 0 : one.detour) - (request.preferred.includes(one.technician) ? rules.preference : 0);

  const offers: WindowOffer[] = [];
  const refused: RefusedWindow[] = [];
  for (const window of windows) {
    const refuse = (reason: WindowRefusal, technicians: RefusedWindow['technicians'] = {}): void =>
      void refused.push({ window, reason, technicians });
    const shut = closed(window, request);
    if (shut !== null) {
      refuse(shut);
      continue;
    }
    const able: Able[] = [];
    const causes: Partial<Record<WindowRefusal, number>> = {};
    const count = (cause: WindowRefusal): void => void (causes[cause] = (causes[cause] ?? 0) + 1);
    for (const { prepared, never, order, busy } of rowsOf(window.date)) {
      if (never !== null) {
        count(never);
        continue;
      }
      const { day } = prepared;
      const duties = day.duties.filter(
        ({ kind, from, to }) => kind === window.duty && from < window.to && window.from < to,
      );
      const work = request.work[day.technician] ?? request.work[''] ?? 0;
      /** Within whichever stretch of duty has room, the earliest first. */
      const within = (opens: number, closes: number): Fit | null => {
        for (const duty of duties) {
          const span = [Math.max(opens, duty.from), Math.min(closes, duty.to)] as const;
          const wanted = { window: span, work, until: duty.to + overtime, now: request.now };
          const fit = span[0] <= span[1] ? fitInto(prepared, wanted) : null;
          if (fit !== null) return fit;
        }
        return null;
      };
      const fit = within(window.from, window.to);
      if (fit === null) count(duties.length === 0 ? 'no_shift' : 'full');
      else {
        const { technician, skills } = day;
        const exactly = (at: number): Fit | null => (at < window.from || at > window.to ? null : within(at, at));
        able.push({ ...fit, technician, work, order, busy, skills: skills.length, exactly });
      }
    }
    const seats = choose(able, request.crew, weigh);
    if (able.length === 0) refuse(NEAREST.find((cause) => causes[cause]) ?? 'no_shift', causes);
    else if (seats === null) refuse('crew', causes);
    else if (eatsReserve(window)) refuse('reserve', causes);
    else {
      const driving = seats.reduce((sum, { weight }) => sum + weight, 0);
      const score = driving + (rules.waiting * (window.from - request.now)) / DAY;
      offers.push({ window, seats, score });
    }
  }
  offers.sort((a, b) => a.score - b.score || a.window.from - b.window.from);
  return { offers, refused };
};

/** Why nothing can be had on a day: each reason with the number of windows it stands for; null when something can. */
export const whyNot = (answer: WindowAnswer, date: string): Readonly<Partial<Record<WindowRefusal, number>>> | null => {
  if (answer.offers.some(({ window }) => window.date === date)) return null;
  const reasons: Partial<Record<WindowRefusal, number>> = {};
  for (const { window, reason } of answer.refused)
    if (window.date === date) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return reasons;
};
