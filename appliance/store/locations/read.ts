import type { EquipmentRecord, LocationRecord } from '#shared/api/places.ts';
import { readEquipment } from '../equipment/read.ts';
import type { LocationRow } from '../schema/customers.ts';
import type { Scope } from '../scope.ts';
import type { Selectable } from 'kysely';

const recordOf = (
  row: Selectable<LocationRow>,
  slots: readonly string[],
  equipment: readonly EquipmentRecord[],
): LocationRecord => ({
  id: row.id,
  version: row.version,
  customerId: row.customer_id,
  houseNumber: row.house_number,
  street: row.street,
  unit: row.unit,
  city: row.city,
  state: row.state,
  zip: row.zip,
  name: row.name,
  parentId: row.parent_id,
  zone: row.zone,
  propertyClass: row.property_class as LocationRecord['propertyClass'],
  access: row.access,
  lon: row.lon,
  lat: row.lat,
  geocodeQuality: row.geocode_quality as LocationRecord['geocodeQuality'],
  confirmed: row.confirmed === 1,
  hasGateCode: slots.includes('gateCode'),
  hasAlarmCode: slots.includes('alarmCode'),
  equipment: [...equipment],
});

/** A customer's places, or one of any customer's, with what is installed there; newest first. @param now epoch ms: what is old by then */
export const readLocations = async (
  scope: Scope,
  of: { readonly customerId: string } | { readonly id: string },
  now: number,
): Promise<LocationRecord[]> => {
  const { db, businessId } = scope;
  const rows = await db
    .selectFrom('locations')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('customerId' in of ? 'customer_id' : 'id', '=', 'customerId' in of ? of.customerId : of.id)
    .orderBy('id', 'desc')
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const codes = await db
    .selectFrom('location_codes')
    .select(['location_id', 'slot'])
    .where('business_id', '=', businessId)
    .where('location_id', 'in', ids)
    .execute();
  const equipment = await readEquipment(scope, ids, now);
  return rows.map((row) =>
    recordOf(
      row,
      codes.flatMap(({ location_id, slot }) => (location_id === row.id ? [slot] : [])),
      equipment.filter(({ locationId }) => locationId === row.id),
    ),
  );
};
