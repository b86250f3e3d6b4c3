import { PilotError } from '#shared/errors.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A file as text, and how it was taken to be written. */
export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
  /** Nothing in the file says so: the preview shows names with accents, so that a person can tell. */
  readonly guessed: boolean;
}

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const ZIP_ARCHIVE = [0x50, 0x4b, 0x03, 0x04];
/** Bytes looked at for what a file without a mark may be. */
const SAMPLE = 4096;

const begins = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, at) => bytes[at] === byte);

/** In UTF-16 every other byte of plain letters is zero. */
const wideOf = (bytes: Uint8Array): Encoding | null => {
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = sample.length / 4;
  if (odd > many && even < many / 8) return 'utf-16le';
  if (even > many && odd < many / 8) return 'utf-16be';
  return null;
};

const decodeAs = (bytes: Uint8Array, encoding: Encoding): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/**
 * The text of a file that says nothing about its encoding: by its byte order mark, else UTF-8 where it is valid, else
 * Windows-1252, as spreadsheets of older systems write.
 * @throws PilotError `import.workbook`, `import.not_text`
 */
export const decode = (bytes: Uint8Array): Decoded => {
  if (begins(bytes, ZIP_ARCHIVE))
    throw new PilotError('import.workbook', 'This is a workbook of a spreadsheet program, not a CSV file.', {
      fix: 'Open it there and save the sheet as CSV UTF-8.',
    });
  const marked = MARKS.find(([, mark]) => begins(bytes, mark))?.[0];
  const encoding = marked ?? wideOf(bytes) ?? (decodeAs(bytes, 'utf-8') === null ? 'windows-1252' : 'utf-8');
  const text = decodeAs(bytes, encoding);
  if (text === null || text.slice(0, SAMPLE).includes('\0'))
    throw new PilotError('import.not_text', 'This file is not text that can be read.', {
      fix: 'Export it again as CSV UTF-8.',
    });
  return { text, encoding, guessed: marked === undefined && encoding !== 'utf-8' };
};
