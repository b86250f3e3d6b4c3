import type { Point } from '../travel/estimate.ts';
import { fitInto, slackOf, type Drive, type TechnicianDay } from './technician-day.ts';

/** A window that could be offered. Times in epoch seconds. */
export interface CandidateWindow {
  readonly id: string;
  /** Local date, `2026-11-24`. */
  readonly date: string;
  readonly from: number;
  readonly to: number;
  readonly kind: 'bookable' | 'emergency_only' | 'blocked';
}

/** What a caller needs. */
export interface WindowRequest {
  readonly now: number;
  readonly location: Point;
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

export interface OfferRules {
  /** Share of each day's shift time, among those with the skills, that is kept for emergencies: 0.1 to 0.2. */
  readonly reserve: number;
  /** Seconds of driving from home beyond which no technician is sent. */
  readonly maxDrive: number;
  /** What one day of waiting weighs against driving, in seconds; more for what is urgent. */
  readonly waiting: number;
  /** What the preferred technician weighs, in seconds of driving. */
  readonly preference: number;
}

/** Why a window cannot be had, or why a technician cannot keep it. */
export type WindowRefusal =
  | 'blocked'
  | 'emergency_only'
  | 'lead_time'
  | 'no_shift'
  | 'skills'
  | 'stock'
  | 'too_far'
  | 'full'
  | 'crew'
  | 'reserve';

export interface WindowOffer {
  readonly window: CandidateWindow;
  /** Who could come, best first; as many as the crew needs are free together. */
  readonly technicians: readonly { readonly technician: string; readonly detour: number; readonly start: number }[];
  /** Seconds of driving it weighs; the less the better. */
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
  if (window.kind === 'blocked') return 'blocked';
  if (window.kind === 'emergency_only' && !request.emergency) return 'emergency_only';
  return window.from < request.now + request.lead ? 'lead_time' : null;
};

/**
 * Ranks the windows that can truly be kept: somebody with the skills, the parts and the shift gets there in time, and
 * every promise already made is kept. What cannot be had comes with its reason, so that "why not Tuesday?" has an answer.
 * @param days technicians' days by local date
 */
export const rankWindows = (
  windows: readonly CandidateWindow[],
  days: ReadonlyMap<string, readonly TechnicianDay[]>,
  request: WindowRequest,
  rules: OfferRules,
  drive: Drive,
): WindowAnswer => {
  const offers: WindowOffer[] = [];
  const refused: RefusedWindow[] = [];
  const known = new Map<string, ReturnType<typeof prepare>>();
  const prepare = (date: string) => {
    const rows = (days.get(date) ?? []).map((day) => {
      const able = request.skills.every((skill) => day.skills.includes(skill));
      const stocked = Object.entries(request.parts).every(([part, count]) => (day.stock[part] ?? 0) >= count);
      const near = drive(day.home, request.location) <= rules.maxDrive;
      const never: WindowRefusal | null = able ? (stocked ? (near ? null : 'too_far') : 'stock') : 'skills';
      return { day, never, slack: able ? slackOf(day, drive) : null };
    });
    const skilled = rows.filter(({ slack }) => slack !== null);
    const shift = skilled.reduce((sum, { day }) => sum + day.shift[1] - day.shift[0], 0);
    const busy = skilled.reduce((sum, { slack }) => sum + (slack?.busy ?? 0), 0);
    return { rows, shift, busy };
  };
  for (const window of windows) {
    const refuse = (reason: WindowRefusal, technicians: RefusedWindow['technicians'] = {}): void =>
      void refused.push({ window, reason, technicians });
    const shut = closed(window, request);
    if (shut !== null) {
      refuse(shut);
      continue;
    }
    const { rows, shift, busy } = known.get(window.date) ?? prepare(window.date);
    if (!known.has(window.date)) known.set(window.date, { rows, shift, busy });
    const able: { technician: string; detour: number; start: number }[] = [];
    const causes: Partial<Record<WindowRefusal, number>> = {};
    const count = (cause: WindowRefusal): void => void (causes[cause] = (causes[cause] ?? 0) + 1);
    for (const { day, never, slack } of rows) {
      if (never !== null || slack === null) {
        count(never ?? 'skills');
        continue;
      }
      if (day.shift[1] <= window.from || day.shift[0] > window.to) {
        count('no_shift');
        continue;
      }
      const work = request.work[day.technician] ?? request.work[''] ?? 0;
      const fit = fitInto(day, slack, { location: request.location, window: [window.from, window.to], work }, drive);
      if (fit === null) count('full');
      else able.push({ technician: day.technician, detour: fit.detour, start: fit.start });
    }
    const weight = (one: { technician: string; detour: number }): number =>
      one.detour - (request.preferred.includes(one.technician) ? rules.preference : 0);
    able.sort((a, b) => weight(a) - weight(b) || (a.technician < b.technician ? -1 : 1));
    if (able.length === 0) refuse(NEAREST.find((cause) => causes[cause]) ?? 'no_shift', causes);
    else if (able.length < request.crew) refuse('crew', causes);
    else if (!request.emergency && busy + (request.work[''] ?? 0) * request.crew > (1 - rules.reserve) * shift)
      refuse('reserve', causes);
    else {
      const driving = able.slice(0, request.crew).reduce((sum, one) => sum + weight(one), 0);
      const score = driving + (rules.waiting * (window.from - request.now)) / DAY;
      offers.push({ window, technicians: able, score });
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
