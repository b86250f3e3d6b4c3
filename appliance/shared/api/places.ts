import { Type, type Static } from 'typebox';
import { exactly, Id, nullable, oneOf, Short, Version } from './parts.ts';

/** Where customers are, and what is installed there. No record holds a gate or alarm code: `hasGateCode` says that one is kept. */
export const PROPERTY_CLASSES = ['residential', 'rental', 'commercial', 'industrial', 'public'] as const;

/** How an address was found on the map, the surest first. */
export const GeocodeQuality = oneOf(['rooftop', 'range', 'street', 'zip', 'city']);

const addressParts = {
  houseNumber: Type.String({ maxLength: 20 }),
  street: Short(),
  unit: nullable(Type.String({ minLength: 1, maxLength: 40 })),
  city: Short(80),
  state: Type.String({ pattern: '^[A-Z]{2}$' }),
  zip: nullable(Type.String({ pattern: '^[0-9]{5}(-[0-9]{4})?$' })),
};

const locationDetails = {
  name: nullable(Short(80)),
  parentId: nullable(Id),
  zone: Type.String({ minLength: 1, maxLength: 60, description: 'IANA zone' }),
  propertyClass: nullable(oneOf(PROPERTY_CLASSES)),
  access: nullable(Type.String({ minLength: 1, maxLength: 1000, description: 'how one gets in; no code' })),
  lon: nullable(Type.Number({ minimum: -180, maximum: 180 })),
  lat: nullable(Type.Number({ minimum: -90, maximum: 90 })),
  geocodeQuality: nullable(GeocodeQuality),
  confirmed: Type.Boolean(),
};

/** The zone is the shop's when it is left out. */
export const NewLocation = Type.Object(
  { ...addressParts, ...Type.Partial(Type.Object(locationDetails)).properties },
  exactly,
);
export type NewLocation = Static<typeof NewLocation>;

export const LocationPatch = Type.Partial(Type.Object({ ...addressParts, ...locationDetails }, exactly));
export type LocationPatch = Static<typeof LocationPatch>;

/** A code of a gate or an alarm; null takes it away. */
export const LocationCodes = Type.Partial(
  Type.Object(
    {
      gateCode: nullable(Type.String({ minLength: 1, maxLength: 40 })),
      alarmCode: nullable(Type.String({ minLength: 1, maxLength: 40 })),
    },
    exactly,
  ),
);
export type LocationCodes = Static<typeof LocationCodes>;

export const EQUIPMENT_TYPES = [
  'air_conditioner',
  'heat_pump',
  'mini_split',
  'furnace',
  'boiler',
  'thermostat',
  'water_heater_tank',
  'water_heater_tankless',
  'water_softener',
  'sump_pump',
  'well_pump',
  'disposal',
  'toilet',
  'faucet',
  'electrical_panel',
  'generator',
  'ev_charger',
  'smoke_alarm',
  'carbon_monoxide_alarm',
  'other',
] as const;
export type EquipmentType = (typeof EQUIPMENT_TYPES)[number];

const day = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const equipmentDetails = {
  brand: nullable(Short(80)),
  model: nullable(Short(80)),
  serial: nullable(Short(80)),
  installedOn: nullable(
    Type.String({
      pattern: `^([0-9]{4}|[0-9]{4}-(0[1-9]|1[0-2])|${day})$`,
      description: 'a date, a month or a year, as far as it is known',
    }),
  ),
  warrantyUntil: nullable(Type.String({ pattern: `^${day}$` })),
  removedOn: nullable(Type.String({ pattern: `^${day}$` })),
};

export const NewEquipment = Type.Object(
  { type: oneOf(EQUIPMENT_TYPES), ...Type.Partial(Type.Object(equipmentDetails)).properties },
  exactly,
);
export type NewEquipment = Static<typeof NewEquipment>;

export const EquipmentPatch = Type.Partial(Type.Object({ type: oneOf(EQUIPMENT_TYPES), ...equipmentDetails }, exactly));
export type EquipmentPatch = Static<typeof EquipmentPatch>;

export const EquipmentRecord = Type.Object({
  id: Id,
  version: Version,
  locationId: Id,
  type: oneOf(EQUIPMENT_TYPES),
  ...equipmentDetails,
  isOlderThanUsual: Type.Boolean({ description: 'older than its type usually lasts' }),
});
export type EquipmentRecord = Static<typeof EquipmentRecord>;

export const LocationRecord = Type.Object({
  id: Id,
  version: Version,
  customerId: Id,
  ...addressParts,
  ...locationDetails,
  hasGateCode: Type.Boolean(),
  hasAlarmCode: Type.Boolean(),
  equipment: Type.Array(EquipmentRecord),
});
export type LocationRecord = Static<typeof LocationRecord>;
