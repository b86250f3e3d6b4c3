import type { ImportPreview, ImportRecord } from '#shared/api/imports.ts';
import { describeFaults } from '#shop/import/rejects.ts';

/** Rejected rows that are told; the rest stand in the file beside. */
const TOLD = 10;

/** What a file's columns were taken for, and what becomes of its rows. */
export const describePreview = (preview: ImportPreview): string => {
  const { columns, delimiter, encoding, encodingGuessed, fine, here, preset, rejected, rejects, total } = preview;
  const width = Math.max(...columns.map(({ column }) => column.length));
  const lines = columns.map(({ because, column, field, samples }) => {
    const taken = field === null ? 'left out' : `${field} (by ${because})`;
    return `  ${column.padEnd(width)}  ${taken.padEnd(28)}  ${samples[0]?.slice(0, 30) ?? ''}`.trimEnd();
  });
  const told = rejects.slice(0, TOLD).map(({ faults, line }) => `  line ${line}: ${describeFaults(faults)}`);
  const more = rejected - told.length;
  return `${[
    `${encoding}${encodingGuessed ? ' (guessed)' : ''}, columns by ${JSON.stringify(delimiter)}${preset === null ? '' : `, an export of ${preset}`}`,
    ...lines,
    `${total} rows: ${fine} can land (${here} are here already), ${rejected} cannot`,
    ...told,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n')}\n`;
};

/** One import in a line. */
export const describeImport = (record: ImportRecord): string => {
  const { createdAt, fileName, id, joined, kept, known, made, rejected, state } = record;
  const left = state === 'undone' && kept > 0 ? `, ${kept} rows kept: changed since` : '';
  return `${id}  ${new Date(createdAt).toISOString().slice(0, 10)}  ${fileName}  ${state}: ${made} new, ${joined} added to, ${known} here already, ${rejected} rejected${left}\n`;
};
