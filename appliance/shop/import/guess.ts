import type { ImportKind, ImportMapping } from '#shared/api/imports.ts';
import type { CsvRow } from './read-csv.ts';
import { fieldsOf, plainName, type Field, type Look } from './fields.ts';
import { presetOf, type Preset } from './presets.ts';
import { readEmail, readMoney, readPhone, readZip, said, severalIn } from './values.ts';

/** What a column was taken for, and by what. */
export interface GuessedColumn {
  readonly column: string;
  readonly field: string | null;
  readonly because: 'preset' | 'name' | 'values' | 'nothing';
}

export interface Guess {
  readonly preset: string | null;
  readonly mapping: ImportMapping;
  readonly columns: readonly GuessedColumn[];
}

/** Rows looked at. */
const SAMPLE = 200;
/** A column is what this share of its values look like. */
const MOST = 0.8;

const LOOKS: Readonly<Record<Look, (text: string, isState: (text: string) => boolean) => boolean>> = {
  phone: (text) => severalIn(text).every((one) => readPhone(one).ok) && text.replaceAll(/\D/gu, '').length >= 10,
  email: (text) => severalIn(text).every((one) => readEmail(one).ok),
  zip: (text) => /^\d{5}(?:-\d{4})?$/u.test(text) && readZip(text).ok,
  state: (text, isState) => isState(text),
  money: (text) => text.startsWith('$') && readMoney(text).ok,
};

export interface GuessOptions {
  /** Taken as told, also where it is not recognised. */
  readonly preset?: Preset | null;
  readonly isState: (text: string) => boolean;
}

/**
 * What the columns of a file are: by the program it comes from, by their names, by what stands in them. Each field is taken once, but for
 * those that may be several.
 */
export const guessMapping = (
  kind: ImportKind,
  header: readonly string[],
  rows: readonly CsvRow[],
  { preset: told, isState }: GuessOptions,
): Guess => {
  const preset = told ?? presetOf(kind, header);
  const fields = fieldsOf(kind);
  const sample = rows.slice(0, SAMPLE);
  const taken = new Set<string>();
  const guessed = new Map<string, GuessedColumn>();
  const take = (column: string, field: Field, because: GuessedColumn['because']): void => {
    if (taken.has(field.name) && field.many !== true) return;
    taken.add(field.name);
    guessed.set(column, { column, field: field.name, because });
  };
  const open = (): string[] => header.filter((column) => !guessed.has(column));
  for (const column of header) {
    const field = preset?.columns[plainName(column)];
    const known = fields.find(({ name }) => name === field);
    if (field === null) guessed.set(column, { column, field: null, because: 'preset' });
    else if (known !== undefined) take(column, known, 'preset');
  }
  const plain = new Set(header.map(plainName));
  for (const column of open()) {
    const name = plainName(column);
    const field = fields.find(({ names }) => names.test(name));
    // Where the city has a column of its own, `Address` is the street alone.
    const street = field?.name === 'address' && [...plain].some((other) => /\bcity$/u.test(other));
    const meant = street ? fields.find((one) => one.name === 'street') : field;
    if (meant !== undefined) take(column, meant, 'name');
  }
  for (const column of open()) {
    const place = header.indexOf(column);
    const values = sample.map(({ cells }) => said(cells[place] ?? '')).filter((text) => text !== '');
    const field = fields.find(
      ({ look }) =>
        look !== undefined &&
        values.length > 0 &&
        values.filter((text) => LOOKS[look](text, isState)).length >= values.length * MOST,
    );
    if (field !== undefined) take(column, field, 'values');
  }
  const columns = header.map((column) => guessed.get(column) ?? { column, field: null, because: 'nothing' as const });
  const mapping: ImportMapping = {
    kind,
    source: preset?.name ?? 'csv',
    columns: columns.flatMap(({ column, field }) => (field === null ? [] : [{ column, field }])),
  };
  return { preset: preset?.name ?? null, mapping, columns };
};
