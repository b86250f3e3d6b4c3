import type { ImportFault } from '#shared/api/imports.ts';

/** Columns that a file of rejected rows has beside those of the file they come from; they are passed over when it is given again. */
export const REJECT_COLUMNS = ['rejected line', 'rejected because'] as const;

/** The columns of a file without those that tell why its rows were rejected. */
export const ownColumns = (header: readonly string[]): string[] =>
  header.filter((column) => !(REJECT_COLUMNS as readonly string[]).includes(column));

/** `Mobile Phone: 7 digits make no phone number` */
export const describeFaults = (faults: readonly ImportFault[]): string =>
  faults.map(({ column, reason }) => (column === '' ? reason : `${column}: ${reason}`)).join('; ');
