const SHORTEST = 12;
const LONGEST = 128;
const FEWEST_DIFFERENT = 6;
/** What is left of a password once words that everybody tries are out of it must be so long. */
const LEFT = 6;

/** Words that lists of guessed passwords begin with; a password may hold them, but not live by them. */
const TRIED_FIRST =
  /passwor[dt]|passw0rd|welcome|letmein|qwert[yz](?:uiop)?|asdfgh(?:jkl)?|iloveyou|admin(?:istrator)?|changeme|secret|monkey|dragon|sunshine|princess|football|baseball|plumb(?:er|ing)|electric(?:ian|al)?|heating|hvac|pilotlight|(?:19|20)\d\d/g;

/** Whether each character is the one before, its neighbour upwards or downwards: `aaaa`, `abcd`, `9876`. */
const isRun = (text: string): boolean => {
  const steps = new Set([...text].slice(1).map((character, i) => character.charCodeAt(0) - text.charCodeAt(i)));
  const [only] = steps;
  return steps.size <= 1 && (only === undefined || Math.abs(only) <= 1);
};

/**
 * Why this makes no password; null when it does. Length counts more than kinds of characters (NIST SP 800-63B section 3.1.1.2); what is
 * known of the account counts for nothing.
 * @param about name, e-mail address, shop
 */
export const passwordFault = (password: string, about: readonly string[] = []): string | null => {
  if (password.length < SHORTEST)
    return `A password has at least ${SHORTEST} characters; a short sentence is a good one.`;
  if (password.length > LONGEST) return `A password has at most ${LONGEST} characters.`;
  if (new Set(password).size < FEWEST_DIFFERENT || isRun(password))
    return 'Characters that repeat or run in order are guessed first.';
  let left = password.toLowerCase().replaceAll(TRIED_FIRST, '');
  for (const word of about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)))
    if (word.length > 2) left = left.replaceAll(word, '');
  return left.length < LEFT
    ? 'Names of the account or the shop, years, and words that everybody tries are guessed first.'
    : null;
};
