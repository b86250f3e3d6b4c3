import { estimates, installs, repairs, type StarterService } from './service.ts';

/** Starter rows: durations are typical ones, amounts US averages of 2026. The owner sets his own. */
export const plumbing: readonly StarterService[] = [
  ...repairs(99, [
    ['general_plumbing', 'Plumbing visit', 75, null],
    ['burst_leak', 'Burst pipe or active leak', 90, [200, 800]],
    ['main_line_backup', 'Main line backup', 90, [175, 450]],
    ['drain_clog', 'Clogged drain', 45, [150, 350]],
    ['toilet_clog', 'Clogged toilet', 45, [125, 300]],
    ['toilet_leak', 'Running or leaking toilet', 45, [125, 300]],
    ['toilet_replacement', 'Toilet replacement', 75, [350, 800]],
    ['faucet_shower', 'Faucet or shower valve', 60, [150, 450]],
    ['disposal', 'Garbage disposal', 60, [250, 550]],
    ['no_hot_water', 'No hot water', 75, [150, 600]],
    ['tankless', 'Tankless water heater', 90, [150, 350]],
    ['sump_pump', 'Sump pump', 75, [400, 1200]],
    ['camera_jetting', 'Camera inspection or jetting', 60, [250, 800]],
    ['hidden_leak', 'Hidden leak search', 120, [200, 500]],
    ['backflow_test', 'Backflow test', 30, [75, 200]],
    ['water_pressure', 'Low or no water pressure', 75, [300, 700]],
  ]),
  ...installs(99, [['water_heater_replacement', 'Water heater replacement', 210, [900, 2500]]]),
  ...estimates([['gas_line', 'Gas line', 150, [300, 1000]]]),
];
