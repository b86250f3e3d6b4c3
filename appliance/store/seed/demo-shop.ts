import { newId } from '#shared/ids.ts';
import {
  DEMO_HOLIDAYS,
  DEMO_HOURS,
  DEMO_LADDER,
  DEMO_SETTINGS,
  DEMO_SHOP,
  DEMO_TECHNICIANS,
  DEMO_WORKDAYS,
} from '#shop/starter/demo-shop.ts';
import { STARTER_DEPOSIT } from '#shop/starter/deposit.ts';
import { electrical } from '#shop/starter/electrical.ts';
import { hvac } from '#shop/starter/hvac.ts';
import { starterLadder } from '#shop/starter/ladder.ts';
import { plumbing } from '#shop/starter/plumbing.ts';
import { addLadder } from '../escalation/ladder.ts';
import type { Tx } from '../scope.ts';
import type { BusinessStore, Store } from '../store.ts';
import { addDepositRule } from '../shop/deposit-rule.ts';
import { addServices } from './price-book.ts';

const addCalendar = async (tx: Tx): Promise<void> => {
  const { businessId: business_id } = tx;
  const now = tx.clock.now();
  const id = (): string => newId(now);
  for (const hours of DEMO_HOURS)
    await tx.db
      .insertInto('opening_hours')
      .values({ business_id, id: id(), ...hours })
      .execute();
  for (const holiday of DEMO_HOLIDAYS)
    await tx.db
      .insertInto('holidays')
      .values({ business_id, id: id(), ...holiday })
      .execute();
};

const addTechnicians = async (tx: Tx): Promise<void> => {
  const { businessId: business_id } = tx;
  const now = tx.clock.now();
  for (const technician of DEMO_TECHNICIANS) {
    const technicianId = newId(now);
    const { name, phone, skills, nights, saturday } = technician;
    await tx.db
      .insertInto('technicians')
      .values({ business_id, id: technicianId, name, phone, skills: JSON.stringify(skills), active: 1 })
      .execute();
    const shifts = [
      ...DEMO_WORKDAYS.map((weekday) => ({ weekday, kind: 'available', starts: '08:00', ends: '17:00' })),
      ...(saturday ? [{ weekday: 6, kind: 'available', starts: '09:00', ends: '13:00' }] : []),
      ...nights.map((weekday) => ({ weekday, kind: 'on_call', starts: '17:00', ends: '23:00' })),
    ];
    for (const shift of shifts) {
      await tx.db
        .insertInto('shifts')
        .values({ business_id, id: newId(now), technician_id: technicianId, date: null, ...shift })
        .execute();
    }
  }
};

/**
 * Fills an empty database with the demo shop, all or nothing, and gives it back. A database that holds a business is
 * left as it is, and its first business comes back.
 */
export const seedDemoShop = async (store: Store, id: string = newId()): Promise<BusinessStore> => {
  const businessId = await store.for(id).transaction(async (tx) => {
    const known = await tx.db
      .selectFrom('businesses')
      .select('id')
      .orderBy('created_at')
      .orderBy('id')
      .executeTakeFirst();
    if (known !== undefined) return known.id;
    const now = tx.clock.now();
    await tx.db
      .insertInto('businesses')
      .values({ id, ...DEMO_SHOP, settings: JSON.stringify(DEMO_SETTINGS), created_at: now })
      .execute();
    await tx.db
      .insertInto('lines')
      .values({ business_id: id, id: newId(now), name: 'main', number: DEMO_SHOP.phone })
      .execute();
    await addServices(tx, 'hvac', hvac);
    await addServices(tx, 'plumbing', plumbing);
    await addServices(tx, 'electrical', electrical);
    await addDepositRule(tx, { ...STARTER_DEPOSIT, onService: true });
    await addCalendar(tx);
    await addTechnicians(tx);
    await addLadder(tx, starterLadder(DEMO_LADDER));
    return id;
  });
  return store.for(businessId);
};
