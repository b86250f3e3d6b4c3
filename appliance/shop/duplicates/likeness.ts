/** Jaro-Winkler's bonus for a common beginning: a tenth a letter, at most four letters (Winkler 1990). */
const PREFIX = { weight: 0.1, letters: 4 } as const;

/** The letters of `a` that have a partner in `b` near their own place, in the order of `a`, and the partners in theirs. */
const partners = (a: string, b: string): readonly [string, string] => {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  let mine = '';
  for (const [i, letter] of [...a].entries()) {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j += 1) {
      if (taken.has(j) || b[j] !== letter) continue;
      taken.add(j);
      mine += letter;
      break;
    }
  }
  return [
    mine,
    [...taken]
      .toSorted((x, y) => x - y)
      .map((j) => b.charAt(j))
      .join(''),
  ];
};

/**
 * How alike two words are by the letters they share and their order: 0 nothing alike, 1 the same (Jaro 1989, Winkler 1990).
 */
export const jaroWinkler = (a: string, b: string): number => {
  if (a === b) return a === '' ? 0 : 1;
  const [mine, theirs] = partners(a, b);
  const common = mine.length;
  if (common === 0) return 0;
  const swapped = [...mine].filter((letter, i) => letter !== theirs[i]).length / 2;
  const jaro = (common / a.length + common / b.length + (common - swapped) / common) / 3;
  let prefix = 0;
  while (prefix < PREFIX.letters && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * PREFIX.weight * (1 - jaro);
};
