import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseConfig } from './parse.ts';
import type { Config } from './schema.ts';
import { PilotError, messageOf } from '../errors.ts';

/** Settings of one run that stand above the file. */
export interface Overrides {
  readonly data?: string | undefined;
  readonly httpPort?: number | undefined;
  readonly sipPort?: number | undefined;
}

/**
 * Reads the configuration: the file named, else ./pilot.yaml when it is there, else the defaults.
 * @throws PilotError `config_missing`, `config_syntax`, `config_invalid`
 */
export const loadConfig = (file: string | undefined, overrides: Overrides = {}): Config => {
  const path = resolve(file ?? 'pilot.yaml');
  if (file !== undefined && !existsSync(path)) {
    throw new PilotError('config_missing', `there is no configuration file ${path}`, {
      fix: 'Check the name after --config.',
    });
  }
  const config = parseConfig(existsSync(path) ? read(path) : '', path);
  return {
    ...config,
    dataFolder: overrides.data === undefined ? config.dataFolder : resolve(overrides.data),
    http: { ...config.http, port: overrides.httpPort ?? config.http.port },
    sip: { ...config.sip, port: overrides.sipPort ?? config.sip.port },
  };
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PilotError('config_unreadable', `${path} cannot be read: ${messageOf(cause)}`, {
      cause,
      fix: 'Check who may read the file (ls -l).',
    });
  }
};
