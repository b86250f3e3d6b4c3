import type { ContactPatch, CustomerPatch } from '#shared/api/customers.ts';
import type { Changeable } from '../history/fields.ts';

/** A customer's own fields. */
export const CUSTOMER: Changeable<Omit<CustomerPatch, 'preferredTechnicians'>> = {
  table: 'customers',
  kind: 'customer',
  fields: {
    name: { column: 'name' },
    nameConfirmed: { column: 'name_confirmed', as: 'flag' },
    company: { column: 'company' },
    billTo: { column: 'bill_to', as: 'json' },
    doNotService: { column: 'do_not_service' },
    tags: { column: 'tags', as: 'json' },
  },
};

/** A way to reach a customer; it belongs to the customer's history. */
export const CONTACT: Changeable<ContactPatch & { readonly kind?: 'phone' | 'email' }> = {
  table: 'contacts',
  kind: 'contact',
  fields: {
    kind: { column: 'kind' },
    value: { column: 'value' },
    confirmed: { column: 'confirmed', as: 'flag' },
    extension: { column: 'extension' },
    label: { column: 'label' },
    person: { column: 'person' },
  },
};
