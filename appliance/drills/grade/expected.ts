import { takesDeposit } from './deposits.ts';
import { rowsOfAlert } from './ladder.ts';
import type { Snapshot } from './rows.ts';
import { AFTER_HOURS_FROM, parseWindow } from '../scenario/window.ts';
import type { Booked, Message, RowsByTable } from '../scenario/expectation.ts';
import type { Facts } from '../scenario/persona.ts';
import type { Scenario } from '../scenario/schema.ts';

type Columns = Readonly<Record<string, unknown>>;

/** Rows that must be written, by table. */
export type ExpectedRows = Record<string, Columns[]>;

const cents = (dollars: number): number => Math.round(dollars * 100);

/** The parts of an expectation that are named; what is left out may be anything. */
const named = (columns: Readonly<Record<string, unknown>>): Columns =>
  Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));

/** Every row that one booking writes. */
const rowsOfBooking = (booked: Booked, facts: Facts, shop: Snapshot): ExpectedRows => {
  const name = booked.name ?? facts.name;
  const phone = booked.phone ?? `+1${facts.phone}`;
  const sure = (fact: Booked['unconfirmed'][number]): boolean => !booked.unconfirmed.includes(fact);
  const text = booked.window ?? facts.window;
  const window = text === undefined ? null : parseWindow(text);
  const { house, street, city, state } = facts.address;
  const location = `${house} ${street}, ${city}, ${state}`;
  const quote = { ...(booked.fee === undefined ? {} : { fee_cents: cents(booked.fee) }), ...booked.quote };
  const visit = named({
    date: window?.date,
    window_start: window?.starts,
    window_end: window?.ends,
    after_hours: window === null ? undefined : window.starts >= AFTER_HOURS_FROM,
    status: 'scheduled',
    gate_code: booked.gate_code === undefined ? (facts.gate_code ?? null) : booked.gate_code,
    pets: booked.pets === undefined ? facts.pets : booked.pets,
    ...booked.visit,
  });
  const newLocation = booked.new_location ?? booked.new_customer;
  return {
    ...(booked.new_customer
      ? {
          customers: [{ name, name_confirmed: sure('name') }],
          contacts: [{ customer: name, kind: 'phone', value: phone, confirmed: sure('phone') }],
        }
      : {}),
    ...(newLocation ? { locations: [{ house_number: house, street, city, state, confirmed: sure('address') }] } : {}),
    jobs: [
      named({
        service_type: booked.service,
        location,
        urgency: booked.urgency,
        status: 'scheduled',
        contact_name: name,
        contact_name_confirmed: sure('name'),
        contact_phone: phone,
        contact_phone_confirmed: sure('phone'),
        quote: Object.keys(quote).length === 0 ? undefined : quote,
        ...booked.job,
      }),
    ],
    visits: [visit],
    assignments: [named({ technician: booked.technician, status: 'planned' })],
    reservations: [named({ technician: booked.technician, visit: '*', expires: false })],
    outbox: [
      { kind: 'office.booked', channel: 'email' },
      { kind: 'visit.confirmed', channel: 'sms', recipient: phone },
      ...(takesDeposit(shop, booked.service) ? [{ kind: 'deposit.link', channel: 'sms', recipient: phone }] : []),
    ],
  };
};

const rowsOfMessage = ({ reason, text, name, phone, facts }: Message): ExpectedRows => ({
  tasks: [named({ kind: 'call_back', status: 'open', reason, text, name, phone, facts })],
  outbox: [{ kind: 'office.message', channel: 'email', facts: { reason } }],
});

/** All rows that the scenario wants written. @param shop as it was before the call */
export const expectedRows = (scenario: Scenario, shop: Snapshot): ExpectedRows => {
  const { expect, caller } = scenario;
  const all: ExpectedRows = {};
  const add = (rows: ExpectedRows | RowsByTable): void => {
    for (const [table, list] of Object.entries(rows)) all[table] = [...(all[table] ?? []), ...list];
  };
  for (const booked of expect.booked) add(rowsOfBooking(booked, caller, shop));
  for (const message of expect.messages) add(rowsOfMessage(message));
  for (const alert of expect.alerts) add(rowsOfAlert(alert, shop, scenario));
  add(expect.rows);
  return all;
};
