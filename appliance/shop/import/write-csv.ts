/** Begins what a spreadsheet would compute (owasp.org, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/u;

const cellOf = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line of comma-separated values with its end (RFC 4180). What a spreadsheet would take for a formula gets a mark before it. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`;
