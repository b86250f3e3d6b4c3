import { newId } from '#shared/ids.ts';
import { STARTER_ADD_ONS } from '#shop/starter/add-ons.ts';
import { WEEKDAYS, type StarterShop, type StarterTechnician } from '#shop/starter/shop.ts';
import { addLadder } from '../escalation/ladder.ts';
import type { Tx } from '../scope.ts';
import { indexSubject } from '../search/index-subject.ts';
import { addDepositRule } from '../shop/deposit-rule.ts';
import type { BusinessStore, Store } from '../store.ts';
import { addAddOns } from './add-ons.ts';
import { addServices } from './price-book.ts';

const addCalendar = async (tx: Tx, { hours, holidays }: StarterShop): Promise<void> => {
  const { businessId: business_id } = tx;
  const id = (): string => newId(tx.clock.now());
  for (const row of hours)
    await tx.db
      .insertInto('opening_hours')
      .values({ business_id, id: id(), ...row })
      .execute();
  for (const holiday of holidays)
    await tx.db
      .insertInto('holidays')
      .values({ business_id, id: id(), ...holiday })
      .execute();
};

const addTechnician = async (tx: Tx, technician: StarterTechnician): Promise<void> => {
  const { businessId: business_id } = tx;
  const now = tx.clock.now();
  const id = newId(now);
  const { name, phone, skills, nights, saturday } = technician;
  await tx.db
    .insertInto('technicians')
    .values({ business_id, id, name, phone, skills: JSON.stringify(skills), active: 1 })
    .execute();
  indexSubject(tx, 'technician', id);
  const shifts = [
    ...WEEKDAYS.map((weekday) => ({ weekday, kind: 'available', starts: '08:00', ends: '17:00' })),
    ...(saturday ? [{ weekday: 6, kind: 'available', starts: '09:00', ends: '13:00' }] : []),
    ...nights.map((weekday) => ({ weekday, kind: 'on_call', starts: '17:00', ends: '23:00' })),
  ];
  for (const shift of shifts) {
    await tx.db
      .insertInto('shifts')
      .values({ business_id, id: newId(now), technician_id: id, date: null, ...shift })
      .execute();
  }
};

/**
 * Writes a shop's starter rows into an empty database, all or nothing, and gives it back. A database that holds a business
 * is left as it is, and its first business comes back: rows of an owner are never written over.
 * @param options.confirmed false: the owner has to look at the rows before lines answer for the shop
 */
export const seedShop = async (
  store: Store,
  starter: StarterShop,
  { confirmed, id = newId() }: { readonly confirmed: boolean; readonly id?: string },
): Promise<BusinessStore> => {
  const businessId = await store.for(id).transaction(async (tx) => {
    const known = await tx.db
      .selectFrom('businesses')
      .select('id')
      .orderBy('created_at')
      .orderBy('id')
      .executeTakeFirst();
    if (known !== undefined) return known.id;
    const now = tx.clock.now();
    const { name, zone, phone } = starter;
    await tx.db
      .insertInto('businesses')
      .values({
        id,
        name,
        zone,
        phone,
        settings: JSON.stringify(starter.settings),
        created_at: now,
        confirmed_at: confirmed ? now : null,
      })
      .execute();
    await tx.db
      .insertInto('lines')
      .values({ business_id: id, id: newId(now), name: 'main', number: phone })
      .execute();
    for (const [trade, services] of starter.services) await addServices(tx, trade, services);
    await addAddOns(tx, STARTER_ADD_ONS);
    await addDepositRule(tx, starter.deposit);
    await addCalendar(tx, starter);
    for (const technician of starter.technicians) await addTechnician(tx, technician);
    await addLadder(tx, starter.ladder);
    return id;
  });
  return store.for(businessId);
};
