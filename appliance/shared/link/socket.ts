import { join } from 'node:path';

/** Where core listens for voice: a Unix socket in the data folder, reachable by this user alone. */
export const linkSocketPath = (dataFolder: string): string => join(dataFolder, 'run', 'link.sock');

/** Where core serves its API to the `pilot` command of the same user. */
export const coreSocketPath = (dataFolder: string): string => join(dataFolder, 'run', 'core.sock');
