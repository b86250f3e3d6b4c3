import type { EquipmentRecord, EquipmentType } from '#shared/api/places.ts';
import { isOlderThanUsual } from '#shop/equipment/usual-life.ts';
import type { Scope } from '../scope.ts';

/** What is or was installed at these places, oldest entry first. @param now epoch ms */
export const readEquipment = async (
  { db, businessId }: Scope,
  locationIds: readonly string[],
  now: number,
): Promise<EquipmentRecord[]> => {
  const rows = await db
    .selectFrom('equipment')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('location_id', 'in', [...locationIds])
    .orderBy('id')
    .execute();
  // Whose clock makes no difference to what lasts for years.
  const today = new Date(now).toISOString().slice(0, 10);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    locationId: row.location_id,
    type: row.type as EquipmentType,
    brand: row.brand,
    model: row.model,
    serial: row.serial,
    installedOn: row.installed_on,
    warrantyUntil: row.warranty_until,
    removedOn: row.removed_on,
    isOlderThanUsual: row.removed_on === null && isOlderThanUsual(row.type as EquipmentType, row.installed_on, today),
  }));
};
