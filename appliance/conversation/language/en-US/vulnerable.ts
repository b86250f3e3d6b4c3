import type { Span } from './concepts.ts';

const TENS = '(?:seventy|seventies|eighty|eighties|ninety|nineties|hundred|a hundred)';
const ONES = '(?: (?:one|two|three|four|five|six|seven|eight|nine))?';
const WHO =
  '(?:mother|mom|mama|father|dad|parents|parent|grandmother|grandma|granny|grandfather|grandpa|husband|wife|aunt|uncle|neighbor|lady|man|tenant|sister|brother|in law|shes|hes|she|he|im|theyre|i am)';

/** Infants, the old and the ill, as callers speak of them where the lexicon's words are not enough. */
const PATTERNS = [
  new RegExp(
    `\\b${WHO}s?(?: \\w+){0,4} ${TENS}${ONES}\\b(?! (?:degrees|dollars|percent|feet|bucks|in here|outside|inside))`,
  ),
  new RegExp(`\\bin (?:her|his|their|my) ${TENS}\\b`),
  /\b(?:\w+ ){0,2}(?:day|days|week|weeks|month|months) old\b(?! (?:unit|furnace|system|heater|ac|roof|house))/,
  /\b(?:dementia|alzheimers|parkinsons|c ?o ?p ?d|emphysema|m s\b|multiple sclerosis|lupus|epilep\w+|seizures|special needs|paralyzed|quadriplegic|immune\w*|transplant|diabetics?|on insulin|heart (?:surgery|trouble|failure|attack last|medication|disease|patient)|(?:recovering|recovery|home) from (?:\w+ )?(?:surgery|the hospital)|just had (?:\w+ )?(?:surgery|a baby)|going through chemo|radiation treatment|cystic fibrosis|pneumonia|bed bound|on hospice|nursing home|daycare|day care|assisted living|group home|months pregnant|twins|tiny baby)\b/,
];

/** Where somebody was named whom heat, cold or darkness endangers sooner; null when nobody was. */
export const findVulnerable = (words: readonly string[]): Span | null => {
  const text = words.join(' ');
  for (const pattern of PATTERNS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const from = text.slice(0, match.index).split(' ').length - 1;
    return { from, to: from + match[0].split(' ').length };
  }
  return null;
};
