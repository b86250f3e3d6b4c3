const WHO =
  '(?:you|you guys|you all|yall|your (?:guy|guys|man|tech|technician|plumber|electrician|company|people|crew|repairman)|the (?:guy|tech|technician|plumber|electrician|man|repairman) you sent)';
const DID =
  '(?:fixed|repaired|replaced|installed|put in|worked on|serviced|unclogged|cleared|cleaned|was here|were here|was out|were out|came out|came|left|did|just fixed|just repaired)';
const FAILS =
  '(?:still|again|same|leaks?|leaking|drips?|dripping|quit|died|broke|failed|stopped|is not|isnt|not working|doesnt|does not|wont|will not|never|keeps)';

/**
 * Work of ours that did not last: `you fixed it and it is still leaking`. It is a complaint that cannot wait, and no emergency
 * by itself. What others did, or the caller, is none of it.
 */
const PATTERNS: readonly RegExp[] = [
  new RegExp(
    `\\b${WHO}(?: (?:guys|just|already|only|sent|supposedly|had|have|has)){0,2} ${DID}\\b(?: \\w+){0,8} (?:and|but|now|then)(?: \\w+){0,7} ${FAILS}\\b`,
  ),
  new RegExp(`\\bpaid you(?: guys)?(?: \\w+){0,8} (?:and|but|now)(?: \\w+){0,6} ${FAILS}\\b`),
  /\b(repair|fix|patch|work you did|work yall did)( \w+){0,2} (didnt|did not|hasnt|has not) (hold|held|last|lasted|work|worked)\b/,
];

/** Whether the words tell of our own work that failed. @param text normalised words */
export const blamesOwnWork = (text: string): boolean => PATTERNS.some((pattern) => pattern.test(text));
