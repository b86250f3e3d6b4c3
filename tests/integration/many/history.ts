import Database from 'better-sqlite3';
import { Client } from 'pg';
import { databaseIn } from '#fixtures/database/which.ts';

/** Of these tables every change is kept, in the order in which it was committed. */
const WATCHED = ['reservations', 'tool_journal'];

/** Of checkpoints those that were written with one of these. */
const STATES = 'call_checkpoints';

/** What was done to a row: the row as it was after it, or for a deletion before it. JSON. */
export interface Change {
  readonly seq: number;
  readonly source: string;
  readonly op: string;
  readonly row: string;
}

const sqliteTriggers = (db: Database.Database, table: string): void => {
  const columns = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  for (const op of ['insert', 'update', 'delete']) {
    const kept = op === 'delete' ? 'old' : 'new';
    const row = columns.map((name) => `'${name}', ${kept}.${name}`).join(', ');
    db.exec(`create trigger history_${table}_${op} after ${op} on ${table} begin
      insert into history (source, op, row) values ('${table}', '${op}', json_object(${row})); end`);
  }
};

/** A state of a conversation is long, and most say nothing that was asked of a tool. */
const sqliteStates = (db: Database.Database): void => {
  for (const op of ['insert', 'update'])
    db.exec(`create trigger history_${STATES}_${op} after ${op} on ${STATES}
      when (select source from history order by seq desc limit 1) <> '${STATES}' begin
      insert into history (source, op, row) values ('${STATES}', '${op}',
        json_object('business_id', new.business_id, 'call_id', new.call_id, 'state', new.state)); end`);
};

const postgresTriggers = (table: string): string =>
  `create trigger history_${table} after insert or update or delete on ${table}
    for each row execute function keep_history()`;

/**
 * Lets the database itself keep the history: its triggers write in the transaction of each change, whoever makes it. Writers of
 * a shop follow one another, so the numbers follow the commits.
 */
export const keepHistory = async (folder: string): Promise<void> => {
  const { file, postgres } = await databaseIn(folder);
  if (postgres == null) {
    const db = new Database(file, { timeout: 5000 });
    db.exec('create table history (seq integer primary key autoincrement, source text, op text, row text)');
    for (const table of WATCHED) sqliteTriggers(db, table);
    sqliteStates(db);
    db.close();
    return;
  }
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('create table history (seq bigserial primary key, source text, op text, row text)');
  await client.query(`create function keep_history() returns trigger language plpgsql as $$ begin
    insert into history (source, op, row) values (tg_table_name, lower(tg_op),
      (case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end)::text);
    return null; end $$`);
  for (const table of WATCHED) await client.query(postgresTriggers(table));
  await client.end();
};
