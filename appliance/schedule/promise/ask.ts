import { daysFrom, localDate, minuteOf } from '../local-time.ts';
import { estimateDrive, type Point } from '../travel/estimate.ts';
import { parseWindowId, windowId, type LocalWindow } from '../window.ts';
import type { BookedStop, ScheduleBook } from './book.ts';
import { candidateWindows, technicianDays } from './days.ts';
import { localClock } from './duties.ts';
import { prepareDay, type Drive, type PromisedStop } from './technician-day.ts';
import { meets, type Wishes } from './wishes.ts';
import {
  rankWindows,
  whyNot,
  type CandidateWindow,
  type PromiseRules,
  type RefusedWindow,
  type WindowAnswer,
  type WindowOffer,
  type WindowRefusal,
  type WindowRequest,
} from './windows.ts';

/** One visit of a job, as the shop's rows tell. */
export interface VisitNeed {
  readonly skills: readonly string[];
  /** Parts and tools, by code. */
  readonly parts: Readonly<Record<string, number>>;
  /** Minutes on site; by technician where one is slower. */
  readonly minutes: number;
  readonly paces: Readonly<Record<string, number>>;
  readonly crew: number;
  /** Days after the visit before it, at least and at most; of no meaning for the first. */
  readonly minDays: number;
  readonly maxDays: number;
}

/** What is asked of the schedule. */
export interface Need {
  /** Epoch ms. */
  readonly now: number;
  readonly location: Point | null;
  readonly emergency: boolean;
  /** Technicians the customer would rather have. */
  readonly preferred: readonly string[];
  readonly leadMinutes: number;
  /** The job's visits, in order. */
  readonly visits: readonly [VisitNeed, ...VisitNeed[]];
}

/** A window that can be kept, with the visits that follow it. */
export interface JobOffer {
  readonly offer: WindowOffer;
  readonly further: readonly WindowOffer[];
}

/** When work starts and ends, epoch ms. */
export interface PlannedTime {
  readonly id: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

const rulesOf = ({ rules }: ScheduleBook): PromiseRules => ({
  reserve: rules.emergencyReserve,
  maxDrive: rules.maxDriveMinutes * 60,
  waiting: rules.waitingMinutes * 60,
  preference: rules.preferenceMinutes * 60,
  overtime: rules.overtimeMinutes * 60,
  emergencyOvertime: rules.emergencyOvertimeMinutes * 60,
});

/** Drives as the book has them; where one end is not located, the shop's usual drive. */
const driveOf = ({ rules, travel = estimateDrive }: ScheduleBook): Drive => {
  const usual = rules.driveMinutes * 60;
  return (from, to) => (from === null || to === null ? usual : travel(from, to).seconds);
};

const requestOf = (book: ScheduleBook, need: Need, visit: VisitNeed, preferred: readonly string[]): WindowRequest => {
  const seconds = (minutes: number): number => (minutes + book.rules.bufferMinutes) * 60;
  return {
    now: need.now / 1000,
    location: need.location,
    skills: visit.skills,
    parts: visit.parts,
    work: {
      ...Object.fromEntries(Object.entries(visit.paces).map(([id, minutes]) => [id, seconds(minutes)])),
      '': seconds(visit.minutes),
    },
    crew: visit.crew,
    emergency: need.emergency,
    preferred,
    lead: Math.max(book.leadMinutes, need.leadMinutes) * 60,
  };
};

/** A schedule book opened for questions: days and wall times are worked out once. */
export const openBook = (book: ScheduleBook) => {
  const at = localClock(book.zone);
  const drive = driveOf(book);
  const rules = rulesOf(book);

  /** Every window from `date` on for so many days. */
  const rank = (need: Need, visit: VisitNeed, date: string, days: number, preferred = need.preferred): WindowAnswer => {
    const span = [...daysFrom(date, days)];
    const windows = candidateWindows(book, span, at);
    return rankWindows(windows, technicianDays(book, span, at), requestOf(book, need, visit, preferred), rules, drive);
  };

  /**
   * The visits after the first: each in the window that was told, or in the best of its days, by the same people where they
   * can. Null: one cannot be had.
   */
  const furtherOf = (need: Need, offer: WindowOffer, told: readonly string[]): readonly WindowOffer[] | null => {
    const further: WindowOffer[] = [];
    const preferred = [...need.preferred, ...offer.seats.map(({ technician }) => technician)];
    for (const visit of need.visits.slice(1)) {
      const last = further.at(-1) ?? offer;
      const [from] = [...daysFrom(last.window.date, visit.minDays + 1)].slice(-1);
      const days = Math.max(1, visit.maxDays - visit.minDays + 1);
      const { offers } = rank(need, visit, from?.date ?? last.window.date, days, preferred);
      const id = told[further.length];
      const best = id === undefined ? offers[0] : offers.find((one) => one.window.id === id);
      if (!best) return null;
      further.push(best);
    }
    return further;
  };

  const jobOf = (need: Need, offer: WindowOffer, told: readonly string[] = []): JobOffer | null => {
    const further = furtherOf(need, offer, told);
    return further && { offer, further };
  };

  return {
    /**
     * Up to `limit` windows that meet the wishes, best first: those within the wished hours, or where there is none those
     * that touch them; and why a wished day has none. `whole`: no day beyond the horizon could have changed the answer.
     */
    offer(
      need: Need,
      wishes: Wishes,
      limit: number,
    ): { readonly offers: readonly JobOffer[]; readonly answer: WindowAnswer; readonly whole: boolean } {
      const today = localDate(need.now, book.zone);
      const horizon = [...daysFrom(today, book.horizonDays)];
      const days = wishes.date === null ? horizon : horizon.filter(({ date }) => date === wishes.date);
      const fitting = (from: readonly WindowOffer[], wanted: 1 | 2): readonly WindowOffer[] =>
        from.filter(({ window }) => {
          const span = hoursOf(window);
          return span !== null && !wishes.exclude.includes(window.id) && meets(span, wishes) === wanted;
        });
      const offers: WindowOffer[] = [];
      const refused: RefusedWindow[] = [];
      let whole = false;
      for (const { date } of days) {
        // Driving weighs nothing at the least; so no later day can come before what is found by now.
        const least =
          rules.waiting * ((at(date, '00:00') - need.now / 1000) / 86_400) - rules.preference * need.visits[0].crew;
        const sure = fitting(offers, 2).filter(({ score }) => score <= least);
        whole = sure.length >= limit && need.visits.length === 1;
        if (whole) break;
        const found = rank(need, need.visits[0], date, 1);
        offers.push(...found.offers);
        refused.push(...found.refused);
      }
      offers.sort((a, b) => a.score - b.score || a.window.from - b.window.from);
      const answer: WindowAnswer = { offers, refused };
      const fits = (wanted: 1 | 2): readonly WindowOffer[] => fitting(offers, wanted);
      const take = (from: readonly WindowOffer[]): readonly JobOffer[] => {
        const taken: JobOffer[] = [];
        for (const one of from) {
          if (taken.length >= limit) break;
          const job = jobOf(need, one);
          if (job) taken.push(job);
        }
        return taken;
      };
      const within = take(fits(2));
      return { offers: within.length > 0 ? within : take(fits(1)), answer, whole };
    },

    /**
     * Looks at one window again, as it must be just before it is promised. One the book does not have is `closed`.
     * @param told ids of the windows of the further visits, where the caller knows them
     */
    judge(need: Need, window: LocalWindow, told: readonly string[] = []): JobOffer | WindowRefusal {
      const id = windowId(window);
      const answer = rank(need, need.visits[0], window.date, 1);
      const offer = answer.offers.find((one) => one.window.id === id);
      if (!offer) return answer.refused.find((one) => one.window.id === id)?.reason ?? 'closed';
      return jobOf(need, offer, told) ?? 'further_visits';
    },

    /**
     * A technician's day once a stop is in it: when work starts and ends at each (epoch ms), as early as can be. Stops whose
     * start is fixed are left out.
     * @param position the seat's place in the day
     */
    retime(technician: string, stop: BookedStop, position: number): readonly PlannedTime[] {
      const { date } = stop.window;
      const day = technicianDays(book, daysFrom(date, 1), at)
        .get(date)
        ?.find((one) => one.technician === technician);
      if (!day) return [];
      const start = stop.plannedStart / 1000;
      const latest = stop.fixed ? start : at(date, stop.window.ends);
      const added: PromisedStop = {
        id: stop.id,
        location: stop.location,
        window: [start, latest],
        work: stop.minutes * 60,
      };
      const stops = day.stops.toSpliced(position, 0, added);
      const times = prepareDay({ ...day, stops }, null, 0, drive);
      return stops.flatMap(({ id, window, work }, i) => {
        if (id === null || window[0] === window[1]) return [];
        const begins = times.start[i] ?? 0;
        return [{ id, startsAt: begins * 1000, endsAt: (begins + work) * 1000 }];
      });
    },
  };
};

export type OpenBook = ReturnType<typeof openBook>;

const hoursOf = ({ id }: CandidateWindow): readonly [number, number] | null => {
  const local = parseWindowId(id);
  return local && [minuteOf(local.starts) / 60, minuteOf(local.ends) / 60];
};

/** The one reason a wished day, or a wished part of it, has nothing: the nearest miss first. Null: it has something. */
export const refusalOf = (
  answer: WindowAnswer,
  { date, ...hours }: Pick<Wishes, 'date' | 'fromHour' | 'toHour'>,
): WindowRefusal | null => {
  if (date === null) return null;
  const wished = ({ window }: { readonly window: CandidateWindow }): boolean => {
    const span = hoursOf(window);
    return span !== null && meets(span, hours) > 0;
  };
  const reasons = whyNot({ offers: answer.offers.filter(wished), refused: answer.refused.filter(wished) }, date);
  if (reasons === null) return null;
  return ORDER.find((reason) => reasons[reason] !== undefined) ?? 'closed';
};

/** The nearest miss first. */
const ORDER: readonly WindowRefusal[] = [
  'full',
  'reserve',
  'crew',
  'stock',
  'too_far',
  'further_visits',
  'emergency_only',
  'blocked',
  'no_shift',
  'skills',
  'lead_time',
  'holiday',
  'closed',
];
