import type { VisitDetails } from '#conversation/tools.ts';
import type { Need, OpenBook } from '#schedule/promise/ask.ts';
import type { WindowOffer } from '#schedule/promise/windows.ts';
import { promisedOf, type PromisedWindow } from '#schedule/promised.ts';
import type { Point } from '#schedule/travel/estimate.ts';
import { newId } from '#shared/ids.ts';
import { giveSecrets, revealSecret } from '../calls/secrets.ts';
import type { Claim } from '../schedule/claim.ts';
import { spanOf, takeSeats } from '../schedule/seats.ts';
import type { Scope, Tx } from '../scope.ts';

export interface NewVisit {
  readonly jobId: string;
  readonly window: PromisedWindow;
  readonly zone: string;
  /** On site, without buffer. */
  readonly minutes: number;
  /** Its place among the visits of the job, from 1. */
  readonly position: number;
  readonly crew: number;
  readonly visit: VisitDetails;
}

/** Where visits booked by earlier releases hold their code. */
const gateCodePlace = (businessId: string, visitId: string): readonly string[] => [
  'visits',
  'gate_code',
  businessId,
  visitId,
];

/** The promise alone: whose time it takes is `addAssignment`'s and the reservation's. @returns the visit's id */
export const addVisit = async (tx: Tx, wanted: NewVisit): Promise<string> => {
  const { jobId, window, zone, minutes, position, crew, visit } = wanted;
  const id = newId(tx.clock.now());
  await tx.db
    .insertInto('visits')
    .values({
      business_id: tx.businessId,
      id,
      job_id: jobId,
      date: window.date,
      window_start: window.starts,
      window_end: window.ends,
      zone,
      starts_at: window.startsAt,
      ends_at: window.endsAt,
      minutes,
      after_hours: window.afterHours ? 1 : 0,
      status: 'scheduled',
      gate_code: null,
      access: visit.access,
      pets: visit.pets,
      position,
      crew,
    })
    .execute();
  if (position === 1) await giveSecrets(tx, [visit.gateCode, visit.alarmCode], id);
  return id;
};

/** Who keeps a visit, and when (epoch ms). */
interface Assigned {
  readonly technicianId: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

export const addAssignment = async (
  tx: Tx,
  visitId: string,
  { technicianId, startsAt, endsAt }: Assigned,
): Promise<void> => {
  await tx.db
    .insertInto('assignments')
    .values({
      business_id: tx.businessId,
      id: newId(tx.clock.now()),
      visit_id: visitId,
      technician_id: technicianId,
      planned_start: startsAt,
      planned_end: endsAt,
      status: 'planned',
    })
    .execute();
};

/** The people of a visit are these from now on; an assignment that is there passes to whoever comes instead. */
const assign = async (tx: Tx, visitId: string, people: readonly Assigned[]): Promise<void> => {
  const own = await tx.db
    .selectFrom('assignments')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('visit_id', '=', visitId)
    .orderBy('id')
    .execute();
  for (const [i, one] of people.entries()) {
    const known = own[i];
    if (known === undefined) await addAssignment(tx, visitId, one);
    else
      await tx.db
        .updateTable('assignments')
        .set({
          technician_id: one.technicianId,
          planned_start: one.startsAt,
          planned_end: one.endsAt,
          status: 'planned',
        })
        .where('business_id', '=', tx.businessId)
        .where('id', '=', known.id)
        .execute();
  }
};

/** Gives a visit its people and their time, within a claim (store/schedule/claim.ts). */
export const seatVisit = async (
  tx: Tx,
  book: OpenBook,
  offer: WindowOffer,
  visit: { readonly id: string; readonly location: Point | null; readonly callId: string | null },
): Promise<void> => {
  await assign(
    tx,
    visit.id,
    offer.seats.map((seat) => ({ technicianId: seat.technician, ...spanOf(seat) })),
  );
  await takeSeats(tx, book, offer, visit.location, { callId: visit.callId, visitId: visit.id, expiresAt: null });
};

/**
 * Turns what was claimed into the visits of a job: all of them, in order, with their people and their time.
 * @returns their ids
 */
export const addVisits = async (
  tx: Tx,
  { book, job: { offer, further }, shop }: Claim,
  wanted: {
    readonly jobId: string;
    readonly callId: string | null;
    readonly need: Need;
    readonly visit: VisitDetails;
  },
): Promise<readonly [string, ...string[]]> => {
  const { jobId, callId, need, visit } = wanted;
  const add = async (one: WindowOffer, at: number): Promise<string> => {
    const { minutes, crew } = need.visits[at] ?? need.visits[0];
    const window = promisedOf(one.window);
    const id = await addVisit(tx, { jobId, window, zone: shop.zone, minutes, position: at + 1, crew, visit });
    await seatVisit(tx, book, one, { id, location: need.location, callId });
    return id;
  };
  const first = await add(offer, 0);
  const ids: [string, ...string[]] = [first];
  for (const [i, one] of further.entries()) ids.push(await add(one, i + 1));
  return ids;
};

/** The gate code of a visit in clear, for the person who stands at the gate; null when none is kept. */
export const revealGateCode = async (scope: Scope, visitId: string): Promise<string | null> => {
  const kept = await revealSecret(scope, visitId, 'gateCode');
  if (kept !== null) return kept;
  const row = await scope.db
    .selectFrom('visits')
    .select('gate_code')
    .where('business_id', '=', scope.businessId)
    .where('id', '=', visitId)
    .executeTakeFirst();
  return row?.gate_code == null ? null : scope.seal.open(row.gate_code, gateCodePlace(scope.businessId, visitId));
};

/** The alarm code of a visit in clear, for the person who goes in; null when none is kept. */
export const revealAlarmCode = (scope: Scope, visitId: string): Promise<string | null> =>
  revealSecret(scope, visitId, 'alarmCode');
