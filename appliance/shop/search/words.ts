/** Letters that Unicode does not take apart into a plain one and a mark. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th' };

/** Lower case, without marks: `Nuñez` and `NUNEZ` are one. Both databases are given words in this form alone. */
export const plainOf = (text: string): string => {
  const lower = text.toLowerCase();
  if (!/\P{ASCII}/u.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßøłđæœðþ]/gu, (letter) => PLAIN[letter] ?? letter);
};

/** Pieces between spaces and most punctuation; what may stand inside a name or code (`O'Brien`, `PROG50-38N`) is left in it. */
export const piecesOf = (text: string): string[] =>
  plainOf(text)
    .replace(/[’‘ʼ`´]/gu, "'")
    .split(/[^\p{L}\p{N}'-]+/u)
    .map((piece) => piece.replace(/^['-]+|['-]+$/gu, ''))
    .filter((piece) => piece !== '');

/** A piece without what stands inside it: `obrien`, `prog5038n`. */
export const joined = (piece: string): string => piece.replace(/['-]/gu, '');

/** The words by which a text is found: each piece joined, and its parts. */
export const wordsOf = (text: string): string[] =>
  piecesOf(text).flatMap((piece) => {
    const parts = piece.split(/['-]/u).filter((part) => part !== '');
    return parts.length < 2 ? parts : [joined(piece), ...parts];
  });
