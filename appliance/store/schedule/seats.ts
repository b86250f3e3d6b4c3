import type { OpenBook, PlannedTime } from '#schedule/promise/ask.ts';
import type { BookedStop } from '#schedule/promise/book.ts';
import type { Seat } from '#schedule/promise/seats.ts';
import type { WindowOffer } from '#schedule/promise/windows.ts';
import type { Point } from '#schedule/travel/estimate.ts';
import { parseWindowId } from '#schedule/window.ts';
import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';

/** Whose the capacity is. */
export interface Holder {
  readonly callId: string | null;
  /** Null while it is only held. */
  readonly visitId: string | null;
  /** When a hold ends, epoch ms; null once a visit has it for good. */
  readonly expiresAt: number | null;
}

/** Capacity of one technician as it is written. Instants are epoch ms. */
export interface Taken {
  readonly technicianId: string;
  readonly date: string;
  readonly slot: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Work starts then and at no other time. */
  readonly fixed: boolean;
}

/** Writes that a technician's time is taken. @returns the reservation's id */
export const writeTaken = async (tx: Tx, taken: Taken, holder: Holder): Promise<string> => {
  const id = newId(tx.clock.now());
  await tx.db
    .insertInto('reservations')
    .values({
      business_id: tx.businessId,
      id,
      technician_id: taken.technicianId,
      date: taken.date,
      slot: taken.slot,
      starts_at: taken.startsAt,
      ends_at: taken.endsAt,
      minutes: Math.round((taken.endsAt - taken.startsAt) / 60_000),
      fixed: taken.fixed ? 1 : 0,
      expires_at: holder.expiresAt,
      call_id: holder.callId,
      visit_id: holder.visitId,
    })
    .execute();
  return id;
};

const setTimes = async (tx: Tx, { id, startsAt, endsAt }: PlannedTime): Promise<void> => {
  const row = await tx.db
    .updateTable('reservations')
    .set({ starts_at: startsAt, ends_at: endsAt })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('starts_at', '!=', startsAt)
    .returning(['visit_id', 'technician_id'])
    .executeTakeFirst();
  if (row?.visit_id == null) return;
  await tx.db
    .updateTable('assignments')
    .set({ planned_start: startsAt, planned_end: endsAt })
    .where('business_id', '=', tx.businessId)
    .where('visit_id', '=', row.visit_id)
    .where('technician_id', '=', row.technician_id)
    .execute();
};

/**
 * Takes the seats of an offer within a claim (`claim.ts`), and plans the rest of each of those days around them: every
 * promise stays within its window.
 * @param location of the visit, as the claim was asked for
 * @returns one reservation's id for each seat
 */
export const takeSeats = async (
  tx: Tx,
  book: OpenBook,
  { window, seats }: WindowOffer,
  location: Point | null,
  holder: Holder,
): Promise<readonly string[]> => {
  const ids: string[] = [];
  const local = parseWindowId(window.id);
  for (const seat of seats) {
    const fixed = seats.length > 1;
    const taken = { ...spanOf(seat), technicianId: seat.technician, date: window.date, slot: window.id, fixed };
    const id = await writeTaken(tx, taken, holder);
    ids.push(id);
    if (local === null) continue;
    const stop: BookedStop = {
      id,
      technicianId: seat.technician,
      window: local,
      location,
      minutes: (seat.end - seat.start) / 60,
      plannedStart: taken.startsAt,
      fixed,
      parts: {},
    };
    for (const time of book.retime(seat.technician, stop, seat.position)) await setTimes(tx, time);
  }
  return ids;
};

/** Start and end of a seat, epoch ms. */
export const spanOf = ({ start, end }: Seat): { readonly startsAt: number; readonly endsAt: number } => ({
  startsAt: start * 1000,
  endsAt: end * 1000,
});
