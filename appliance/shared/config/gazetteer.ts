import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the list of an area's addresses lies when the configuration names no other. */
export const gazetteerFile = (dataFolder: string): string => join(dataFolder, 'gazetteer.db');

/** The list to open: the one that is configured, else the one in the data folder; null when there is none. */
export const gazetteerOf = (configured: string | null, dataFolder: string): string | null => {
  const own = gazetteerFile(dataFolder);
  return configured ?? (existsSync(own) ? own : null);
};
