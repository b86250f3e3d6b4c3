import { estimates, installs, repairs, type StarterService } from './service.ts';

/** Starter rows: durations are typical ones, amounts US averages of 2026. The owner sets his own. */
export const electrical: readonly StarterService[] = [
  ...repairs(99, [
    ['general_electrical', 'Electrical visit', 75, null],
    ['partial_outage', 'Part of the house out', 75, [150, 600]],
    ['full_outage', 'Whole house out', 75, null],
    ['breaker', 'Breaker trips', 75, [100, 300]],
    ['dead_outlets', 'Dead outlets', 45, [130, 300]],
    ['hot_outlet', 'Hot or sparking outlet', 75, null],
    ['panel_buzzing_wet', 'Buzzing or wet panel', 120, null],
    ['flicker', 'Flickering lights', 60, null],
    ['outlet_switch', 'Outlet or switch', 40, [140, 400]],
    ['light_fixture', 'Light fixture', 60, [100, 650]],
    ['ceiling_fan', 'Ceiling fan', 75, [140, 580]],
    ['surge_detectors', 'Surge protection or detectors', 45, [250, 500]],
    ['electrical_inspection', 'Safety inspection', 75, [100, 300]],
  ]),
  ...installs(99, [['new_circuit', 'New circuit', 150, [300, 800]]]),
  ...estimates([
    ['panel_upgrade', 'Panel upgrade', 480, [1800, 4000]],
    ['ev_charger', 'EV charger', 180, [800, 2000]],
    ['generator', 'Generator', 180, [600, 1500]],
    ['service_mast', 'Service mast', 180, [800, 2500]],
  ]),
];
