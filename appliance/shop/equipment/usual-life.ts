import type { EquipmentType } from '#shared/api/places.ts';

/**
 * Years that equipment usually lasts: after the National Association of Home Builders' "Study of Life Expectancy of Home
 * Components" (2007), the upper end where it gives a range; alarms after NFPA 72 (smoke: ten years from manufacture) and their
 * makers (carbon monoxide: seven to ten). Null where nothing usual can be said.
 */
const YEARS: Readonly<Record<EquipmentType, number | null>> = {
  air_conditioner: 15,
  heat_pump: 16,
  mini_split: 16,
  furnace: 20,
  boiler: 21,
  thermostat: 35,
  water_heater_tank: 11,
  water_heater_tankless: 20,
  water_softener: 20,
  sump_pump: 10,
  well_pump: 15,
  disposal: 12,
  toilet: null,
  faucet: 20,
  electrical_panel: 40,
  generator: 20,
  ev_charger: 10,
  smoke_alarm: 10,
  carbon_monoxide_alarm: 7,
  other: null,
};

/** The last day that a date, a month or a year may mean. */
const latest = (text: string): string => {
  const [year = '', month, day] = text.split('-');
  return `${year}-${month ?? '12'}-${day ?? '31'}`;
};

/**
 * Is it older than its type usually lasts? What is known by its year alone counts from the end of that year, so that nothing is
 * called old too early.
 * @param installedOn `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; null: nobody knows
 * @param today `YYYY-MM-DD`
 */
export const isOlderThanUsual = (type: EquipmentType, installedOn: string | null, today: string): boolean => {
  const years = YEARS[type];
  if (years === null || installedOn === null) return false;
  const [year = '', ...rest] = latest(installedOn).split('-');
  return [String(Number(year) + years).padStart(4, '0'), ...rest].join('-') < today;
};
