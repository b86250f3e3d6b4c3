/**
 * The fields of one line of comma-separated values (RFC 4180, section 2; a field must not hold a line break).
 * @param separator `,` or `;` or a tab
 * @returns null when a quote is left open
 */
export const fieldsOf = (line: string, separator: string): string[] | null => {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let text = '';
      for (at++; ; at++) {
        if (at >= line.length) return null;
        if (line[at] !== '"') text += line[at];
        else if (line[at + 1] === '"') text += line[at++];
        else break;
      }
      at++;
      fields.push(text.trim());
    } else {
      const end = line.indexOf(separator, at);
      fields.push(line.slice(at, end === -1 ? line.length : end).trim());
      at = end === -1 ? line.length : end;
    }
    if (at >= line.length) return fields;
    at++;
  }
};

/** The separator a header uses. */
export const separatorOf = (header: string): string =>
  [',', ';', '\t'].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ',';

export type Column = 'low' | 'high' | 'number' | 'street' | 'city' | 'state' | 'zip';

const NAMES: readonly (readonly [Column, RegExp])[] = [
  [
    'low',
    /^(low|from|start|begin)(_?(number|no|num|house_?number|address))?$|^(number|house_?number)_?(low|from|start)$/,
  ],
  ['high', /^(high|to|end)(_?(number|no|num|house_?number|address))?$|^(number|house_?number)_?(high|to|end)$/],
  [
    'number',
    /^(number|no|num|range|house|house_?(number|no|num)|address_?(number|no|num)|addr?_?(num|number|no)|add_number|hse_?(num|no)|st(reet)?_?(num|no|number)|number_?range)$/,
  ],
  [
    'street',
    /^(street|street_?(name|full)|full_?street(_?name)?|st_?name|road(_?name)?|stn?_?name|thoroughfare|full_?name)$/,
  ],
  [
    'city',
    /^(city|town|municipality|place(_?name)?|post(al)?_?(city|community|comm)|community|locality|msag_?comm|inc_?muni)$/,
  ],
  ['state', /^(state|region|province|st)$/],
  ['zip', /^(zip|zip_?code|zip5|post_?code|postal_?code)$/],
];

/** Which field is what, guessed by the header's names. */
export const columnsOf = (header: readonly string[]): Partial<Record<Column, number>> => {
  const columns: Partial<Record<Column, number>> = {};
  for (const [index, name] of header.entries()) {
    const plain = name
      .replace(/^﻿/, '')
      .toLowerCase()
      .replace(/[ .-]+/g, '_');
    const column = NAMES.find(([, pattern]) => pattern.test(plain))?.[0];
    if (column !== undefined) columns[column] ??= index;
  }
  return columns;
};
