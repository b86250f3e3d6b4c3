import { join } from 'node:path';

/** Where the records of a data folder lie, unless a database server has them. */
export const databaseFile = (dataFolder: string): string => join(dataFolder, 'pilot.db');
