import { normalisePhone } from '#shop/phone.ts';
import { customerByPhone } from '../customers/match.ts';
import type { Tool } from './tool.ts';

export const findCustomerTool: Tool<'find_customer'> = {
  changes: false,
  async run({ phone }, { tx }) {
    const value = normalisePhone(phone);
    const known = value === null ? null : await customerByPhone(tx, value);
    if (known === null) return { ok: true, result: { customer: null } };
    const place = await tx.db
      .selectFrom('locations')
      .selectAll()
      .where('business_id', '=', tx.businessId)
      .where('customer_id', '=', known.id)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    return {
      ok: true,
      result: {
        customer: {
          id: known.id,
          name: known.name,
          houseNumber: place?.house_number ?? null,
          street: place?.street ?? null,
          city: place?.city ?? null,
          state: place?.state ?? null,
          zip: place?.zip ?? null,
        },
      },
    };
  },
};
