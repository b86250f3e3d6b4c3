import type { LocationPatch } from '#shared/api/places.ts';
import type { Changeable } from '../history/fields.ts';

/** A place's fields. */
export const LOCATION: Changeable<LocationPatch> = {
  table: 'locations',
  kind: 'location',
  fields: {
    houseNumber: { column: 'house_number' },
    street: { column: 'street' },
    unit: { column: 'unit' },
    city: { column: 'city' },
    state: { column: 'state' },
    zip: { column: 'zip' },
    name: { column: 'name' },
    parentId: { column: 'parent_id' },
    zone: { column: 'zone' },
    propertyClass: { column: 'property_class' },
    access: { column: 'access' },
    lon: { column: 'lon' },
    lat: { column: 'lat' },
    geocodeQuality: { column: 'geocode_quality' },
    confirmed: { column: 'confirmed', as: 'flag' },
  },
};
