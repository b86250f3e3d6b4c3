import type { Tx } from '../scope.ts';

/** The next number of a business's sequence. A number whose transaction rolled back is given out again. */
export const nextNumber = async (tx: Tx, name: string, first: number): Promise<number> => {
  const row = await tx.db
    .insertInto('sequences')
    .values({ business_id: tx.businessId, name, value: first })
    .onConflict((conflict) =>
      conflict.columns(['business_id', 'name']).doUpdateSet((eb) => ({ value: eb('sequences.value', '+', 1) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return row.value;
};
