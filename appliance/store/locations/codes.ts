import type { SecretSlot } from '#conversation/state/references.ts';
import type { LocationCodes } from '#shared/api/places.ts';
import { newId } from '#shared/ids.ts';
import { requireRow } from '../history/change.ts';
import { recordEvent } from '../jobs/event.ts';
import type { Scope, Tx } from '../scope.ts';
import { LOCATION } from './fields.ts';

const place = (businessId: string, id: string): readonly string[] => ['location_codes', 'sealed', businessId, id];

/** Keeps or takes away codes of a place. That it was done is written down, the codes are not. @throws PilotError `record.unknown` */
export const setLocationCodes = async (
  tx: Tx,
  locationId: string,
  codes: LocationCodes,
  actor: string,
): Promise<void> => {
  await requireRow(tx, LOCATION, locationId);
  tx.leaveNoTrace();
  for (const [slot, code] of Object.entries(codes)) {
    await tx.db
      .deleteFrom('location_codes')
      .where('business_id', '=', tx.businessId)
      .where('location_id', '=', locationId)
      .where('slot', '=', slot)
      .execute();
    if (code !== null) {
      const id = newId(tx.clock.now());
      await tx.db
        .insertInto('location_codes')
        .values({
          business_id: tx.businessId,
          id,
          location_id: locationId,
          slot,
          sealed: tx.seal.seal(code, place(tx.businessId, id)),
          created_at: tx.clock.now(),
        })
        .execute();
    }
    await recordEvent(tx, {
      subject: { kind: 'location', id: locationId },
      kind: code === null ? 'code.removed' : 'code.kept',
      actor,
      reason: '',
      body: { slot },
    });
  }
};

/** A code in clear, for who stands at the gate; null when none is kept. Whoever hands it out writes down that they did. */
export const revealLocationCode = async (
  { db, businessId, seal }: Scope,
  locationId: string,
  slot: SecretSlot,
): Promise<string | null> => {
  const row = await db
    .selectFrom('location_codes')
    .select(['id', 'sealed'])
    .where('business_id', '=', businessId)
    .where('location_id', '=', locationId)
    .where('slot', '=', slot)
    .executeTakeFirst();
  return row === undefined ? null : seal.open(row.sealed, place(businessId, row.id));
};
