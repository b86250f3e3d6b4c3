import { sql, type Kysely } from 'kysely';
import type { TableShape } from '../archive/shape.ts';
import type { Tables } from '../schema/tables.ts';

/** Tables of the schema that this user's statements go to. */
export const postgresTables = async (db: Kysely<Tables>): Promise<readonly TableShape[]> => {
  const { rows } = await sql<TableShape>`
    select c.relname::text as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select a.attname::text from pg_index i, unnest(i.indkey) with ordinality as k (num, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num
        where i.indrelid = c.oid and i.indisprimary order by k.place) as key,
      array(select distinct t.relname::text from pg_constraint f join pg_class t on t.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' order by 1) as "refersTo"
    from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace order by 1`.execute(db);
  return rows;
};
