/** Where each stretch of a known text lies in another text, and how many letters differ there. */
export interface Aligned {
  /** What stands there in the other text. */
  readonly found: string;
  /** Letters changed, left out or put in. */
  readonly edits: number;
}

/**
 * Lays a text against another one, known in stretches, so that the fewest letters differ (Levenshtein's distance with its
 * path). A letter put in between two stretches counts for the one before it.
 * @param stretches the known text; both as bare letters
 */
export const align = (text: string, stretches: readonly string[]): readonly Aligned[] => {
  const known = stretches.join('');
  const width = known.length + 1;
  const cost = new Uint16Array((text.length + 1) * width);
  const at = (i: number, j: number): number => cost[i * width + j] ?? 0;
  for (let i = 0; i <= text.length; i++) {
    for (let j = 0; j < width; j++) {
      if (i === 0 || j === 0) cost[i * width + j] = i + j;
      else {
        const swap = at(i - 1, j - 1) + (text[i - 1] === known[j - 1] ? 0 : 1);
        cost[i * width + j] = Math.min(swap, at(i - 1, j) + 1, at(i, j - 1) + 1);
      }
    }
  }
  const owner = stretches.flatMap((stretch, index) => Array.from(stretch, () => index));
  const found = stretches.map(() => '');
  const edits = stretches.map(() => 0);
  let [i, j] = [text.length, known.length];
  while (i > 0 || j > 0) {
    const index = owner[Math.max(0, j - 1)] ?? 0;
    const same = i > 0 && j > 0 && text[i - 1] === known[j - 1];
    if (i > 0 && j > 0 && at(i, j) === at(i - 1, j - 1) + (same ? 0 : 1)) {
      found[index] = `${text[i - 1]}${found[index]}`;
      if (!same) edits[index] = (edits[index] ?? 0) + 1;
      i--;
      j--;
    } else if (i > 0 && at(i, j) === at(i - 1, j) + 1) {
      found[index] = `${text[i - 1]}${found[index]}`;
      edits[index] = (edits[index] ?? 0) + 1;
      i--;
    } else {
      edits[index] = (edits[index] ?? 0) + 1;
      j--;
    }
  }
  return stretches.map((_, index) => ({ found: found[index] ?? '', edits: edits[index] ?? 0 }));
};
