import { estimates, repairs, type StarterService } from './service.ts';

/** Starter rows: durations are typical ones, amounts US averages of 2026. The owner sets his own. */
export const hvac: readonly StarterService[] = [
  {
    code: 'no_cooling',
    name: 'AC repair',
    minutes: 90,
    fee: 165,
    feeRule: 'credited',
    range: [300, 800],
    afterHoursRange: [450, 1200],
  },
  ...repairs(165, [
    ['general_hvac', 'Heating and cooling visit', 90, null],
    ['no_heat', 'Furnace repair', 90, [150, 1000]],
    ['no_heat_heat_pump', 'Heat pump repair', 90, [200, 900]],
    ['boiler', 'Boiler repair', 90, [250, 1200]],
    ['thermostat', 'Thermostat', 45, [150, 450]],
    ['indoor_unit_water', 'Water at the indoor unit', 60, [120, 400]],
    ['iced_coil', 'Iced coil', 90, null],
    ['refrigerant_leak', 'Refrigerant leak search', 120, [150, 500]],
    ['hvac_noise_smell', 'Noise or smell', 75, null],
    ['ac_trips_breaker', 'AC trips the breaker', 75, null],
    ['mini_split', 'Mini-split repair', 90, null],
    ['co_check', 'Carbon monoxide check', 75, null],
  ]),
  { code: 'hvac_tune_up', name: 'Tune-up', minutes: 75, fee: 119, feeRule: 'not_credited', range: null },
  ...estimates([
    ['hvac_replacement_estimate', 'Replacement estimate', 60, null],
    ['hvac_change_out', 'System change-out', 480, [5000, 16_000]],
    ['mini_split_install', 'Mini-split installation', 360, [3000, 6000]],
  ]),
];
