import type { VisitDetails } from '#conversation/tools.ts';
import { boundUntil, type Offer } from '#schedule/offers.ts';
import { newId } from '#shared/ids.ts';
import { giveSecrets, revealSecret } from '../calls/secrets.ts';
import type { Scope, Tx } from '../scope.ts';
import { reserve } from './reservation.ts';

export interface NewVisit {
  readonly jobId: string;
  readonly callId: string | null;
  readonly technicianId: string;
  readonly offer: Offer;
  readonly zone: string;
  readonly minutes: number;
  readonly visit: VisitDetails;
}

/** Where visits booked by earlier releases hold their code. */
const gateCodePlace = (businessId: string, visitId: string): readonly string[] => [
  'visits',
  'gate_code',
  businessId,
  visitId,
];

/** The promise, the technician who keeps it, and the capacity it takes. @returns the visit's id */
export const addVisit = async (
  tx: Tx,
  { jobId, callId, technicianId, offer, zone, minutes, visit }: NewVisit,
): Promise<string> => {
  const now = tx.clock.now();
  const id = newId(now);
  const { businessId } = tx;
  await tx.db
    .insertInto('visits')
    .values({
      business_id: businessId,
      id,
      job_id: jobId,
      date: offer.date,
      window_start: offer.starts,
      window_end: offer.ends,
      zone,
      starts_at: offer.startsAt,
      ends_at: offer.endsAt,
      minutes,
      after_hours: offer.afterHours ? 1 : 0,
      status: 'scheduled',
      gate_code: null,
      access: visit.access,
      pets: visit.pets,
    })
    .execute();
  await giveSecrets(tx, [visit.gateCode, visit.alarmCode], id);
  const until = boundUntil(offer.startsAt, offer.endsAt, minutes);
  await tx.db
    .insertInto('assignments')
    .values({
      business_id: businessId,
      id: newId(now),
      visit_id: id,
      technician_id: technicianId,
      planned_start: offer.startsAt,
      planned_end: until,
      status: 'planned',
    })
    .execute();
  await reserve(tx, { technicianId, offer, until, callId, visitId: id, expiresAt: null });
  return id;
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
