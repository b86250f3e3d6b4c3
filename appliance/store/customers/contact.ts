import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import type { ContactPatch, NewContact } from '#shared/api/customers.ts';
import { readContactValue } from '#shop/contact.ts';
import { changeRow, recordMade, removeRow, requireRow } from '../history/change.ts';
import type { Tx } from '../scope.ts';
import { CONTACT } from './fields.ts';

/** A way to reach a customer, as a call tells it. */
export interface Contact {
  readonly kind: 'phone' | 'email';
  /** E.164 for phones. */
  readonly value: string;
  readonly confirmed: boolean;
  /** Digits dialled after a phone's number. */
  readonly extension?: string;
}

const historyOf = (customerId: string) => ({ kind: 'customer', id: customerId });

const insert = async (
  tx: Tx,
  customerId: string,
  contact: { readonly kind: 'phone' | 'email'; readonly value: string } & ContactPatch,
  actor: string,
): Promise<string> => {
  const id = newId(tx.clock.now());
  const { kind, value, confirmed = false, extension = null, label = null, person = null } = contact;
  await tx.db
    .insertInto('contacts')
    .values({
      business_id: tx.businessId,
      id,
      customer_id: customerId,
      kind,
      value,
      confirmed: confirmed ? 1 : 0,
      extension,
      label,
      person,
    })
    .execute();
  await recordMade(tx, CONTACT, { id, patch: { ...contact, confirmed }, actor, subject: historyOf(customerId) });
  return id;
};

const known = (tx: Tx, customerId: string, kind: string, value: string) =>
  tx.db
    .selectFrom('contacts')
    .select(['id', 'confirmed', 'extension'])
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .where('kind', '=', kind)
    .where('value', '=', value)
    .executeTakeFirst();

/** Keeps a way to reach a customer, once; one that is there stays as it is, but is confirmed when it was now. */
export const keepContact = async (tx: Tx, customerId: string, contact: Contact, actor = 'caller'): Promise<void> => {
  const { kind, value, confirmed, extension } = contact;
  const before = await known(tx, customerId, kind, value);
  if (before === undefined) {
    await insert(tx, customerId, contact, actor);
    return;
  }
  await changeRow(tx, CONTACT, {
    id: before.id,
    expected: null,
    patch: { confirmed: confirmed || before.confirmed === 1, extension: extension ?? before.extension },
    actor,
    subject: historyOf(customerId),
  });
};

/**
 * A further way to reach a customer, in any usual form; one that is there already stays as it is.
 * @returns its id
 * @throws PilotError `customer.contact` when it is neither a number nor an address
 */
export const addContact = async (tx: Tx, customerId: string, contact: NewContact, actor: string): Promise<string> => {
  const value = readContactValue(contact);
  const before = await known(tx, customerId, contact.kind, value);
  return before?.id ?? insert(tx, customerId, { ...contact, value }, actor);
};

const ownerOf = async (tx: Tx, contactId: string) => {
  const row = await requireRow(tx, CONTACT, contactId);
  return { customerId: String(row['customer_id']), kind: row['kind'] === 'phone' ? 'phone' : 'email' } as const;
};

/** @returns the version from now on @throws ChangedSince, PilotError `customer.contact`, `customer.contact_twice`, `record.unknown` */
export const changeContact = async (
  tx: Tx,
  contactId: string,
  expected: number | null,
  patch: ContactPatch,
  actor: string,
): Promise<number> => {
  const { customerId, kind } = await ownerOf(tx, contactId);
  const { value, ...rest } = patch;
  const wanted: ContactPatch = value === undefined ? rest : { ...rest, value: readContactValue({ kind, value }) };
  if (wanted.value !== undefined) {
    const other = await known(tx, customerId, kind, wanted.value);
    if (other !== undefined && other.id !== contactId)
      throw new PilotError('customer.contact_twice', 'This customer has that number or address already.', {
        fix: 'Change or remove the other one.',
      });
  }
  return changeRow(tx, CONTACT, { id: contactId, expected, patch: wanted, actor, subject: historyOf(customerId) });
};

/** @throws ChangedSince, PilotError `record.unknown` */
export const removeContact = async (
  tx: Tx,
  contactId: string,
  expected: number | null,
  actor: string,
): Promise<void> => {
  const { customerId } = await ownerOf(tx, contactId);
  await removeRow(tx, CONTACT, { id: contactId, expected, actor, subject: historyOf(customerId) });
};
