import type { CustomerPatch, NewCustomer } from '#shared/api/customers.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { changeRow, recordMade } from '../history/change.ts';
import { columnsOf } from '../history/fields.ts';
import { addNote } from '../notes/note.ts';
import type { Scope, Tx } from '../scope.ts';
import { addContact } from './contact.ts';
import { CUSTOMER } from './fields.ts';
import { requireLive } from './live.ts';

/**
 * A new customer with ways to reach them.
 * @returns the id
 * @throws PilotError `customer.contact`
 */
export const createCustomer = async (tx: Tx, customer: NewCustomer, actor: string): Promise<string> => {
  const { contacts, notes, ...own } = customer;
  const now = tx.clock.now();
  const id = newId(now);
  const patch = { tags: [], nameConfirmed: true, ...own };
  await tx.db
    .insertInto('customers')
    .values({
      business_id: tx.businessId,
      id,
      name: own.name,
      name_confirmed: 1,
      created_at: now,
      ...columnsOf(CUSTOMER, patch),
    })
    .execute();
  await recordMade(tx, CUSTOMER, { id, patch, actor });
  for (const contact of contacts) await addContact(tx, id, contact, actor);
  if (notes !== undefined) await addNote(tx, { kind: 'customer', id }, { text: notes }, actor);
  return id;
};

/** @returns the version from now on @throws ChangedSince, PilotError `record.unknown`, `customer.gone`, `customer.technician` */
export const changeCustomer = async (
  tx: Tx,
  id: string,
  expected: number | null,
  { preferredTechnicians: wanted, ...patch }: CustomerPatch,
  actor: string,
): Promise<number> => {
  await requireLive(tx, id);
  const was = await preferredTechnicians(tx, id);
  const now = wanted === undefined ? was : [...new Set(wanted)].toSorted();
  const version = await changeRow(tx, CUSTOMER, {
    id,
    expected,
    patch,
    actor,
    elsewhere: { preferredTechnicians: { was, now } },
  });
  if (now.join() !== was.join()) await prefer(tx, id, now);
  return version;
};

const preferredTechnicians = async ({ db, businessId }: Scope, customerId: string): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('preferred_technicians')
      .select('technician_id')
      .where('business_id', '=', businessId)
      .where('customer_id', '=', customerId)
      .orderBy('technician_id')
      .execute()
  ).map((row) => row.technician_id);

const prefer = async (tx: Tx, customerId: string, technicianIds: readonly string[]): Promise<void> => {
  await tx.db
    .deleteFrom('preferred_technicians')
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .execute();
  if (technicianIds.length === 0) return;
  const there = await tx.db
    .selectFrom('technicians')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('id', 'in', technicianIds)
    .execute();
  if (there.length < technicianIds.length)
    throw new PilotError('customer.technician', 'One of these technicians is not known.', {
      fix: 'Take the ids from the list of technicians.',
    });
  for (const technicianId of technicianIds)
    await tx.db
      .insertInto('preferred_technicians')
      .values({
        business_id: tx.businessId,
        id: newId(tx.clock.now()),
        customer_id: customerId,
        technician_id: technicianId,
      })
      .execute();
};
