import type { ImportFault } from '#shared/api/imports.ts';
import type { Scope, Tx } from '../scope.ts';

/** Something a row made. */
export interface Made {
  readonly kind: 'customer' | 'contact' | 'location' | 'technician' | 'service';
  readonly id: string;
  readonly version: number;
}

/** What became of a row. */
export type Landing =
  | { readonly outcome: 'made' | 'joined' | 'known'; readonly subjectId: string; readonly made: readonly Made[] }
  | { readonly outcome: 'rejected'; readonly faults: readonly ImportFault[] };

/** Lines that are dealt with already: those of a run that was cut off. */
export const doneLines = async ({ db, businessId }: Scope, importId: string): Promise<ReadonlySet<number>> =>
  new Set(
    (
      await db
        .selectFrom('import_rows')
        .select('line')
        .where('business_id', '=', businessId)
        .where('import_id', '=', importId)
        .execute()
    ).map(({ line }) => line),
  );

/** Writes down what became of a row, in the transaction in which it landed. */
export const recordLanding = async (tx: Tx, importId: string, line: number, landing: Landing): Promise<void> => {
  const rejected = landing.outcome === 'rejected';
  await tx.db
    .insertInto('import_rows')
    .values({
      business_id: tx.businessId,
      import_id: importId,
      line,
      outcome: landing.outcome,
      subject_id: rejected ? null : landing.subjectId,
      faults: JSON.stringify(rejected ? landing.faults : []),
    })
    .execute();
  const made = rejected ? [] : landing.made;
  if (made.length > 0) {
    const rows = made.map(({ kind, id, version }, position) => ({
      business_id: tx.businessId,
      import_id: importId,
      line,
      position,
      subject_kind: kind,
      subject_id: id,
      version,
    }));
    await tx.db.insertInto('import_made').values(rows).execute();
  }
  await tx.db
    .updateTable('imports')
    .set((eb) => ({ [landing.outcome]: eb(landing.outcome, '+', 1) }))
    .where('business_id', '=', tx.businessId)
    .where('id', '=', importId)
    .execute();
};

/** The rows that did not land, in the order of the file. */
export const rejectedRows = async (
  { db, businessId }: Scope,
  importId: string,
): Promise<readonly { readonly line: number; readonly faults: readonly ImportFault[] }[]> => {
  const rows = await db
    .selectFrom('import_rows')
    .select(['line', 'faults'])
    .where('business_id', '=', businessId)
    .where('import_id', '=', importId)
    .where('outcome', '=', 'rejected')
    .orderBy('line')
    .execute();
  return rows.map(({ line, faults }) => ({ line, faults: JSON.parse(faults) as ImportFault[] }));
};
