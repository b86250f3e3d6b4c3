import { createReadStream, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { baseOf, writtenStreet } from '#conversation/language/en-US/gazetteer.ts';
import { soundOf } from '#conversation/language/en-US/sound.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { columnsOf, fieldsOf, separatorOf, type Column } from './csv.ts';

/** Marks a file as ours, and its layout. */
export const GAZETTEER_VERSION = 7001;

const LAYOUT = `
create table streets (
  id integer primary key, name text not null, base text not null, sound text not null,
  city text not null, state text not null, unique (name, city, state)
);
create table numbers (street integer not null references streets (id), low integer not null, high integer not null, zip text not null,
  primary key (street, low, high, zip)) without rowid;
create index streets_base on streets (base);
create index streets_sound on streets (sound);
create virtual table street_letters using fts5 (base, content = '', tokenize = 'trigram');
`;

export interface BuildOptions {
  /** For a list that names no state, two letters. */
  readonly state: string | null;
  /** Called with the lines read so far, every hundred thousand. */
  readonly onProgress?: (lines: number) => void;
}

export interface BuildReport {
  /** Rows taken: addresses or ranges of them. */
  readonly addresses: number;
  readonly streets: number;
  /** Lines left out, and why; the first twenty are named. */
  readonly refused: number;
  readonly reasons: readonly string[];
}

interface Row {
  readonly street: string;
  readonly low: number | null;
  readonly high: number | null;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
}

/** @returns the row, or why it is none */
const rowOf = (
  fields: readonly string[],
  columns: Partial<Record<Column, number>>,
  state: string | null,
): Row | string => {
  const field = (column: Column): string => {
    const at = columns[column];
    return at === undefined ? '' : (fields[at] ?? '');
  };
  const street = field('street');
  const city = field('city');
  const region = (field('state') || (state ?? '')).toUpperCase();
  if (baseOf(street) === '') return 'no street';
  if (city === '') return 'no city';
  if (!/^[A-Z]{2}$/.test(region)) return region === '' ? 'no state' : `"${region}" is no state of two letters`;
  const said = field('number');
  const range = /^(\d{1,6})(?:\s*(?:-|–|to)\s*(\d{1,6}))?(?:\s*(?:[a-z]|1\/2))?$/i.exec(said);
  const low = field('low') || (range?.[1] ?? '');
  const high = field('high') || (range?.[2] ?? low);
  if (said !== '' && range === null) return `"${said}" is no house number or range`;
  if (!/^\d{0,6}$/.test(low) || !/^\d{0,6}$/.test(high)) return `"${low}" to "${high}" is no range of house numbers`;
  if (low !== '' && Number(high) < Number(low)) return `the range ${low} to ${high} runs backwards`;
  const zip = /^\d{5}/.exec(field('zip'))?.[0] ?? '';
  return {
    low: low === '' ? null : Number(low),
    high: low === '' ? null : Number(high),
    zip,
    city,
    state: region,
    street,
  };
};

const headerFault = (file: string, header: readonly string[]): PilotError =>
  new PilotError(
    'gazetteer_header',
    `${file}: line 1 names no columns for street and city: ${header.join(', ').slice(0, 200)}`,
    {
      fix: 'Begin the file with a line of column names: number (or from, to), street, city, state, zip.',
    },
  );

/**
 * Builds the list of an area's addresses out of comma-separated values. The file takes its name only when it is whole.
 * @param csv path of the values; line 1 names the columns
 * @param out path of the list, replaced when it is there
 * @throws PilotError `gazetteer_unreadable`, `gazetteer_header`, `gazetteer_empty`
 */
export const buildGazetteer = async (csv: string, out: string, options: BuildOptions): Promise<BuildReport> => {
  const draft = `${out}.new`;
  rmSync(draft, { force: true });
  let db: Database.Database | null = null;
  try {
    const input = createReadStream(csv, 'utf8');
    db = new Database(draft);
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.exec(LAYOUT);
    db.exec('begin');
    const report = await fill(db, csv, createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }), options);
    if (report.addresses === 0)
      throw new PilotError(
        'gazetteer_empty',
        `${csv} holds no address: ${report.reasons[0] ?? 'it ends after line 1'}`,
        {
          fix: 'Give each line a street, a city and a state of two letters; --state names one for all.',
        },
      );
    db.exec('commit');
    db.pragma(`user_version = ${GAZETTEER_VERSION}`);
    db.close();
    renameSync(draft, out);
    return report;
  } catch (cause) {
    db?.close();
    rmSync(draft, { force: true });
    if (cause instanceof PilotError) throw cause;
    throw new PilotError('gazetteer_unreadable', `no list of addresses could be made of ${csv}: ${messageOf(cause)}`, {
      cause,
      fix: 'Check that the file is there and may be read, and that there is room for the list.',
    });
  }
};

const fill = async (
  db: Database.Database,
  csv: string,
  lines: AsyncIterable<string>,
  options: BuildOptions,
): Promise<BuildReport> => {
  const addStreet = db.prepare('insert into streets (name, base, sound, city, state) values (?, ?, ?, ?, ?)');
  const addLetters = db.prepare('insert into street_letters (rowid, base) values (?, ?)');
  const addNumbers = db.prepare('insert or ignore into numbers (street, low, high, zip) values (?, ?, ?, ?)');
  const ids = new Map<string, number | bigint>();
  const reasons: string[] = [];
  let columns: Partial<Record<Column, number>> | null = null;
  let separator = ',';
  let line = 0;
  let addresses = 0;
  let refused = 0;
  for await (const text of lines) {
    line++;
    if (line % 100_000 === 0) options.onProgress?.(line);
    if (columns === null) {
      separator = separatorOf(text);
      const header = fieldsOf(text, separator) ?? [];
      columns = columnsOf(header);
      if (columns.street === undefined || columns.city === undefined) throw headerFault(csv, header);
      continue;
    }
    if (text.trim() === '') continue;
    const fields = fieldsOf(text, separator);
    const row = fields === null ? 'a quote is left open' : rowOf(fields, columns, options.state);
    if (typeof row === 'string') {
      refused++;
      if (reasons.length < 20) reasons.push(`${csv}:${line}: ${row}`);
      continue;
    }
    const name = writtenStreet(row.street);
    const city = row.city.toLowerCase().replace(/(^|[ -])[a-z]/g, (letter) => letter.toUpperCase());
    const key = `${name}|${city}|${row.state}`;
    let id = ids.get(key);
    if (id === undefined) {
      const base = baseOf(row.street);
      id = addStreet.run(name, base, soundOf(base), city, row.state).lastInsertRowid;
      addLetters.run(id, base);
      ids.set(key, id);
    }
    if (row.low !== null) addNumbers.run(id, row.low, row.high, row.zip);
    addresses++;
  }
  return { addresses, streets: ids.size, refused, reasons };
};
