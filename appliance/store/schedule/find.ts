import { openBook, refusalOf, type JobOffer, type Need } from '#schedule/promise/ask.ts';
import { daysFrom, localDate } from '#schedule/local-time.ts';
import type { RefusedWindow, WindowRefusal } from '#schedule/promise/windows.ts';
import type { Wishes } from '#schedule/promise/wishes.ts';
import type { Scope } from '../scope.ts';
import { readShop } from '../shop/business.ts';
import { readBook } from './read-book.ts';

/** Windows that can be kept now, best first; the rest with their reasons. */
export interface FoundWindows {
  readonly zone: string;
  readonly offers: readonly JobOffer[];
  readonly refused: readonly RefusedWindow[];
  /** Why the wished time has nothing; null when it has something, or no day was wished. */
  readonly reason: WindowRefusal | null;
}

/**
 * Asks the schedule by the rows as they are. Nothing is taken: that is a claim's (`claim.ts`), which judges again.
 * @param except reservations that count as free
 */
export const findWindows = async (
  scope: Scope,
  need: Need,
  wishes: Wishes,
  limit: number,
  except: readonly string[],
): Promise<FoundWindows> => {
  const { zone, settings } = await readShop(scope);
  const { now, visits } = need;
  const today = localDate(now, zone);
  const { date } = wishes;
  /** By the rows of the first days alone; what a wished day needs is fewer still. */
  const within = async (horizonDays: number) => {
    const from = date ?? today;
    const reach = visits.reduce((sum, { maxDays }) => sum + maxDays, date === null ? horizonDays : 1);
    const to = [...daysFrom(from, reach + 1)].at(-1)?.date ?? from;
    const { book } = await readBook(scope, { from, to, now, except });
    return openBook({ ...book, horizonDays }).offer(need, wishes, limit);
  };
  const soon = date === null && settings.horizonDays > SOON_DAYS ? await within(SOON_DAYS) : null;
  const { offers, answer } = soon?.whole ? soon : await within(settings.horizonDays);
  return { zone, offers, refused: answer.refused, reason: refusalOf(answer, wishes) };
};

/** Mostly the first days have enough, and no later one can be better. */
const SOON_DAYS = 4;
