import type { LocationPatch, NewLocation } from '#shared/api/places.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { addressKey, type AddressParts } from '#shop/address.ts';
import { requireLive } from '../customers/live.ts';
import { changeRow, recordMade, requireRow } from '../history/change.ts';
import { columnsOf } from '../history/fields.ts';
import type { Scope, Tx } from '../scope.ts';
import { readShop } from '../shop/business.ts';
import { LOCATION } from './fields.ts';

/** A place may lie in another, and that in a third: no building needs more. */
const MOST_LEVELS = 8;

/**
 * A further place of a customer, at an address they have none at yet, or the one they have there.
 * @returns its id
 * @throws PilotError `record.unknown`, `customer.gone`, `location.zone`, `location.parent`
 */
export const addLocation = async (tx: Tx, customerId: string, place: NewLocation, actor: string): Promise<string> => {
  await requireLive(tx, customerId);
  const zone = place.zone ?? (await readShop(tx)).zone;
  refuseZone(zone);
  const key = addressKey(place);
  const known = await tx.db
    .selectFrom('locations')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .where('address_key', '=', key)
    .executeTakeFirst();
  return known?.id ?? insertLocation(tx, customerId, { ...place, zone }, actor);
};

/** Writes a place that is known to be new. @returns its id @throws PilotError `location.parent` */
export const insertLocation = async (
  tx: Tx,
  customerId: string,
  place: NewLocation & { readonly zone: string },
  actor: string,
): Promise<string> => {
  const id = newId(tx.clock.now());
  if (place.parentId != null) await refuseParent(tx, id, place.parentId);
  const { houseNumber, street, unit, city, state, zip, zone, confirmed = false } = place;
  await tx.db
    .insertInto('locations')
    .values({
      business_id: tx.businessId,
      id,
      customer_id: customerId,
      house_number: houseNumber,
      street,
      unit,
      city,
      state,
      zip,
      zone,
      address_key: addressKey(place),
      confirmed: confirmed ? 1 : 0,
      ...columnsOf(LOCATION, place),
    })
    .execute();
  await recordMade(tx, LOCATION, { id, patch: { ...place, confirmed }, actor });
  return id;
};

const ADDRESS: readonly (keyof AddressParts)[] = ['houseNumber', 'street', 'unit', 'city', 'state', 'zip'];

/**
 * Changes a place. One whose address changed is no longer where the map had it, unless the change says where.
 * @returns the version from now on
 * @throws ChangedSince, PilotError `record.unknown`, `customer.gone`, `location.zone`, `location.parent`
 */
export const changeLocation = async (
  tx: Tx,
  id: string,
  expected: number | null,
  patch: LocationPatch,
  actor: string,
): Promise<number> => {
  const row = await requireRow(tx, LOCATION, id);
  await requireLive(tx, String(row['customer_id']));
  if (patch.zone !== undefined) refuseZone(patch.zone);
  if (patch.parentId != null) await refuseParent(tx, id, patch.parentId);
  const before: AddressParts = addressOf(row);
  const after: AddressParts = {
    ...before,
    ...Object.fromEntries(ADDRESS.flatMap((name) => (name in patch ? [[name, patch[name]]] : []))),
  };
  const moved = addressKey(before) !== addressKey(after);
  const unplaced = moved && patch.lon === undefined ? { lon: null, lat: null, geocodeQuality: null } : {};
  return changeRow(tx, LOCATION, {
    id,
    expected,
    patch: { ...unplaced, ...patch },
    actor,
    beside: { address_key: addressKey(after) },
  });
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The address of a row of `locations`. */
export const addressOf = (row: Readonly<Record<string, unknown>>): AddressParts => ({
  houseNumber: text(row['house_number']) ?? '',
  street: text(row['street']) ?? '',
  unit: text(row['unit']),
  city: text(row['city']) ?? '',
  state: text(row['state']) ?? '',
  zip: text(row['zip']),
});

const refuseZone = (zone: string): void => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
  } catch (cause) {
    throw new PilotError('location.zone', `There is no time zone ${zone}.`, {
      fix: 'Name one like America/New_York, or leave it out for the zone of the shop.',
      cause,
    });
  }
};

const refuseParent = async (scope: Scope, id: string, parentId: string): Promise<void> => {
  let at: string | null = parentId;
  for (let level = 0; at !== null; level += 1) {
    if (at === id || level >= MOST_LEVELS)
      throw new PilotError('location.parent', 'A place cannot lie in itself, nor in more than eight others.', {
        fix: 'Name the building or site it is part of.',
      });
    at = text((await requireRow(scope, LOCATION, at))['parent_id']);
  }
};
