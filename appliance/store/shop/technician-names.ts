import type { Scope } from '../scope.ts';

/** Full names of those who work here now. */
export const listTechnicianNames = async ({ db, businessId }: Scope): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('technicians')
    .select('name')
    .where('business_id', '=', businessId)
    .where('active', '=', 1)
    .execute();
  return rows.map(({ name }) => name);
};

/** Whose name this is; none when nobody has it now. */
export const techniciansNamed = async ({ db, businessId }: Scope, name: string): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('technicians')
    .select('id')
    .where('business_id', '=', businessId)
    .where('active', '=', 1)
    .where('name', '=', name)
    .execute();
  return rows.map(({ id }) => id);
};
