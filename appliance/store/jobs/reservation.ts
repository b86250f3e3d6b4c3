import type { Offer } from '#schedule/offers.ts';
import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';

export interface NewReservation {
  readonly technicianId: string;
  readonly offer: Offer;
  /** When the technician is free again, epoch ms. */
  readonly until: number;
  readonly callId: string | null;
  /** Null while it is only held. */
  readonly visitId: string | null;
  /** When a hold ends, epoch ms; null once a visit has it for good. */
  readonly expiresAt: number | null;
}

/**
 * Takes a technician's window; a hold on it that has run out gives way.
 * @returns the reservation's id
 * @throws the database's refusal when somebody else has it: one holder a technician and window
 */
export const reserve = async (tx: Tx, wanted: NewReservation): Promise<string> => {
  const { technicianId, offer, until, callId, visitId, expiresAt } = wanted;
  const now = tx.clock.now();
  const id = newId(now);
  await tx.db
    .deleteFrom('reservations')
    .where('business_id', '=', tx.businessId)
    .where('technician_id', '=', technicianId)
    .where('slot', '=', offer.id)
    .where('visit_id', 'is', null)
    .where('expires_at', '<=', now)
    .execute();
  await tx.db
    .insertInto('reservations')
    .values({
      business_id: tx.businessId,
      id,
      technician_id: technicianId,
      slot: offer.id,
      starts_at: offer.startsAt,
      ends_at: until,
      expires_at: expiresAt,
      call_id: callId,
      visit_id: visitId,
    })
    .execute();
  return id;
};
