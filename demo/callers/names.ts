/** Names the bench recognizer was trained on, as `training-names.txt` lists them, written as people write them. */
export interface HeardNames {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly streets: readonly string[];
  readonly cities: readonly string[];
}

const written = (word: string): string =>
  word
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');

/** Reads the four lists; held-out names are not among them. */
export const parseHeardNames = (text: string): HeardNames => {
  const list = (title: string): string[] => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${title}:`));
    if (line === undefined) throw new Error(`the name lists hold no "${title}:" line`);
    return line
      .slice(title.length + 1)
      .trim()
      .split(/\s+/)
      .map(written);
  };
  return {
    first: list('first names'),
    last: list('last names'),
    streets: list('street names'),
    cities: list('cities'),
  };
};
