import type { EquipmentPatch, NewEquipment } from '#shared/api/places.ts';
import { newId } from '#shared/ids.ts';
import { changeRow, recordMade, requireRow } from '../history/change.ts';
import { columnsOf, type Changeable } from '../history/fields.ts';
import { LOCATION } from '../locations/fields.ts';
import type { Tx } from '../scope.ts';

/** What is installed at a place. */
const EQUIPMENT: Changeable<EquipmentPatch> = {
  table: 'equipment',
  kind: 'equipment',
  fields: {
    type: { column: 'type' },
    brand: { column: 'brand' },
    model: { column: 'model' },
    serial: { column: 'serial' },
    installedOn: { column: 'installed_on' },
    warrantyUntil: { column: 'warranty_until' },
    removedOn: { column: 'removed_on' },
  },
};

/** @returns its id @throws PilotError `record.unknown` */
export const addEquipment = async (
  tx: Tx,
  locationId: string,
  equipment: NewEquipment,
  actor: string,
): Promise<string> => {
  await requireRow(tx, LOCATION, locationId);
  const now = tx.clock.now();
  const id = newId(now);
  const { type, brand = null, model = null, serial = null } = equipment;
  await tx.db
    .insertInto('equipment')
    .values({
      business_id: tx.businessId,
      id,
      location_id: locationId,
      type,
      brand,
      model,
      serial,
      installed_on: null,
      warranty_until: null,
      removed_on: null,
      version: 1,
      created_at: now,
      ...columnsOf(EQUIPMENT, equipment),
    })
    .execute();
  await recordMade(tx, EQUIPMENT, { id, patch: equipment, actor });
  return id;
};

/** @returns the version from now on @throws ChangedSince, PilotError `record.unknown` */
export const changeEquipment = (
  tx: Tx,
  id: string,
  expected: number | null,
  patch: EquipmentPatch,
  actor: string,
): Promise<number> => changeRow(tx, EQUIPMENT, { id, expected, patch, actor });
