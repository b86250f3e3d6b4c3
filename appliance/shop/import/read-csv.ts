import { parse } from 'csv-parse/sync';
import { PilotError } from '#shared/errors.ts';

/** A row of a table, and where it stands in the file. */
export interface CsvRow {
  /** Of its first line, from 1, as an editor counts. */
  readonly line: number;
  /** As many as there are columns. */
  readonly cells: readonly string[];
}

/** A line that is no row of the table. */
export interface BrokenLine {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export interface CsvTable {
  readonly delimiter: string;
  /** Names of the columns, each once. */
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly broken: readonly BrokenLine[];
}

/** A row longer than this, bytes, is taken for an open quote. */
const LONGEST_ROW = 64 * 1024;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The delimiter that cuts the first lines into the most columns, the same number in each. */
const delimiterOf = (lines: readonly string[]): string => {
  const counts = DELIMITERS.map((delimiter) => {
    const each = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"/gu, '').split(delimiter).length - 1);
    const [first = 0] = each;
    return { delimiter, score: first * each.filter((count) => count === first).length };
  });
  return counts.toSorted((a, b) => b.score - a.score)[0]?.delimiter ?? ',';
};

interface Found {
  readonly cells: readonly string[];
  /** Where it begins and ends in the file, bytes. */
  readonly from: number;
  readonly to: number;
}

class Unreadable extends Error {}

/** A row over several lines is one only where its quotes are as they should be; else a quote left open has swallowed lines. */
const isQuotedWell = (row: Buffer, delimiter: string): boolean => {
  try {
    parse(row, { delimiter, record_delimiter: '\n', relax_column_count: true, skip_empty_lines: true });
    return true;
  } catch {
    return false;
  }
};

const NEW_LINE = 0x0a;

const skipEmpty = (bytes: Buffer, from: number): number => {
  let at = from;
  while (bytes[at] === NEW_LINE) at++;
  return at;
};

const lineEnd = (bytes: Buffer, from: number): number => {
  const end = bytes.indexOf(NEW_LINE, from);
  return end === -1 ? bytes.length : end + 1;
};

/**
 * The rows of a file, and the lines that are none. Where quotes go wrong, csv-parse would swallow the rows that follow: then one
 * line alone is given up, and reading goes on with the next.
 * @param isRow whether as many fields in so many lines may be a row
 */
const scan = (
  bytes: Buffer,
  delimiter: string,
  isRow: (fields: number, lines: number) => boolean,
): { readonly found: readonly Found[]; readonly lost: readonly number[] } => {
  const found: Found[] = [];
  const lost: number[] = [];
  let at = 0;
  while ((at = skipEmpty(bytes, at)) < bytes.length) {
    const start = at;
    let end = start;
    try {
      parse(bytes.subarray(start), {
        delimiter,
        record_delimiter: '\n',
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
        max_record_size: LONGEST_ROW,
        on_record: (cells: string[], { bytes: read }: { bytes: number }) => {
          const from = skipEmpty(bytes, end);
          const to = start + read;
          const lines = bytes.subarray(from, to - 1).filter((byte) => byte === NEW_LINE).length + 1;
          if (!isRow(cells.length, lines) || (lines > 1 && !isQuotedWell(bytes.subarray(from, to), delimiter)))
            throw new Unreadable();
          found.push({ cells, from, to });
          end = to;
          return null;
        },
      });
      at = bytes.length;
    } catch {
      const from = skipEmpty(bytes, end);
      lost.push(from);
      at = lineEnd(bytes, from);
    }
  }
  return { found, lost };
};

/** Counts lines while places in a file go up. */
const lineCounter = (bytes: Buffer): ((at: number) => number) => {
  let counted = 0;
  let line = 1;
  return (at) => {
    for (; counted < at; counted++) if (bytes[counted] === NEW_LINE) line++;
    return line;
  };
};

const named = (header: readonly string[]): string[] => {
  const seen = new Map<string, number>();
  return header.map((cell, at) => {
    const name = cell.trim() === '' ? `column ${at + 1}` : cell.trim();
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
};

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length;

/**
 * A table of comma-separated values (RFC 4180, with the delimiters and the careless quotes that are met). Its first line with more than one
 * name is the header; titles above it are passed over.
 * @throws PilotError `import.empty`
 */
export const readCsv = (text: string): CsvTable => {
  const plain = text.replaceAll(/\r\n?/gu, '\n');
  const told = /^sep=(.)\n/u.exec(plain);
  const lines = plain.slice(told?.[0].length ?? 0).split('\n', 40);
  const delimiter = told?.[1] ?? delimiterOf(lines.filter((line) => line.trim() !== ''));
  const bytes = Buffer.from(told === null ? plain : `\n${plain.slice(told[0].length)}`, 'utf8');
  const head = scan(Buffer.from(lines.join('\n'), 'utf8'), delimiter, () => true).found;
  const width = Math.max(0, ...head.map(({ cells }) => filled(cells)));
  const titles = head.findIndex(({ cells }) => filled(cells) >= Math.min(2, width));
  const header = named(head[titles]?.cells ?? []);
  if (titles === -1 || header.length === 0)
    throw new PilotError('import.empty', 'The file holds no table.', {
      fix: 'Its first line names the columns, and each line after it is a row.',
    });
  const { found, lost } = scan(bytes, delimiter, (fields, spanned) => spanned === 1 || fields === header.length);
  const fits = ({ cells }: Found): boolean =>
    cells.length >= header.length && cells.slice(header.length).every((cell) => cell.trim() === '');
  const body = found.slice(titles + 1);
  const rowLine = lineCounter(bytes);
  const rows: CsvRow[] = [];
  const broken: BrokenLine[] = [];
  const textAt = (from: number, to: number): string => bytes.toString('utf8', from, to).trimEnd();
  for (const row of body) {
    const line = rowLine(row.from);
    if (filled(row.cells) === 0) continue;
    if (fits(row)) rows.push({ line, cells: header.map((_, at) => (row.cells[at] ?? '').trim()) });
    else
      broken.push({
        line,
        text: textAt(row.from, row.to),
        reason: `${row.cells.length} columns instead of ${header.length}`,
      });
  }
  const lostLine = lineCounter(bytes);
  for (const from of lost)
    broken.push({ line: lostLine(from), text: textAt(from, lineEnd(bytes, from)), reason: 'a quote is left open' });
  return { delimiter, header, rows, broken: broken.toSorted((a, b) => a.line - b.line) };
};
