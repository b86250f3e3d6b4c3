import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode } from './decode.ts';
import { readCsv } from './read-csv.ts';
import { csvLine } from './write-csv.ts';

const NAMES = 'Name,City\nZoë,Orléans\n';

it.each([
  ['UTF-8', Buffer.from(NAMES), 'utf-8', false],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${NAMES}`), 'utf-8', false],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${NAMES}`, 'utf16le'), 'utf-16le', false],
  ['UTF-16 without', Buffer.from(NAMES, 'utf16le'), 'utf-16le', true],
  ['UTF-16, the other way round', Buffer.from(`\ufeff${NAMES}`, 'utf16le').swap16(), 'utf-16be', false],
  ['Windows-1252', Buffer.from(NAMES, 'latin1'), 'windows-1252', true],
] as const)('reads %s', (_, bytes, encoding, guessed) => {
  const decoded = decode(bytes);
  expect(decoded).toMatchObject({ encoding, guessed });
  expect(readCsv(decoded.text)).toMatchObject({
    header: ['Name', 'City'],
    rows: [{ line: 2, cells: ['Zoë', 'Orléans'] }],
  });
});

it('refuses a workbook and what is no text, and says what to do', () => {
  expect(() => decode(Buffer.from('PK\u0003\u0004...'))).toThrow(expect.objectContaining({ code: 'import.workbook' }));
  expect(() => decode(Buffer.from([1, 0, 0, 0, 2, 3, 4, 5, 6]))).toThrow(
    expect.objectContaining({ code: 'import.not_text' }),
  );
  expect(() => readCsv('\n\n')).toThrow(expect.objectContaining({ code: 'import.empty' }));
});

it.each([',', ';', '\t', '|'])('finds the delimiter %j', (delimiter) => {
  const table = readCsv(
    ['a', 'b', 'c'].join(delimiter).concat('\n', ['1', '2,5', '3'].map((cell) => `"${cell}"`).join(delimiter)),
  );
  expect(table).toMatchObject({ delimiter, header: ['a', 'b', 'c'], rows: [{ cells: ['1', '2,5', '3'] }] });
});

it('counts lines as an editor does, over notes of several lines, empty lines and titles', () => {
  const table = readCsv('Customers of 2026\n\nName,Notes\r\nAnn,"one\r\ntwo"\r\n\r\nBen,x\r\n,,\nCy,z');
  expect(table.header).toEqual(['Name', 'Notes']);
  expect(table.rows).toEqual([
    { line: 4, cells: ['Ann', 'one\ntwo'] },
    { line: 7, cells: ['Ben', 'x'] },
    { line: 9, cells: ['Cy', 'z'] },
  ]);
});

it('gives each column a name of its own', () => {
  expect(readCsv('Phone,Phone,,\n1,2,3,4').header).toEqual(['Phone', 'Phone (2)', 'column 3', 'column 4']);
  expect(readCsv('sep=;\na;b\n1;2').rows).toEqual([{ line: 3, cells: ['1', '2'] }]);
});

it('takes careless quotes as they are, and gives up one line alone where a quote stays open', () => {
  const table = readCsv(
    'Name,Notes,City\nAnn,3/4" valve,Troy\nBen,"open,Troy\nCy,x,Troy\nDee,"y",Troy\nEd,1,2,3\nFay,x\n',
  );
  expect(table.rows.map(({ line, cells }) => [line, cells[0], cells[1]])).toEqual([
    [2, 'Ann', '3/4" valve'],
    [4, 'Cy', 'x'],
    [5, 'Dee', 'y'],
  ]);
  expect(table.broken).toMatchObject([
    { line: 3, text: 'Ben,"open,Troy', reason: 'a quote is left open' },
    { line: 6, reason: '4 columns instead of 3' },
    { line: 7, reason: '2 columns instead of 3' },
  ]);
});

it('keeps what a spreadsheet would compute from being computed', () => {
  expect(csvLine(['=1+1', '+1 555', '-2', '@x', 'a,b', 'say "hi"', 'plain'])).toBe(
    `'=1+1,'+1 555,'-2,'@x,"a,b","say ""hi""",plain\r\n`,
  );
});

it('reads back what it wrote', () => {
  const cell = fc
    .string({ maxLength: 12, unit: fc.constantFrom('a', 'é', ',', '"', ';', ' ', '\n', '1') })
    .map((text) => `x${text}x`);
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
      const text = [['a', 'b', 'c'], ...rows].map((row) => csvLine(row)).join('');
      expect(readCsv(text).rows.map(({ cells }) => cells)).toEqual(rows);
    }),
  );
});
