import { eraseJournalFile, noteErasures, readErasures } from '#store/erase/journal.ts';

/** Lets a restored folder know whoever was erased, by the backup and by what is there now. */
export const joinEraseJournals = (dataFolder: string, restored: string): void => {
  const to = eraseJournalFile(restored);
  const known = new Set(readErasures(to).map(({ id, business }) => `${business}/${id}`));
  const missing = readErasures(eraseJournalFile(dataFolder)).filter(
    ({ id, business }) => !known.has(`${business}/${id}`),
  );
  if (missing.length > 0) noteErasures(to, missing);
};
