import { resolveWindow, type PromisedWindow } from '#schedule/promised.ts';
import { newId } from '#shared/ids.ts';
import { PilotError } from '#shared/errors.ts';
import { readShopSettings } from '#shop/settings.ts';
import { customerFor } from '#store/customers/match.ts';
import { locationFor } from '#store/locations/for-call.ts';
import type { Tx } from '#store/scope.ts';
import { readShop } from '#store/shop/business.ts';
import { findServiceType } from '#store/shop/service-type.ts';
import type { BusinessStore } from '#store/store.ts';
import { addJob } from '#store/jobs/job.ts';
import { addAssignment, addVisit } from '#store/jobs/visit.ts';
import { writeTaken } from '#store/schedule/seats.ts';
import { AFTER_HOURS_FROM, parseWindow } from '../scenario/window.ts';
import type { KnownCustomer, KnownVisit, ShopSetup } from '../scenario/shop.ts';

const windowOf = (text: string, zone: string): PromisedWindow => {
  const window = parseWindow(text);
  return resolveWindow(window, zone, window.starts >= AFTER_HOURS_FROM);
};

const setupFault = (what: string): PilotError =>
  new PilotError('drill_setup', `the shop of the scenario cannot be set up: ${what}`, {
    fix: 'Correct the scenario; its format stands in tests/drills/README.md.',
  });

const technicians = (tx: Tx) =>
  tx.db
    .selectFrom('technicians')
    .select(['id', 'name'])
    .where('business_id', '=', tx.businessId)
    .orderBy('name')
    .execute();

const addKnownVisit = async (
  tx: Tx,
  zone: string,
  customer: { readonly id: string; readonly locationId: string; readonly known: KnownCustomer },
  visit: KnownVisit,
): Promise<void> => {
  const service = await findServiceType(tx, visit.service);
  if (service === null) throw setupFault(`it sells no ${visit.service}`);
  const crew = await technicians(tx);
  const technician = visit.technician === undefined ? crew[0] : crew.find(({ name }) => name === visit.technician);
  if (technician === undefined) throw setupFault(`nobody is called ${visit.technician}`);
  const { name, phone, address } = customer.known;
  const window = windowOf(visit.window, zone);
  const details = {
    serviceType: visit.service,
    problem: visit.problem,
    details: [],
    urgency: 'routine',
    contact: { name, nameConfirmed: true, phone: `+1${phone}`, phoneConfirmed: true },
    location: placeOf(address),
    gateCode: null,
    alarmCode: null,
    access: null,
    pets: null,
    unconfirmed: [],
  };
  const job = await addJob(tx, {
    callId: null,
    customerId: customer.id,
    locationId: customer.locationId,
    quoteId: null,
    service,
    contact: details.contact,
    visit: details,
    afterHours: window.afterHours,
  });
  const { minutes } = service;
  const visitId = await addVisit(tx, { jobId: job.id, window, zone, minutes, position: 1, crew: 1, visit: details });
  const { id: technicianId } = technician;
  const times = { technicianId, startsAt: window.startsAt, endsAt: window.startsAt + minutes * 60_000 };
  await addAssignment(tx, visitId, times);
  const taken = { ...times, date: window.date, slot: window.id, fixed: false };
  await writeTaken(tx, taken, { callId: null, visitId, expiresAt: null });
  if (visit.status === 'scheduled') return;
  for (const [table, id] of [
    ['jobs', job.id],
    ['visits', visitId],
  ] as const)
    await tx.db
      .updateTable(table)
      .set({ status: table === 'jobs' && visit.status === 'done' ? 'completed' : visit.status })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', id)
      .execute();
};

const placeOf = ({ house, street, unit, city, state, zip }: KnownCustomer['address']) => ({
  houseNumber: house,
  street,
  unit: unit ?? null,
  city,
  state,
  zip: zip ?? null,
  confirmed: true,
});

const addCustomer = async (tx: Tx, zone: string, known: KnownCustomer): Promise<void> => {
  const { name, phone, address } = known;
  const contact = { name, nameConfirmed: true, phone: `+1${phone}`, phoneConfirmed: true };
  const id = await customerFor(tx, contact, placeOf(address));
  const locationId = await locationFor(tx, id, zone, placeOf(address));
  for (const visit of known.visits) await addKnownVisit(tx, zone, { id, locationId, known }, visit);
};

/** Holds every technician's capacity in a window for somebody else. */
const take = async (tx: Tx, zone: string, text: string): Promise<void> => {
  const { date, id: slot, startsAt, endsAt } = windowOf(text, zone);
  for (const { id } of await technicians(tx))
    await writeTaken(
      tx,
      { technicianId: id, date, slot, startsAt, endsAt, fixed: true },
      { callId: null, visitId: null, expiresAt: endsAt },
    );
};

/** Brings a freshly seeded shop to where the scenario begins. @throws PilotError `drill_setup`, `shop_settings` */
export const fillShop = (store: BusinessStore, setup: ShopSetup): Promise<void> =>
  store.transaction(async (tx) => {
    const { businessId: business_id } = tx;
    const { zone, settings } = await readShop(tx);
    const outdoor = setup.outdoor_f === undefined ? {} : { outdoorTempF: setup.outdoor_f };
    await tx.db
      .updateTable('businesses')
      .set({ settings: JSON.stringify(readShopSettings({ ...settings, ...outdoor, ...setup.settings })) })
      .where('id', '=', business_id)
      .execute();
    for (const { date, kind } of setup.holidays)
      await tx.db
        .insertInto('holidays')
        .values({ business_id, id: newId(tx.clock.now()), date, name: 'Closed', kind })
        .execute();
    for (const customer of setup.customers) await addCustomer(tx, zone, customer);
    for (const window of setup.taken) await take(tx, zone, window);
  });
