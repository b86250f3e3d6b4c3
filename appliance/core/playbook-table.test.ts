import { expect, test } from 'vitest';
import { topicsOf } from '#conversation/playbook/parse.ts';
import { loadPlaybook } from './playbooks.ts';

/** What shops of each trade are called for, by the name a playbook has for it. */
const TABLE: Readonly<Record<string, string>> = {
  hvac: `no_cooling no_heat no_heat_heat_pump boiler thermostat indoor_unit_water iced_coil refrigerant_leak hvac_noise_smell
    ac_trips_breaker hvac_tune_up mini_split co_check hvac_replacement_estimate hvac_change_out mini_split_install`,
  plumbing: `burst_leak main_line_backup drain_clog toilet_clog toilet_leak toilet_replacement faucet_shower disposal no_hot_water
    water_heater_replacement tankless sump_pump camera_jetting hidden_leak gas_line backflow_test water_pressure`,
  electrical: `partial_outage full_outage breaker dead_outlets hot_outlet panel_buzzing_wet flicker outlet_switch light_fixture
    ceiling_fan new_circuit panel_upgrade ev_charger generator surge_detectors service_mast electrical_inspection`,
};

const OBJECTIONS = 'why_trip_fee cheaper_elsewhere too_expensive ballpark ask_partner why_deposit squeeze_me_in'.split(
  ' ',
);
const QUESTIONS =
  `licence warranty financing payment permit membership home_warranty rebates when_exactly need_to_be_home cancel_right
   cancellation_policy no_show_policy`.split(/\s+/);

test.each(Object.keys(TABLE))('%s has every service type of the trade, each with a question and advice', (name) => {
  const { serviceTypes } = loadPlaybook(name);
  expect(serviceTypes.map(({ code }) => code).toSorted()).toEqual(TABLE[name]?.split(/\s+/).toSorted());
  expect(serviceTypes.filter(({ ask }) => ask.length === 0).map(({ code }) => code)).toEqual([]);
  expect(serviceTypes.filter(({ advice }) => advice.length === 0).map(({ code }) => code)).toEqual([]);
});

test.each(Object.keys(TABLE))('%s answers objections and questions, and holds no amount', (name) => {
  const book = loadPlaybook(name);
  const codes = topicsOf(book).map(({ code }) => code);
  expect([...OBJECTIONS, ...QUESTIONS].filter((code) => !codes.includes(code))).toEqual([]);
  expect(codes.includes('refrigerant')).toBe(name === 'hvac');
  expect(JSON.stringify(book)).not.toMatch(/\$\s?\d|\d\s?(?:dollars|%)/i);
});
