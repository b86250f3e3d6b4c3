import type { AddressParts } from '../address.ts';

/** What cells say of where a place is. */
export interface PlaceCells {
  /** All of it in one: `12 Oak St Apt 4, Springfield, OH 45503`. */
  readonly address: string;
  readonly houseNumber: string;
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
}

const UNIT = /[\s,]+((?:apt|apartment|unit|suite|ste|lot|trlr|#)[.:]?\s*#?\s*[\w-]+)$/iu;

/** `12 Oak St Apt 4` in its parts. Routes and boxes have no number of a house. */
export const splitStreet = (line: string): Pick<AddressParts, 'houseNumber' | 'street' | 'unit'> => {
  const unit = UNIT.exec(line)?.[1]?.trim() ?? null;
  const rest = unit === null ? line : line.replace(UNIT, '');
  const parts = /^(\d+(?:-\d+)?[a-z]?(?:\s+\d\/\d)?)\s+(.+)$/iu.exec(rest.trim());
  return parts === null
    ? { houseNumber: '', street: rest.trim(), unit }
    : { houseNumber: parts[1] ?? '', street: parts[2] ?? '', unit };
};

const ZIP_AT_END = /[\s,]+(\d{5}(?:-\d{4})?)$/u;
const COUNTRY = /[\s,]+(?:USA?|United States(?: of America)?)\.?$/iu;

/** One line in its parts: what stands behind the last comma but one is taken for the street. */
const splitLine = (line: string, isState: (text: string) => boolean): Partial<PlaceCells> => {
  const plain = line.replaceAll(/\s*\n\s*/gu, ', ').replace(COUNTRY, '');
  const zip = ZIP_AT_END.exec(plain)?.[1] ?? '';
  const parts = plain
    .replace(ZIP_AT_END, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const last = parts.pop() ?? '';
  if (isState(last)) return { state: last, city: parts.pop() ?? '', street: parts.join(' '), zip };
  const words = last.split(' ');
  const tail = [2, 1].find((count) => words.length > count && isState(words.slice(-count).join(' ')));
  if (tail !== undefined && parts.length > 0)
    return { state: words.slice(-tail).join(' '), city: words.slice(0, -tail).join(' '), street: parts.join(' '), zip };
  return parts.length > 0 ? { city: last, street: parts.join(' '), zip } : { street: last, zip };
};

/** Cells of a place as it was told, in one cell or in several; null where nothing is told. */
export const placeOf = (cells: PlaceCells, isState: (text: string) => boolean): PlaceCells | null => {
  if (Object.values(cells).every((cell) => cell === '')) return null;
  const whole = cells.address === '' ? {} : splitLine(cells.address, isState);
  const told = { ...cells };
  for (const [part, text] of Object.entries(whole) as [keyof PlaceCells, string][])
    if (told[part] === '') told[part] = text;
  return told;
};
