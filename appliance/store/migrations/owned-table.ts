import type { CreateTableBuilder, Kysely } from 'kysely';

type Columns = Record<string, 'text' | 'text?' | 'integer' | 'integer?' | 'bigint' | 'bigint?' | 'real?'>;

/**
 * Column types are spelled for both databases: instants and cents are `bigint`, small numbers and booleans `integer`,
 * everything else `text`. A `?` allows null.
 */
export const addColumns = <T extends string>(
  table: CreateTableBuilder<T, string>,
  columns: Columns,
): CreateTableBuilder<T, string> => {
  let built = table;
  for (const [name, type] of Object.entries(columns)) {
    const optional = type.endsWith('?');
    const kind = (optional ? type.slice(0, -1) : type) as 'text' | 'integer' | 'bigint' | 'real';
    built = built.addColumn(name, kind, (column) => (optional ? column : column.notNull()));
  }
  return built;
};

/**
 * A table of rows that belong to a business: primary key (business_id, id), and every reference is the pair
 * (business_id, <column>), so that a row can never point into another business.
 */
export const ownedTable = (
  db: Kysely<unknown>,
  name: string,
  columns: Columns,
  references: Record<string, string> = {},
): CreateTableBuilder<string, string> => {
  let table = addColumns(db.schema.createTable(name) as CreateTableBuilder<string, string>, {
    business_id: 'text',
    id: 'text',
    ...columns,
  })
    .addPrimaryKeyConstraint(`${name}_key`, ['business_id', 'id'])
    .addForeignKeyConstraint(`${name}_business`, ['business_id'], 'businesses', ['id']);
  for (const [column, target] of Object.entries(references)) {
    table = table.addForeignKeyConstraint(`${name}_${column}`, ['business_id', column], target, ['business_id', 'id']);
  }
  return table;
};

/** As ownedTable, for rows that belong to a call and are told apart by `key` within it. */
export const callTable = (
  db: Kysely<unknown>,
  name: string,
  key: readonly string[],
  columns: Columns,
): CreateTableBuilder<string, string> =>
  addColumns(db.schema.createTable(name) as CreateTableBuilder<string, string>, {
    business_id: 'text',
    call_id: 'text',
    ...columns,
  })
    .addPrimaryKeyConstraint(`${name}_key`, ['business_id', 'call_id', ...key])
    .addForeignKeyConstraint(`${name}_call`, ['business_id', 'call_id'], 'calls', ['business_id', 'id']);
