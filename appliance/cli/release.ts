import { readFileSync } from 'node:fs';

/** The release of this program, `0.1.0`. */
export const release = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};
