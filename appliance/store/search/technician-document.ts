import { formatPhone } from '#shop/phone.ts';
import type { SearchDocument } from '#shop/search/document.ts';
import type { Scope } from '../scope.ts';

/** A technician: name and number. */
export const technicianDocument = async ({ db, businessId }: Scope, id: string): Promise<SearchDocument | null> => {
  const row = await db
    .selectFrom('technicians')
    .select(['name', 'phone', 'skills'])
    .where('business_id', '=', businessId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const skills = (JSON.parse(row.skills) as string[]).join(', ');
  return {
    title: row.name,
    subtitle: [formatPhone(row.phone), skills].filter((part) => part !== '').join(' · '),
    fields: { name: [row.name], phone: row.phone === '' ? [] : [row.phone] },
  };
};
