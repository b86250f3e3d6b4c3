/**
 * Numbers, money and times arrive in words already. This only keeps away from the voice what it would read badly:
 * markup, phoneme brackets (`[[...]]` switches espeak-ng to phonemes), symbols, pictures, control characters.
 */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u02bc]/g, "'"],
  [/[\u201c\u201d"`]/g, ' '],
  [/[\u2013\u2014\u2015]/g, ' - '],
  [/\u2026|\.{2,}/g, '. '],
  [/&/g, ' and '],
  [/@/g, ' at '],
  [/%/g, ' percent '],
  [/\+/g, ' plus '],
  [/=/g, ' equals '],
  [/#\s*(?=\d)/g, ' number '],
  [/[^\p{L}\p{M}\p{N}\s.,;:!?'$\u20ac\u00a3-]/gu, ' '],
];

/** Text a voice can read; '' when nothing speakable is left. */
export const spokenText = (text: string): string => {
  let out = text.normalize('NFC');
  for (const [pattern, by] of REPLACEMENTS) out = out.replace(pattern, by);
  out = out
    .replace(/\s+/g, ' ')
    .replace(/ (?:-+ )+/g, ', ')
    .replace(/ (?=[.,;:!?])/g, '')
    .replace(/([.,;:!?])(?:[.,;:]| [.,;:])+/g, '$1')
    .trim();
  return /[\p{L}\p{N}]/u.test(out) ? out : '';
};
